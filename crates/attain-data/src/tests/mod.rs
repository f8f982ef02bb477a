//! Tests of the crate: broken files, real files and arbitrary bytes.

mod clean;
mod crm;
mod excel;
mod exports;
mod faults;
mod field;
mod generated;
mod numbers;
mod properties;
mod sound;

use std::path::Path;

use super::{Book, load};
use attain_core::diagnostics::{Fault, Faults, Place};
use attain_core::scenario::ResolvedScenario;
use attain_core::scenario::choices::{AccountsTable, OpportunitiesTable, RepsTable, Scenario, Segment, Team};
use attain_core::units::Money;

/// A study with two segments, each served by one team.
fn scenario() -> Scenario {
    let mut scenario = Scenario::default();
    for (name, from, team) in [("enterprise", 500_000.0, "field"), ("smb", 0.0, "inside")] {
        let segment = Segment { potential_from: Money::literal(from), ..Segment::default() };
        scenario.market.segments.insert(name.to_owned(), segment);
        scenario.teams.insert(team.to_owned(), Team { segments: vec![name.to_owned()], ..Team::default() });
    }
    scenario.data.accounts = Some(AccountsTable { file: "accounts.csv".into(), ..AccountsTable::default() });
    scenario.data.reps = Some(RepsTable { file: "reps.csv".into(), ..RepsTable::default() });
    scenario.data.opportunities = Some(OpportunitiesTable { file: "opportunities.csv".into(), ..OpportunitiesTable::default() });
    scenario
}

/// Builds a resolved scenario for the tests of this crate.
fn resolved(scenario: Scenario, folder: &Path) -> ResolvedScenario {
    ResolvedScenario::in_memory(scenario, "plan.toml", folder)
}

const ACCOUNTS: &str = "\
id,name,industry,region,latitude,longitude,potential,revenue,growth,strategic,risk,parent,owner,owner since,fit
a1,Alpha,retail,North,52.5,13.4,\"750,000\",120000,high,yes,low,,r1,2024-05-01,80 %
a2,Beta,Retail,South,48.1,11.6,40000,,low,no,high,a1,r2,2025-01-15,0.4
a3,Gamma,media,NA,,,9000,1000,,,,,,,
";
const REPS: &str = "\
id,name,team,region,manager,hired,left,quota,skills
r1,Ann,field,North,Mo,2020-02-01,,900000,retail;french
r2,Bob,inside,South,Mo,2021-03-01,,400000,
r3,Cyd,inside,South,Mo,2019-03-01,2025-02-01,400000,
";
const OPPORTUNITIES: &str = "\
id,account,owner,stage,amount,created,closed
o1,a1,r1,Closed Won,50000,2025-01-01,2025-06-01
o2,a2,r3,closedlost,8000,2025-01-01,2025-02-01
o3,a2,r2,Prospecting,,2026-11-01,
";

/// A study's files, with one of them replaced or added.
fn folder(replaced: &str, content: &[u8]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (name, sound) in [("accounts.csv", ACCOUNTS), ("reps.csv", REPS), ("opportunities.csv", OPPORTUNITIES)] {
        std::fs::write(folder.path().join(name), sound).expect("a file");
    }
    if !replaced.is_empty() {
        std::fs::write(folder.path().join(replaced), content).expect("a file");
    }
    folder
}

fn read(scenario: Scenario, folder: &Path) -> Result<Book, Vec<Fault>> {
    let mut faults = Faults::default();
    let book = load(&resolved(scenario, folder), &mut faults);
    assert_eq!(book.is_none(), !faults.0.is_empty(), "a book exactly when there is no fault: {faults}");
    book.ok_or(faults.0)
}

/// The code and line of each fault.
fn codes(faults: &[Fault]) -> Vec<(&str, usize)> {
    let line = |fault: &Fault| match fault.place {
        Place::Cell { line, .. } => line.unwrap_or(0),
        _ => 0,
    };
    faults.iter().map(|fault| (fault.code(), line(fault))).collect()
}
