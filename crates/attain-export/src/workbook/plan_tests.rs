//! The workbook of a plan is what the plan says, and every cell is read back.

use std::path::Path;

use jiff::civil::date;

use super::tests::{assert_no_formulas, assert_read_back};
use super::*;
use attain_fixtures::studies::{LONG, SMALL, plans};

#[test]
fn every_cell_of_a_plan_is_read_back() {
    for text in [SMALL, LONG] {
        let (study, plans) = plans(&[text]);
        let export =
            PlanExport { book: &study.book, plan: &plans[0], resolved: &study.scenarios[0], today: None, simulated: None };
        let sheets = sheets(&export, &plans, &study.scenarios, Path::new(""));
        let bytes = write(&sheets, &plans[0].name, date(2027, 1, 1), "€").expect("encodes");
        assert_read_back(&sheets, &bytes);
        let books = sheets.iter().find(|sheet| sheet.name == attain_data::workbook_format::BOOKS).unwrap();
        assert_eq!(books.rows.len(), study.book.accounts.len());
        let total: f64 = books.rows.iter().filter_map(|row| row[11].value()).sum();
        let potential: f64 = study.book.accounts.iter().map(|account| account.potential).sum();
        assert!((total - potential).abs() < 1e-6 * potential);
    }
}

/// Every text of the data may begin like a formula, and none becomes one.
#[test]
fn hostile_names_stay_text() {
    let (mut study, mut plans) = plans(&[SMALL]);
    for account in &mut study.book.accounts {
        account.name = format!("=HYPERLINK(\"http://x\",\"{}\")", account.id);
    }
    for (seat, start) in plans[0].seats.iter_mut().zip(["=", "+", "-", "@", "＝"].iter().cycle()) {
        seat.name = format!("{start}cmd|{}", seat.id);
        seat.manager = format!("{start}boss");
    }
    let export = PlanExport { book: &study.book, plan: &plans[0], resolved: &study.scenarios[0], today: None, simulated: None };
    let sheets = sheets(&export, &plans, &study.scenarios, Path::new(""));
    let bytes = write(&sheets, "=plan", date(2027, 1, 1), "$").expect("encodes");
    assert_read_back(&sheets, &bytes);
    assert_no_formulas(&sheets, &bytes);
}
