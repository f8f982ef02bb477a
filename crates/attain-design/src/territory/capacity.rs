//! Ramp and capacity of seats.

use super::roster::Roster;
use super::tier_matrix::teams_of_book;
use attain_core::plan::Seat;
use attain_core::scenario::choices::{RampShape, Scenario, Team};
use attain_data::Book;

/// The ramp of a new rep of a team.
pub(crate) fn ramp_of_team(book: &Book, scenario: &Scenario, team: usize) -> RampShape {
    book.teams.get(team).and_then(|name| scenario.ramp.teams.get(name)).unwrap_or(&scenario.ramp.shape).clone()
}

/// Length of a ramp in months.
pub(crate) fn ramp_months(ramp: &RampShape) -> f64 {
    match ramp {
        RampShape::None => 0.0,
        RampShape::Linear { months } | RampShape::SCurve { months } => months.get(),
        RampShape::Stepped { shares, months_per_step } => shares.len() as f64 * months_per_step.get(),
    }
}

/// Capacity of a ramped rep: hours per month before absence, or a number of
/// accounts. The number for senior reps applies from the team's `senior-from` on.
pub(crate) fn ramped_capacity(team: &Team, tenure_months: f64) -> f64 {
    match &team.accounts {
        None => team.hours_per_month.get(),
        Some(by_tenure) => {
            let senior_from = by_tenure.senior_from.get();
            let senior = senior_from > 0.0 && tenure_months >= senior_from;
            if senior { by_tenure.senior.get() } else { by_tenure.ramped.get() }
        }
    }
}

/// Capacity of a seat at the start of the horizon, before the growth buffer: hours per
/// month net of absence, or the number of accounts for the tenure of its rep. A seat that
/// is not yet filled counts as ramping.
pub(crate) fn usable_capacity(team: &Team, seat: &Seat) -> f64 {
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

/// Fewest and most accounts of each seat of a plan; a most of 0 means no limit.
pub(crate) fn account_limits(book: &Book, scenario: &Scenario, seats: &[Seat]) -> Vec<(u32, u32)> {
    let (teams, all) = (teams_of_book(book, scenario), &scenario.territory);
    let of_team = |team: &Team| (team.min_accounts.unwrap_or(all.min_accounts), team.max_accounts.unwrap_or(all.max_accounts));
    seats.iter().map(|seat| of_team(&teams[seat.team])).collect()
}

/// The usable capacity of every seat of a plan.
pub(crate) fn usable_capacities(book: &Book, scenario: &Scenario, roster: &Roster) -> Vec<f64> {
    let teams = teams_of_book(book, scenario);
    roster.seats.iter().map(|seat| usable_capacity(&teams[seat.team], seat)).collect()
}
