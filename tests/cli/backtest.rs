//! `attain backtest` as a user runs it, on two years of a small company.

use std::fmt::Write as _;

use crate::tiny::Study;

/// Opportunities of two years before the horizon: every week two of each rep's
/// accounts bring one, which closes after five to thirteen weeks, won as often
/// as a fixed draw says.
fn history() -> String {
    let mut rows = String::from("id,account,owner,stage,amount,created,closed\n");
    let draw = |i: u64| (i.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 33) % 100;
    let start = jiff::civil::date(2025, 1, 1);
    let end = jiff::civil::date(2026, 12, 31);
    let owned = [("a1", "r1"), ("a3", "r1"), ("a2", "r2"), ("a4", "r2"), ("a5", "r3"), ("a7", "r3"), ("a6", "r4")];
    for week in 0..104_i64 {
        for (at, (account, owner)) in owned.iter().enumerate() {
            let i = week as u64 * 7 + at as u64;
            let created = start.saturating_add(jiff::Span::new().days(7 * week + at as i64));
            let closes = created.saturating_add(jiff::Span::new().days(35 + (draw(i + 7_000) * 56 / 100) as i64));
            let amount = (if at < 4 { 60_000 } else { 8_000 }) + 100 * draw(i + 9_000);
            let (stage, day) = match (closes <= end, draw(i) < 30) {
                (false, _) => ("Proposal", String::new()),
                (_, true) => ("Won", closes.to_string()),
                (_, false) => ("Lost", closes.to_string()),
            };
            let _ = writeln!(rows, "h{i},{account},{owner},{stage},{amount},{created},{day}");
        }
    }
    rows
}

fn study() -> Study {
    let study = Study::new();
    study.write("opportunities.csv", history());
    study
}

/// The days of cutting in the table of figures.
fn cuts(study: &Study, folder: &str) -> Vec<String> {
    let cells = String::from_utf8(study.read(&format!("{folder}/backtest.csv"))).expect("text");
    let at = cells.lines().next().and_then(|names| names.split(',').position(|name| name == "cut")).expect("a column");
    let mut cuts: Vec<String> = cells.lines().skip(1).filter_map(|line| line.split(',').nth(at)).map(str::to_owned).collect();
    cuts.dedup();
    cuts
}

#[test]
fn a_forecast_is_held_against_what_happened() {
    let study = study();
    let before = study.everything();
    let args = ["backtest", "plan.toml", "--cut", "2026-06-30", "--years", "200", "--out", "then"];
    let one = study.run(&[&args[..], &["--threads", "1"]].concat()).ends(0);
    for text in ["2026-06-30", "CRPS", "bookings", "wins"] {
        assert!(one.out.contains(text), "{text}: {}", one.out);
    }
    let page = String::from_utf8(study.read("then/backtest.html")).expect("text");
    assert!(page.contains("2026-06-30"));
    assert_eq!(cuts(&study, "then"), ["2026-06-30"]);
    let after = study.everything();
    assert!(before.iter().all(|(name, content)| after.get(name) == Some(content)), "inputs are as they were");
    let cells = study.read("then/backtest.csv");
    study.run(&[&args[..], &["--threads", "3"]].concat()).ends(0);
    assert_eq!(study.read("then/backtest.csv"), cells, "threads change nothing");
}

#[test]
fn origins_roll_through_the_history() {
    let study = study();
    let args = ["backtest", "plan.toml", "--cut", "2026-03-31", "--every", "quarter", "--years", "100", "--out", "rolling"];
    let answer = study.run(&args).ends(0);
    assert_eq!(cuts(&study, "rolling"), ["2026-03-31", "2026-06-30", "2026-09-30"]);
    assert!(answer.out.contains("2026-09-30"), "{}", answer.out);
}

#[test]
fn what_cannot_be_cut_is_told() {
    let study = study();
    for (cut, code) in [("2026-06-29", "backtest::not-month-end"), ("2026-12-31", "backtest::nothing-after")] {
        let answer = study.run(&["backtest", "plan.toml", "--cut", cut]).ends(2);
        assert!(answer.err.contains(code), "{}", answer.err);
    }
    let answer = study.run(&["backtest", "plan.toml", "--cut", "2026-03-31", "--every", "now and then"]).ends(2);
    assert!(answer.err.contains("backtest::no-step"), "{}", answer.err);
}
