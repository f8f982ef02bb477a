//! Repair of an assignment with unassigned units into a complete one.

use crate::candidates::CandidateLists;
use crate::dual::SeatPrices;
use crate::ledger::Ledger;
use crate::local_search::{relocate, swap};
use crate::model::AssignmentModel;

/// Maximum number of rounds of relocations and swaps.
const ROUNDS: u32 = 20;

/// Limits on the local search of a repair.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RepairReach {
    /// Largest cost of an option above its unit's cheapest one, at the prices of the bound.
    pub(crate) cost: f64,
    /// Maximum number of options per unit.
    pub(crate) options: usize,
}

/// Assigns unassigned units at the lowest cost, in descending order of value, then relocates and
/// swaps units within reach of their cheapest seats; `priced` is the model that the prices belong to.
pub(crate) fn repair<'a>(
    model: &'a AssignmentModel,
    priced: &AssignmentModel,
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
    let lists = CandidateLists::within_reach(priced, prices, reach.options, reach.cost);
    let least = 1e-9 * ledger.total().abs().max(1.0);
    for _ in 0..ROUNDS {
        let units = lists.unsettled(&ledger.assignment);
        if relocate(&mut ledger, least, &units) + swap(&mut ledger, &lists, least, &units) == 0 {
            break;
        }
    }
    ledger
}
