//! Studies to measure on: the demo's shape at any size, from aggregates.

use attain::design::design;
use attain::plan::Plan;
use attain::study::{self, Study};

/// A company of the demo's shape with `accounts` accounts and `reps` reps, and `plans` plans for it.
pub fn company(accounts: u32, reps: u32, plans: usize) -> (tempfile::TempDir, Vec<std::path::PathBuf>) {
    let part = |share: f64, of: u32| (share * f64::from(of)).round() as u32;
    let base = format!(
        r#"
[target]
bookings = {target}
[market.segments.enterprise]
accounts = {ea}
reps = {er}
mean-potential = 640_000
potential = {{ median = 400_000, sigma = 0.9 }}
opportunities-per-year = 2.4
win-rate = 0.17
size = {{ lognormal = {{ median = 185_000, sigma = 0.75 }} }}
days-to-win = {{ median-days = 160, sigma = 0.5 }}
[market.segments.mid-market]
accounts = {ma}
reps = {mr}
mean-potential = 180_000
potential = {{ median = 120_000, sigma = 0.9 }}
opportunities-per-year = 1.7
win-rate = 0.22
size = {{ lognormal = {{ median = 66_000, sigma = 0.65 }} }}
[market.segments.smb]
accounts = {sa}
reps = {sr}
mean-potential = 26_000
potential = {{ median = 20_000, sigma = 0.7 }}
opportunities-per-year = 1.4
win-rate = 0.3
days-to-win = {{ median-days = 32, sigma = 0.6 }}
size = {{ lognormal = {{ median = 14_000, sigma = 0.6 }} }}
[teams.enterprise]
segments = ["enterprise"]
channel = "field"
[teams.mid-market]
segments = ["mid-market"]
[teams.smb]
segments = ["smb"]
[rebalance]
cadence = "quarterly"
"#,
        target = 1_000_000 * u64::from(reps),
        ea = part(0.1, accounts),
        ma = part(0.3, accounts),
        sa = accounts - part(0.1, accounts) - part(0.3, accounts),
        er = part(0.25, reps),
        mr = part(0.45, reps),
        sr = reps - part(0.25, reps) - part(0.45, reps),
    );
    let folder = tempfile::tempdir().expect("a folder for the bench");
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("a file for the bench");
    write("base.toml", &base);
    let plan = |i: usize| match i % 5 {
        0 => "[territory]\ncarve = \"keep\"".to_owned(),
        1 => "[weighting]\npotential = 6\nconversion = 0.5".to_owned(),
        2 => "[headcount]\nadds = [{ team = \"mid-market\", seats = 3 }]".to_owned(),
        3 => "protection = \"all\"".to_owned(),
        _ => "[quota.policy.top-down]\nover-assignment = 0.12".to_owned(),
    };
    let paths = (0..plans)
        .map(|i| {
            let name = format!("plan-{i}.toml");
            let head = format!("extends = \"base.toml\"\nname = \"plan-{i}\"\n");
            // Top-level keys come before any table.
            write(&name, &format!("{head}{}\n", plan(i)));
            folder.path().join(name)
        })
        .collect();
    (folder, paths)
}

/// Reads and designs.
pub fn designed(paths: &[std::path::PathBuf]) -> (Study, Vec<Plan>) {
    let study = study::load(paths).unwrap_or_else(|faults| panic!("{faults}"));
    let plans = study::for_each_scenario(&study.scenarios, |resolved| design(&study.book, resolved))
        .unwrap_or_else(|faults| panic!("{faults}"));
    (study, plans)
}
