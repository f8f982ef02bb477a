//! Dirty data as a user meets it: `check` lists it, `clean` puts it right.

use crate::tiny::{ACCOUNTS, Study};

/// A file of a study as text.
fn text(study: &Study, name: &str) -> String {
    String::from_utf8(study.read(name)).expect("text")
}

/// A study with a product spelt in two ways, a repeated row and a typing error.
fn dirty() -> Study {
    let study = Study::new();
    let rows = text(&study, "opportunities.csv");
    let mut lines: Vec<String> = rows
        .lines()
        .enumerate()
        .map(|(at, line)| format!("{line},{}", if at == 0 { "product" } else { ["GTX Pro", "GTXPro"][usize::from(at == 1)] }))
        .collect();
    lines.push(lines[1].clone());
    study.write("opportunities.csv", (lines.join("\n") + "\n").as_bytes());
    study
}

#[test]
fn check_lists_columns_and_findings() {
    let study = dirty();
    let answer = study.run(&["check", "plan.toml"]).ends(0);
    for text in
        ["accounts.csv (accounts): 8 rows", "plain names", "1 left out", "repeated-row", "same-letters", "GTXPro for GTX Pro"]
    {
        assert!(answer.out.contains(text), "{text}: {}", answer.out);
    }
    // What was read is reported even where something else is wrong.
    study.replace("accounts.csv", "750000", "lots");
    let answer = study.run(&["check", "plan.toml"]).ends(2);
    assert!(answer.out.contains("same-letters") && answer.err.contains("data::not-an-amount"), "{}\n{}", answer.out, answer.err);
}

#[test]
fn clean_writes_what_was_read_and_changes_no_input() {
    let study = dirty();
    let before = study.everything();
    study.run(&["clean", "plan.toml", "--out", "clean"]).ends(0);
    let log = text(&study, "clean/log.csv");
    assert_eq!(log.lines().count(), 4, "two names and a repeated row: {log}");
    assert!(log.contains("opportunities.csv,2,product,GTXPro,GTX Pro,spelled as in other cells"), "{log}");
    assert_eq!(text(&study, "clean/accounts.csv"), ACCOUNTS);
    let after = study.everything();
    assert!(before.iter().all(|(name, content)| after.get(name) == Some(content)), "inputs are as they were");

    for file in ["accounts.csv", "reps.csv", "opportunities.csv"] {
        let content = study.read(&format!("clean/{file}"));
        study.write(file, content);
    }
    let answer = study.run(&["check", "plan.toml"]).ends(0);
    assert!(!answer.out.contains("repeated-row") && !answer.out.contains("same-letters"), "{}", answer.out);
    let answer = study.run(&["clean", "plan.toml", "--out", "."]).ends(2);
    assert!(answer.err.contains("out::input"), "{}", answer.err);
}

#[test]
fn clean_tells_what_remains_to_be_done_by_hand() {
    let study = dirty();
    study.replace("accounts.csv", "750000", "lots");
    let answer = study.run(&["clean", "plan.toml", "--out", "clean"]).ends(2);
    assert!(answer.err.contains("data::not-an-amount"), "{}", answer.err);
    assert!(text(&study, "clean/opportunities.csv").contains("GTX Pro"), "the rest is written");
}

#[test]
fn the_field_stands_beside_target_and_capacity() {
    let study = Study::new();
    study.write("field.csv", b"account,potential,odds,note,confidence,by\na1,900000,,new plant,1,Ann\n");
    study.replace("base.toml", "[data]\n", "[data]\nfield = { file = \"field.csv\" }\n");
    let plain = Study::new().run(&["plan", "plan.toml"]).ends(0);
    let answer = study.run(&["plan", "plan.toml"]).ends(0);
    for text in ["top-down: target", "bottom-up: quotas after ramp", "data: accounts", "gap to target"] {
        assert!(plain.out.contains(text) && answer.out.contains(text), "{text}: {}", answer.out);
    }
    assert!(!plain.out.contains("field: accounts"), "{}", plain.out);
    for text in ["field: accounts as estimated by the field", "data and field weighted by credibility", "Ann: new plant", "825"] {
        assert!(answer.out.contains(text), "{text}: {}", answer.out);
    }
}

#[test]
fn calibrate_writes_a_base_and_changes_no_input() {
    let study = Study::new();
    let before = study.everything();
    let answer = study.run(&["calibrate", "plan.toml", "--out", "market.toml"]).ends(0);
    assert!(answer.out.contains("Not estimated"), "{}", answer.out);
    assert!(text(&study, "market.toml").contains("# Not estimated"), "{}", text(&study, "market.toml"));
    let after = study.everything();
    assert!(before.iter().all(|(name, content)| after.get(name) == Some(content)), "inputs are as they were");
    // In another folder it names the base as seen from there, wherever both are moved together.
    study.write("elsewhere/deep/note.txt", "");
    study.run(&["calibrate", "plan.toml", "--out", "elsewhere/deep/market.toml"]).ends(0);
    let written = text(&study, "elsewhere/deep/market.toml");
    assert!(written.contains("extends = \"../../base.toml\""), "{written}");
    study.write("elsewhere/deep/plan.toml", "extends = \"market.toml\"\n");
    study.run(&["check", "elsewhere/deep/plan.toml"]).ends(0);
    let answer = study.run(&["calibrate", "plan.toml", "--as-of", "soon"]).ends(2);
    assert!(answer.err.contains("a date such as 2026-12-31"), "{}", answer.err);
    let answer = study.run(&["calibrate", "plan.toml", "--out", "accounts.csv"]).ends(2);
    assert!(answer.err.contains("accounts.csv"), "{}", answer.err);
}
