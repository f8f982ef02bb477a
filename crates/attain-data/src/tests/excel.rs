//! Tests of Excel workbooks, written by hand as zip archives of a few XML files.

use std::fmt::Write;

use super::{OPPORTUNITIES, codes, folder, read, scenario};
use crate::Book;
use attain_core::diagnostics::Fault;
use proptest::prelude::{ProptestConfig, any, prop, proptest};

/// A zip archive of uncompressed files.
fn zip(files: &[(&str, String)]) -> Vec<u8> {
    let crc = |bytes: &[u8]| {
        !bytes.iter().fold(u32::MAX, |crc, byte| {
            (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 })
        })
    };
    let (mut body, mut directory) = (Vec::new(), Vec::new());
    for (name, content) in files {
        let at = body.len() as u32;
        let mut fields = vec![20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0];
        for number in [crc(content.as_bytes()), content.len() as u32, content.len() as u32] {
            fields.extend(number.to_le_bytes());
        }
        fields.extend((name.len() as u16).to_le_bytes());
        fields.extend([0, 0]);
        body.extend(b"PK\x03\x04");
        body.extend(&fields);
        body.extend(name.as_bytes());
        body.extend(content.as_bytes());
        directory.extend(b"PK\x01\x02\x14\x00");
        directory.extend(&fields);
        directory.extend([0; 10]);
        directory.extend(at.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let at = body.len() as u32;
    body.extend(&directory);
    body.extend(b"PK\x05\x06\0\0\0\0");
    body.extend((files.len() as u16).to_le_bytes());
    body.extend((files.len() as u16).to_le_bytes());
    body.extend((directory.len() as u32).to_le_bytes());
    body.extend(at.to_le_bytes());
    body.extend([0, 0]);
    body
}

/// A workbook of sheets, each with a name, rows of cells as XML, and the XML after the rows.
fn workbook(sheets: &[(&str, &[&[String]], &str)]) -> Vec<u8> {
    const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const RELS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
    let (mut list, mut relations, mut types) = (String::new(), String::new(), String::new());
    let mut files = Vec::new();
    for (at, (name, rows, after)) in sheets.iter().enumerate() {
        let n = at + 1;
        let _ = write!(list, "<sheet name=\"{name}\" sheetId=\"{n}\" r:id=\"rId{n}\"/>");
        let _ = write!(relations, "<Relationship Id=\"rId{n}\" Type=\"{RELS}/worksheet\" Target=\"worksheets/sheet{n}.xml\"/>");
        let _ = write!(
            types,
            "<Override PartName=\"/xl/worksheets/sheet{n}.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>"
        );
        let mut body = String::new();
        for (row, cells) in rows.iter().enumerate() {
            let _ = write!(body, "<row r=\"{}\">", row + 1);
            for (column, cell) in cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
                let place = format!("{}{}", char::from(b'A' + column as u8), row + 1);
                body.push_str(&cell.replace("<c", &format!("<c r=\"{place}\"")));
            }
            body.push_str("</row>");
        }
        files.push((
            format!("xl/worksheets/sheet{n}.xml"),
            format!("{HEAD}<worksheet xmlns=\"{MAIN}\"><sheetData>{body}</sheetData>{after}</worksheet>"),
        ));
    }
    let styles = format!(
        "{HEAD}<styleSheet xmlns=\"{MAIN}\"><cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\" applyNumberFormat=\"1\"/></cellXfs></styleSheet>"
    );
    let mut all = vec![
        (
            "[Content_Types].xml".to_owned(),
            format!(
                "{HEAD}<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/>{types}</Types>"
            ),
        ),
        (
            "_rels/.rels".to_owned(),
            format!(
                "{HEAD}<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"rId1\" Type=\"{RELS}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml".to_owned(),
            format!("{HEAD}<workbook xmlns=\"{MAIN}\" xmlns:r=\"{RELS}\"><sheets>{list}</sheets></workbook>"),
        ),
        (
            "xl/_rels/workbook.xml.rels".to_owned(),
            format!(
                "{HEAD}<Relationships xmlns=\"{PACKAGE}/relationships\">{relations}<Relationship Id=\"rId99\" Type=\"{RELS}/styles\" Target=\"styles.xml\"/></Relationships>"
            ),
        ),
        ("xl/styles.xml".to_owned(), styles),
    ];
    all.extend(files);
    let all: Vec<(&str, String)> = all.iter().map(|(name, content)| (name.as_str(), content.clone())).collect();
    zip(&all)
}

fn text(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("<c t=\"inlineStr\"><is><t>{text}</t></is></c>") }
}

