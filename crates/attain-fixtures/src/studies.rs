//! Small scenarios for tests, loaded and designed like those of a user.

use attain_core::plan::Plan;
use attain_design::design::design;
use attain_design::study;
use attain_design::study::Study;

/// Aggregates of a small company in which every chance effect is enabled.
pub const SMALL: &str = r#"
name = "small"
[target]
bookings = 4_000_000
[market.segments.large]
accounts = 24
mean-potential = 300_000
potential = { median = 250_000, sigma = 0.8 }
opportunities-per-year = 2.0
win-rate = 0.2
size = { lognormal = { median = 60_000, sigma = 0.7 } }
reps = 2
[market.segments.small]
accounts = 40
mean-potential = 40_000
potential = { median = 30_000, sigma = 0.6 }
opportunities-per-year = 1.5
win-rate = 0.3
days-to-win = { median-days = 40, sigma = 0.5 }
size = { lognormal = { median = 12_000, sigma = 0.5 } }
reps = 3
[market.sources]
inbound = { share = 0.6, win-log-odds = 0.2 }
outbound = { share = 0.4, win-log-odds = -0.3 }
[teams.field]
segments = ["large"]
[teams.inside]
segments = ["small"]
[attrition]
annual = 0.6
"#;

/// A horizon of two years with reviews, a hire and new quotas.
pub const LONG: &str = r#"
name = "long"
protection = { active-pipeline = { from-chance = 0.5 } }
[target]
bookings = 5_000_000
[horizon]
start = 2027-02-01
months = 24
[market.segments.large]
accounts = 24
mean-potential = 300_000
potential = { median = 250_000, sigma = 1.0 }
opportunities-per-year = 3.0
size = { lognormal = { median = 60_000, sigma = 0.7 } }
reps = 3
[market.potential-drift]
account-sd = 0.2
[teams.field]
segments = ["large"]
hours-per-month = 4
[headcount]
adds = [{ team = "field", seats = 1, start-month = 3 }]
[territory]
carve = "redesign"
[quota]
policy = { top-down = { over-assignment = 0.1 } }
[quota.credit]
renewal = 0.25
[rebalance]
cadence = "quarterly"
max-moves = 3
[attrition]
annual = 0.5
"#;

/// Loads scenario texts and designs their plans.
///
/// # Panics
/// Panics if the texts have faults.
#[must_use]
pub fn plans(texts: &[&str]) -> (Study, Vec<Plan>) {
    let folder = tempfile::tempdir().unwrap();
    let paths: Vec<_> = (0..texts.len()).map(|i| folder.path().join(format!("plan-{i}.toml"))).collect();
    for (path, text) in paths.iter().zip(texts) {
        std::fs::write(path, text).unwrap();
    }
    let study = study::load(&paths).unwrap_or_else(|faults| panic!("{faults}"));
    let plans = study::for_each_scenario(&study.scenarios, |resolved| design(&study.book, resolved))
        .unwrap_or_else(|faults| panic!("{faults}"));
    (study, plans)
}
