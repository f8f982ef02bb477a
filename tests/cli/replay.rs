//! A replayed year against the rows of a run, through the program.

use std::collections::BTreeMap;

use crate::tiny::Study;
use serde_json::Value;

const CENT: f64 = 0.005;

/// The cells of a CSV file by column, one map a row; quoted cells may hold commas.
fn table(bytes: &[u8]) -> Vec<BTreeMap<String, String>> {
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    let mut rows = text.trim_start_matches('\u{feff}').lines().map(cells);
    let head = rows.next().unwrap();
    rows.map(|row| {
        assert_eq!(row.len(), head.len());
        head.iter().cloned().zip(row).collect()
    })
    .collect()
}

fn cells(line: &str) -> Vec<String> {
    let (mut cells, mut quoted) = (vec![String::new()], false);
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            c => cells.last_mut().unwrap().push(c),
        }
    }
    cells
}

fn number(row: &BTreeMap<String, String>, column: &str) -> f64 {
    row[column].parse().unwrap_or(0.0)
}

fn replayed(study: &Study, args: &[&str]) -> Value {
    let answer = study.run(&[&["replay", ".", "--format", "json"], args].concat()).ends(0);
    assert!(answer.err.is_empty(), "{}", answer.err);
    serde_json::from_str(&answer.out).unwrap()
}

/// Money columns that the events of a story add up to.
const SUMS: [&str; 4] = ["bookings", "bookings_new", "bookings_expansion", "bookings_renewal"];

fn agrees_with_the_run(study: &Study, periods: bool) {
    study.run(&["compare", ".", "--years", "9", "--seed", "5", "--format", "csv", "--out", "run"]).ends(0);
    let years = table(&study.read("run/years.csv"));
    let seats = table(&study.read("run/seats.csv"));
    let mut won = 0;
    for year in ["0", "4", "8"] {
        for plan in ["status-quo", "plan"] {
            let of = |row: &&BTreeMap<String, String>| row["plan"] == plan && row["year"] == year;
            let whole = |row: &&BTreeMap<String, String>| !periods || row["period"] == "0";
            let row = years.iter().filter(of).find(whole).unwrap();
            let story = replayed(study, &["--year", year, "--plan", plan, "--seed", "5"]);
            // Every metric of the row is there, and the same.
            assert_eq!(story["row"].as_object().unwrap().len(), row.len() - if periods { 3 } else { 2 });
            for (metric, value) in story["row"].as_object().unwrap() {
                match value.as_f64() {
                    Some(value) => assert!((value - number(row, metric)).abs() < CENT, "{metric}: {value} {}", row[metric]),
                    None => assert!(row[metric].is_empty(), "{metric}: {}", row[metric]),
                }
            }
            let events = story["events"].as_array().unwrap();
            assert!(events.is_sorted_by_key(|event| event["date"].as_str().unwrap()));
            for column in SUMS {
                let reported: f64 = events.iter().filter_map(|event| event[column].as_f64()).sum();
                assert!((reported - number(row, column)).abs() < CENT, "{column}: {reported} {}", row[column]);
            }
            won += events.iter().filter(|event| event["event"] == "won").count();

            for row in seats.iter().filter(of) {
                let args =
                    ["replay", ".", "--year", year, "--plan", plan, "--seed", "5", "--seat", &row["seat"], "--format", "csv"];
                let reported = table(study.run(&args).ends(0).out.as_bytes());
                for column in SUMS {
                    let own = reported.iter().filter(|event| event["seat"] == row["seat"]);
                    let reported: f64 = own.map(|event| number(event, column)).sum();
                    let run = number(row, column);
                    assert!((reported - run).abs() < CENT + 1e-7 * run.abs(), "{column}: {reported} {run}");
                }
            }
        }
    }
    assert!(won > 10, "{won}");
}

#[test]
fn a_year_told_is_the_year_of_the_run() {
    agrees_with_the_run(&Study::new(), false);
}

#[test]
fn two_years_with_reviews_leavers_and_protection_too() {
    let study = Study::new();
    study.replace("base.toml", "[target]", "[horizon]\nmonths = 24\n\n[attrition]\nannual = 0.5\n\n[target]");
    let choices = "protection = \"all\"\n\n[headcount]\nadds = [{ team = \"field\", seats = 1, start-month = 3 }]\n\n\
                   [rebalance]\ncadence = \"quarterly\"\n";
    study.write("plan.toml", format!("{}{choices}", crate::tiny::PLAN));
    agrees_with_the_run(&study, true);
}

