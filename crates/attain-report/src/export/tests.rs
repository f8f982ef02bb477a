//! Tests that read back the files of a small study.

use std::path::Path;

use polars::prelude::{CsvReadOptions, DataFrame, ParquetReader, SerReader};

use super::*;
use attain_analysis::compare;
use attain_analysis::forecast_basis::ForecastBasis;
use attain_core::metric::{ALL, MetricId, SHARED};
use attain_fixtures::years::study;
use attain_sim::simulate::SimulationOutput;
use attain_sim::summarise::results::Results;

fn run(folder: &Path, format: Format, years: usize, periods: bool) -> (SimulationOutput, Results) {
    let (book, mut plans, mut simulated) = study(&["a", "b/c"], years);
    if periods {
        for (plan, simulated) in plans.iter_mut().zip(&mut simulated.plans) {
            plan.scenario.horizon.months = 24;
            simulated.periods = vec![simulated.company.clone(); 2];
        }
    }
    let results = compare::assemble_results(&book, &plans, &["h".into(), "i".into()], &simulated, 0).unwrap();
    let mut out = OutputFolder::open(folder, &file_names(format, &["a", "b/c"])).unwrap();
    let decision = compare::decide(&results, compare::DecisionRule::Target, ForecastBasis::default());
    write(&mut out, format, &book, &plans, &simulated, &DecidedResults { results: &results, decision: &decision }).unwrap();
    out.put("report.html", b"<html>").unwrap();
    let now = jiff::Timestamp::UNIX_EPOCH;
    let run = manifest::RunRecord { started: now, finished: now, threads: 2, resumed_blocks: 0, precision: None, race: None };
    let files = out.written().unwrap();
    let manifest =
        manifest::manifest(&results, run, vec!["../a.toml".to_owned(), "../b.toml".to_owned()], files).bytes().unwrap();
    out.put("manifest.json", &manifest).unwrap();
    out.commit().unwrap();
    (simulated, results)
}

