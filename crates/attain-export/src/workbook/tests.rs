//! What is written is what calamine reads, cell by cell.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};
use jiff::civil::date;

use super::*;
use attain_core::output::is_formula_like;

/// Texts that spreadsheets, XML or filters could misread.
const HOSTILE: [&str; 12] = [
    "=1+1",
    "+49 30",
    "-x",
    "@SUM(A1)",
    "＝cmd",
    "a & b <c> \"d\"",
    "Zoë — Ünïcode 日本",
    "  spaces  ",
    "00123",
    "1e5",
    "TRUE",
    "two\nlines",
];

fn read(bytes: &[u8]) -> BTreeMap<String, Vec<Vec<Data>>> {
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes.to_vec())).expect("an Excel file");
    let names = book.sheet_names();
    let all = names.into_iter().map(|name| {
        let range = book.worksheet_range(&name).expect("a sheet");
        let rows = range.rows().map(<[Data]>::to_vec).collect();
        (name, rows)
    });
    all.collect()
}

fn same(cell: &SheetCell, found: &Data) -> bool {
    match (cell, found) {
        (SheetCell::Empty, Data::Empty) => true,
        (SheetCell::Empty, Data::String(text)) => text.is_empty(),
        (SheetCell::Text(text), Data::String(found)) => text == found,
        (SheetCell::Date(day), Data::DateTime(found)) => {
            let (year, month, date, ..) = found.to_ymd_hms_milli();
            (i32::from(day.year()), day.month() as u8, day.day() as u8) == (i32::from(year), month, date)
        }
        (cell, Data::Float(found)) => cell.value() == Some(*found),
        (cell, Data::Int(found)) => cell.value() == Some(*found as f64),
        _ => false,
    }
}

/// Asserts that every cell of the sheets is in the file as it was meant.
pub(super) fn assert_read_back(sheets: &[SheetModel], bytes: &[u8]) {
    let found = read(bytes);
    assert_eq!(found.len(), sheets.len());
    for sheet in sheets {
        let rows = &found[sheet.name];
        assert_eq!(rows.len(), sheet.rows.len() + 1, "rows of {}", sheet.name);
        for (column, cell) in sheet.columns.iter().zip(&rows[0]) {
            assert_eq!(*cell, Data::String(column.title.clone()), "header of {}", sheet.name);
        }
        for (at, (meant, found)) in sheet.rows.iter().zip(&rows[1..]).enumerate() {
            for (column, cell) in meant.iter().enumerate() {
                let found = found.get(column).unwrap_or(&Data::Empty);
                assert!(same(cell, found), "{} row {at} column {column}: {cell:?} is read as {found:?}", sheet.name);
            }
        }
    }
}

/// Asserts that no cell of the file is a formula.
pub(super) fn assert_no_formulas(sheets: &[SheetModel], bytes: &[u8]) {
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes.to_vec())).expect("an Excel file");
    for sheet in sheets {
        let formulas = book.worksheet_formula(sheet.name).expect("a sheet");
        assert!(formulas.cells().all(|(_, _, formula)| formula.is_empty()), "{}", sheet.name);
    }
}

fn sample() -> Vec<SheetModel> {
    let mut rows: Vec<Vec<SheetCell>> = HOSTILE.iter().map(|text| vec![SheetCell::text(text), SheetCell::Empty]).collect();
    for value in [0.0, -1.5, 1e15, 0.1 + 0.2, -0.0] {
        rows.push(vec![SheetCell::Money(value), SheetCell::Share(value)]);
        rows.push(vec![SheetCell::Decimal(value), SheetCell::Whole(value)]);
    }
    rows.push(vec![SheetCell::Date(date(2027, 2, 28)), SheetCell::text("x".repeat(32_767))]);
    let columns =
        vec![SheetColumn::wrapped("=Header", 20.0), SheetColumn { choices: Some(("Other", 3)), ..SheetColumn::new("b", 9.0) }];
    let first = SheetModel { name: "Sheet", columns, rows, frozen: 1, filter: true, charts: Vec::new() };
    let empty = SheetModel { name: "Other", columns: vec![SheetColumn::new("only", 9.0)], rows: Vec::new(), ..first.clone() };
    vec![first, empty]
}

#[test]
fn every_cell_is_read_back() {
    let sheets = sample();
    for currency in ["$", "EUR", "kr \"x\"", "Fr."] {
        let bytes = write(&sheets, "a & b", date(2027, 1, 1), currency).expect("encodes");
        assert_read_back(&sheets, &bytes);
    }
}

#[test]
fn the_same_sheets_give_the_same_bytes() {
    let bytes = || write(&sample(), "plan", date(2027, 1, 1), "$").expect("encodes");
    assert_eq!(bytes(), bytes());
}

#[test]
fn text_like_a_formula_is_text() {
    let sheets = sample();
    let bytes = write(&sheets, "plan", date(2027, 1, 1), "$").expect("encodes");
    assert_no_formulas(&sheets, &bytes);
    assert!(HOSTILE.iter().filter(|text| is_formula_like(text)).count() >= 5);
}
