//! Tests of valid files in different notations.

use std::fmt::Write;

use polars::prelude::{Column, DataFrame, ParquetWriter};

use super::super::Outcome;
use super::{ACCOUNTS, OPPORTUNITIES, REPS, folder, read, resolved, scenario};
use attain_core::scenario::choices::GrowthClass;

#[test]
fn what_is_read() {
    let folder = folder("", b"");
    let book = read(scenario(), folder.path()).expect("a book");
    let [alpha, beta, gamma] = &book.accounts[..] else { panic!("three accounts") };
    assert_eq!(alpha.potential, 750_000.0);
    assert_eq!((alpha.segment, beta.segment), (0, 1), "by potential");
    assert_eq!((alpha.fit, alpha.growth, alpha.strategic), (0.8, GrowthClass::High, true));
    assert_eq!(book.industries, ["Retail", "media"]);
    assert_eq!(book.regions, ["NA", "North", "South"]);
    assert_eq!(book.skills, ["Retail", "french", "media"]);
    assert_eq!(alpha.industry, beta.industry);
    assert_eq!((beta.family.as_str(), beta.owner, gamma.owner), ("a1", Some(1), None));
    assert_eq!((gamma.growth, gamma.strategic, gamma.fit), (GrowthClass::Medium, false, 0.5));
    assert_eq!(book.reps[0].skills, [0, 1]);
    let [won, lost, open] = &book.opportunities[..] else { panic!("three opportunities") };
    assert_eq!((won.outcome, lost.outcome, open.outcome), (Outcome::Won, Outcome::Lost, Outcome::Open(0.1)));
    assert_eq!(lost.owner, Some(2), "a leaver keeps closed history");
    assert_eq!(open.amount, 50_000.0, "the median of what was won");
    assert_eq!(book.hash.len(), 64);
}

#[test]
fn an_owner_who_left_owns_nothing() {
    let folder = folder("accounts.csv", ACCOUNTS.replace("a1,r2", "a1,r3").as_bytes());
    let book = read(scenario(), folder.path()).expect("a book");
    assert_eq!((book.accounts[1].owner, book.accounts[1].owner_since), (None, None));
}

#[test]
fn other_separators_marks_and_line_ends_hold_the_same_book() {
    let plain = folder("", b"");
    let hash = read(scenario(), plain.path()).expect("a book").hash;
    let tabs = ACCOUNTS.replace(",000\"", "#").replace(',', "\t").replace('#', ",000\"");
    let cases = [
        ("reps.csv", format!("\u{feff}{}", REPS.replace('\n', "\r\n"))),
        ("opportunities.csv", OPPORTUNITIES.replace(',', ";")),
        ("accounts.csv", tabs),
        ("opportunities.csv", OPPORTUNITIES.replace("\no2", "\n\n,,,,,,\no2").trim_end().to_owned()),
        ("opportunities.csv", OPPORTUNITIES.replace("2026-11-01,", "2026-11-01,None")),
    ];
    for (file, content) in cases {
        let folder = folder(file, content.as_bytes());
        assert_eq!(read(scenario(), folder.path()).expect(&content).hash, hash, "{content}");
    }
}

#[test]
fn parquet_holds_the_same_book() {
    let plain = folder("", b"");
    let hash = read(scenario(), plain.path()).expect("a book").hash;
    let mut frame = DataFrame::new(
        3,
        vec![
            Column::new("OpportunityId".into(), ["o1", "o2", "o3"]),
            Column::new("AccountId".into(), ["a1", "a2", "a2"]),
            Column::new("OwnerId".into(), ["r1", "r3", "r2"]),
            Column::new("StageName".into(), ["Closed Won", "closedlost", "Prospecting"]),
            Column::new("Amount".into(), [Some(50_000.0), Some(8_000.0), None]),
            Column::new("CreatedDate".into(), [20_089_i32, 20_089, 20_758])
                .cast(&polars::prelude::DataType::Date)
                .expect("dates"),
            Column::new("CloseDate".into(), [Some("2025-06-01"), Some("2025-02-01"), None]),
        ],
    )
    .expect("a frame");
    let folder = folder("", b"");
    let file = std::fs::File::create(folder.path().join("opportunities.parquet")).expect("a file");
    ParquetWriter::new(file).finish(&mut frame).expect("written");
    let mut scenario = scenario();
    if let Some(table) = &mut scenario.data.opportunities {
        "opportunities.parquet".clone_into(&mut table.file);
    }
    assert_eq!(read(scenario, folder.path()).expect("a book").hash, hash);
}

#[test]
fn long_lines_and_newlines_in_quotes() {
    let long = "x".repeat(1_000_000);
    let content = ACCOUNTS.replace("Alpha", &format!("\"{long}\n\"\"{long}\"\"\"")).replace("9000", "9000x");
    let broken = folder("accounts.csv", content.as_bytes());
    let faults = read(scenario(), broken.path()).expect_err("a fault");
    assert_eq!(super::codes(&faults), [("data::not-an-amount", 5)], "the file's own lines are counted");
    let sound = folder("accounts.csv", content.replace("9000x", "9000").as_bytes());
    let book = read(scenario(), sound.path()).expect("a book");
    assert_eq!(book.accounts[0].name, format!("{long}\n\"{long}\""));
}

#[test]
fn the_same_input_is_known() {
    let folder = folder("", b"");
    let one = resolved(scenario(), folder.path());
    let mut other = resolved(scenario(), folder.path());
    other.scenario.territory.min_accounts = 3;
    assert!(super::super::same_input(&one, &other));
    other.scenario.market.segments.remove("smb");
    assert!(!super::super::same_input(&one, &other));
}

#[test]
fn fifty_thousand_accounts_and_two_hundred_thousand_opportunities() {
    let mut accounts = String::from("id,name,industry,region,potential,revenue,owner,owner since\nbig,,,,900000,,,\n");
    for n in 0..50_000 {
        let _ = writeln!(accounts, "a{n},Account {n},retail,North,{},{n},r{},2024-05-01", n * 7 % 90_000, 1 + n % 2);
    }
    let mut rows = String::from("id,account,owner,stage,amount,created,closed\n");
    for n in 0..200_000 {
        let _ = writeln!(rows, "o{n},a{},r1,Closed Won,{n}.5,2025-01-{:02},2025-06-01", n % 50_000, 1 + n % 28);
    }
    let folder = folder("accounts.csv", accounts.as_bytes());
    std::fs::write(folder.path().join("opportunities.csv"), rows).expect("a file");
    let book = read(scenario(), folder.path()).expect("a book");
    assert_eq!((book.accounts.len(), book.opportunities.len()), (50_001, 200_000));
}
