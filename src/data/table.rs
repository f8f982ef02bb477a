//! Reads a file into columns of text. The only module of this room that knows
//! polars; nothing is inferred: every cell is the text of the file.

use std::io::Cursor;
use std::panic::{self, AssertUnwindSafe};
use std::path::Path;
use std::sync::{Arc, Mutex};

use polars::prelude::{
    ArrowDataType, ArrowSchema, Column, CsvParseOptions, CsvReadOptions, DataType, ParquetReader, PolarsError, Schema, SerReader,
    StringChunked,
};

use super::findings::{Findings, Row};
use super::problem::DataProblem;
use super::records::{self, Flaw, Record};

/// The columns of a file, as text.
#[derive(Debug)]
pub(super) struct Table {
    /// Column names as the file has them.
    pub headers: Vec<String>,
    /// The rows.
    pub rows: Vec<Row>,
    columns: Vec<Content>,
}

#[derive(Debug)]
enum Content {
    Text(StringChunked),
    Other(String),
}

impl Table {
    /// Reads a CSV or Parquet file; `None` when there is nothing to go on with.
    pub fn read(path: &Path, findings: &mut Findings) -> Option<Self> {
        match bytes_of(path).and_then(|bytes| sort_of(path, &bytes).map(|sort| (bytes, sort))) {
            Ok((bytes, Sort::Csv)) => from_csv(&bytes, findings),
            Ok((bytes, Sort::Parquet)) => from_parquet(bytes).map_err(|problem| findings.file(problem)).ok(),
            Err(problem) => {
                findings.file(problem);
                None
            }
        }
    }

    /// The text of a cell, trimmed; `None` when the cell is empty.
    pub fn cell(&self, column: usize, row: usize) -> Option<&str> {
        match self.columns.get(column)? {
            Content::Text(texts) => texts.get(row).map(str::trim).filter(|text| !text.is_empty()),
            Content::Other(_) => None,
        }
    }

    /// The type of a column that has no text.
    pub fn foreign_type(&self, column: usize) -> Option<&str> {
        match self.columns.get(column)? {
            Content::Text(_) => None,
            Content::Other(name) => Some(name),
        }
    }
}

enum Sort {
    Csv,
    Parquet,
}

fn bytes_of(path: &Path) -> Result<Vec<u8>, DataProblem> {
    if path.is_dir() {
        return Err(DataProblem::Folder);
    }
    let bytes = std::fs::read(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory => DataProblem::NotFound,
        kind => DataProblem::Unreadable { kind },
    })?;
    if bytes.iter().all(u8::is_ascii_whitespace) || bytes == b"\xEF\xBB\xBF" {
        return Err(DataProblem::Empty);
    }
    Ok(bytes)
}

fn sort_of(path: &Path, bytes: &[u8]) -> Result<Sort, DataProblem> {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    if bytes.starts_with(b"PAR1") {
        Ok(Sort::Parquet)
    } else if matches!(ending.as_deref(), Some("parquet" | "pq")) {
        Err(DataProblem::NotParquet)
    } else if bytes.starts_with(b"PK\x03\x04") {
        Err(DataProblem::Workbook)
    } else {
        Ok(Sort::Csv)
    }
}

fn from_csv(bytes: &[u8], findings: &mut Findings) -> Option<Table> {
    let text = match str::from_utf8(bytes) {
        Ok(text) => text.strip_prefix('\u{feff}').unwrap_or(text),
        Err(error) => {
            let line = bytes[..error.valid_up_to()].split(|byte| *byte == b'\n').count();
            findings.file(DataProblem::NotUtf8 { line });
            return None;
        }
    };
    let separator = records::sniff(text.as_bytes());
    let all = records::scan(text.as_bytes(), separator);
    let (header, body) = all.split_first()?;
    let headers = records::fields(text.get(header.bytes.clone())?, separator);
    if !sound(header, headers.len(), findings) {
        return None;
    }
    if body.is_empty() {
        findings.file(DataProblem::NoRows);
        return None;
    }
    let (rows, plain) = sound_rows(text, header.fields, separator, body, findings)?;
    match parse(plain, separator, headers.len()) {
        Ok(columns) if columns.iter().all(|texts| texts.len() == rows.len()) => {
            Some(Table { headers, rows, columns: columns.into_iter().map(Content::Text).collect() })
        }
        _ => {
            findings.file(DataProblem::UnreadableCsv);
            None
        }
    }
}

/// A header without flaws.
fn sound(header: &Record, names: usize, findings: &mut Findings) -> bool {
    let problem = match header.flaw {
        Some(Flaw::OpenQuote) => DataProblem::OpenQuote,
        Some(Flaw::StrayQuote) => DataProblem::StrayQuote,
        None if names != header.fields => DataProblem::UnreadableCsv,
        None => return true,
    };
    findings.cell(Row { number: 0, line: Some(header.line), broken: true }, "", problem);
    false
}

