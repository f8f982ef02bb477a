//! Reads a file into columns of text. The only part of this room that knows the
//! libraries that read files; nothing is inferred: every cell is the text of the
//! file, or the text of its number or day where the file has types.

mod csv;
mod excel;
mod pages;
mod parquet;
mod records;

use std::collections::{BTreeSet, HashMap};
use std::panic::{self, AssertUnwindSafe};
use std::path::Path;
use std::sync::Mutex;

use polars::prelude::{Column, DataType, PolarsError, StringChunked};

use super::fault::DataFault;
use super::findings::{Findings, Row};

/// The columns of a file, as text, and what was put right in them.
#[derive(Debug)]
pub(super) struct Table {
    /// Column names as the file has them.
    pub headers: Vec<String>,
    /// The rows.
    pub rows: Vec<Row>,
    columns: Vec<Content>,
    /// Cells that were put right, by column and place of the row in the file.
    changed: HashMap<(usize, usize), String>,
}

#[derive(Debug)]
enum Content {
    /// Text of the file.
    Text(StringChunked),
    /// Text of numbers that the file holds as numbers.
    Numbers(StringChunked),
    /// A type that has no text.
    Other(String),
}

impl Table {
    /// Reads a CSV, Parquet or Excel file; `None` when there is nothing to go on with.
    pub fn read(path: &Path, sheet: Option<&str>, findings: &mut Findings) -> Option<Self> {
        let read = bytes_of(path).and_then(|bytes| sort_of(path, &bytes).map(|sort| (bytes, sort)));
        let table = match read {
            Ok((bytes, Sort::Csv)) => return csv::read(&bytes, findings),
            Ok((bytes, Sort::Parquet)) => guarded(|| parquet::read(&bytes), DataFault::DamagedParquet),
            Ok((bytes, Sort::Excel)) => guarded(|| excel::read(&bytes, sheet), DataFault::DamagedExcel),
            Err(problem) => Err(problem),
        };
        table.map_err(|problem| findings.file(problem)).ok()
    }

    fn new(headers: Vec<String>, rows: Vec<Row>, columns: Vec<Content>) -> Self {
        Self { headers, rows, columns, changed: HashMap::new() }
    }

    /// The text of a cell, trimmed; `None` when the cell is empty.
    pub fn cell(&self, column: usize, row: usize) -> Option<&str> {
        let at = self.rows.get(row)?.at;
        let text = match (self.changed.get(&(column, at)), self.columns.get(column)?) {
            (Some(changed), _) => changed,
            (None, Content::Text(texts) | Content::Numbers(texts)) => texts.get(at)?,
            (None, Content::Other(_)) => return None,
        };
        Some(text.trim()).filter(|text| !text.is_empty())
    }

    /// Puts a cell right.
    pub fn set(&mut self, column: usize, row: usize, text: String) {
        if let Some(row) = self.rows.get(row) {
            self.changed.insert((column, row.at), text);
        }
    }

    /// Leaves rows out.
    pub fn leave_out(&mut self, rows: &BTreeSet<usize>) {
        let mut at = 0;
        self.rows.retain(|_| {
            at += 1;
            !rows.contains(&(at - 1))
        });
    }

    /// The type of a column that has no text.
    pub fn foreign_type(&self, column: usize) -> Option<&str> {
        match self.columns.get(column)? {
            Content::Text(_) | Content::Numbers(_) => None,
            Content::Other(name) => Some(name),
        }
    }

    /// Whether the file holds a column's cells as numbers, so that a point in them is decimal.
    pub fn holds_numbers(&self, column: usize) -> bool {
        matches!(self.columns.get(column), Some(Content::Numbers(_)))
    }
}

enum Sort {
    Csv,
    Parquet,
    Excel,
}

fn bytes_of(path: &Path) -> Result<Vec<u8>, DataFault> {
    if path.is_dir() {
        return Err(DataFault::Folder);
    }
    let bytes = std::fs::read(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory => DataFault::NotFound,
        kind => DataFault::Unreadable { kind },
    })?;
    if bytes.iter().all(u8::is_ascii_whitespace) || bytes == b"\xEF\xBB\xBF" {
        return Err(DataFault::Empty);
    }
    Ok(bytes)
}

fn sort_of(path: &Path, bytes: &[u8]) -> Result<Sort, DataFault> {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    if bytes.starts_with(b"PAR1") {
        Ok(Sort::Parquet)
    } else if matches!(ending.as_deref(), Some("parquet" | "pq")) {
        Err(DataFault::NotParquet)
    } else if bytes.starts_with(b"PK\x03\x04") {
        Ok(Sort::Excel)
    } else if matches!(ending.as_deref(), Some("xlsx" | "xlsm")) {
        Err(DataFault::NotExcel)
    } else if bytes.starts_with(b"\xD0\xCF\x11\xE0") {
        Err(DataFault::OldExcel)
    } else {
        Ok(Sort::Csv)
    }
}

/// Runs a reader of a binary format. Damaged files can panic deep in a library:
/// caught, because no input may end the program, and unheard, because a fault
/// says it better.
fn guarded(read: impl FnOnce() -> Result<Table, DataFault>, damaged: DataFault) -> Result<Table, DataFault> {
    static HOOK: Mutex<()> = Mutex::new(());
    let alone = HOOK.lock();
    let hook = panic::take_hook();
    panic::set_hook(Box::new(|_| {}));
    let result = panic::catch_unwind(AssertUnwindSafe(read));
    panic::set_hook(hook);
    drop(alone);
    let table = result.unwrap_or(Err(damaged))?;
    if table.rows.is_empty() { Err(DataFault::NoRows) } else { Ok(table) }
}

/// A column as text; whole numbers kept as floats (ids with gaps) lose their `.0`.
fn text_of(column: &Column) -> Result<Content, PolarsError> {
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
    Ok(if column.dtype().is_numeric() { Content::Numbers(text) } else { Content::Text(text) })
}
