//! The last mile: workbooks, change files, differences and frozen plans as their users see them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::tiny::{Answer, Study, attain};

fn run(folder: &Path, args: &[&str]) -> Answer {
    Answer::of(attain(folder).args(args).output().unwrap())
}

/// A demo study in a folder of its own.
fn demo() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    run(folder.path(), &["init", "study"]).ends(0);
    folder
}

/// Ids that are the first cell of lines of a file.
#[expect(clippy::needless_pass_by_value, reason = "paths are made for the call")]
fn ids(path: PathBuf, line: impl Fn(&Vec<&str>) -> Option<String>) -> BTreeSet<String> {
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    text.trim_start_matches('\u{feff}').lines().skip(1).filter_map(|row| line(&row.split(',').collect())).collect()
}

#[test]
fn a_plan_does_not_differ_from_itself_and_differs_by_its_moves() {
    let folder = demo();
    let at = |args: &[&str]| run(folder.path(), args);
    assert_eq!(at(&["diff", "study/status-quo.toml", "study/status-quo.toml"]).ends(0).out, "");
    at(&["plan", "study/potential-over-conversion.toml", "--out", "made"]).ends(0);
    let args = ["diff", "study/status-quo.toml", "study/potential-over-conversion.toml", "--format", "csv", "--out", "diff.csv"];
    at(&args).ends(3);
    let differing = ids(folder.path().join("diff.csv"), |row| (row[0] == "account").then(|| row[1].to_owned()));
    // The columns of a row without quotes: `moved` is the eighteenth.
    let moved = ids(folder.path().join("made/accounts-potential-over-conversion.csv"), |row| {
        row.contains(&"true").then(|| row[0].to_owned())
    });
    assert!(moved.len() > 20 && differing == moved, "{} and {}", differing.len(), moved.len());
    for (format, start) in [("json", "{"), ("html", "<!DOCTYPE html>"), ("text", "status-quo")] {
        let args = ["diff", "study/status-quo.toml", "study/potential-over-conversion.toml", "--format", format];
        assert!(at(&args).ends(3).out.starts_with(start), "{format}");
    }
}

#[test]
fn exports_of_one_plan_have_one_hash() {
    let study = Study::new();
    for name in ["one", "two"] {
        let (xlsx, page, folder) = (format!("{name}.xlsx"), format!("{name}.html"), format!("{name}-handouts"));
        let args = ["export", "plan.toml", "--years", "20", "--xlsx", &xlsx, "--document", &page, "--handout", &folder];
        let threads = if name == "one" { "1" } else { "3" };
        study.run(&[&args[..], &["--threads", threads]].concat()).ends(0);
    }
    assert!(study.read("one.xlsx") == study.read("two.xlsx"), "workbooks differ");
    assert!(study.read("one.html") == study.read("two.html"), "documents differ");
    for page in ["rep-r1-Ann.html", "rep-r4-Dee.html", "manager-Mo.html", "manager-Flo.html"] {
        let of = |name: &str| study.read(&format!("{name}-handouts/{page}"));
        assert!(of("one") == of("two"), "{page} differs");
    }
    let one = study.run(&["export", "plan.toml", "--years", "0", "--handout", "few", "--rep", "Ann", "--manager", "flo"]);
    assert!(one.ends(0).out.contains("2 hand-outs"));
    let wrong = study.run(&["export", "plan.toml", "--handout", "none", "--rep", "Zed", "--manager", "Nobody"]).ends(2);
    assert!(wrong.err.contains("plan::unknown-rep") && wrong.err.contains("plan::unknown-manager"), "{}", wrong.err);
    assert!(!study.at("none").exists());
}

