//! Quotas of the shipped plans: 70 to 80 % of what ramped reps can be expected to book, and below
//! what the simulated company books on average.

use std::path::PathBuf;

use attain::metric::MetricId;
use attain::simulate::simulate_years;
use attain::study;
use attain_analysis::planning::design;

const PLANS: [&str; 6] =
    ["status-quo", "potential-over-conversion", "add-mid-market", "no-geography", "protect-everything", "dedicated-top-50"];

fn designed(names: &[&str]) -> (study::Study, Vec<attain::plan::Plan>) {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios"));
    let paths: Vec<PathBuf> = names.iter().map(|name| folder.join(format!("{name}.toml"))).collect();
    let study = study::load(&paths).unwrap_or_else(|faults| panic!("{faults}"));
    let plans = study::for_each_scenario(&study.scenarios, |resolved| design(&study.book, resolved))
        .unwrap_or_else(|faults| panic!("{faults}"));
    (study, plans)
}

#[test]
fn shipped_quotas_are_70_to_80_percent_of_realistic_potential() {
    let (_, plans) = designed(&PLANS);
    let (_, page) = designed(&["aggregate/one-page"]);
    for plan in plans.iter().chain(&page) {
        let share = plan.street_quota / plan.seats.iter().map(|seat| seat.realistic).sum::<f64>();
        assert!((0.70..=0.80).contains(&share), "{}: {share}", plan.name);
        let over = plan.street_quota / plan.target - 1.0;
        assert!((0.05..=0.15).contains(&over), "{}: over-assignment {over}", plan.name);
        assert!(!plan.notes.iter().any(|note| note.contains("street quota")), "{:?}", plan.notes);
    }
}

/// 300 years: the standard error of a mean participation is about 1 point and that of a chance 2.
#[test]
fn a_plausible_share_of_reps_makes_quota() {
    let (study, plans) = designed(&["status-quo", "potential-over-conversion"]);
    let years = simulate_years(&study.book, &plans, 1, 300, &|_| ());
    for (plan, output) in plans.iter().zip(&years.plans) {
        let mean = |id: MetricId| output.company[id as usize].iter().sum::<f64>() / 300.0;
        let (participation, reached) = (mean(MetricId::Participation), mean(MetricId::TargetHit));
        assert!((0.50..=0.68).contains(&participation), "{}: {participation}", plan.name);
        assert!((0.70..=0.95).contains(&reached), "{}: {reached}", plan.name);
    }
}
