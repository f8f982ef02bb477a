//! The same study gives the same results, byte for byte: for any number of
//! threads, in two runs, in any order of rows; a shorter run is the beginning
//! of a longer one.

use std::collections::BTreeMap;

use crate::tiny::{ACCOUNTS, OPPORTUNITIES, REPS, Study};

/// A page of aggregates in which plans move accounts during the year.
const AGGREGATE: &str = r#"
[target]
bookings = 2_500_000

[market.segments.large]
potential-from = 100_000
accounts = 14
mean-potential = 300_000
potential = { median = 250_000, sigma = 0.8 }
reps = 2
quota = 700_000
size = { lognormal = { median = 60_000, sigma = 0.7 } }

[market.segments.small]
accounts = 24
mean-potential = 40_000
potential = { median = 30_000, sigma = 0.6 }
reps = 2
quota = 150_000
size = { lognormal = { median = 9_000, sigma = 0.5 } }

[teams.field]
segments = ["large"]
[teams.inside]
segments = ["small"]

[rebalance]
cadence = "quarterly"
trigger = { high-over-low = 0.05, under-share = 0.9 }
"#;

/// Files by name.
type Files = BTreeMap<String, Vec<u8>>;

/// A folder of two plans on the page of aggregates.
fn aggregate(months: u32) -> Study {
    let study = Study::new();
    study.write("two/base.toml", format!("{AGGREGATE}\n[horizon]\nmonths = {months}\n"));
    study.write("two/keep.toml", "extends = 'base.toml'\n[territory]\ncarve = 'keep'\n");
    study.write("two/add.toml", "extends = 'base.toml'\n[[headcount.adds]]\nteam = 'field'\nstart-month = 3\n");
    study
}

/// The files of a comparison.
fn results(study: &Study, folder: &str, more: &[&str]) -> Files {
    let out = study.at("out");
    let _ = std::fs::remove_dir_all(&out);
    let args = ["compare", folder, "--out", "out", "--format", "csv", "--quiet"];
    study.run(&[&args, more].concat()).ends(0);
    let files = std::fs::read_dir(&out).unwrap().map(|entry| entry.unwrap().path());
    files.map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), std::fs::read(&path).unwrap())).collect()
}

/// Names of the files that differ.
fn different(a: &Files, b: &Files) -> Vec<String> {
    assert!(a.keys().eq(b.keys()), "{:?} and {:?}", a.keys(), b.keys());
    a.iter().filter(|(name, bytes)| b[*name] != **bytes).map(|(name, _)| name.clone()).collect()
}

/// Rows of a table, the header first.
fn rows(files: &Files, name: &str) -> Vec<String> {
    std::str::from_utf8(&files[name]).unwrap().lines().map(str::to_owned).collect()
}

#[test]
fn threads_and_repetition_change_the_manifest_only() {
    for months in ["12", "24"] {
        let study = aggregate(months.parse().unwrap());
        let once = results(&study, "two", &["--years", "120", "--threads", "1"]);
        for threads in ["1", "2", "8"] {
            let again = results(&study, "two", &["--years", "120", "--threads", threads]);
            assert_eq!(different(&once, &again), ["manifest.json"], "{months} months, {threads} threads");
        }
        let moves = rows(&once, "years.csv")[0].split(',').position(|name| name == "moves").unwrap();
        let moved =
            |row: &String| row.split(',').nth(moves).is_some_and(|cell| cell.parse::<f64>().is_ok_and(|count| count > 0.0));
        assert!(rows(&once, "years.csv")[1..].iter().any(moved), "the study moves accounts during the year");
    }
}

#[test]
fn parquet_tables_are_the_same_for_any_threads() {
    let study = aggregate(24);
    let tables = |threads| {
        let args = ["compare", "two", "--years", "120", "--out", "out", "--threads", threads];
        study.run(&args).ends(0);
        ["years.parquet", "seats.parquet", "results.json"].map(|name| study.read(&format!("out/{name}")))
    };
    let once = tables("1");
    assert!(once == tables("2"));
    assert!(once == tables("8"));
}

#[test]
fn another_seed_is_another_run() {
    let study = aggregate(12);
    let one = results(&study, "two", &["--years", "50"]);
    let two = results(&study, "two", &["--years", "50", "--seed", "2"]);
    let changed = different(&one, &two);
    for name in ["results.json", "years.csv", "seats.csv", "report.html"] {
        assert!(changed.iter().any(|changed| changed == name), "{name} is the same for another seed");
    }
    assert_eq!(rows(&one, "years.csv").len(), rows(&two, "years.csv").len());
}

#[test]
fn a_shorter_run_is_the_beginning_of_a_longer_one() {
    for months in [12, 24] {
        let study = aggregate(months);
        let (short, long) = (results(&study, "two", &["--years", "40"]), results(&study, "two", &["--years", "100"]));
        for table in ["years.csv", "seats.csv"] {
            let (short, long) = (rows(&short, table), rows(&long, table));
            let year = short[0].split(',').position(|name| name == "year").expect("a column of years");
            let early = |row: &&String| row.split(',').nth(year).unwrap().parse::<u32>().is_ok_and(|year| year < 40);
            let beginning: Vec<&String> = std::iter::once(&long[0]).chain(long[1..].iter().filter(early)).collect();
            assert!(beginning.len() > 80 && beginning.into_iter().eq(&short), "{table}, {months} months");
        }
    }
}

#[test]
fn the_order_of_rows_and_of_files_tells_nothing() {
    let backwards = |text: &str| {
        let mut lines: Vec<&str> = text.lines().collect();
        lines[1..].reverse();
        lines.join("\n")
    };
    let study = Study::new();
    let args = ["--years", "60", "--reference", "status-quo"];
    let before = results(&study, ".", &args);
    for (name, text) in [("accounts.csv", ACCOUNTS), ("reps.csv", REPS), ("opportunities.csv", OPPORTUNITIES)] {
        study.write(name, backwards(text));
    }
    assert_eq!(different(&before, &results(&study, ".", &args)), ["manifest.json"]);

    // The order of the plans orders the results and changes none of them.
    let other = results(&study, "status-quo.toml", &[&["plan.toml"][..], &args].concat());
    let sorted = |files: &Files, table| {
        let mut rows = rows(files, table);
        rows.sort();
        rows
    };
    for table in ["years.csv", "seats.csv"] {
        assert!(sorted(&before, table) == sorted(&other, table), "{table}");
    }
}

#[test]
fn results_tell_no_path_and_no_time() {
    let study = aggregate(12);
    let files = results(&study, "two", &["--years", "20"]);
    let folder = study.path().to_str().unwrap();
    let manifest: serde_json::Value = serde_json::from_slice(&files["manifest.json"]).unwrap();
    let hour = |key: &str| manifest[key].as_str().unwrap()[..13].to_owned();
    for (name, bytes) in files.iter().filter(|(name, _)| *name != "manifest.json") {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains(folder), "{name} names the folder");
        assert!(!text.contains(&hour("started")) && !text.contains(&hour("finished")), "{name} tells the time");
    }

    // The same study in another place has the same results.
    let elsewhere = aggregate(12);
    assert_eq!(different(&files, &results(&elsewhere, "two", &["--years", "20"])), ["manifest.json"]);
}
