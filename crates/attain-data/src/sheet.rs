//! A data table with attain's column names, and its faults, findings and changes.

use std::collections::BTreeMap;

use super::column_match;
use super::column_specs::ColumnSpec;
use super::comparable_name::bare;
use super::fault::DataFault;
use super::file_faults::{FileFaults, FileRow};
use super::quality::{DataFinding, FindingKind, FindingPlace, FindingTreatment};
use super::reading::{ColumnReport, FileReport};
use super::repair::CellChange;
use super::table::TextTable;
use attain_core::scenario::choices::{DateOrder, DecimalSign};

/// A table whose columns are accessed by attain's names.
#[derive(Debug)]
pub(super) struct DataSheet {
    pub table: TextTable,
    /// Positions of the columns in the file.
    pub columns: BTreeMap<&'static str, usize>,
    /// Decimal sign of the file, if the scenario gives one.
    pub decimal: Option<DecimalSign>,
    /// Order of day and month in the file, if the scenario gives one.
    pub date_order: Option<DateOrder>,
    pub faults: FileFaults,
    pub reading: FileReport,
    pub findings: Vec<DataFinding>,
    pub changes: Vec<CellChange>,
}

impl DataSheet {
    /// Whether the file stores a column's cells as numbers.
    pub fn holds_numbers(&self, column: &str) -> bool {
        self.columns.get(column).is_some_and(|place| self.table.holds_numbers(*place))
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.table.rows.len()
    }

    /// Whether the file has this column.
    pub fn has(&self, column: &str) -> bool {
        self.columns.contains_key(column)
    }

    /// The unrecognised header that equals the given bare name, if any.
    pub fn ignores(&self, header: &str) -> Option<&str> {
        self.reading.ignored.iter().find(|ignored| bare(ignored) == header).map(String::as_str)
    }

    pub fn row(&self, row: usize) -> FileRow {
        self.table.rows[row]
    }

    /// Text of a cell; `None` if the cell is empty or contains `None`, `null`, `n/a`, `NA` or a
    /// dash. In a
    /// region column, `NA` means North America.
    pub fn text(&self, column: &str, row: usize) -> Option<&str> {
        let text = self.table.cell(*self.columns.get(column)?, row)?;
        let nothing = ["none", "null", "n/a", "#n/a", "-", "--", "–", "—"].iter().any(|word| text.eq_ignore_ascii_case(word))
            || (text.eq_ignore_ascii_case("na") && column != "region");
        (!nothing).then_some(text)
    }

    /// Text of a cell as an owned string.
    pub fn word(&self, column: &str, row: usize) -> Option<String> {
        self.text(column, row).map(str::to_owned)
    }

    /// The column's name in the file, or attain's name if the file does not have the column.
    pub fn header<'a>(&'a self, column: &'a str) -> &'a str {
        self.columns.get(column).map_or(column, |place| self.table.headers[*place].as_str())
    }

    /// Reports a fault of a cell, using the column's name in the file.
    pub fn fault(&mut self, row: usize, column: &str, problem: DataFault) {
        let row = self.table.rows[row];
        if !row.broken {
            let header = self.header(column).to_owned();
            self.faults.cell(row, &header, problem);
        }
    }

    /// Reports a finding about cells of a column, or about rows if `column` is empty.
    /// Nothing is reported without examples.
    pub fn finding(&mut self, kind: FindingKind, column: &str, examples: Vec<String>, treatment: FindingTreatment) {
        if !examples.is_empty() {
            let header = if column.is_empty() { String::new() } else { self.header(column).to_owned() };
            let total = self.len();
            let place = FindingPlace { table: self.reading.table, column: &header };
            self.findings.push(DataFinding::new(kind, place, examples, total, treatment));
        }
    }

    /// Reports that cells of a column were filled in by a rule.
    pub fn filled(&mut self, column: &'static str, count: usize, rule: &'static str) {
        if count == 0 {
            return;
        }
        if self.reading.column(column).is_none() {
            self.reading.columns.push(ColumnReport { ours: column, blank: self.len(), ..ColumnReport::default() });
        }
        if let Some(reading) = self.reading.column(column) {
            reading.filled.push((count, rule));
        }
    }

    /// Changes a cell and logs the change.
    pub fn change(&mut self, row: usize, column: &str, after: &str, rule: &'static str) {
        let Some(&place) = self.columns.get(column) else { return };
        let before = self.table.cell(place, row).unwrap_or_default().to_owned();
        self.table.set(place, row, after.to_owned());
        let (row, column) = (self.table.rows[row].place(), self.table.headers[place].clone());
        self.changes.push(CellChange { row, column, before, after: after.to_owned(), rule });
    }

    /// Reports that a column required in this case is missing.
    pub fn missing(&mut self, fields: &'static [ColumnSpec], column: &str) {
        if let Some(field) = fields.iter().find(|field| field.name == column) {
            self.faults.file(column_match::missing(field, &self.table.headers));
        }
    }

    /// Runs a reader without reporting faults and findings, which are reported when the data is
    /// read again.
    pub fn without_faults<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> T {
        let (findings, reading) = (self.findings.len(), self.reading.clone());
        let faults = self.faults.lengths();
        let value = read(self);
        self.faults.truncate_to(faults);
        self.findings.truncate(findings);
        self.reading = reading;
        value
    }
}
