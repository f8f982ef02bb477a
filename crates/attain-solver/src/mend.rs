//! A carve from books that are nearly one.

use super::descend::{relocate, swap};
use super::dual::Prices;
use super::ledger::Ledger;
use super::lists::Lists;
use super::problem::Problem;

/// Most rounds of relocations and swaps.
const ROUNDS: u32 = 20;

/// Places units that are with nobody where they cost least, the greatest value
/// first, and relocates and swaps those that are not out of place by more than
/// `reach` at some prices.
pub(super) fn mend<'a>(problem: &'a Problem, at: &[Option<usize>], prices: &Prices, reach: f64, options: usize) -> Ledger<'a> {
    let mut ledger = Ledger::of(problem, at);
    let mut rest: Vec<usize> = (0..at.len()).filter(|&unit| at[unit].is_none()).collect();
    rest.sort_by(|&a, &b| problem.units[b].value.total_cmp(&problem.units[a].value).then(a.cmp(&b)));
    for unit in rest {
        let cost = |at: &usize| ledger.gain_of_placing(unit, problem.options[*at]);
        let best = problem.open(unit).min_by(|a, b| cost(a).total_cmp(&cost(b)));
        ledger.place(unit, best);
    }
    let lists = Lists::near_to(problem, prices, options, reach);
    let least = 1e-9 * ledger.total().abs().max(1.0);
    for _ in 0..ROUNDS {
        let units = lists.unsettled(&ledger.at);
        if relocate(&mut ledger, least, &units) + swap(&mut ledger, &lists, least, &units) == 0 {
            break;
        }
    }
    ledger
}
