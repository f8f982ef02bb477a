//! The workbook of a plan: the scenario from which it was made.

use std::path::{Path, PathBuf};

use super::fault::DataFault;
use super::file_faults::FileFaults;
use super::table::{TextTable, has_sheet, read_file};
use super::workbook_format::{DATA_HASH, SCENARIO, SCENARIO_HASH, SUMMARY};
use attain_core::diagnostics::Faults;

/// What a workbook was made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkbookOrigin {
    /// Path of the scenario file.
    pub scenario: PathBuf,
    /// Hash of the scenario when the workbook was written.
    pub scenario_hash: String,
    /// Hash of the data when the workbook was written.
    pub data_hash: String,
}

/// Reads the scenario from which a workbook was made. Returns `None` and adds a fault if the file
/// is no workbook of a plan.
pub fn read_workbook_origin(path: &Path, faults: &mut Faults) -> Option<WorkbookOrigin> {
    let mut findings = FileFaults::new(path.display().to_string());
    let origin = origin(path, &mut findings);
    findings.report_to(faults);
    origin
}

fn origin(path: &Path, findings: &mut FileFaults) -> Option<WorkbookOrigin> {
    // A file that cannot be read has a fault of its own.
    let sheet = has_sheet(path, SUMMARY).then_some(SUMMARY);
    let table = read_file(path, sheet, findings)?;
    let item = |name: &str| value(&table, name).map(str::to_owned);
    let (Some(scenario), Some(scenario_hash), Some(data_hash)) = (item(SCENARIO), item(SCENARIO_HASH), item(DATA_HASH)) else {
        findings.file(DataFault::NotPlanWorkbook);
        return None;
    };
    let scenario = path.parent().unwrap_or(Path::new("")).join(scenario);
    Some(WorkbookOrigin { scenario, scenario_hash, data_hash })
}

/// The value beside an item in the first two columns.
fn value<'t>(table: &'t TextTable, item: &str) -> Option<&'t str> {
    (0..table.rows.len()).find(|&row| table.cell(0, row) == Some(item)).and_then(|row| table.cell(1, row))
}
