//! Added seats of teams with spare hours and of teams without.

use crate::design::design;
use attain_core::plan::Plan;
use attain_core::scenario::choices::{Carve, Geography, SeatAddition};
use attain_core::units::Hours;
use attain_fixtures::books as fixture;

/// A plan with an added seat in smb, whose reps have these hours.
fn plan(carve: Carve, hours: f64) -> Plan {
    let mut scenario = fixture::scenario();
    scenario.territory.geography = Geography::Cost;
    scenario.territory.carve = carve;
    scenario.headcount.adds.push(SeatAddition { team: "smb".into(), seats: 1, start_month: 1, region: None });
    if let Some(team) = scenario.teams.get_mut("smb") {
        team.hours_per_month = Hours::literal(hours);
    }
    design(&fixture::book(3, 400, 18), &fixture::resolved(scenario)).unwrap()
}

fn accounts_of_new(plan: &Plan) -> usize {
    plan.accounts.iter().filter(|made| made.seat.is_some_and(|seat| plan.seats[seat].incumbent.is_none())).count()
}

#[test]
fn a_seat_that_lowers_bookings_is_left_empty_and_named() {
    for carve in [Carve::Peel, Carve::Redesign] {
        let spare = plan(carve.clone(), 400.0);
        assert_eq!(accounts_of_new(&spare), 0);
        assert!(spare.notes[0].contains("of smb get no accounts"), "{:?}", spare.notes);
        assert_eq!(spare.scenario.territory.carve, carve);
        let short = plan(carve, 10.0);
        assert!(accounts_of_new(&short) > 0, "{:?}", short.notes);
        assert!(!short.notes.iter().any(|note| note.contains("get no accounts")));
    }
}
