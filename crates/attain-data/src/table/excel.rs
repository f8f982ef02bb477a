//! Excel workbooks. One sheet is read, and its first non-empty row is the header. Numbers
//! keep their digits, and cells formatted as dates become text such as `2026-12-31`. Dates
//! stored as plain numbers are interpreted when the column is parsed.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;

use calamine::{DataRef, Reader, Xlsx, XlsxError, open_workbook_from_rs};
use polars::prelude::{NewChunkedArray, StringChunked};

use super::text_table::{ColumnText, TextTable};
use crate::fault::DataFault;
use crate::file_faults::FileRow;

/// Maximum number of columns read. A stray cell far to the right is not part of a table.
const WIDEST: u32 = 4096;

/// Cells of a row, keyed by column: the text, and whether the workbook stores it as a number.
type SheetRow = BTreeMap<u32, (String, bool)>;
/// Cells, keyed by row.
type Cells = BTreeMap<u32, SheetRow>;

/// Reads the named sheet, or the first sheet that contains a table.
pub(super) fn read(bytes: &[u8], sheet: Option<&str>) -> Result<TextTable, DataFault> {
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).map_err(|_: XlsxError| DataFault::DamagedExcel)?;
    let names = book.sheet_names();
    let wanted: Vec<String> = match sheet {
        None => names.clone(),
        Some(name) => names.iter().filter(|known| known.trim().eq_ignore_ascii_case(name.trim())).take(1).cloned().collect(),
    };
    if let (Some(name), true) = (sheet, wanted.is_empty()) {
        return Err(DataFault::NoSheet { found: name.to_owned(), names: names.join(", ") });
    }
    for name in &wanted {
        let cells = cells(&mut book, name)?;
        let several = sheet.is_none() && names.len() > 1;
        match cells.first_key_value() {
            // A cover sheet has only a title.
            Some((_, first)) if !several || (first.len() > 1 && cells.len() > 1) => {
                merged(&mut book, name, &cells)?;
                return Ok(table(&cells));
            }
            _ => {}
        }
    }
    Err(DataFault::Empty)
}

fn cells(book: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Result<Cells, DataFault> {
    let damaged = |_: XlsxError| DataFault::DamagedExcel;
    let mut cells = Cells::new();
    let mut reader = match book.worksheet_cells_reader(name) {
        Ok(reader) => reader,
        // A sheet that contains only a chart.
        Err(XlsxError::NotAWorksheet(_)) => return Ok(cells),
        Err(error) => return Err(damaged(error)),
    };
    while let Some(cell) = reader.next_cell().map_err(damaged)? {
        let (row, column) = cell.get_position();
        if let (Some(value), true) = (text(cell.get_value()), column < WIDEST) {
            cells.entry(row).or_default().insert(column, value);
        }
    }
    Ok(cells)
}

/// The text of a cell, and whether it is a number. `None` for empty cells and for errors such as `#N/A`.
fn text(value: &DataRef<'_>) -> Option<(String, bool)> {
    let (text, number) = match value {
        DataRef::Int(number) => (number.to_string(), true),
        DataRef::Float(number) if number.fract() == 0.0 && number.abs() < 9e15 => ((*number as i64).to_string(), true),
        DataRef::Float(number) => (decimals(*number), true),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => (text.clone(), false),
        DataRef::SharedString(text) => ((*text).to_owned(), false),
        DataRef::Bool(yes) => (yes.to_string(), false),
        DataRef::DateTime(time) if time.is_datetime() => {
            let (year, month, day, ..) = time.to_ymd_hms_milli();
            (format!("{year:04}-{month:02}-{day:02}"), false)
        }
        DataRef::DateTime(time) => (time.as_f64().to_string(), true),
        DataRef::Error(_) | DataRef::Empty => return None,
    };
    (!text.trim().is_empty()).then_some((text, number))
}

/// Formats a number with enough decimals that the point cannot be mistaken for a thousands
/// separator.
fn decimals(number: f64) -> String {
    let text = number.to_string();
    if text.contains('.') { text + "0000" } else { text }
}

/// Reports merged cells in the header, which leave columns without names.
fn merged(book: &mut Xlsx<Cursor<&[u8]>>, name: &str, cells: &Cells) -> Result<(), DataFault> {
    let Some((header, _)) = cells.first_key_value() else { return Ok(()) };
    let regions = book.merge_cells_by_sheet_name(name).unwrap_or_default();
    match regions.iter().find(|region| region.start.0 <= *header && *header <= region.end.0) {
        Some(region) => Err(DataFault::MergedHeader { row: region.start.0 as usize + 1 }),
        None => Ok(()),
    }
}

fn table(cells: &Cells) -> TextTable {
    let Some((header_row, header)) = cells.first_key_value() else { return TextTable::new(Vec::new(), Vec::new(), Vec::new()) };
    let body: Vec<(&u32, &SheetRow)> = cells.range(header_row + 1..).collect();
    // A column without a header is kept, so that its cells are not dropped silently.
    let used: BTreeSet<u32> = header.keys().chain(body.iter().flat_map(|(_, cells)| cells.keys())).copied().collect();
    let name = |column: &u32| header.get(column).map_or_else(String::new, |(name, _)| name.trim().to_owned());
    let headers: Vec<(u32, String)> = used.iter().map(|column| (*column, name(column))).collect();
    let columns = headers.iter().map(|(column, _)| {
        let column = body.iter().map(|(_, cells)| cells.get(column));
        let numbers = column.clone().flatten().all(|(_, number)| *number);
        let texts = StringChunked::from_iter_options("".into(), column.map(|cell| cell.map(|(text, _)| text.as_str())));
        if numbers { ColumnText::Numbers(texts) } else { ColumnText::Text(texts) }
    });
    let columns = columns.collect();
    let row = |(at, (line, _)): (usize, &(&u32, &SheetRow))| FileRow {
        number: at + 1,
        at,
        line: Some(**line as usize + 1),
        broken: false,
    };
    let rows = body.iter().enumerate().map(row).collect();
    TextTable::new(headers.into_iter().map(|(_, name)| name).collect(), rows, columns)
}