#[test]
fn the_workbook_of_a_plan_is_that_plan() {
    let study = Study::new();
    study.run(&["export", "plan.toml", "--years", "0", "--xlsx", "books.xlsx"]).ends(0);
    let unchanged = study.run(&["diff", "plan.toml", "books.xlsx"]).ends(0);
    assert_eq!(unchanged.out, "");
    assert!(study.run(&["plan", "books.xlsx"]).ends(0).out.contains("no owner was changed by hand"));
    // The plan itself as a workbook, by the shorthand.
    study.run(&["plan", "plan.toml", "--xlsx", "same.xlsx"]).ends(0);
    assert_eq!(study.run(&["diff", "plan.toml", "same.xlsx"]).ends(0).out, "");
    let several = study.run(&["plan", "plan.toml", "status-quo.toml", "--xlsx", "no.xlsx"]).ends(2);
    assert!(several.err.contains("plan::several-plans"));
    study.write("books.xlsx", "no workbook");
    assert!(study.run(&["compare", "books.xlsx"]).ends(2).err.contains("data::not-excel"));
    study.run(&["compare", "plan.toml", "status-quo.toml", "--years", "20", "--out", "out", "--xlsx", "all.xlsx"]).ends(0);
    assert!(study.at("all.xlsx").is_file());
    let named = study.run(&["export", "out:plan", "--xlsx", "named.xlsx", "--document", "named.html"]).ends(0);
    assert!(named.out.contains("Workbook of plan"));
    assert!(String::from_utf8(study.read("named.html")).unwrap().contains("20 simulated years"));
    assert!(study.run(&["export", "out:plam", "--xlsx", "named.xlsx"]).ends(2).err.contains("plan::not-compared"));
    study.replace("plan.toml", "extends", "attrition.annual = 0.1\nextends");
    assert!(study.run(&["export", "out:plan", "--xlsx", "named.xlsx"]).ends(2).err.contains("plan::changed-since"));
}

#[test]
fn a_frozen_plan_keeps_its_approvals() {
    let study = Study::new();
    study.run(&["freeze", "plan.toml", "--out", "kept", "--approve", "Mo", "--note", "as agreed"]).ends(0);
    assert!(study.run(&["freeze", "plan.toml", "--out", "kept"]).ends(2).err.contains("freeze::exists"));
    study.run(&["freeze", "kept", "--except", "a1", "--by", "Flo", "--reason", "renewal", "--until", "2199-06-30"]).ends(0);
    let incomplete = study.run(&["freeze", "kept", "--except", "zz", "--until", "2001-01-01"]).ends(2).err;
    for code in ["freeze::unknown-account", "freeze::incomplete-exception", "freeze::expired"] {
        assert!(incomplete.contains(code), "{code}: {incomplete}");
    }
    let checked = study.run(&["check", "kept"]).ends(0).out;
    assert!(checked.contains("approved by Mo") && checked.contains("exception for a1 until 2199-06-30"), "{checked}");
    assert_eq!(study.run(&["diff", "kept", "plan.toml"]).ends(0).out, "");
    study.run(&["export", "kept", "--years", "0", "--xlsx", "kept.xlsx"]).ends(0);
    // Entries are only added, and files are not edited.
    study.replace("kept/log.jsonl", "Mo", "Jo");
    study.replace("kept/owners.csv", "Alpha", "Aleph");
    let edited = study.run(&["check", "kept"]).ends(2).err;
    assert!(edited.contains("freeze::log-edited") && edited.contains("freeze::edited"), "{edited}");
}

/// Every name of the data may begin like a formula; in no file does a cell begin like one.
#[test]
fn no_file_has_a_formula() {
    let study = Study::new();
    for (file, from, to) in [
        ("accounts.csv", "Alpha", "=1+1"),
        ("accounts.csv", "Beta", "+Beta"),
        ("accounts.csv", "Gamma", "@Gamma"),
        ("accounts.csv", "Delta", "＝Delta"),
        ("reps.csv", "Ann", "=Ann"),
        ("reps.csv", "Bob", "-Bob"),
        ("reps.csv", "Mo,", "+Mo,"),
    ] {
        study.replace(file, from, to);
    }
    study.run(&["compare", "plan.toml", "status-quo.toml", "--years", "10", "--out", "out", "--format", "csv"]).ends(0);
    study.run(&["rebalance", "status-quo.toml", "--out", "rebalanced"]).ends(0);
    study.run(&["freeze", "plan.toml", "--out", "kept"]).ends(0);
    study.run(&["diff", "status-quo.toml", "plan.toml", "--format", "csv", "--out", "out/diff.csv"]);
    let mut seen = 0;
    for (path, content) in study.everything() {
        let inside = ["out", "rebalanced", "kept"].iter().any(|folder| path.starts_with(study.at(folder)));
        let Some(content) = content.filter(|_| inside && path.extension().is_some_and(|ending| ending == "csv")) else {
            continue;
        };
        let text = String::from_utf8(content).unwrap();
        for line in text.trim_start_matches('\u{feff}').lines() {
            for cell in line.split(',').map(|cell| cell.trim_matches('"')) {
                let number = cell.parse::<f64>().is_ok();
                assert!(number || !cell.starts_with(['=', '+', '-', '@', '＝']), "{}: {line}", path.display());
            }
        }
        seen += 1;
    }
    assert!(seen >= 8, "{seen} files");
    // The frozen owners are read back as they were.
    assert_eq!(study.run(&["diff", "kept", "plan.toml"]).ends(0).out, "");
}

