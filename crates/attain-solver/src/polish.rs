//! Chains among a few seats at a time, a little shaken before: what is not
//! better after them is put back.

use super::chain::Chains;
use super::dice::Dice;
use super::dual::Prices;
use super::held::Held;
use super::ledger::Ledger;
use super::lists::Lists;

/// Seats that are looked at together.
const SEATS: usize = 8;

/// Units that are looked at together.
const UNITS: usize = 120;

/// Units moved by chance before each descent.
const KICK: usize = 2;

/// Looks at groups of seats, `turns` times; returns how many got cheaper.
pub(super) fn polish(ledger: &mut Ledger<'_>, lists: &Lists, prices: &Prices, turns: u64, dice: &mut Dice) -> u64 {
    let problem = ledger.problem;
    let free: Vec<u32> = (0..problem.units.len() as u32)
        .filter(|&unit| lists.of(unit as usize).len() > 1 && ledger.at[unit as usize].is_some())
        .collect();
    if free.is_empty() {
        return 0;
    }
    let mut held = Held::of(ledger);
    let mut better = 0;
    for turn in 0..turns {
        let seats = group(ledger, lists, &held, free[dice.below(free.len())] as usize, dice);
        let units = members(&held, &seats, dice);
        if seats.len() < 2 || units.len() < 2 {
            continue;
        }
        let cost = |ledger: &Ledger<'_>| {
            let pairs: f64 = units.iter().filter_map(|&unit| Some(problem.options[ledger.at[unit as usize]?].cost)).sum();
            pairs + seats.iter().map(|&seat| ledger.penalty(seat)).sum::<f64>()
        };
        let before: Vec<Option<usize>> = units.iter().map(|&unit| ledger.at[unit as usize]).collect();
        let was = cost(ledger);
        let least = 1e-9 * was.abs().max(1.0);
        let mut chains = Chains::new(ledger, prices, seats.clone(), units.clone());
        // Every second look begins with the carve as it is.
        for _ in 0..if turn % 2 == 0 { 0 } else { KICK } {
            let unit = dice.below(units.len());
            let seat = seats[dice.below(seats.len())];
            let id = units[unit] as usize;
            if ledger.seat(id) != Some(seat) && problem.option(id, seat).is_some() {
                chains.shift(ledger, unit, seat);
            }
        }
        chains.descend(ledger, least, dice);
        if cost(ledger) < was - least {
            better += 1;
            for (&unit, before) in units.iter().zip(&before) {
                if let (Some(from), Some(to)) = (before.map(|option| problem.options[option].seat), ledger.seat(unit as usize))
                    && from != to
                {
                    held.shift(unit as usize, from, to);
                }
            }
        } else {
            for (&unit, &before) in units.iter().zip(&before) {
                if ledger.at[unit as usize] != before {
                    ledger.place(unit as usize, before);
                }
            }
        }
    }
    better
}

/// A few seats that compete for the same units.
fn group(ledger: &Ledger<'_>, lists: &Lists, held: &Held, unit: usize, dice: &mut Dice) -> Vec<u32> {
    let mut seats: Vec<u32> = ledger.seat(unit).into_iter().collect();
    let mut unit = unit;
    for _ in 0..4 * SEATS {
        let tries = lists.of(unit);
        if !tries.is_empty() {
            let seat = ledger.problem.options[tries[dice.below(tries.len())] as usize].seat;
            if !seats.contains(&seat) {
                seats.push(seat);
            }
        }
        if seats.len() == SEATS {
            break;
        }
        let at = held.at(seats[dice.below(seats.len())]);
        if !at.is_empty() {
            unit = at[dice.below(at.len())] as usize;
        }
    }
    seats
}

/// The units of some seats, drawn by chance where they are many.
fn members(held: &Held, seats: &[u32], dice: &mut Dice) -> Vec<u32> {
    let mut units: Vec<u32> = seats.iter().flat_map(|&seat| held.at(seat)).copied().collect();
    let keep = UNITS.min(units.len());
    for i in 0..keep {
        let other = i + dice.below(units.len() - i);
        units.swap(i, other);
    }
    units.truncate(keep);
    units
}