/// The rows whose quotes are sound, as a CSV text of their own under neutral
/// column names. Rows with too few or too many fields stay, marked as broken,
/// so that their ids are known.
fn sound_rows(text: &str, width: usize, separator: u8, body: &[Record], findings: &mut Findings) -> Option<(Vec<Row>, Vec<u8>)> {
    let names: Vec<String> = (0..width).map(|column| format!("c{column}")).collect();
    let mut plain = names.join(&char::from(separator).to_string()).into_bytes();
    plain.reserve(text.len() + body.len());
    plain.push(b'\n');
    let mut rows = Vec::with_capacity(body.len());
    for (index, record) in body.iter().enumerate() {
        let mut row = Row { number: index + 1, line: Some(record.line), broken: false };
        if let Some(flaw) = record.flaw {
            findings.cell(row, "", if flaw == Flaw::OpenQuote { DataProblem::OpenQuote } else { DataProblem::StrayQuote });
            if flaw == Flaw::OpenQuote {
                return None;
            }
            continue;
        }
        if record.fields != width {
            findings.cell(row, "", DataProblem::Ragged { found: record.fields, expected: width });
            row.broken = true;
        }
        plain.extend_from_slice(text.as_bytes().get(record.bytes.clone())?);
        plain.push(b'\n');
        rows.push(row);
    }
    Some((rows, plain))
}

fn parse(plain: Vec<u8>, separator: u8, width: usize) -> Result<Vec<StringChunked>, PolarsError> {
    let schema: Schema = (0..width).map(|column| (format!("c{column}").into(), DataType::String)).collect();
    let frame = CsvReadOptions::default()
        .with_has_header(true)
        .with_schema(Some(Arc::new(schema)))
        .with_parse_options(
            CsvParseOptions::default().with_separator(separator).with_truncate_ragged_lines(true).with_missing_is_null(true),
        )
        .into_reader_with_file_handle(Cursor::new(plain))
        .finish()?;
    frame.columns().iter().map(text_of).collect()
}

/// Reads a Parquet file. Damaged files can panic deep in the reader: caught,
/// because no input may end the program, and unheard, because a fault says it better.
fn from_parquet(bytes: Vec<u8>) -> Result<Table, DataProblem> {
    static HOOK: Mutex<()> = Mutex::new(());
    let alone = HOOK.lock();
    let hook = panic::take_hook();
    panic::set_hook(Box::new(|_| {}));
    let result = panic::catch_unwind(AssertUnwindSafe(|| parquet(bytes)));
    panic::set_hook(hook);
    drop(alone);
    let Ok(Ok(table)) = result else { return Err(DataProblem::DamagedParquet) };
    if table.rows.is_empty() { Err(DataProblem::NoRows) } else { Ok(table) }
}

/// More rows than a file of a length can hold: every table of ours has a column
/// of ids, no two alike. A damaged count would ask for more memory than there is.
fn most_values(length: usize) -> usize {
    length.saturating_mul(64)
}

fn parquet(bytes: Vec<u8>) -> Result<Table, PolarsError> {
    let most = most_values(bytes.len());
    let mut reader = ParquetReader::new(Cursor::new(bytes));
    let metadata = reader.get_metadata()?;
    let mut rows = metadata.num_rows;
    for group in &metadata.row_groups {
        rows = rows.max(group.num_rows());
        for chunk in group.parquet_columns() {
            rows = rows.max(usize::try_from(chunk.num_values()).unwrap_or(usize::MAX));
        }
    }
    if rows > most {
        return Err(PolarsError::ComputeError("the file promises more rows than it can hold".into()));
    }
    let schema = reader.schema()?;
    let wanted = readable(&schema);
    let frame = reader.with_projection(Some(wanted.clone())).set_rechunk(true).finish()?;
    let mut columns: Vec<Content> = schema.iter_values().map(|field| Content::Other(format!("{:?}", field.dtype))).collect();
    for (column, place) in frame.columns().iter().zip(wanted) {
        let text = text_of(column)?;
        // A damaged file may promise more rows than a column holds.
        if text.len() != frame.height() {
            return Err(PolarsError::ShapeMismatch("a column is shorter than the table".into()));
        }
        columns[place] = Content::Text(text);
    }
    Ok(Table {
        headers: schema.iter_names().map(ToString::to_string).collect(),
        rows: (1..=frame.height()).map(|number| Row { number, line: None, broken: false }).collect(),
        columns,
    })
}

/// Positions of the columns whose types have a text.
fn readable(schema: &ArrowSchema) -> Vec<usize> {
    let plain = |kind: &ArrowDataType| match kind {
        ArrowDataType::Timestamp(_, zone) => zone.as_ref().is_none_or(|name| matches!(name.as_str(), "UTC" | "+00:00" | "Z")),
        other => matches!(
            other,
            ArrowDataType::Null
                | ArrowDataType::Boolean
                | ArrowDataType::Int32
                | ArrowDataType::Int64
                | ArrowDataType::UInt32
                | ArrowDataType::UInt64
                | ArrowDataType::Float32
                | ArrowDataType::Float64
                | ArrowDataType::Date32
                | ArrowDataType::Utf8
                | ArrowDataType::LargeUtf8
                | ArrowDataType::Utf8View
        ),
    };
    schema.iter_values().enumerate().filter(|(_, field)| plain(&field.dtype)).map(|(place, _)| place).collect()
}

/// A column as text; whole numbers kept as floats (ids with gaps) lose their `.0`.
fn text_of(column: &Column) -> Result<StringChunked, PolarsError> {
    let whole = match column.dtype() {
        DataType::Float32 | DataType::Float64 => {
            let numbers = column.cast(&DataType::Float64)?;
            let exact = numbers.f64()?.iter().flatten().all(|number| number.fract() == 0.0 && number.abs() < 9e15);
            if exact { numbers.cast(&DataType::Int64)? } else { numbers }
        }
        DataType::Datetime(unit, Some(_)) => column.cast(&DataType::Datetime(*unit, None))?,
        _ => column.clone(),
    };
    Ok(whole.cast(&DataType::String)?.str()?.rechunk().into_owned())
}
