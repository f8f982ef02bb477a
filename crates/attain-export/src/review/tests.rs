//! A review of a small company, on its first day and after changes.

use jiff::civil::date;

use super::*;
use crate::diff::AccountChange;
use crate::snapshot::PlanSnapshot;
use attain_core::scenario::ResolvedScenario;
use attain_data::{Book, Opportunity, Outcome};
use attain_design::revisions::{MoveLimits, propose_rebalance};
use attain_fixtures::studies::{SMALL, plans};

fn measured(frozen: &PlanSnapshot, book: &Book, resolved: &ResolvedScenario, as_of: jiff::civil::Date) -> PlanReview {
    let rebalance = propose_rebalance(book, resolved, MoveLimits::default()).unwrap_or_else(|faults| panic!("{faults}"));
    review(&ReviewInputs {
        frozen,
        start: date(2027, 1, 1),
        as_of,
        bands: &[],
        book,
        resolved,
        rebalance: &rebalance,
        trend: &[],
    })
}

fn won(book: &Book, account: usize, owner: usize, amount: f64, day: jiff::civil::Date) -> Opportunity {
    Opportunity {
        id: format!("won-{account}-{owner}-{day}"),
        key: 1,
        account,
        owner: Some(owner),
        stage: "Closed Won".to_owned(),
        outcome: Outcome::Won,
        amount,
        created: Some(book.accounts[account].owner_since.unwrap_or(day)),
        closes: Some(day),
        source: None,
        product: None,
        business: None,
        currency: None,
        stages: Vec::new(),
    }
}

#[test]
fn what_happened_is_found() {
    let (study, _) = plans(&[SMALL]);
    let (mut book, resolved) = (study.book, &study.scenarios[0]);
    let keep = propose_rebalance(&book, resolved, MoveLimits::default()).unwrap();
    let frozen = PlanSnapshot::from_plan(&book, &keep.start, None);
    let calm = measured(&frozen, &book, resolved, date(2027, 3, 31));
    assert!(calm.accounts.is_empty() && calm.bookings == 0.0 && calm.equity_now == calm.equity_start);
    assert!((calm.months - 3.0).abs() < 0.05);

    // Three accounts of the first rep go to the second one; the deal of one of them is won.
    let (from, to) = (
        book.accounts[0].owner.unwrap(),
        book.reps
            .iter()
            .position(|rep| {
                Some(rep.team) == Some(book.reps[book.accounts[0].owner.unwrap()].team)
                    && rep.id != book.reps[book.accounts[0].owner.unwrap()].id
            })
            .unwrap(),
    );
    let moved: Vec<usize> = (0..book.accounts.len()).filter(|&at| book.accounts[at].owner == Some(from)).take(3).collect();
    for &at in &moved {
        book.accounts[at].owner = Some(to);
    }
    let deals = [(date(2027, 2, 1), 50_000.0), (date(2026, 12, 31), 7_000.0), (date(2027, 4, 1), 9_000.0)];
    for (day, amount) in deals {
        let deal = won(&book, moved[0], to, amount, day);
        book.opportunities.push(deal);
    }
    let found = measured(&frozen, &book, resolved, date(2027, 3, 31));
    let ids: Vec<&str> = found.accounts.iter().map(|account| account.id.as_str()).collect();
    let mut expected: Vec<&str> = moved.iter().map(|&at| book.accounts[at].id.as_str()).collect();
    expected.sort_unstable();
    assert_eq!(ids, expected);
    assert!(found.accounts.iter().all(|account| account.change == AccountChange::Moved));
    // Only the deal between the first day and the day of the review counts.
    assert_eq!(found.bookings, 50_000.0);
    let seat = |id: &str| found.seats.iter().find(|seat| seat.id == id).unwrap().clone();
    let (giver, receiver) = (seat(&book.reps[from].id), seat(&book.reps[to].id));
    assert_eq!((giver.went, giver.came, receiver.came, receiver.went), (3, 0, 3, 0));
    assert_eq!(receiver.bookings, 50_000.0);
    assert!(found.equity_now != found.equity_start);
    for page in [text(&found), html(&found), String::from_utf8(csv(&found)).unwrap()] {
        assert!(page.contains(&book.reps[to].id));
    }

    // A rep who left is gone, and the seat is vacant.
    book.reps[from].left = Some(date(2027, 2, 1));
    for account in book.accounts.iter_mut().filter(|account| account.owner == Some(from)) {
        account.owner = None;
    }
    let found = measured(&frozen, &book, resolved, date(2027, 3, 31));
    let gone = found.seats.iter().find(|seat| seat.id == book.reps[from].id).unwrap();
    assert!(!gone.present && gone.filled && gone.trouble == Some(SeatTrouble::Vacant));
    assert!(text(&found).contains("Gone:"));
}
