//! The time that an account takes from its seat, including travel.

use crate::coverage;
use attain_core::geography::GeoPoint;
use attain_core::plan::Plan;
use attain_core::scenario::choices::{Channel, Team};
use attain_data::Book;

/// Travel in hours per month: touches per month × distance × hours per 100 km there and
/// back. Zero if a location is unknown.
pub(crate) fn travel_hours(touches: f64, from: Option<GeoPoint>, to: Option<GeoPoint>, hours_per_100_km: f64) -> f64 {
    match (from, to) {
        (Some(from), Some(to)) if touches > 0.0 => touches * from.km_to(to) / 100.0 * hours_per_100_km,
        _ => 0.0,
    }
}

/// Share of a team's touches that require travel.
#[must_use]
pub fn in_person_share(team: &Team) -> f64 {
    if team.channel == Channel::Field { team.in_person.get() } else { 0.0 }
}

/// Hours per month that an account takes if this seat owns it: touches and travel,
/// excluding open opportunities. Zero for an account or a seat that does not exist.
fn account_hours(plan: &Plan, book: &Book, account: usize, seat: usize) -> f64 {
    let (Some(assignment), Some(seat), Some(row)) =
        (plan.accounts.get(account), plan.seats.get(seat), book.accounts.get(account))
    else {
        return 0.0;
    };
    let share = book.teams.get(seat.team).and_then(|name| plan.scenario.teams.get(name)).map_or(0.0, in_person_share);
    let touches = if share == 0.0 || assignment.field_touches > 0.0 {
        assignment.field_touches * f64::from(u8::from(share > 0.0))
    } else {
        let rows = coverage::touch_plans(&plan.scenario, &[]);
        share * rows.get(assignment.tier).map_or(0.0, |row| row.touches_per_month)
    };
    assignment.hours + travel_hours(touches, seat.place, row.place, plan.scenario.territory.travel_hours_per_100_km.get())
}

/// What an account takes of a seat's capacity: hours a month, with travel and the
/// `open_hours` of its open opportunities included, or 1 when the seat's team counts accounts.
#[must_use]
pub fn account_load(plan: &Plan, book: &Book, account: usize, seat: usize, open_hours: f64) -> f64 {
    let team = plan.seats.get(seat).and_then(|seat| book.teams.get(seat.team)).and_then(|name| plan.scenario.teams.get(name));
    if team.is_some_and(|team| team.accounts.is_some()) {
        return 1.0;
    }
    account_hours(plan, book, account, seat) + open_hours
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::design::design;
    use attain_fixtures::books as fixture;

    #[test]
    fn books_add_up_to_the_workload_of_their_seats() {
        let book = fixture::book(3, 200, 12);
        let scenario = fixture::scenario();
        let plan = design(&book, &fixture::resolved(scenario.clone())).unwrap();
        let mut workload = vec![0.0; plan.seats.len()];
        let open = coverage::opportunity_hours(&book, &scenario);
        for (i, assignment) in plan.accounts.iter().enumerate() {
            if let Some(seat) = assignment.seat {
                workload[seat] += open[i] + account_hours(&plan, &book, i, seat);
            }
        }
        for (seat, workload) in plan.seats.iter().zip(workload) {
            assert!((seat.workload - workload).abs() < 1e-9 * workload.max(1.0), "{}", seat.id);
        }
    }

    #[test]
    fn an_inside_account_travels_when_a_field_seat_owns_it() {
        let book = fixture::book(3, 200, 12);
        let plan = design(&book, &fixture::resolved(fixture::scenario())).unwrap();
        let inside = plan.accounts.iter().position(|a| a.seat.is_some_and(|seat| plan.seats[seat].team == 2)).unwrap();
        let field = plan.seats.iter().position(|seat| seat.team == 0).unwrap();
        assert_eq!(plan.accounts[inside].field_touches, 0.0);
        assert!(account_hours(&plan, &book, inside, field) > plan.accounts[inside].hours);
        assert_eq!(account_hours(&plan, &book, inside, plan.accounts[inside].seat.unwrap()), plan.accounts[inside].hours);
        assert_eq!(account_hours(&plan, &book, 9999, field), 0.0);
    }
}
