//! Down to where no single relocation and no swap saves anything.

use super::held::Held;
use super::ledger::Ledger;
use super::lists::Lists;
use super::problem::Problem;

/// Relocations and swaps until none saves `least`, `rounds` times at most.
pub(super) fn descend(ledger: &mut Ledger<'_>, lists: &Lists, least: f64, rounds: u32) {
    let free = free(ledger.problem);
    for _ in 0..rounds {
        if relocate(ledger, least, &free) + swap(ledger, lists, least, &free) == 0 {
            break;
        }
    }
}

/// The units with a choice.
pub(super) fn free(problem: &Problem) -> Vec<usize> {
    let open = |unit: &usize| problem.units[*unit].fixed.is_none() && problem.units[*unit].options.len() > 1;
    (0..problem.units.len()).filter(open).collect()
}

/// Moves each of some units to its best seat; returns how many moved.
pub(super) fn relocate(ledger: &mut Ledger<'_>, least: f64, units: &[usize]) -> usize {
    let problem = ledger.problem;
    let mut moved = 0;
    for &i in units {
        let (unit, Some(at)) = (&problem.units[i], ledger.at[i]) else { continue };
        let here = problem.options[at];
        let leaving = ledger.relief(i, here) - here.cost;
        let mut best = (-least, at);
        for (j, &option) in unit.options.clone().zip(&problem.options[unit.options.clone()]) {
            if j != at && leaving + option.cost - ledger.penalty(option.seat) < best.0 {
                let change = leaving + ledger.gain_of_placing(i, option);
                if change < best.0 {
                    best = (change, j);
                }
            }
        }
        if best.1 != at {
            ledger.place(i, Some(best.1));
            moved += 1;
        }
    }
    moved
}

/// Swaps each of some units with the one of them at a seat of its list that
/// saves most; returns how many pairs changed places.
pub(super) fn swap(ledger: &mut Ledger<'_>, lists: &Lists, least: f64, units: &[usize]) -> usize {
    let problem = ledger.problem;
    let mut held = Held::only(ledger, units.iter().copied());
    let mut swapped = 0;
    for &unit in units {
        let Some(from) = ledger.at[unit].filter(|_| !lists.of(unit).is_empty()) else { continue };
        let here = problem.options[from];
        let mut best = (-least, None);
        for &to in lists.of(unit) {
            let there = problem.options[to as usize];
            if there.seat == here.seat {
                continue;
            }
            let most = ledger.penalty(here.seat) + ledger.penalty(there.seat) - there.cost + here.cost;
            for &other in held.at(there.seat) {
                let other = other as usize;
                let (Some(leaves), Some(goes)) = (ledger.at[other], problem.option(other, here.seat)) else { continue };
                let (left, third) = (problem.options[leaves], problem.options[goes]);
                if third.cost - left.cost - most < best.0 {
                    let change = ledger.swap((unit, here, there), (other, left, third));
                    if change < best.0 {
                        best = (change, Some((to as usize, other, leaves, goes)));
                    }
                }
            }
        }
        if let Some((to, other, leaves, goes)) = best.1 {
            held.shift(unit, here.seat, problem.options[to].seat);
            held.shift(other, problem.options[leaves].seat, here.seat);
            ledger.place(unit, Some(to));
            ledger.place(other, Some(goes));
            swapped += 1;
        }
    }
    swapped
}
