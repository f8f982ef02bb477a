//! The repaired tables and the log of every change, as CSV. Columns keep the names and order of
//! the original files.

use super::parse;
use super::read_record::ReadRecord;
use super::sheet::DataSheet;

/// Name of the file with the log of all changes.
pub(super) const REPAIR_LOG: &str = "log.csv";

/// A file of repaired data, ready to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CleanFile {
    /// File name, such as `accounts.csv`.
    pub name: String,
    /// Content as CSV in UTF-8.
    pub bytes: Vec<u8>,
    /// Number of changes in the file.
    pub changes: usize,
}

/// All readable tables, followed by the log.
pub(super) fn files(record: &ReadRecord) -> Vec<CleanFile> {
    let mut files: Vec<CleanFile> = record.sheets.iter().map(table).collect();
    let mut log = String::from("file,row,column,before,after,rule\n");
    let mut changes = 0;
    for sheet in &record.sheets {
        for change in &sheet.changes {
            row(
                &mut log,
                [&sheet.reading.file, &change.row, &change.column, &change.before, &change.after, change.rule].into_iter(),
            );
        }
        changes += sheet.changes.len();
    }
    files.push(CleanFile { name: REPAIR_LOG.to_owned(), bytes: log.into_bytes(), changes });
    files
}

fn table(sheet: &DataSheet) -> CleanFile {
    let table = &sheet.table;
    // A column with an unsupported type cannot be written. The report lists it.
    let columns: Vec<usize> = (0..table.headers.len()).filter(|column| table.foreign_type(*column).is_none()).collect();
    let mut text = String::new();
    row(&mut text, columns.iter().map(|column| table.headers[*column].as_str()));
    for at in 0..table.rows.len() {
        let cells = columns.iter().map(|column| {
            let cell = table.cell(*column, at).unwrap_or_default();
            // The decimal point must not look like a thousands separator.
            if table.holds_numbers(*column) && parse::two_ways(cell).is_some() { format!("{cell}0") } else { cell.to_owned() }
        });
        let cells: Vec<String> = cells.collect();
        row(&mut text, cells.iter().map(String::as_str));
    }
    CleanFile { name: format!("{}.csv", sheet.reading.table), bytes: text.into_bytes(), changes: sheet.changes.len() }
}

/// Appends a row, with quotes where necessary.
fn row<'a>(text: &mut String, cells: impl Iterator<Item = &'a str>) {
    for (at, cell) in cells.enumerate() {
        if at > 0 {
            text.push(',');
        }
        if cell.contains([',', ';', '\t', '"', '\n', '\r']) || cell.starts_with(' ') || cell.ends_with(' ') {
            text.push('"');
            text.push_str(&cell.replace('"', "\"\""));
            text.push('"');
        } else {
            text.push_str(cell);
        }
    }
    text.push('\n');
}
