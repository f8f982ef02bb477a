//! Local search: relocations of single units and swaps of two, until no move saves anything.

use crate::candidates::CandidateLists;
use crate::ledger::{Ledger, Transfer};
use crate::model::AssignmentModel;
use crate::units_by_seat::UnitsBySeat;

/// Relocates and swaps units until no move saves more than `least`, for at most `rounds` rounds.
pub(crate) fn descend(ledger: &mut Ledger<'_>, lists: &CandidateLists, least: f64, rounds: u32) {
    let free = free_units(ledger.model);
    for _ in 0..rounds {
        if relocate(ledger, least, &free) + swap(ledger, lists, least, &free) == 0 {
            break;
        }
    }
}

/// Returns the units with more than one option.
pub(crate) fn free_units(model: &AssignmentModel) -> Vec<usize> {
    let open = |unit: &usize| model.units[*unit].fixed.is_none() && model.units[*unit].options.len() > 1;
    (0..model.units.len()).filter(open).collect()
}

/// Moves each of the units to its best seat if that saves more than `least`. Returns the number of
/// moves.
pub(crate) fn relocate(ledger: &mut Ledger<'_>, least: f64, units: &[usize]) -> usize {
    let model = ledger.model;
    let mut moved = 0;
    for &i in units {
        let (unit, Some(at)) = (&model.units[i], ledger.assignment[i]) else { continue };
        let here = model.options[at];
        let leaving = ledger.penalty_relief(i, here) - here.cost;
        let mut best = (-least, at);
        for (j, &option) in unit.options.clone().zip(&model.options[unit.options.clone()]) {
            if j != at && leaving + option.cost - ledger.penalty(option.seat) < best.0 {
                let change = leaving + ledger.cost_of_placing(i, option);
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

/// Swaps each of the units with the one among them, at a seat of the unit's candidate list, that
/// saves the most. Returns the number of swaps.
pub(crate) fn swap(ledger: &mut Ledger<'_>, lists: &CandidateLists, least: f64, units: &[usize]) -> usize {
    let model = ledger.model;
    let mut by_seat = UnitsBySeat::from_units(ledger, units.iter().copied());
    let mut swapped = 0;
    for &unit in units {
        let Some(from) = ledger.assignment[unit].filter(|_| !lists.options(unit).is_empty()) else { continue };
        let here = model.options[from];
        let mut best = (-least, None);
        for &to in lists.options(unit) {
            let there = model.options[to as usize];
            if there.seat == here.seat {
                continue;
            }
            let most = ledger.penalty(here.seat) + ledger.penalty(there.seat) - there.cost + here.cost;
            for &other in by_seat.units(there.seat) {
                let other = other as usize;
                let (Some(leaves), Some(goes)) = (ledger.assignment[other], model.option_at(other, here.seat)) else { continue };
                let (left, third) = (model.options[leaves], model.options[goes]);
                if third.cost - left.cost - most < best.0 {
                    let one = Transfer { unit, from: here, to: there };
                    let change = ledger.cost_of_swap(one, Transfer { unit: other, from: left, to: third });
                    if change < best.0 {
                        best = (change, Some((to as usize, other, leaves, goes)));
                    }
                }
            }
        }
        if let Some((to, other, leaves, goes)) = best.1 {
            by_seat.move_unit(unit, here.seat, model.options[to].seat);
            by_seat.move_unit(other, model.options[leaves].seat, here.seat);
            ledger.place(unit, Some(to));
            ledger.place(other, Some(goes));
            swapped += 1;
        }
    }
    swapped
}