fn listing(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn parquet(path: &Path) -> DataFrame {
    ParquetReader::new(std::fs::File::open(path).unwrap()).finish().unwrap()
}

#[test]
fn writes_every_file_and_no_other() {
    let temp = tempfile::tempdir().unwrap();
    let folder = temp.path().join("reports/demo");
    run(&folder, Format::Parquet, 10, false);
    let expected = [
        "accounts-a.csv",
        "accounts-b-c.csv",
        "appeals-a.csv",
        "appeals-b-c.csv",
        "manifest.json",
        "report.html",
        "results.json",
        "seats.parquet",
        "years.parquet",
    ];
    assert_eq!(listing(&folder), expected);
    let manifest: serde_json::Value = serde_json::from_slice(&std::fs::read(folder.join("manifest.json")).unwrap()).unwrap();
    assert_eq!(manifest["files"].as_array().unwrap().len(), 8);
    let reported = manifest["files"].as_array().unwrap().iter().find(|file| file["name"] == "report.html").unwrap();
    assert_eq!(reported["bytes"].as_u64(), Some(6));
    assert_eq!(reported["sha256"], sha256(b"<html>"));
    assert_eq!(manifest["scenarios"][1]["scenario_hash"], "i");
}

fn sha256(bytes: &[u8]) -> String {
    attain_core::output::digest(bytes).unwrap().1
}

#[test]
fn hashes_as_the_standard_says() {
    // FIPS 180-4, "abc".
    assert_eq!(sha256(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

#[test]
fn parquet_reads_back_bit_for_bit() {
    let temp = tempfile::tempdir().unwrap();
    let (simulated, _) = run(temp.path(), Format::Parquet, 30, true);
    let years = parquet(&temp.path().join("years.parquet"));
    assert_eq!((years.height(), years.width()), (2 * 30 * 3, 3 + ALL.len()));
    let bookings: Vec<f64> = years.column("bookings").unwrap().f64().unwrap().iter().flatten().collect();
    assert_eq!(bookings[0], simulated.plans[0].company[0][0]);
    assert_eq!(bookings[30 * 3 + 7 * 3], simulated.plans[1].company[0][7]);
    let seats = parquet(&temp.path().join("seats.parquet"));
    assert_eq!((seats.height(), seats.width()), (2 * 30 * 2, 3 + SHARED));
    let wins: Vec<f32> = seats.column("wins").unwrap().f32().unwrap().iter().flatten().collect();
    assert_eq!(wins[2 * 5 + 1], simulated.plans[0].seats[1][MetricId::Wins as usize][5]);
    assert_eq!(seats.column("attainment").unwrap().null_count(), 2 * 30 * 2, "no number is an empty cell");
}

#[test]
fn many_blocks_make_one_table_and_the_same_bytes_again() {
    let temp = tempfile::tempdir().unwrap();
    let (simulated, _) = run(&temp.path().join("one"), Format::Parquet, 30_000, false);
    let seats = parquet(&temp.path().join("one/seats.parquet"));
    assert_eq!(seats.height(), 2 * 30_000 * 2);
    let cost: Vec<f32> = seats.column("cost").unwrap().f32().unwrap().iter().flatten().collect();
    assert_eq!(cost[2 * (30_000 + 29_999) + 1], simulated.plans[1].seats[1][MetricId::Cost as usize][29_999]);
    run(&temp.path().join("two"), Format::Parquet, 30_000, false);
    for name in ["seats.parquet", "years.parquet", "results.json"] {
        let read = |folder: &str| std::fs::read(temp.path().join(folder).join(name)).unwrap();
        assert!(read("one") == read("two"), "{name}");
    }
}

#[test]
fn csv_has_the_same_rows() {
    let temp = tempfile::tempdir().unwrap();
    let (simulated, _) = run(temp.path(), Format::Csv, 12, false);
    let read = |name: &str| {
        CsvReadOptions::default().try_into_reader_with_file_path(Some(temp.path().join(name))).unwrap().finish().unwrap()
    };
    let years = read("years.csv");
    assert_eq!((years.height(), years.width()), (24, 2 + ALL.len()));
    assert_eq!(
        years.column("cost").unwrap().f64().unwrap().get(3),
        Some(simulated.plans[0].company[attain_core::metric::MetricId::Cost as usize][3])
    );
    assert_eq!(read("seats.csv").height(), 48);
}

#[test]
fn accounts_say_who_why_and_survive_odd_names() {
    let temp = tempfile::tempdir().unwrap();
    run(temp.path(), Format::Csv, 2, false);
    insta::assert_snapshot!(std::fs::read_to_string(temp.path().join("accounts-a.csv")).unwrap());
}

#[test]
fn account_files_never_collide() {
    assert_eq!(
        names_of(&["a b", "a-b", "A/b", "né"]),
        ["accounts-a-b.csv", "accounts-a-b-2.csv", "accounts-A-b-3.csv", "accounts-né.csv"]
    );
}

fn names_of(plans: &[&str]) -> Vec<String> {
    accounts::names("accounts", plans)
}

#[test]
fn results_hold_every_promised_key_and_only_numbers() {
    let temp = tempfile::tempdir().unwrap();
    let (_, results) = run(temp.path(), Format::Parquet, 60, true);
    let decision = compare::decide(&results, compare::DecisionRule::Target, ForecastBasis::default());
    let text = String::from_utf8(json(&DecidedResults { results: &results, decision: &decision }).unwrap()).unwrap();
    assert!(text.ends_with("}\n") && !text.contains("null"));
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    let plan = &value["plans"][0];
    for metric in [
        "bookings",
        "bookings_over_target",
        "participation",
        "coverage",
        "disruption",
        "equity_range",
        "leavers",
        "vacancy_months",
        "contribution",
    ] {
        for field in ["mean", "se", "sd", "p05", "p10", "p25", "p50", "p75", "p90", "p95"] {
            assert!(plan["company"][metric][field].is_number(), "{metric}.{field}");
        }
    }
    for field in ["difference", "low", "high", "p_a_beats_b", "variance_ratio"] {
        assert!(value["pairs"][0][field].is_number(), "{field}");
    }
    let keys = |value: &serde_json::Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>().join(" ");
    insta::assert_snapshot!(
        [
            keys(&value),
            keys(plan),
            keys(&plan["company"]),
            keys(&plan["groups"][0]),
            keys(&plan["seats"][0]),
            keys(&plan["series"][0]),
            keys(&value["pairs"][0]),
            keys(&value["choice"][0]),
            keys(&value["decision"]),
            keys(&value["decision"]["steps"][0])
        ]
        .join("\n\n")
    );
}

#[test]
fn a_run_that_stops_leaves_nothing() {
    let temp = tempfile::tempdir().unwrap();
    let folder = temp.path().join("deep/er");
    let mut out = OutputFolder::open(&folder, &file_names(Format::Csv, &["a"])).unwrap();
    out.put("results.json", b"half").unwrap();
    assert!(folder.is_dir());
    drop(out);
    assert!(!temp.path().join("deep").exists());
}

#[test]
fn old_results_stay_until_the_new_ones_are_whole() {
    let temp = tempfile::tempdir().unwrap();
    run(temp.path(), Format::Parquet, 5, false);
    let before = std::fs::read(temp.path().join("results.json")).unwrap();
    let mut out = OutputFolder::open(temp.path(), &file_names(Format::Parquet, &["a", "b/c"])).unwrap();
    out.put("results.json", b"half").unwrap();
    drop(out);
    assert_eq!(std::fs::read(temp.path().join("results.json")).unwrap(), before);
    assert_eq!(listing(temp.path()).len(), 9);
}

#[test]
fn tells_at_once_what_cannot_be_written() {
    let temp = tempfile::tempdir().unwrap();
    let file = temp.path().join("file");
    std::fs::write(&file, "x").unwrap();
    let names = file_names(Format::Csv, &["a"]);
    let fault = |path: &Path| OutputFolder::open(path, &names).unwrap_err().to_string();
    assert!(fault(&file).contains("out::wrong-kind"));
    assert!(fault(&file.join("below")).contains("out::unwritable"));
    std::fs::create_dir_all(temp.path().join("taken/years.csv")).unwrap();
    assert!(fault(&temp.path().join("taken")).contains("out::wrong-kind"));
    assert_eq!(listing(&temp.path().join("taken")), ["years.csv"], "temporaries are gone");
    let _held = OutputFolder::open(&temp.path().join("shared"), &names).unwrap();
    assert!(fault(&temp.path().join("shared")).contains("out::in-use"));
}
