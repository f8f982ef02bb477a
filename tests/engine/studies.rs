//! Small studies, read through the real door: files, checks, design.

use attain::design::design;
use attain::plan::Plan;
use attain::study::{self, Study};

/// Reads scenario texts (file name, text) from a folder of their own and designs their plans.
pub fn study_of(files: &[(&str, &str)], plans: &[&str]) -> (Study, Vec<Plan>) {
    let folder = tempfile::tempdir().expect("a folder for the test");
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).expect("a file for the test");
    }
    let paths: Vec<_> = plans.iter().map(|name| folder.path().join(name)).collect();
    let study = study::load(&paths).unwrap_or_else(|faults| panic!("{faults}"));
    let plans = study::for_each_scenario(&study.scenarios, |resolved| design(&study.book, resolved))
        .unwrap_or_else(|faults| panic!("{faults}"));
    (study, plans)
}

/// A page of aggregates in which everything that chance can do is on.
pub const ALL_CHANCE: &str = r#"
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
reps = 2

[teams.field]
segments = ["large"]
[teams.inside]
segments = ["small"]

[territory]
carve = "keep"
"#;

/// The same page with chance turned off step by step; each step keeps those before.
pub const STEPS: [(&str, &str); 6] = [
    ("no attrition, no absence", "[attrition]\nannual = 0\n[teams.field]\nabsence = 0\n[teams.inside]\nabsence = 0\n"),
    (
        "no drift, no shocks",
        "[market.potential-drift]\naccount-sd = 0\nsegment-sd = 0\nwon-gain = 0\nlost-loss = 0\n[market.shock]\nsd = 0\n[market.segment-shock]\nsd = 0\n",
    ),
    ("no skill spread, no relationships", "[market.skill]\nsd = 0\n[market.relationship]\nwin-log-odds = 0\n"),
    (
        "certain parameters",
        "[market.uncertainty]\nopportunity-rate = 0\nsize = 0\nattrition = 0\nramp = 0\ntime-to-fill = 0\nchurn = 0\n[market.segments.large]\nwin-rate-evidence = 1e9\n[market.segments.small]\nwin-rate-evidence = 1e9\n",
    ),
    (
        "no churn, no expansion, no whitespace used up",
        "[market.renewal]\nrecurring = 0\n[market.segments.large]\nchurn = { low = 0, medium = 0, high = 0 }\nexpansion = { low = 0, medium = 0, high = 0 }\n[market.segments.small]\nchurn = { low = 0, medium = 0, high = 0 }\nexpansion = { low = 0, medium = 0, high = 0 }\n",
    ),
    (
        "full coverage and no more, no slips, no size effect, no pull to period ends",
        "[coverage]\nspare-time = 0\n[ramp]\nshape = \"none\"\n[teams.field]\nhours-per-month = 10000\n[teams.inside]\nhours-per-month = 10000\n[market]\nsize-log-odds = 0\nunramped-log-odds = 0\n[market.slippage]\nshare = 0\n[market.season]\nmonth-end-pull = 1\nquarter-end-pull = 1\n",
    ),
];
