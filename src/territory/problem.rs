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
//! published figure), and more the further out. The mean is that of the seat's
//! team. An overloaded hour costs at least what an hour of a rep costs.

use std::ops::Range;

use super::price::Prices;
use super::rules::{Eligible, teams};
use super::seats::Roster;
use super::units::Members;
use crate::data::Book;
use crate::plan::Seat;
use crate::scenario::choices::{Scenario, Team};
use crate::score::Scores;

/// What a seat asks of its book.
#[derive(Debug, Clone)]
pub(super) struct Terms {
    pub(super) team: usize,
    /// Capacity less absence and growth buffer.
    pub(super) planned: f64,
    /// Money a year for each unit of load beyond it.
    pub(super) price: f64,
}

/// An account or a family.
#[derive(Debug, Clone)]
pub(super) struct Unit {
    pub(super) accounts: Vec<usize>,
    /// What it adds to the balance of books.
    pub(super) value: f64,
    /// The seat it is bound to.
    pub(super) fixed: Option<usize>,
    /// Its options, as a range of [`Problem::options`].
    pub(super) options: Range<usize>,
}

/// A seat that may take a unit.
#[derive(Debug, Clone, Copy)]
pub(super) struct Choice {
    pub(super) seat: usize,
    pub(super) cost: f64,
    pub(super) load: f64,
}

/// Units, seats and costs.
#[derive(Debug, Clone)]
pub(super) struct Problem {
    pub(super) terms: Vec<Terms>,
    pub(super) teams: usize,
    pub(super) units: Vec<Unit>,
    /// The options of all units, each unit's by rising seat.
    pub(super) options: Vec<Choice>,
    pub(super) tolerance: f64,
    pub(super) balance_weight: f64,
    pub(super) min_accounts: u32,
    pub(super) max_accounts: u32,
    /// Fine for each account outside the limits.
    pub(super) fine: f64,
}

impl Problem {
    pub(super) fn new(
        book: &Book,
        scenario: &Scenario,
        (scores, roster): (&Scores, &Roster),
        eligible: &Eligible,
        prices: &Prices<'_>,
        members: Vec<Members>,
    ) -> Self {
        let mut options = Vec::new();
        let units: Vec<Unit> = members
            .into_iter()
            .map(|Members { accounts, fixed }| {
                let start = options.len();
                for seat in common(eligible, &accounts, fixed) {
                    let cost = accounts.iter().map(|&a| prices.cost(a, seat)).sum();
                    let load = accounts.iter().map(|&a| prices.load(a, seat)).sum();
                    options.push(Choice { seat, cost, load });
                }
                let value = accounts.iter().map(|&a| scores.value[a]).sum();
                Unit { accounts, value, fixed, options: start..options.len() }
            })
            .collect();
        let worst: f64 = units
            .iter()
            .map(|unit| 4.0 * unit.value + options[unit.options.clone()].iter().map(|o| o.cost).fold(0.0, f64::max))
            .sum();
        let teams = teams(book, scenario);
        Self {
            terms: roster.seats.iter().map(|seat| terms(scenario, &teams[seat.team], seat)).collect(),
            teams: book.teams.len(),
            units,
            options,
            tolerance: scenario.territory.balance_tolerance.get(),
            balance_weight: scenario.territory.balance_weight.get(),
            min_accounts: scenario.territory.min_accounts,
            max_accounts: scenario.territory.max_accounts,
            fine: 1.0 + worst,
        }
    }

    /// The unit's option at a seat.
    pub(super) fn option(&self, unit: usize, seat: usize) -> Option<usize> {
        let range = self.units[unit].options.clone();
        self.options[range.clone()].binary_search_by_key(&seat, |option| option.seat).ok().map(|at| range.start + at)
    }
}

/// The seats that may take all accounts of a unit, and the one it is bound to.
pub(super) fn common(eligible: &Eligible, accounts: &[usize], fixed: Option<usize>) -> Vec<usize> {
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

fn terms(scenario: &Scenario, team: &Team, seat: &Seat) -> Terms {
    let planned = usable(team, seat) * (1.0 - scenario.territory.growth_buffer.get());
    let pay = (team.pay.base.get() + team.pay.variable.get()) * (1.0 + scenario.money.on_cost.get());
    Terms { team: seat.team, planned, price: pay / seat.capacity.max(1.0) }
}

/// Capacity of a seat at the start, before the growth buffer: hours a month less
/// absence; or the number of accounts that the tenure of its rep allows (a
/// seat still to be filled counts as ramping).
pub(super) fn usable(team: &Team, seat: &Seat) -> f64 {
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
pub(super) fn ramp_months(ramp: &crate::scenario::choices::RampShape) -> f64 {
    use crate::scenario::choices::RampShape;
    match ramp {
        RampShape::None => 0.0,
        RampShape::Linear { months } | RampShape::SCurve { months } => months.get(),
        RampShape::Stepped { shares, months_per_step } => shares.len() as f64 * months_per_step.get(),
    }
}
