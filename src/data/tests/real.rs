//! A public CRM export with all its dirt.

use std::path::{Path, PathBuf};

use super::{Book, read};
use crate::fault::Fault;
use crate::scenario::choices::{Accounts, Opportunities, Reps, Scenario, Segment, Team};
use crate::units::Share;

/// The folder of shared data, when this machine has it.
fn maven() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let found = root.ancestors().skip(1).map(|up| up.join("shared/data/maven_crm")).find(|folder| folder.is_dir());
    if found.is_none() {
        eprintln!("skipped: no shared/data/maven_crm beside this folder");
    }
    found
}

fn map(pairs: &[(&str, &str)]) -> std::collections::BTreeMap<String, String> {
    pairs.iter().map(|(ours, theirs)| ((*ours).to_owned(), (*theirs).to_owned())).collect()
}

fn scenario() -> Scenario {
    let mut scenario = Scenario::default();
    scenario.market.segments.insert("all".into(), Segment::default());
    scenario.teams.insert("sales".into(), Team::default());
    let columns = map(&[("id", "account"), ("industry", "sector"), ("potential", "revenue"), ("region", "office_location")]);
    scenario.data.accounts = Some(Accounts { file: "accounts.csv".into(), columns, ..Accounts::default() });
    scenario.data.reps = Some(Reps { file: "sales_teams.csv".into(), ..Reps::default() });
    let stages = [("Prospecting", 0.1), ("Engaging", 0.4)].map(|(stage, chance)| (stage.to_owned(), Share::of(chance)));
    scenario.data.opportunities =
        Some(Opportunities { file: "sales_pipeline.csv".into(), stages: stages.into(), ..Opportunities::default() });
    scenario
}

fn count(faults: &[Fault], code: &str) -> usize {
    faults.iter().filter(|fault| fault.problem.code() == code).count()
}

#[test]
fn open_rows_without_an_account_are_told_and_nothing_else() {
    let Some(folder) = maven() else { return };
    let faults = read(scenario(), &folder).expect_err("1,425 accounts are missing");
    assert_eq!(faults.len(), 21, "{faults:?}");
    assert_eq!(count(&faults, "data::missing-value"), 21);
    let last = faults[20].to_string();
    assert!(last.contains("1405 more like this"), "{last}");
}

#[test]
fn a_stage_that_nobody_named_is_told() {
    let Some(folder) = maven() else { return };
    let mut scenario = scenario();
    if let Some(table) = &mut scenario.data.opportunities {
        table.stages = Opportunities::default().stages;
    }
    let faults = read(scenario, &folder).expect_err("`Engaging` is unknown");
    assert_eq!(count(&faults, "data::unknown-stage"), 21);
}

#[test]
fn the_closed_part_is_read_whole() {
    let Some(folder) = maven() else { return };
    let copy = tempfile::tempdir().expect("a temporary folder");
    for file in ["accounts.csv", "sales_teams.csv"] {
        std::fs::copy(folder.join(file), copy.path().join(file)).expect("a copy");
    }
    let pipeline = std::fs::read_to_string(folder.join("sales_pipeline.csv")).expect("text");
    let named: Vec<&str> = pipeline.lines().filter(|line| line.split(',').nth(3) != Some("")).collect();
    std::fs::write(copy.path().join("sales_pipeline.csv"), named.join("\n")).expect("a file");
    let book: Book = read(scenario(), copy.path()).expect("a book");
    assert_eq!((book.accounts.len(), book.reps.len(), book.opportunities.len()), (85, 35, 8800 - 1425));
    let won: f64 = book.opportunities.iter().filter(|o| o.outcome == super::super::Outcome::Won).map(|o| o.amount).sum();
    assert_eq!(won, 10_005_534.0);
    assert!(book.industries.contains(&"technolgy".to_owned()), "spelling is the user's");
    let golddex = book.accounts.iter().filter(|account| account.family == "Golddex").count();
    assert_eq!(golddex, 3, "two subsidiaries and itself");
}
