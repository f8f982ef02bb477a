//! A table as columns of text.

use std::collections::{BTreeSet, HashMap};

use polars::prelude::{Column, DataType, PolarsError, StringChunked};

use crate::file_faults::FileRow;

/// The columns of a file as text, with repairs applied on access.
#[derive(Debug)]
pub(crate) struct TextTable {
    /// Column names as written in the file.
    pub headers: Vec<String>,
    pub rows: Vec<FileRow>,
    columns: Vec<ColumnText>,
    /// Repaired cells, keyed by column and index of the row in the file.
    changed: HashMap<(usize, usize), String>,
    /// Remarks on how the file was read, one fragment each.
    pub remarks: Vec<String>,
}

/// The cells of a column.
#[derive(Debug)]
pub(crate) enum ColumnText {
    /// Text of the file.
    Text(StringChunked),
    /// Text of numbers that the file stores as numbers.
    Numbers(StringChunked),
    /// Name of a type that cannot be read as text.
    Other(String),
}

impl TextTable {
    pub fn new(headers: Vec<String>, rows: Vec<FileRow>, columns: Vec<ColumnText>) -> Self {
        Self { headers, rows, columns, changed: HashMap::new(), remarks: Vec::new() }
    }

    /// Adds remarks on how the file was read.
    pub fn with_remarks(self, remarks: Vec<String>) -> Self {
        Self { remarks, ..self }
    }

    /// The trimmed text of a cell; `None` if the cell is empty.
    pub fn cell(&self, column: usize, row: usize) -> Option<&str> {
        let at = self.rows.get(row)?.at;
        let text = match (self.changed.get(&(column, at)), self.columns.get(column)?) {
            (Some(changed), _) => changed,
            (None, ColumnText::Text(texts) | ColumnText::Numbers(texts)) => texts.get(at)?,
            (None, ColumnText::Other(_)) => return None,
        };
        Some(text.trim()).filter(|text| !text.is_empty())
    }

    /// Replaces the text of a cell.
    pub fn set(&mut self, column: usize, row: usize, text: String) {
        if let Some(row) = self.rows.get(row) {
            self.changed.insert((column, row.at), text);
        }
    }

    /// Removes rows.
    pub fn leave_out(&mut self, rows: &BTreeSet<usize>) {
        let mut at = 0;
        self.rows.retain(|_| {
            at += 1;
            !rows.contains(&(at - 1))
        });
    }

    /// The type of a column that cannot be read as text.
    pub fn foreign_type(&self, column: usize) -> Option<&str> {
        match self.columns.get(column)? {
            ColumnText::Text(_) | ColumnText::Numbers(_) => None,
            ColumnText::Other(name) => Some(name),
        }
    }

    /// Whether the file stores a column's cells as numbers, in which points are decimal signs.
    pub fn holds_numbers(&self, column: usize) -> bool {
        matches!(self.columns.get(column), Some(ColumnText::Numbers(_)))
    }
}

/// Converts a column to text. Whole numbers stored as floats (ids with gaps) lose their `.0`.
pub(super) fn text_of(column: &Column) -> Result<ColumnText, PolarsError> {
    let whole = match column.dtype() {
        DataType::Float32 | DataType::Float64 => {
            let numbers = column.cast(&DataType::Float64)?;
            let exact = numbers.f64()?.iter().flatten().all(|number| number.fract() == 0.0 && number.abs() < 9e15);
            if exact { numbers.cast(&DataType::Int64)? } else { numbers }
        }
        DataType::Datetime(unit, Some(_)) => column.cast(&DataType::Datetime(*unit, None))?,
        _ => column.clone(),
    };
    let text = whole.cast(&DataType::String)?.str()?.rechunk().into_owned();
    Ok(if column.dtype().is_numeric() { ColumnText::Numbers(text) } else { ColumnText::Text(text) })
}