#[test]
fn a_story_to_read() {
    let study = Study::new();
    let before = study.everything();
    let of = |args: &[&str]| study.run(&[&["replay", ".", "--plan", "plan", "--year", "8123"], args].concat()).ends(0).out;
    let plan = of(&[]);
    assert!(plan.starts_with("Plan plan, year 8123, seed 1\n2027-01-01 to 2027-12-31."), "{plan}");
    for part in
        ["against a target of", "bookings_new", "Conditions of the year", "By month", "Odds are broken down in percentage points"]
    {
        assert!(plan.contains(part), "{part}: {plan}");
    }
    assert!(of(&["--all"]).len() > of(&["--top", "1"]).len());
    let seat = of(&["--seat", "r1"]);
    assert!(seat.contains("seat r1 Ann\n") && seat.contains("month ends: coverage"), "{seat}");
    assert_eq!(seat, of(&["--seat", "ann"]));
    let account = of(&["--account", "Gamma"]);
    assert!(
        account.contains("account a3 Gamma\n") && account.contains("opportunity of $75,000 is open since 2026-10-10"),
        "{account}"
    );
    assert!(account.contains("(40 % to win) [o4]"), "{account}");
    // The same year, reported again: the same, and nothing was written.
    assert_eq!(plan, of(&[]));
    assert!(before == study.everything());
}

#[test]
fn a_story_goes_where_it_is_asked_to() {
    let study = Study::new();
    let of = |args: &[&str]| study.run(&[&["replay", ".", "--plan", "plan", "--year", "3"], args].concat());
    let reported = of(&["--out", "year.csv"]).ends(0).out;
    let rows = table(&study.read("year.csv"));
    assert_eq!(reported, format!("Wrote {} events of year 3 to year.csv\n", rows.len()));
    assert_eq!(study.read("year.csv"), of(&["--format", "csv"]).ends(0).out.as_bytes());
    of(&["--out", "year.json"]).ends(0);
    let json: Value = serde_json::from_slice(&study.read("year.json")).unwrap();
    assert_eq!(json["events"].as_array().unwrap().len(), rows.len());
    // The manifest of a run in the same folder stays.
    study.run(&["compare", ".", "--years", "2", "--out", "run"]).ends(0);
    let before = study.everything().len();
    of(&["--out", "run/story.txt"]).ends(0);
    assert_eq!(study.everything().len(), before + 1);

    let before = study.everything();
    for (out, code) in [("accounts.csv", "out::input"), ("run", "out::wrong-kind"), ("no/such/year.csv", "out::unwritable")] {
        let answer = of(&["--out", out]).ends(2);
        assert!(answer.first_line().starts_with(&format!("--out: error[{code}]: ")), "{}", answer.err);
    }
    assert!(before == study.everything());
}

#[test]
fn what_is_not_there_is_told_with_what_is() {
    let study = Study::new();
    let first = |args: &[&str]| study.run(&[&["replay", "."], args].concat()).ends(2).first_line().to_owned();
    let expected = [
        (
            &["--year", "1"][..],
            "--plan: error[replay::which-plan]: there are 2 plans, but none is selected; help: select one with --plan: plan, status-quo",
        ),
        (
            &["--year", "1", "--plan", "status-qou"],
            "--plan: error[replay::unknown-plan]: unknown plan `status-qou`; help: did you mean `status-quo`? expected one of: plan, \
             status-quo",
        ),
        (
            &["--year", "1", "--plan", "plan", "--seat", "r9"],
            "--seat: error[replay::unknown-seat]: unknown seat `r9`; help: did you mean `r1`? expected the id or name of a seat: r1, \
             r2, r3, r4",
        ),
        (
            &["--year", "1", "--plan", "plan", "--account", "Gama"],
            "--account: error[replay::unknown-account]: unknown account `Gama`; help: did you mean `Gamma`? expected the id or name of \
             an account: a1, a2, a3, a4, a5, a6, a7, a8",
        ),
        (
            &["--year", "4294967296", "--plan", "plan"],
            "--year <YEAR>: error[usage::out-of-range]: `4294967296` is out of range; help: expected a whole number from 0 to 4294967295",
        ),
        (
            &["--year", "1", "--plan", "plan", "--reference", "other"],
            "--reference: error[compare::unknown-plan]: unknown plan `other`; help: expected one of: plan, status-quo",
        ),
    ];
    for (args, line) in expected {
        assert_eq!(first(args), line);
    }
    assert!(first(&["--plan", "plan"]).contains("usage::missing-argument"));
    assert!(first(&["--year", "1", "--seat", "r1", "--account", "a1"]).contains("usage::"));
    // A name that several have.
    study.replace("accounts.csv", "a2,Beta", "a2,Alpha");
    let several = first(&["--year", "1", "--plan", "plan", "--account", "alpha"]);
    assert_eq!(several, "--account: error[replay::ambiguous]: `alpha` is ambiguous: 2 have this name; help: use an id: a1, a2");
    // Any year can be reported, the last one too.
    study.run(&["replay", "plan.toml", "--year", "4294967295"]).ends(0);
}
