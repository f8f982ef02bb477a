//! Added seats in simulated years of other seeds: no added seat lowers bookings.

use statrs::distribution::{ContinuousCDF, Normal};

use crate::planning::design;
use attain_core::metric::MetricId;
use attain_core::plan::Plan;
use attain_core::random::SplitMix64;
use attain_core::scenario::choices::{Carve, Geography, Scenario, SeatAddition};
use attain_core::units::Hours;
use attain_data::Book;
use attain_design::design::design as design_as_given;
use attain_fixtures::books as fixture;
use attain_sim::simulate::simulate_years;

const YEARS: u32 = 120;

/// Scenarios of a book without an added seat in a team, and with one whose book is taken from
/// colleagues. The hours of the teams differ from book to book, so that some are short of them.
fn pair(seed: u64, team: &str) -> [Scenario; 2] {
    let mut without = fixture::scenario();
    let mut random = SplitMix64::new(SplitMix64::mix(seed));
    without.territory.geography = Geography::Cost;
    without.territory.carve = Carve::Peel;
    for team in without.teams.values_mut() {
        team.hours_per_month = Hours::new(2.0 * libm::exp(3.5 * random.uniform())).expect("hours");
    }
    let mut with = without.clone();
    with.headcount.adds.push(SeatAddition { team: team.into(), seats: 1, start_month: 1, region: None });
    [without, with]
}

/// The paired difference of bookings of two plans, in standard errors.
fn score(book: &Book, plans: &[Plan]) -> f64 {
    let output = simulate_years(book, plans, 17, YEARS, &|_| ());
    let of = |plan: usize| &output.plans[plan].company[MetricId::Bookings as usize];
    let differences: Vec<f64> = of(1).iter().zip(of(0)).map(|(with, without)| with - without).collect();
    let n = differences.len() as f64;
    let mean = differences.iter().sum::<f64>() / n;
    let variance = differences.iter().map(|d| (d - mean).powi(2)).sum::<f64>() / (n - 1.0);
    mean / (variance / n).sqrt()
}

/// Thirty cases, Holm-adjusted at 5 %: the smallest p value times thirty must not be below it. A seat
/// that is left empty would rarely have brought bookings.
#[test]
fn no_added_seat_with_a_peeled_book_lowers_bookings() {
    let (mut worst, mut with_book, mut gain) = (f64::INFINITY, 0, 0);
    let (mut empty, mut missed) = (0, 0);
    for seed in 0..10 {
        let book = fixture::book(100 + seed, 240, 12);
        for team in ["enterprise", "mid-market", "smb"] {
            let [without, with] = pair(seed, team).map(fixture::resolved);
            let plans = [design(&book, &without).expect("a plan"), design(&book, &with).expect("a plan")];
            let new = plans[1].seats.iter().position(|seat| seat.incumbent.is_none()).expect("an added seat");
            let accounts = plans[1].accounts.iter().filter(|made| made.seat == Some(new)).count();
            if accounts == 0 {
                assert!(plans[1].notes.iter().any(|note| note.contains(super::EMPTY)), "{team} of {seed}");
                let given = design_as_given(&book, &with).expect("a plan");
                let z = score(&book, &[plans[0].clone(), given]);
                println!("{team} of {seed}: empty; a book would bring z {z:.2}");
                empty += 1;
                missed += u32::from(z > 3.0);
                continue;
            }
            let z = score(&book, &plans);
            println!("{team} of {seed}: {accounts} accounts, z {z:.2}");
            with_book += 1;
            worst = worst.min(z);
            gain += u32::from(z > 3.0);
        }
    }
    let p = Normal::standard().cdf(worst);
    assert!(p * 30.0 >= 0.05, "z {worst}");
    assert!(with_book >= 8 && gain >= 2 && empty >= 5, "{with_book} with a book, {gain} of them gain, {empty} empty");
    assert!(missed * 3 <= empty, "{missed} of {empty}");
}
