//! Opens the file of a table, repairs it and reports its columns.

use std::collections::BTreeSet;

use super::column_match;
use super::column_specs::ColumnSpec;
use super::dialect;
use super::fault::DataFault;
use super::file_faults::FileFaults;
use super::read_context::ReadContext;
use super::read_record::ReadRecord;
use super::reading::{ColumnReport, FileReport};
use super::repair::repair_table;
use super::sheet::DataSheet;
use super::table::read_file;
use attain_core::diagnostics::Faults;

/// Opens and repairs the file that the scenario's table names. Returns `None` if it cannot be
/// used; the record then contains the parts that could be read.
pub(super) fn open_sheet(
    context: &ReadContext<'_>,
    table: &'static str,
    fields: &'static [ColumnSpec],
    record: &mut ReadRecord,
    faults: &mut Faults,
) -> Option<DataSheet> {
    let source = context.resolved.scenario.data.source(table)?;
    let pointer = format!("data.{table}.file");
    if source.file.trim().is_empty() {
        faults.push(context.resolved.place(&pointer), DataFault::NoFileName);
        return None;
    }
    let path = context.resolved.path_of(&pointer, source.file);
    let mut file_faults = FileFaults::new(path.display().to_string());
    let Some(content) = read_file(&path, source.sheet, &mut file_faults) else {
        file_faults.report_to(faults);
        return None;
    };
    let before = faults.0.len();
    let found = column_match::find(&content.headers, fields, &source, context.resolved, &mut file_faults, faults);
    for place in found.places.values() {
        if let Some(kind) = content.foreign_type(*place) {
            let column = content.headers[*place].clone();
            file_faults.file(DataFault::ColumnType { column, found: kind.to_owned() });
        }
    }
    let complete = fields.iter().all(|field| !field.required || found.places.contains_key(field.name));
    let mut sheet = DataSheet {
        reading: FileReport {
            table,
            file: path.display().to_string(),
            dialect: dialect::recognise(&content.headers),
            remarks: content.remarks.clone(),
            ..FileReport::default()
        },
        table: content,
        columns: found.places,
        decimal: source.decimal,
        date_order: source.date_order,
        faults: file_faults,
        findings: Vec::new(),
        changes: Vec::new(),
    };
    let rows = sheet.len();
    if complete {
        let outcome = repair_table(&mut sheet.table, table, &context.repair_rules(&sheet.columns));
        sheet.findings = outcome.findings;
        sheet.changes = outcome.changes;
    }
    report_columns(&mut sheet, fields, &found.mapped, rows);
    if rows > 0 && sheet.len() == 0 {
        sheet.faults.file(DataFault::AllDeleted);
    }
    if !complete || faults.0.len() > before || sheet.len() == 0 {
        record.close(sheet, faults);
        return None;
    }
    Some(sheet)
}

/// Reports the columns found and the number of rows read and left out.
fn report_columns(sheet: &mut DataSheet, fields: &[ColumnSpec], mapped: &BTreeSet<&str>, rows: usize) {
    let read = fields.iter().filter_map(|field| {
        let place = *sheet.columns.get(field.name)?;
        Some(ColumnReport {
            ours: field.name,
            theirs: sheet.table.headers[place].clone(),
            mapped: mapped.contains(field.name),
            blank: (0..sheet.len()).filter(|row| sheet.text(field.name, *row).is_none()).count(),
            ..ColumnReport::default()
        })
    });
    let columns = read.collect();
    let ignored = (0..sheet.table.headers.len()).filter(|place| !sheet.columns.values().any(|taken| taken == place));
    sheet.reading.ignored = ignored.map(|place| sheet.table.headers[place].clone()).collect();
    sheet.reading.columns = columns;
    sheet.reading.rows = sheet.len();
    sheet.reading.left_out = rows - sheet.len();
}
