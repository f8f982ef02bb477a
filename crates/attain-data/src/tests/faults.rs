//! Tests of broken files: faults and their lines.

use super::{ACCOUNTS, OPPORTUNITIES, REPS, codes, folder, read, scenario};
use attain_core::diagnostics::{Fault, Faults};
use attain_core::scenario::choices::{AccountsTable, DataTable, Scenario};

type File = (&'static str, Vec<u8>);
type FaultCodes = &'static [(&'static str, usize)];

/// A file's content with one text replaced.
fn swap(content: &str, from: &str, to: &str) -> Vec<u8> {
    assert!(content.contains(from), "{from}");
    content.replacen(from, to, 1).into_bytes()
}

#[test]
fn each_broken_file_is_told_by_code_and_line() {
    let a = |from: &str, to: &str| ("accounts.csv", swap(ACCOUNTS, from, to));
    let r = |from: &str, to: &str| ("reps.csv", swap(REPS, from, to));
    let o = |from: &str, to: &str| ("opportunities.csv", swap(OPPORTUNITIES, from, to));
    let cases: Vec<(File, FaultCodes)> = vec![
        (("accounts.csv", Vec::new()), &[("data::file-empty", 0)]),
        (("accounts.csv", b"\xEF\xBB\xBF".to_vec()), &[("data::file-empty", 0)]),
        (("accounts.csv", b"id,potential\n".to_vec()), &[("data::no-rows", 0)]),
        (("accounts.csv", b"id,potential\na1,5\na2,\x81\xFF\n".to_vec()), &[("data::not-utf8", 0)]),
        (("accounts.csv", b"PK\x03\x04rest".to_vec()), &[("data::damaged-excel", 0)]),
        (("accounts.csv", b"PAR1 not really".to_vec()), &[("data::damaged-parquet", 0)]),
        (a("a2,Beta,Retail", "a2,Beta"), &[("data::ragged-row", 3)]),
        (a("a2,Beta", "a2,\"Beta"), &[("data::open-quote", 3)]),
        (a("Gamma", "5\" Gamma"), &[("data::stray-quote", 4)]),
        (a("potential", "worth"), &[("data::missing-column", 0)]),
        (a("id,name", "id,Industry"), &[("data::ambiguous-column", 0)]),
        (a("a2,Beta", ",Beta"), &[("data::blank-id", 3), ("data::unknown-account", 3), ("data::unknown-account", 4)]),
        (a("a3,Gamma", "a1,Gamma"), &[("data::duplicate-id", 4)]),
        (a("9000", "lots"), &[("data::not-an-amount", 4)]),
        (a("9000", "NaN"), &[("data::not-finite", 4)]),
        (a("9000", "inf"), &[("data::not-finite", 4)]),
        (a("9000", "(5)"), &[("data::negative-amount", 4)]),
        (a("9000", "1e20"), &[("data::amount-too-large", 4)]),
        (a("9000,1000", ","), &[("data::missing-value", 4)]),
        (a("2025-01-15", "2025-13-15"), &[("data::not-a-date", 3)]),
        (a(",yes,", ",perhaps,"), &[("data::not-yes-or-no", 2)]),
        (a(",high,yes", ",huge,yes"), &[("data::not-a-class", 2)]),
        (a("80 %", "180 %"), &[("data::not-a-share", 2)]),
        (a("52.5", "95"), &[("data::not-degrees", 2)]),
        (a("52.5,13.4", "52.5,"), &[("data::half-a-place", 2)]),
        (a("longitude", "height"), &[("data::half-a-place", 0)]),
        (a("a1,r2", "a1,r9"), &[("data::unknown-rep", 3)]),
        (a("low,,r1", "low,a2,r1"), &[("data::parent-cycle", 2)]),
        (r("Ann,field", "Ann,feild"), &[("data::unknown-team", 2)]),
        (r("Ann,field", "Ann,"), &[("data::missing-value", 2)]),
        (r("name,team", "name,crew"), &[("data::missing-column", 0)]),
        (r("2025-02-01", "2018-02-01"), &[("data::left-before-hired", 4)]),
        (r("2025-02-01", "2027-02-01"), &[("data::left-in-horizon", 4)]),
        (r("2021-03-01,", "2021-03-01,2024-01-01"), &[("data::no-reps-in-segment", 0)]),
        (r("r3,", "r2,"), &[("data::duplicate-id", 4), ("data::unknown-rep", 3)]),
        (o("Prospecting", "Prospectng"), &[("data::unknown-stage", 4)]),
        (o("o2,a2", "o2,a7"), &[("data::unknown-account", 3)]),
        (o("a2,r3", "a2,r8"), &[("data::unknown-rep", 3)]),
        (o("2025-06-01", "2024-06-01"), &[("data::closed-before-created", 2)]),
        (o("50000", ""), &[("data::missing-value", 2), ("data::missing-value", 4)]),
        (o("created", "born"), &[("data::missing-column", 0)]),
    ];
    assert!(cases.len() >= 40);
    let mut wrong = Vec::new();
    for ((file, content), expected) in cases {
        let folder = folder(file, &content);
        let faults = read(scenario(), folder.path()).expect_err("a fault");
        if codes(&faults) != expected {
            wrong.push(format!("expected {expected:?}\n{}", Faults(faults)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn faults_of_the_scenario() {
    let check = |change: &dyn Fn(&mut Scenario), expected: &[&str]| {
        let folder = folder("", b"");
        let mut scenario = scenario();
        change(&mut scenario);
        let faults = read(scenario, folder.path()).expect_err("a fault");
        let codes: Vec<&str> = faults.iter().map(Fault::code).collect();
        assert_eq!(codes, expected, "{faults:?}");
    };
    let accounts = |file: &str, ours: &str, theirs: &str| {
        let columns = [(ours.to_owned(), theirs.to_owned())].into();
        Some(AccountsTable { file: file.to_owned(), columns, ..AccountsTable::default() })
    };
    check(&|s| s.data.accounts = accounts("nowhere.csv", "id", "id"), &["data::file-not-found"]);
    check(&|s| s.data.accounts = accounts(".", "id", "id"), &["data::file-is-folder"]);
    check(&|s| s.data.accounts = accounts(" ", "id", "id"), &["data::no-file-name"]);
    check(&|s| s.data.accounts = accounts("accounts.csv", "id", "ID of account"), &["data::mapped-column-missing"]);
    check(&|s| s.data.accounts = accounts("accounts.csv", "potencial", "potential"), &["data::unknown-column-key"]);
    check(&|s| s.market.segments.clear(), &["data::no-segments"]);
    check(&|s| s.teams.clear(), &["data::no-teams"]);
    check(&|s| s.data.reps = None, &["data::owners-without-reps"]);
    check(
        &|s| s.data.production = Some(DataTable { file: "reps.csv".into(), ..DataTable::default() }),
        &["data::missing-column", "data::missing-column"],
    );
    check(
        &|s| {
            s.data.accounts = None;
            s.data.opportunities = None;
        },
        &["data::nothing-to-generate"],
    );
}

#[test]
fn a_wrong_column_is_told_twenty_times_and_then_counted() {
    let rows: String = (0..1000).fold(String::new(), |rows, row| rows + &format!("x{row},lots\n"));
    let folder = folder("accounts.csv", format!("id,potential\n{rows}").as_bytes());
    let mut scenario = scenario();
    scenario.data.opportunities = None;
    let faults = read(scenario, folder.path()).expect_err("faults");
    let amounts: Vec<String> =
        faults.iter().filter(|fault| fault.code() == "data::not-an-amount").map(ToString::to_string).collect();
    assert_eq!(amounts.len(), 21);
    assert!(amounts[20].contains("980 more like this"), "{}", amounts[20]);
}

#[test]
fn a_fault_reads_as_one_line_with_a_suggestion() {
    let folder = folder("opportunities.csv", &swap(OPPORTUNITIES, "Prospecting", "Prospectng"));
    let faults = read(scenario(), folder.path()).expect_err("a fault");
    let line = faults[0].to_string();
    assert!(
        line.contains("opportunities.csv:4: column `stage`: error[data::unknown-stage]: unknown stage `Prospectng`"),
        "{line}"
    );
    assert!(line.contains("; help: did you mean `Prospecting`? expected one of: "), "{line}");
}