/// The tiny study as a CRM would have it.
fn salesforce() -> Study {
    let study = Study::new();
    let id = |prefix: &str, name: &str| format!("{prefix}Aa00000000{name}");
    for file in ["accounts.csv", "reps.csv", "opportunities.csv"] {
        let mut text = String::from_utf8(study.read(file)).unwrap();
        for number in 1..=8 {
            for (kind, prefix) in [("a", "001"), ("r", "005"), ("o", "006")] {
                let name = format!("{kind}{number}");
                text = text
                    .split('\n')
                    .map(|line| {
                        let cells = line.split(',').map(|cell| if cell == name { id(prefix, &name) } else { cell.to_owned() });
                        cells.collect::<Vec<_>>().join(",")
                    })
                    .collect::<Vec<_>>()
                    .join("\n");
            }
        }
        study.write(file, text);
    }
    study.write(
        "moves.csv",
        format!("account,rep\n{},{}\n{},{}\n", id("001", "a1"), id("005", "r2"), id("001", "a3"), id("005", "r2")),
    );
    study.write("moves.toml", "extends = \"base.toml\"\n[territory]\ncarve = { table = { file = \"moves.csv\" } }\n");
    study
}

#[test]
fn change_files_are_checked_against_a_fresh_export() {
    let study = salesforce();
    study.write("contacts.csv", "Id,AccountId,OwnerId\n003Aa00000000c1,001Aa00000000a1,005Aa00000000r1\n003Aa00000000c2,001Aa00000000a2,005Aa00000000r2\n");
    let made = study
        .run(&["crm", "moves.toml", "--out", "pack", "--contacts", "contacts.csv", "--house-owner", "005Aa00000000r4"])
        .ends(0);
    assert!(made.out.contains("2027-01-01/accounts.csv"), "{}", made.out);
    let file = |name: &str| String::from_utf8(study.read(name)).unwrap();
    let accounts = file("pack/2027-01-01/accounts.csv");
    assert!(accounts.lines().skip(1).all(|line| line.split(',').all(|id| id.len() == 18)), "{accounts}");
    // The two accounts that move, and the one that nobody owned.
    assert_eq!(accounts.lines().count(), 4, "{accounts}");
    assert!(file("pack/2027-01-01/opportunities.csv").lines().nth(1).unwrap().starts_with("006Aa00000000o4"));
    assert_eq!(file("pack/2027-01-01/contacts.csv").lines().count(), 2);
    let before = file("accounts.csv");
    let with = |text: &str, rows: &str| {
        let mut text = text.to_owned();
        for row in rows.lines().skip(1) {
            let (id, owner) = row.split_once(',').unwrap();
            let line = text.lines().find(|line| line.starts_with(&id[..15])).unwrap().to_owned();
            let mut cells: Vec<&str> = line.split(',').collect();
            cells[9] = owner;
            text = text.replace(&line, &cells.join(","));
        }
        text
    };
    study.write("after.csv", with(&before, &accounts));
    assert!(study.run(&["crm", "--out", "pack", "--check", "after.csv"]).ends(0).out.contains("3  applied"));
    let missing = study.run(&["crm", "--out", "pack", "--check", "accounts.csv"]).ends(3);
    assert!(missing.out.contains("3  missing"), "{}", missing.out);
    study.write("after.csv", file("after.csv").replace("005Aa00000000r2", "005Aa00000000r9"));
    let changed = study.run(&["crm", "--out", "pack", "--check", "after.csv"]).ends(3).out;
    assert!(changed.contains("2  changed since") && changed.contains("001Aa00000000a1"), "{changed}");
    study.replace("pack/2027-01-01/accounts.csv", "Id", "ID");
    assert!(study.run(&["crm", "--out", "pack", "--check", "after.csv"]).ends(2).err.contains("crm::edited-pack"));
}

