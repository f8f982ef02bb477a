//! What was read: every file with its columns, and every finding about it.

use super::quality::DataFinding;

/// What was read of a book's files and what was found in them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ReadReport {
    /// The files, in the order they were read.
    pub files: Vec<FileReport>,
    /// What was found, by file.
    pub findings: Vec<DataFinding>,
}

/// What was read of one file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FileReport {
    /// The scenario's table, such as `accounts`.
    pub table: &'static str,
    /// The file.
    pub file: String,
    /// Whose names its columns have, such as "Salesforce, warehouse names".
    pub dialect: &'static str,
    /// Rows that were read.
    pub rows: usize,
    /// Rows that were left out; the findings say why.
    pub left_out: usize,
    /// Columns that were read, in the order of ours.
    pub columns: Vec<ColumnReport>,
    /// Headers that mean nothing to us.
    pub ignored: Vec<String>,
}

/// What was read of one column.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ColumnReport {
    /// Our name.
    pub ours: &'static str,
    /// The file's.
    pub theirs: String,
    /// Whether the scenario names it.
    pub mapped: bool,
    /// Cells that hold nothing.
    pub blank: usize,
    /// How its cells are written where they could be read in two ways, such
    /// as "decimal comma" or "day first".
    pub written: Option<&'static str>,
    /// Cells that were filled in, and by which rule.
    pub filled: Vec<(usize, &'static str)>,
}

impl FileReport {
    /// The reading of one of our columns.
    pub(super) fn column(&mut self, ours: &str) -> Option<&mut ColumnReport> {
        self.columns.iter_mut().find(|column| column.ours == ours)
    }
}
