//! CSV files. Rows are located and checked first, so that the parser receives only valid rows
//! and every fault has a line number.

use std::io::Cursor;
use std::sync::Arc;

use polars::prelude::{CsvParseOptions, CsvReadOptions, DataType, PolarsError, Schema, SerReader};

use super::encoding::decode;
use super::frame;
use super::records::{self, CsvRecord, QuoteFlaw};
use super::text_table::{ColumnText, TextTable, text_of};
use crate::fault::DataFault;
use crate::file_faults::{FileFaults, FileRow};

/// Reads a CSV file.
pub(super) fn read(bytes: &[u8], findings: &mut FileFaults) -> Option<TextTable> {
    let (text, remark) = decode(bytes).map_err(|line| findings.file(DataFault::NotUtf8 { line })).ok()?;
    let text: &str = &text;
    let mut remarks: Vec<String> = remark.into_iter().map(str::to_owned).collect();
    let declared = records::declared_separator(text);
    let separator = declared.map_or_else(|| records::sniff(text.as_bytes()), |(separator, _)| separator);
    let mut all = records::scan(text.as_bytes(), separator);
    if declared.is_some() {
        remarks.push("the first line names the separator".to_owned());
        all.retain(|record| record.line > 1);
    }
    let mut all = all.as_slice();
    let filled = |record: &CsvRecord| filled(text.get(record.bytes.clone()).unwrap_or_default(), separator);
    let sampled = &all[..all.len().min(SAMPLED)];
    let above = frame::header_row(&sampled.iter().map(|record| filled(record).len()).collect::<Vec<_>>());
    if above > 0 {
        remarks.push(format!(
            "left out above the header: {}",
            shortened(all[..above].iter().map(|record| filled(record).join(" ")))
        ));
        all = &all[above..];
    }
    let Some((header, body)) = all.split_first() else {
        findings.file(DataFault::NoRows);
        return None;
    };
    let owned: Vec<Vec<String>> = body.iter().rev().take(SAMPLED).map(&filled).collect();
    let last = owned.iter().map(|cells| cells.iter().map(String::as_str).collect());
    let below = frame::rows_below(last, header.fields).min(body.len().saturating_sub(1));
    let (body, notices) = body.split_at(body.len() - below);
    if below > 0 {
        remarks.push(format!("left out below the table: {}", shortened(notices.iter().map(|record| filled(record).join(" ")))));
    }
    let headers = records::fields(text.get(header.bytes.clone())?, separator);
    if !sound(header, headers.len(), findings) {
        return None;
    }
    if body.is_empty() {
        findings.file(DataFault::NoRows);
        return None;
    }
    let (rows, plain) = sound_rows(text, header.fields, separator, body, findings)?;
    match parse(plain, separator, headers.len()) {
        Ok(columns) if columns.iter().all(|column| matches!(column, ColumnText::Text(texts) if texts.len() == rows.len())) => {
            Some(TextTable::new(headers, rows, columns).with_remarks(remarks))
        }
        _ => {
            findings.file(DataFault::UnreadableCsv);
            None
        }
    }
}

/// Number of rows at the start and end that are examined for lines around the table.
const SAMPLED: usize = 50;

/// The filled cells of a row.
fn filled(row: &str, separator: u8) -> Vec<String> {
    records::fields(row, separator).into_iter().filter(|cell| !cell.is_empty()).collect()
}

/// Lines for a remark.
fn shortened(lines: impl Iterator<Item = String>) -> String {
    let quoted: Vec<String> = lines.map(|line| format!("\"{}\"", crate::parse::shorten(&line))).collect();
    quoted.join(", ")
}

/// Checks the header and reports its flaws; returns whether there are none.
fn sound(header: &CsvRecord, names: usize, findings: &mut FileFaults) -> bool {
    let problem = match header.flaw {
        Some(QuoteFlaw::OpenQuote) => DataFault::OpenQuote,
        Some(QuoteFlaw::StrayQuote) => DataFault::StrayQuote,
        None if names != header.fields => DataFault::UnreadableCsv,
        None => return true,
    };
    findings.cell(FileRow { number: 0, at: 0, line: Some(header.line), broken: true }, "", problem);
    false
}

/// Returns the rows with valid quotes as a separate CSV text with neutral column names.
/// Rows with too few or too many fields are kept and marked as broken, so that their ids are
/// known.
fn sound_rows(
    text: &str,
    width: usize,
    separator: u8,
    body: &[CsvRecord],
    findings: &mut FileFaults,
) -> Option<(Vec<FileRow>, Vec<u8>)> {
    let names: Vec<String> = (0..width).map(|column| format!("c{column}")).collect();
    let mut plain = names.join(&char::from(separator).to_string()).into_bytes();
    plain.reserve(text.len() + body.len());
    plain.push(b'\n');
    let mut rows = Vec::with_capacity(body.len());
    for (index, record) in body.iter().enumerate() {
        let mut row = FileRow { number: index + 1, at: rows.len(), line: Some(record.line), broken: false };
        if let Some(flaw) = record.flaw {
            findings.cell(row, "", if flaw == QuoteFlaw::OpenQuote { DataFault::OpenQuote } else { DataFault::StrayQuote });
            if flaw == QuoteFlaw::OpenQuote {
                return None;
            }
            continue;
        }
        if record.fields != width {
            findings.cell(row, "", DataFault::Ragged { found: record.fields, expected: width });
            row.broken = true;
        }
        plain.extend_from_slice(text.as_bytes().get(record.bytes.clone())?);
        plain.push(b'\n');
        rows.push(row);
    }
    Some((rows, plain))
}

fn parse(plain: Vec<u8>, separator: u8, width: usize) -> Result<Vec<ColumnText>, PolarsError> {
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
