//! Repair: a complete assignment from one in which some units are still unassigned.

use crate::candidates::CandidateLists;
use crate::dual::SeatPrices;
use crate::ledger::Ledger;
use crate::local_search::{relocate, swap};
use crate::model::AssignmentModel;

/// Most rounds of relocations and swaps.
const ROUNDS: u32 = 20;

/// How far the local search of a repair looks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RepairReach {
    /// By how much an option may be dearer than its unit's cheapest, at the prices of the bound.
    pub(crate) cost: f64,
    /// Most options of a unit.
    pub(crate) options: usize,
}

/// Places unassigned units where they cost least, the greatest value first,
/// then relocates and swaps units within reach of their cheapest seats.
pub(crate) fn repair<'a>(
    model: &'a AssignmentModel,
    assignment: &[Option<usize>],
    prices: &SeatPrices,
    reach: RepairReach,
) -> Ledger<'a> {
    let mut ledger = Ledger::from_assignment(model, assignment);
    let mut rest: Vec<usize> = (0..assignment.len()).filter(|&unit| assignment[unit].is_none()).collect();
    rest.sort_by(|&a, &b| model.units[b].value.total_cmp(&model.units[a].value).then(a.cmp(&b)));
    for unit in rest {
        let cost = |option: &usize| ledger.cost_of_placing(unit, model.options[*option]);
        let best = model.allowed_options(unit).min_by(|a, b| cost(a).total_cmp(&cost(b)));
        ledger.place(unit, best);
    }
    let lists = CandidateLists::within_reach(model, prices, reach.options, reach.cost);
    let least = 1e-9 * ledger.total().abs().max(1.0);
    for _ in 0..ROUNDS {
        let units = lists.unsettled(&ledger.assignment);
        if relocate(&mut ledger, least, &units) + swap(&mut ledger, &lists, least, &units) == 0 {
            break;
        }
    }
    ledger
}
