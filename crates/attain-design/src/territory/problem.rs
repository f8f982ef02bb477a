//! The carve as a problem: units to place, seats to fill, and what each pair
//! costs. A unit is an account, or a family that stays together.
//!
//! Cost of a carve, money a year:
//! ```text
//!   sum of pair costs (travel, disruption, misfit)
//! + balance weight × sum over seats of  e/2 + 2 e²/mean      e: potential beyond mean × (1 ± tolerance)
//! + sum over seats of  pay/capacity × (o + o²/planned)       o: load beyond planned capacity
//! + a fine no saving can pay for each account over `max-accounts` or under `min-accounts`
//! ```
//! Half of what lies outside the tolerance is taken as out of reach (A: no
//! published figure), and more the further out. An overloaded hour costs at least
//! what an hour of a rep costs. The mean is fixed before accounts go to seats
//! (see `targets`), so that a carve and the bound are told of the same objective.

mod targets;

use super::price::Prices;
use super::rules::{Eligible, teams};
use super::seats::Roster;
use super::units::Members;
use crate::score::AccountScores;
use attain_core::plan::Seat;
use attain_core::scenario::choices::{Scenario, Team};
use attain_data::Book;
use attain_solver::{Bend, Choice, Terms, Unit};

/// Part of the tolerance that is free of penalty: the carve aims a little
/// inside, because the last step to the very edge saves next to nothing and
/// would be left undone.
const AIM: f64 = 0.97;

/// Units, seats and costs.
#[derive(Debug, Clone)]
pub(crate) struct Problem {
    /// What is to be assigned.
    pub(crate) assign: attain_solver::Problem,
    /// The accounts of each unit, indices into the book's.
    pub(crate) members: Vec<Vec<usize>>,
    pub(crate) min_accounts: u32,
    pub(crate) max_accounts: u32,
    /// Fine for each account outside the limits.
    pub(crate) fine: f64,
}

impl Problem {
    pub(crate) fn new(
        book: &Book,
        scenario: &Scenario,
        (scores, roster): (&AccountScores, &Roster),
        eligible: &Eligible,
        prices: &Prices<'_>,
        members: Vec<Members>,
    ) -> Self {
        let (mut options, mut units, mut accounts) = (Vec::new(), Vec::new(), Vec::new());
        for unit in members {
            let start = options.len();
            for seat in common(eligible, &unit.accounts, unit.fixed) {
                let cost = unit.accounts.iter().map(|&a| prices.cost(a, seat)).sum();
                let load: f64 = unit.accounts.iter().map(|&a| prices.load(a, seat)).sum();
                options.push(Choice { seat: seat as u32, load: load as f32, cost });
            }
            let bound = unit.fixed.and_then(|fixed| options[start..].iter().position(|option| option.seat as usize == fixed));
            units.push(Unit {
                value: unit.accounts.iter().map(|&a| scores.value[a]).sum(),
                accounts: unit.accounts.len() as u32,
                fixed: bound.map(|at| start + at),
                options: start..options.len(),
            });
            accounts.push(unit.accounts);
        }
        let worst: f64 = units
            .iter()
            .map(|unit| 4.0 * unit.value + options[unit.options.clone()].iter().map(|o| o.cost).fold(0.0, f64::max))
            .sum();
        let (fine, max_accounts) = (1.0 + worst, scenario.territory.max_accounts);
        let teams = teams(book, scenario);
        let terms = roster.seats.iter().map(|seat| terms(scenario, &teams[seat.team], seat, fine)).collect();
        let house = if max_accounts > 0 { fine } else { f64::INFINITY };
        let mut assign = attain_solver::Problem { terms, units, options, house };
        let of_team: Vec<usize> = roster.seats.iter().map(|seat| seat.team).collect();
        let targets = targets::targets(&assign, &of_team, book.teams.len());
        for (terms, &team) in assign.terms.iter_mut().zip(&of_team) {
            (terms.low, terms.high) = band(scenario, targets[team]);
        }
        Self { assign, members: accounts, min_accounts: scenario.territory.min_accounts, max_accounts, fine }
    }
}

/// The edges of the tolerance around a mean, and what it costs to lie outside.
fn band(scenario: &Scenario, mean: f64) -> (Bend, Bend) {
    if mean <= 0.0 {
        return (Bend::default(), Bend { from: f64::MAX, ..Bend::default() });
    }
    let (weight, free) = (scenario.territory.balance_weight.get(), AIM * scenario.territory.balance_tolerance.get() * mean);
    let bend = |from: f64| Bend { from, slope: 0.5 * weight, curve: 2.0 * weight / mean };
    (bend(mean - free), bend(mean + free))
}

/// The seats that may take all accounts of a unit, and the one it is bound to.
pub(crate) fn common(eligible: &Eligible, accounts: &[usize], fixed: Option<usize>) -> Vec<usize> {
    let Some((&first, rest)) = accounts.split_first() else { return Vec::new() };
    let mut seats: Vec<usize> = eligible.of(first).to_vec();
    seats.retain(|&seat| rest.iter().all(|&account| eligible.may(account, seat)));
    if let Some(fixed) = fixed
        && let Err(at) = seats.binary_search(&fixed)
    {
        seats.insert(at, fixed);
    }
    seats
}

fn terms(scenario: &Scenario, team: &Team, seat: &Seat, fine: f64) -> Terms {
    let planned = usable(team, seat) * (1.0 - scenario.territory.growth_buffer.get());
    let pay = (team.pay.base.get() + team.pay.variable.get()) * (1.0 + scenario.money.on_cost.get());
    let price = pay / seat.capacity.max(1.0);
    Terms {
        load: Bend { from: planned, slope: price, curve: price / planned.max(1.0) },
        fewest: scenario.territory.min_accounts,
        most: if scenario.territory.max_accounts > 0 { scenario.territory.max_accounts } else { u32::MAX },
        fine,
        ..Terms::default()
    }
}

/// Capacity of a seat at the start, before the growth buffer: hours a month less
/// absence; or the number of accounts that the tenure of its rep allows (a
/// seat still to be filled counts as ramping).
pub(crate) fn usable(team: &Team, seat: &Seat) -> f64 {
    let Some(by_tenure) = &team.accounts else { return seat.capacity * (1.0 - team.absence.get()) };
    if seat.incumbent.is_none() {
        by_tenure.ramping.get()
    } else if seat.tenure_months < 3.0 {
        by_tenure.new_hire.get()
    } else if seat.tenure_months < ramp_months(&seat.ramp) {
        by_tenure.ramping.get()
    } else {
        seat.capacity
    }
}

/// Length of a ramp, months.
pub(crate) fn ramp_months(ramp: &attain_core::scenario::choices::RampShape) -> f64 {
    use attain_core::scenario::choices::RampShape;
    match ramp {
        RampShape::None => 0.0,
        RampShape::Linear { months } | RampShape::SCurve { months } => months.get(),
        RampShape::Stepped { shares, months_per_step } => shares.len() as f64 * months_per_step.get(),
    }
}
