//! Bookings follow the selling hours: statements about the demo that a sales leader would check.
//!
//! All plans are simulated in the same 200 worlds, so differences are paired. A difference counts
//! as significant at 3.1 standard errors (one-sided α of 0.1 %); the seed is fixed.

use attain::design::design;
use attain::metric::MetricId;
use attain::simulate::{SimulationOutput, simulate_years};
use attain::study;

const YEARS: u32 = 200;

/// Simulates plans that extend the demo's base, each with the given text.
fn simulate(plans: &[(&str, &str)]) -> (Vec<attain::plan::Plan>, SimulationOutput) {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let base = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/base.toml");
    let paths: Vec<_> = plans
        .iter()
        .map(|(name, text)| {
            let path = folder.path().join(format!("{name}.toml"));
            std::fs::write(&path, format!("extends = {base:?}\nname = \"{name}\"\n{text}")).expect("a file for the test");
            path
        })
        .collect();
    let study = study::load(&paths).unwrap_or_else(|faults| panic!("{faults}"));
    let plans = study::for_each_scenario(&study.scenarios, |resolved| design(&study.book, resolved))
        .unwrap_or_else(|faults| panic!("{faults}"));
    let output = simulate_years(&study.book, &plans, 3, YEARS, &|_| ());
    (plans, output)
}

/// Mean and standard error of the paired difference of a company metric.
fn difference(output: &SimulationOutput, plan: usize, less: usize, id: MetricId) -> (f64, f64) {
    let of = |plan: usize| &output.plans[plan].company[id as usize];
    let differences: Vec<f64> = of(plan).iter().zip(of(less)).map(|(a, b)| a - b).collect();
    let n = differences.len() as f64;
    let mean = differences.iter().sum::<f64>() / n;
    let variance = differences.iter().map(|d| (d - mean).powi(2)).sum::<f64>() / (n - 1.0);
    (mean, (variance / n).sqrt())
}

/// New bookings of the seats of a team, mean over years.
fn team_bookings(plans: &[attain::plan::Plan], output: &SimulationOutput, plan: usize, team: usize) -> f64 {
    let seats = plans[plan].seats.iter().enumerate().filter(|(_, seat)| seat.team == team);
    let of_seat = |s: usize| {
        let years = &output.plans[plan].seats[s][MetricId::BookingsNew as usize];
        years.iter().map(|value| f64::from(*value)).sum::<f64>() / years.len() as f64
    };
    seats.map(|(s, _)| of_seat(s)).sum()
}

#[test]
fn a_team_that_loses_most_of_its_reps_loses_most_of_its_new_business() {
    let (plans, output) = simulate(&[("all", ""), ("two", "[headcount]\ncuts = [{ team = \"mid-market\", seats = 12 }]\n")]);
    let team = plans[0].seats.iter().filter(|seat| seat.team == plans[1].seats[0].team).count();
    assert!(team > 0);
    // The team whose number of seats differs is mid-market.
    let seats = |plan: usize, team: usize| plans[plan].seats.iter().filter(|seat| seat.team == team).count();
    let team = (0..5).find(|&team| seats(0, team) != seats(1, team)).expect("a team was cut");
    assert_eq!((seats(0, team), seats(1, team)), (14, 2));
    let kept = team_bookings(&plans, &output, 1, team) / team_bookings(&plans, &output, 0, team);
    assert!(kept > 0.1 && kept < 0.35, "{kept}");
}

#[test]
fn further_reps_bring_bookings_at_a_falling_rate() {
    let add = |seats: u32| format!("[headcount]\nadds = [{{ team = \"mid-market\", seats = {seats}, start-month = 1 }}]\n");
    let (_, output) = simulate(&[("none", ""), ("ten", &add(10)), ("twenty", &add(20))]);
    let (ten, se) = difference(&output, 1, 0, MetricId::Bookings);
    assert!(ten > 3.1 * se, "{ten} ± {se}");
    let (more, se) = difference(&output, 2, 1, MetricId::Bookings);
    assert!(more > -3.1 * se, "{more} ± {se}");
    assert!(more < 0.5 * ten, "the first ten bring {ten}, the second ten {more}");
}

#[test]
fn half_of_the_reps_do_not_book_nearly_everything() {
    let half: Vec<String> = (1..=40).step_by(2).map(|rep| format!("{{ rep = \"R{rep:03}\" }}")).collect();
    let (_, output) = simulate(&[("all", ""), ("half", &format!("[headcount]\ncuts = [{}]\n", half.join(", ")))]);
    let mean = |plan: usize| output.plans[plan].company[MetricId::BookingsNew as usize].iter().sum::<f64>() / f64::from(YEARS);
    let kept = mean(1) / mean(0);
    // At the published elasticity of 0.31 to 0.34, half of the reps book 79 to 81 %.
    assert!(kept > 0.5 && kept < 0.85, "{kept}");
}
