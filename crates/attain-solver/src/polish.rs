//! Polishing: ejection chains among a few seats at a time, after a small random perturbation.
//! Changes that do not reduce the cost are undone.

use crate::candidates::CandidateLists;
use crate::dual::SeatPrices;
use crate::ejection_chain::EjectionChains;
use crate::ledger::Ledger;
use crate::search_rng::SearchRng;
use crate::units_by_seat::UnitsBySeat;

/// Number of seats that are polished together.
const SEATS: usize = 8;

/// Maximum number of units that are polished together.
const UNITS: usize = 120;

/// Number of units moved at random before each descent.
const KICK: usize = 2;

/// Polishes random groups of seats `turns` times. Returns the number of groups whose cost fell.
pub(crate) fn polish(
    ledger: &mut Ledger<'_>,
    lists: &CandidateLists,
    prices: &SeatPrices,
    turns: u64,
    random: &mut SearchRng,
) -> u64 {
    let model = ledger.model;
    let free: Vec<u32> = (0..model.units.len() as u32)
        .filter(|&unit| lists.options(unit as usize).len() > 1 && ledger.assignment[unit as usize].is_some())
        .collect();
    if free.is_empty() {
        return 0;
    }
    let mut by_seat = UnitsBySeat::free_units(ledger);
    let mut better = 0;
    for turn in 0..turns {
        let seats = group(ledger, lists, &by_seat, free[random.below(free.len())] as usize, random);
        let units = members(&by_seat, &seats, random);
        if seats.len() < 2 || units.len() < 2 {
            continue;
        }
        let cost = |ledger: &Ledger<'_>| {
            let pairs: f64 = units.iter().filter_map(|&unit| Some(model.options[ledger.assignment[unit as usize]?].cost)).sum();
            pairs + seats.iter().map(|&seat| ledger.penalty(seat)).sum::<f64>()
        };
        let before: Vec<Option<usize>> = units.iter().map(|&unit| ledger.assignment[unit as usize]).collect();
        let was = cost(ledger);
        let least = 1e-9 * was.abs().max(1.0);
        let mut chains = EjectionChains::new(ledger, prices, seats.clone(), units.clone());
        // Every second pass starts from the unperturbed assignment.
        for _ in 0..if turn % 2 == 0 { 0 } else { KICK } {
            let unit = random.below(units.len());
            let seat = seats[random.below(seats.len())];
            let id = units[unit] as usize;
            if ledger.seat(id) != Some(seat) && model.option_at(id, seat).is_some() {
                chains.move_unit(ledger, unit, seat);
            }
        }
        chains.descend(ledger, least, random);
        if cost(ledger) < was - least {
            better += 1;
            for (&unit, before) in units.iter().zip(&before) {
                if let (Some(from), Some(to)) = (before.map(|option| model.options[option].seat), ledger.seat(unit as usize))
                    && from != to
                {
                    by_seat.move_unit(unit as usize, from, to);
                }
            }
        } else {
            for (&unit, &before) in units.iter().zip(&before) {
                if ledger.assignment[unit as usize] != before {
                    ledger.place(unit as usize, before);
                }
            }
        }
    }
    better
}

/// Returns a few seats that compete for the same units.
fn group(ledger: &Ledger<'_>, lists: &CandidateLists, by_seat: &UnitsBySeat, unit: usize, random: &mut SearchRng) -> Vec<u32> {
    let mut seats: Vec<u32> = ledger.seat(unit).into_iter().collect();
    let mut unit = unit;
    for _ in 0..4 * SEATS {
        let tries = lists.options(unit);
        if !tries.is_empty() {
            let seat = ledger.model.options[tries[random.below(tries.len())] as usize].seat;
            if !seats.contains(&seat) {
                seats.push(seat);
            }
        }
        if seats.len() == SEATS {
            break;
        }
        let at = by_seat.units(seats[random.below(seats.len())]);
        if !at.is_empty() {
            unit = at[random.below(at.len())] as usize;
        }
    }
    seats
}

/// Returns the units of the given seats, or a random sample if there are many.
fn members(by_seat: &UnitsBySeat, seats: &[u32], random: &mut SearchRng) -> Vec<u32> {
    let mut units: Vec<u32> = seats.iter().flat_map(|&seat| by_seat.units(seat)).copied().collect();
    let keep = UNITS.min(units.len());
    for i in 0..keep {
        let other = i + random.below(units.len() - i);
        units.swap(i, other);
    }
    units.truncate(keep);
    units
}
