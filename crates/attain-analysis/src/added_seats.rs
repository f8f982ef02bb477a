//! What an added seat is: a seat with a book of its own.

use attain_core::scenario::choices::{Carve, Scenario, SeatAddition};

/// Adds seats to a scenario. Where the scenario keeps its present books, the new seats get accounts
/// peeled from them, as `hire` proposes; no account moves between present seats.
pub(crate) fn add_seats(scenario: &mut Scenario, adds: impl IntoIterator<Item = SeatAddition>) {
    let before = scenario.headcount.adds.len();
    scenario.headcount.adds.extend(adds.into_iter().filter(|add| add.seats > 0));
    if scenario.headcount.adds.len() > before {
        give_books(scenario);
    }
}

/// Lets the added seats of a scenario have books.
pub(crate) fn give_books(scenario: &mut Scenario) {
    if scenario.territory.carve.keeps() {
        scenario.territory.carve = Carve::Peel;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use attain_core::units::Share;
    use attain_design::design::design;
    use attain_fixtures::books as fixture;

    #[test]
    fn an_added_seat_of_a_plan_that_keeps_its_books_has_accounts() {
        let book = fixture::book(3, 240, 6);
        let mut kept = fixture::scenario();
        kept.territory.carve = Carve::Keep;
        kept.territory.balance_tolerance = Share::literal(0.1);
        let team = book.teams[1].clone();
        let mut grown = kept.clone();
        add_seats(&mut grown, [SeatAddition { team, seats: 1, start_month: 1, region: None }]);
        let plan = design(&book, &fixture::resolved(grown)).unwrap();
        let added = plan.seats.iter().position(|seat| seat.incumbent.is_none()).expect("a seat was added");
        let owned = plan.accounts.iter().filter(|made| made.seat == Some(added)).count();
        assert!(owned > 0, "the added seat has no accounts");
        let moved =
            plan.accounts.iter().filter(|made| made.before.is_some() && made.seat != made.before && made.seat != Some(added));
        assert_eq!(moved.count(), 0, "accounts move between present seats");
    }

    #[test]
    fn a_plan_without_new_seats_keeps_its_carve() {
        let mut kept = fixture::scenario();
        kept.territory.carve = Carve::Keep;
        add_seats(&mut kept, [SeatAddition { seats: 0, ..SeatAddition::default() }]);
        assert!(kept.headcount.adds.is_empty() && kept.territory.carve.keeps());
    }
}
