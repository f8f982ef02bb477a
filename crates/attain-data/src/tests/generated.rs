//! Tests of generated books.

use std::path::Path;

use super::super::Book;
use super::{read, scenario};
use attain_core::scenario::choices::{Data, Scenario};

fn aggregates(accounts: u32) -> Scenario {
    let mut scenario = scenario();
    scenario.data = Data::default();
    for segment in scenario.market.segments.values_mut() {
        segment.accounts = accounts;
        segment.reps = 5;
    }
    scenario
}

fn book(accounts: u32) -> Book {
    read(aggregates(accounts), Path::new(".")).expect("a book")
}

#[test]
fn aggregates_make_a_book() {
    let book = book(4000);
    assert_eq!((book.accounts.len(), book.reps.len(), book.opportunities.len()), (8000, 10, 0));
    let share = |test: &dyn Fn(&super::super::Account) -> bool| {
        book.accounts.iter().filter(|account| test(account)).count() as f64 / book.accounts.len() as f64
    };
    // 8,000 accounts: four standard errors of a half are 0.022.
    assert!((share(&|a| a.potential < 60_000.0) - 0.5).abs() < 0.022, "the median is the segment's");
    assert!((share(&|a| a.strategic) - 0.03).abs() < 0.008);
    assert!((share(&|a| a.revenue == 0.0) - 0.4).abs() < 0.022);
    let (potential, revenue) = book.accounts.iter().fold((0.0, 0.0), |(p, r), a| (p + a.potential, r + a.revenue));
    assert!((revenue / potential - 0.3_f64).abs() < 0.03, "the segment's share is sold");
    for rep in 0..book.reps.len() {
        let owned = book.accounts.iter().filter(|account| account.owner == Some(rep)).count();
        assert_eq!(owned, 800);
    }
}

#[test]
fn more_accounts_change_no_other() {
    let (few, many) = (book(100), book(101));
    for account in &few.accounts {
        let same = many.accounts.iter().find(|other| other.id == account.id).expect("still there");
        assert_eq!(same, account);
    }
    assert_eq!(few.hash, book(100).hash);
    assert_ne!(few.hash, many.hash);
}
