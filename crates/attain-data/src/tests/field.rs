//! Tests of field statements blended by credibility.

use super::super::Outcome;
use super::{codes, folder, read, scenario};
use attain_core::scenario::choices::{FieldTable, Scenario};

fn with_field(content: &str) -> (Scenario, tempfile::TempDir) {
    let folder = folder("field.csv", content.as_bytes());
    let mut scenario = scenario();
    scenario.data.field = Some(FieldTable { file: "field.csv".into(), ..FieldTable::default() });
    (scenario, folder)
}

#[test]
fn statements_are_blended_by_their_confidence() {
    let (scenario, folder) = with_field(
        "account,potential,odds,note,confidence,by\na1,1050000,,new plant,1,Ann\na2,100000,0.5,,0.5,Bob\na2,60000,,,0.5,Mo\na3,,,only a word,,Mo\n",
    );
    let book = read(scenario, folder.path()).expect("a book");
    let [alpha, beta, gamma] = &book.field[..] else { panic!("three views") };
    let blend = alpha.potential.expect("a blend");
    assert_eq!((blend.data, blend.field, blend.credibility), (750_000.0, 1_050_000.0, 0.5), "one sure voice counts as the data");
    assert_eq!(book.accounts[0].potential, 900_000.0);
    let blend = beta.potential.expect("a blend");
    assert_eq!((blend.field, blend.credibility, book.accounts[1].potential), (80_000.0, 0.5, 60_000.0));
    let odds = beta.odds.expect("a blend");
    assert!((odds.credibility - 1.0 / 3.0).abs() < 1e-12);
    let Outcome::Open(chance) = book.opportunities[2].outcome else { panic!("open") };
    assert!((chance - (0.1 + (0.5 - 0.1) / 3.0)).abs() < 1e-12);
    assert_eq!((alpha.notes.as_slice(), gamma.potential), (["Ann: new plant".to_owned()].as_slice(), None));
    assert_eq!(
        book.reading.findings.iter().filter(|one| one.kind.code() == "field-unused").map(|one| one.count).sum::<usize>(),
        1
    );
}

#[test]
fn the_field_can_be_wrong() {
    let (scenario, folder) =
        with_field("account,potential,odds,confidence\na9,5,,1\n,5,,1\na1,lots,,1\na1,5,1.5,1\na1,5,,150 %\na2,5,,0\n");
    let faults = read(scenario, folder.path()).expect_err("faults");
    assert_eq!(
        codes(&faults),
        [
            ("data::unknown-account", 2),
            ("data::missing-value", 3),
            ("data::not-an-amount", 4),
            ("data::not-a-share", 5),
            ("data::not-a-share", 6)
        ]
    );
    let (scenario, folder) = with_field("account,potential,confidence\na1,5,0\n");
    let book = read(scenario, folder.path()).expect("a book");
    assert_eq!(book.accounts[0].potential, 750_000.0, "who is not sure at all changes nothing");
}
