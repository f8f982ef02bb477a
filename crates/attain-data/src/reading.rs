//! The report on what was read: every file with its columns, and every finding.

use super::quality::DataFinding;

/// The report on the files of a book and what was found in them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ReadReport {
    /// The files, in the order they were read.
    pub files: Vec<FileReport>,
    /// Findings, by file.
    pub findings: Vec<DataFinding>,
}

/// The report on one file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FileReport {
    /// The scenario's table, such as `accounts`.
    pub table: &'static str,
    /// Path of the file.
    pub file: String,
    /// Tool whose names the columns have, such as "Salesforce, warehouse names".
    pub dialect: &'static str,
    /// Number of rows that were read.
    pub rows: usize,
    /// Number of rows that were left out. The findings say why.
    pub left_out: usize,
    /// Columns that were read, in the order of the documentation.
    pub columns: Vec<ColumnReport>,
    /// Headers that are not recognised.
    pub ignored: Vec<String>,
}

/// The report on one column.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ColumnReport {
    /// Name of the column in scenarios and documentation.
    pub ours: &'static str,
    /// Header of the column in the file.
    pub theirs: String,
    /// Whether the scenario maps it.
    pub mapped: bool,
    /// Number of blank cells.
    pub blank: usize,
    /// How its cells are written, if they could be read in two ways, such as
    /// "decimal comma" or "day first".
    pub written: Option<&'static str>,
    /// Numbers of cells that were filled in, with the rule.
    pub filled: Vec<(usize, &'static str)>,
}

impl FileReport {
    /// The report on the column with this name.
    pub(super) fn column(&mut self, ours: &str) -> Option<&mut ColumnReport> {
        self.columns.iter_mut().find(|column| column.ours == ours)
    }
}
