//! Books balanced by other measures than potential, by one or by several at once.

use super::measures::measured_books;
use crate::design::design;
use attain_core::plan::Plan;
use attain_core::scenario::choices::{Balance, BalanceMeasure, Geography, Scenario};
use attain_core::units::Share;
use attain_data::Book;
use attain_fixtures::books as fixture;
use attain_fixtures::skewed_books::{BookShape, book, scenario};

fn share(tolerance: f64) -> Share {
    Share::literal(tolerance)
}

fn carve(book: &Book, balance: Balance) -> Plan {
    let mut scenario = scenario(0.15);
    scenario.territory.balance = balance;
    design(book, &fixture::resolved(scenario)).unwrap_or_else(|faults| panic!("{faults}"))
}

/// Largest deviation of a plan by each measure that it balances.
fn deviations(book: &Book, plan: &Plan) -> Vec<(BalanceMeasure, f64)> {
    let largest = |books: super::measures::MeasuredBooks| {
        let off = (0..books.totals.len()).map(|seat| books.deviation(seat).abs()).fold(0.0, f64::max);
        (books.rule.measure, off)
    };
    measured_books(book, plan).into_iter().map(largest).collect()
}

fn company() -> Book {
    book(5, BookShape { accounts: 400, reps: 10, sigma: 1.2, owned: 1.0, skew: 0.6 })
}

#[test]
fn books_are_balanced_by_the_measures_that_are_given() {
    let book = company();
    let cases = [
        Balance { workload: Some(share(0.1)), ..Balance::default() },
        Balance { accounts: Some(share(0.05)), ..Balance::default() },
        Balance { potential: Some(share(0.1)), accounts: Some(share(0.1)), ..Balance::default() },
        Balance { potential: Some(share(0.15)), workload: Some(share(0.2)), accounts: Some(share(0.15)), ..Balance::default() },
    ];
    for balance in cases {
        let plan = carve(&book, balance.clone());
        let wanted = plan.scenario.territory.balanced();
        let found = deviations(&book, &plan);
        assert_eq!(found.len(), wanted.len());
        for (rule, (measure, off)) in wanted.iter().zip(&found) {
            assert_eq!(rule.measure, *measure);
            assert!(*off <= rule.tolerance * 1.03, "{balance:?}: {found:?}");
        }
        let made = plan.certificate.unwrap();
        assert!(made.bound <= made.value && made.gap() <= 0.02, "{balance:?}: {made:?}");
    }
    // The measures matter: balanced by one, books are uneven by another.
    let by_potential = carve(&book, Balance { potential: Some(share(0.1)), ..Balance::default() });
    let mut counts = vec![0.0; 10];
    for seat in by_potential.accounts.iter().filter_map(|made| made.seat) {
        counts[seat] += 1.0;
    }
    let mean = 40.0;
    assert!(counts.iter().any(|count: &f64| (count / mean - 1.0).abs() > 0.15), "{counts:?}");
}

#[test]
fn the_table_with_potential_alone_is_the_tolerance() {
    let book = company();
    let (plain, table) =
        (carve(&book, Balance::default()), carve(&book, Balance { potential: Some(share(0.15)), ..Balance::default() }));
    let seats = |plan: &Plan| plan.accounts.iter().map(|made| made.seat).collect::<Vec<_>>();
    assert_eq!(seats(&plain), seats(&table));
}

#[test]
fn pipeline_is_balanced_where_there_is_any_and_a_fault_where_there_is_none() {
    let balance = Balance { pipeline: Some(share(0.2)), ..Balance::default() };
    let mut scenario: Scenario = scenario(0.15);
    scenario.territory.balance = balance.clone();
    let faults = design(&company(), &fixture::resolved(scenario)).expect_err("nothing is open");
    let text = faults.to_string();
    assert!(text.contains("territory::nothing-to-balance") && text.contains("open pipeline"), "{text}");

    let book = fixture::book(3, 300, 12);
    let mut scenario = fixture::scenario();
    scenario.territory.balance = balance;
    scenario.territory.geography = Geography::Ignore;
    let plan = design(&book, &fixture::resolved(scenario)).unwrap_or_else(|faults| panic!("{faults}"));
    let mut by_default = fixture::scenario();
    by_default.territory.geography = Geography::Ignore;
    let by_potential = design(&book, &fixture::resolved(by_default)).unwrap_or_else(|faults| panic!("{faults}"));
    let off = |plan: &Plan| {
        let mut like = plan.clone();
        like.scenario.territory.balance = Balance { pipeline: Some(share(0.2)), ..Balance::default() };
        deviations(&book, &like)[0].1
    };
    assert!(off(&plan) < off(&by_potential), "{} {}", off(&plan), off(&by_potential));
}
