//! The time an account takes from whom it belongs to, travel included.

use crate::coverage;
use crate::data::{Book, Place};
use crate::plan::Plan;
use crate::scenario::choices::{Channel, Scenario, Team};

/// Travel, hours a month: touches a month × distance × hours for 100 km there
/// and back. Nothing where a place is unknown.
#[must_use]
pub fn hours(touches: f64, from: Option<Place>, to: Option<Place>, hours_per_100_km: f64) -> f64 {
    match (from, to) {
        (Some(from), Some(to)) if touches > 0.0 => touches * from.km_to(to) / 100.0 * hours_per_100_km,
        _ => 0.0,
    }
}

/// Whether touches of the team cost travel.
#[must_use]
pub fn is_field(team: &Team) -> bool {
    team.channel == Channel::Field
}

/// Hours a month that an account of the book takes when this seat owns it:
/// touches and travel, without open opportunities. Zero for an account or a
/// seat that does not exist.
#[must_use]
pub fn hours_for(plan: &Plan, book: &Book, account: usize, seat: usize) -> f64 {
    let (Some(assignment), Some(seat), Some(row)) =
        (plan.accounts.get(account), plan.seats.get(seat), book.accounts.get(account))
    else {
        return 0.0;
    };
    let touches = if !in_field(book, &plan.scenario, seat.team) {
        0.0
    } else if assignment.field_touches > 0.0 {
        assignment.field_touches
    } else {
        let rows = coverage::rows(&plan.scenario, &[]);
        rows.get(assignment.tier).map_or(0.0, |row| row.touches_per_month)
    };
    assignment.hours + hours(touches, seat.place, row.place, plan.scenario.territory.travel_hours_per_100_km.get())
}

fn in_field(book: &Book, scenario: &Scenario, team: usize) -> bool {
    book.teams.get(team).and_then(|name| scenario.teams.get(name)).is_some_and(is_field)
}