fn number(number: &str) -> String {
    format!("<c><v>{number}</v></c>")
}

fn day(serial: u32) -> String {
    format!("<c s=\"1\"><v>{serial}</v></c>")
}

/// The opportunities of the study as a sheet, with one date as a plain number and one amount as text.
fn rows() -> Vec<Vec<String>> {
    let header = ["id", "account", "owner", "stage", "amount", "created", "closed"].map(text).to_vec();
    let words = |cells: [&str; 4]| cells.map(text).to_vec();
    vec![
        header,
        [words(["o1", "a1", "r1", "Closed Won"]), vec![number("50000"), day(45658), day(45809)]].concat(),
        [words(["o2", "a2", "r3", "closedlost"]), vec![text("8000"), number("45658"), text("2025-02-01")]].concat(),
        [words(["o3", "a2", "r2", "Prospecting"]), vec![String::new(), day(46327)]].concat(),
    ]
}

fn book(content: &[u8], sheet: Option<&str>) -> Result<Book, Vec<Fault>> {
    let folder = folder("opportunities.xlsx", content);
    let mut scenario = scenario();
    let choice = scenario.data.opportunities.as_mut().expect("a table");
    "opportunities.xlsx".clone_into(&mut choice.file);
    choice.sheet = sheet.map(str::to_owned);
    read(scenario, folder.path())
}

fn sound(after: &str) -> Vec<u8> {
    let rows = rows();
    let table: Vec<&[String]> = rows.iter().map(Vec::as_slice).collect();
    let cover = vec![text("Our pipeline")];
    workbook(&[("Cover", &[&cover], ""), ("Deals", &table, after)])
}

#[test]
fn a_workbook_holds_the_same_book() {
    let plain = folder("opportunities.csv", OPPORTUNITIES.as_bytes());
    let hash = read(scenario(), plain.path()).expect("a book").hash;
    assert_eq!(book(&sound(""), None).expect("a book").hash, hash, "the cover is passed over");
    assert_eq!(book(&sound(""), Some("deals")).expect("a book").hash, hash);
}

#[test]
fn what_is_refused() {
    let refusal = |result: Result<Book, Vec<Fault>>| {
        codes(&result.expect_err("a fault")).into_iter().map(|(code, _)| code.to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(refusal(book(&sound(""), Some("Accounts"))), ["data::no-sheet"]);
    assert_eq!(
        refusal(book(&sound("<mergeCells count=\"1\"><mergeCell ref=\"A1:B1\"/></mergeCells>"), Some("Deals"))),
        ["data::merged-header"]
    );
    assert_eq!(refusal(book(b"PK\x03\x04 and no more", None)), ["data::damaged-excel"]);
    assert_eq!(refusal(book(b"id,account\n", None)), ["data::not-excel"]);
    assert_eq!(refusal(book(b"\xD0\xCF\x11\xE0rest", None)), ["data::not-excel"], "the name says .xlsx");
    let faults = book(&sound("").split_last().map(|(_, rest)| rest.to_vec()).unwrap_or_default(), None);
    assert!(faults.is_err() || faults.is_ok_and(|book| book.opportunities.len() == 3));
    let mut rows = rows();
    rows[1][4] = text("lots");
    let table: Vec<&[String]> = rows.iter().map(Vec::as_slice).collect();
    let faults = book(&workbook(&[("Deals", &table, "")]), None).expect_err("a fault");
    assert_eq!(codes(&faults), [("data::not-an-amount", 2), ("data::missing-value", 4)], "rows are the sheet's own");
}

proptest! {
    #![proptest_config(ProptestConfig { rng_seed: proptest::test_runner::RngSeed::Fixed(4), ..ProptestConfig::with_cases(192) })]

    #[test]
    fn no_damage_to_a_workbook_ends_the_program(damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6)) {
        let mut content = sound("");
        for (place, byte) in damage {
            let place = place.index(content.len());
            content[place] = byte;
        }
        let _ = book(&content, None);
    }
}
