//! The report on the data: every file with its columns, and every finding.

use super::quality::DataFinding;

/// The report on the files of a book and their findings.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ReadReport {
    /// The files, in the order in which they were read.
    pub files: Vec<FileReport>,
    /// Findings, in file order.
    pub findings: Vec<DataFinding>,
}

/// The report on one file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FileReport {
    /// The scenario's table, such as `accounts`.
    pub table: &'static str,
    /// Path of the file.
    pub file: String,
    /// Tool whose column names the file uses, such as "Salesforce, warehouse names".
    pub dialect: &'static str,
    /// Remarks on how the file was read, such as its encoding and the lines left out around the
    /// table, one fragment each.
    pub remarks: Vec<String>,
    /// Number of rows read.
    pub rows: usize,
    /// Number of rows left out; the findings give the reasons.
    pub left_out: usize,
    /// Columns read, in the order of the documentation.
    pub columns: Vec<ColumnReport>,
    /// Unrecognised headers.
    pub ignored: Vec<String>,
}

/// The report on one column.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ColumnReport {
    /// Name of the column in scenarios and documentation.
    pub ours: &'static str,
    /// Header of the column in the file.
    pub theirs: String,
    /// Whether the scenario maps the column.
    pub mapped: bool,
    /// Number of blank cells.
    pub blank: usize,
    /// Interpretation of ambiguous cells, such as "decimal comma" or "day first".
    pub written: Option<&'static str>,
    /// Number of cells filled in by each rule.
    pub filled: Vec<(usize, &'static str)>,
}

impl FileReport {
    /// The report on the column with the given name.
    pub(super) fn column(&mut self, ours: &str) -> Option<&mut ColumnReport> {
        self.columns.iter_mut().find(|column| column.ours == ours)
    }
}