#[test]
fn ids_that_the_crm_does_not_know_write_nothing() {
    let study = Study::new();
    let before = study.everything();
    let refused = study.run(&["crm", "plan.toml", "--out", "pack"]).ends(2).err;
    assert!(refused.contains("crm::no-user") || refused.contains("crm::unknown-id"), "{refused}");
    assert!(study.everything() == before, "a file was written");
    let hubspot = study.run(&["crm", "plan.toml", "--for", "hubspot", "--out", "pack"]).ends(2).err;
    assert!(hubspot.contains("e-mail"), "{hubspot}");
}

#[test]
fn a_review_finds_what_happened_since_the_plan_was_frozen() {
    let study = Study::new();
    study.run(&["freeze", "status-quo.toml", "--out", "kept", "--years", "50"]).ends(0);
    for file in ["accounts.csv", "reps.csv", "opportunities.csv"] {
        study.write(&format!("fresh/{file}"), study.read(file));
    }
    // The account that nobody owned got its owner, and nothing else happened.
    study.replace("fresh/accounts.csv", "medium,no,,,", "medium,no,r4,,");
    let calm = study.run(&["review", "kept", "--data", "fresh", "--as-of", "2027-01-31", "--out", "calm"]).ends(0).out;
    assert!(calm.contains("0 accounts moved, 0 added, 0 lost") && !calm.contains("Gone:"), "{calm}");
    // A quarter later: two accounts moved, one rep left, two deals won, one before the plan.
    study.replace("fresh/accounts.csv", "high,yes,r1,", "high,yes,r2,");
    study.replace("fresh/accounts.csv", "medium,no,r4,2025", "medium,no,r3,2025");
    study.replace("fresh/reps.csv", "hired,quota", "hired,quota,left");
    for (rep, left) in [("400000", ""), ("350000", ""), ("90000", ""), ("80000", "2027-02-15")] {
        study.replace("fresh/reps.csv", &format!("{rep}\n"), &format!("{rep},{left}\n"));
    }
    let won = "o6,a1,r2,Won,95000,2027-01-10,2027-03-20\no7,a5,r3,Won,30000,2027-01-20,2027-03-31\n";
    let before = String::from_utf8(study.read("fresh/opportunities.csv")).unwrap();
    study.write("fresh/opportunities.csv", before + won);
    let found = study.run(&["review", "kept", "--data", "fresh", "--as-of", "2027-03-31"]).ends(0).out;
    let line = |start: &str| {
        found.lines().find(|line| line.trim_start().starts_with(start)).unwrap_or_else(|| panic!("{start}: {found}"))
    };
    assert!(line("a1 ").ends_with("r1 → r2"), "{found}");
    // The rep of the account that moved to r3 has left with the other one.
    assert!(line("a6 ").ends_with("r4 → r3"), "{found}");
    assert!(line("Gone:").contains("Dee (r4)"), "{found}");
    assert!(found.contains("Bookings $125k"), "{found}");
    assert!(found.contains("percentile"), "{found}");
    let seats = String::from_utf8(study.read("kept/reviews/2027-03-31/seats.csv")).unwrap();
    let bob = seats.lines().find(|line| line.starts_with("r2,")).unwrap();
    // Bookings of 95,000 against the part of the plan's quota that is due after a quarter.
    let figure = |column: usize| bob.split(',').nth(column).unwrap().parse::<f64>().unwrap();
    assert!((figure(6) / figure(5) - 0.25).abs() < 0.01, "{bob}");
    assert_eq!(figure(7), 95_000.0, "{bob}");
    assert!((figure(8) - 95_000.0 / figure(6)).abs() < 1e-9, "{bob}");
    // The next review shows the last one.
    let next = study.run(&["review", "kept", "--data", "fresh", "--as-of", "2027-04-30", "--out", "next"]).ends(0).out;
    assert!(next.contains("Review of 2027-03-31"), "{next}");
    let early = study.run(&["review", "kept", "--data", "fresh", "--as-of", "2026-12-31"]).ends(2).err;
    assert!(early.contains("review::before-start"), "{early}");
    assert!(study.run(&["review", "nowhere", "--as-of", "2027-03-31"]).ends(2).err.contains("freeze::no-plan"));
}
