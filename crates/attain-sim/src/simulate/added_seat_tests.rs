//! Added seats in simulated years: no added seat lowers bookings.

use statrs::distribution::{ContinuousCDF, Normal};

use super::simulate_years;
use attain_core::metric::MetricId;
use attain_core::plan::Plan;
use attain_core::random::SplitMix64;
use attain_core::scenario::choices::{Carve, Geography, Scenario, SeatAddition};
use attain_core::units::Hours;
use attain_design::design::design;
use attain_fixtures::books as fixture;

const YEARS: u32 = 120;

/// Scenarios of a book in which a team has an added seat: left empty, and with a book taken from
/// colleagues. The hours of the teams differ from book to book, so that some are short of them.
fn pair(seed: u64, team: &str) -> [Scenario; 2] {
    let mut scenario = fixture::scenario();
    let mut random = SplitMix64::new(SplitMix64::mix(seed));
    scenario.territory.geography = Geography::Cost;
    for team in scenario.teams.values_mut() {
        team.hours_per_month = Hours::new(4.0 * libm::exp(4.0 * random.uniform())).expect("hours");
    }
    scenario.headcount.adds.push(SeatAddition { team: team.into(), seats: 1, start_month: 1, region: None });
    [Carve::Keep, Carve::Peel].map(|carve| {
        let mut one = scenario.clone();
        one.territory.carve = carve;
        one
    })
}

/// Thirty cases, Holm-adjusted at 5 %: the smallest p value times thirty must not be below it.
#[test]
fn no_added_seat_with_a_peeled_book_lowers_bookings() {
    let (mut worst, mut with_book, mut empty, mut gain) = (1.0_f64, 0, 0, 0);
    for seed in 0..10 {
        let book = fixture::book(100 + seed, 240, 12);
        for team in ["enterprise", "mid-market", "smb"] {
            let plans: Vec<Plan> = pair(seed, team).map(|one| design(&book, &fixture::resolved(one)).expect("a plan")).into();
            let new = plans[1].seats.iter().position(|seat| seat.incumbent.is_none()).expect("an added seat");
            let accounts = plans[1].accounts.iter().filter(|made| made.seat == Some(new)).count();
            if accounts == 0 {
                empty += 1;
                assert!(plans[1].notes.iter().any(|note| note.contains("get no accounts")), "{team} of {seed}");
                continue;
            }
            with_book += 1;
            let output = simulate_years(&book, &plans, 17, YEARS, &|_| ());
            let of = |plan: usize| &output.plans[plan].company[MetricId::Bookings as usize];
            let differences: Vec<f64> = of(1).iter().zip(of(0)).map(|(with, without)| with - without).collect();
            let n = differences.len() as f64;
            let mean = differences.iter().sum::<f64>() / n;
            let variance = differences.iter().map(|d| (d - mean).powi(2)).sum::<f64>() / (n - 1.0);
            let z = mean / (variance / n).sqrt();
            let p = Normal::standard().cdf(z);
            println!("{team} of {seed}: {accounts} accounts, {mean:.0} a year, z {z:.2}");
            worst = worst.min(p);
            gain += u32::from(z > 2.0);
        }
    }
    assert!(worst * 30.0 >= 0.05, "p {worst}");
    assert!(with_book >= 5 && empty >= 5 && gain >= 3, "{with_book} with a book, {gain} of them gain, {empty} empty");
}
