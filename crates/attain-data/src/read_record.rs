//! What was read of all files.

use super::file_faults::FileFaults;
use super::quality::DataFinding;
use super::reading::ReadReport;
use super::sheet::DataSheet;
use attain_core::diagnostics::Faults;

/// The tables that were read, and findings about several of them.
#[derive(Debug, Default)]
pub(super) struct ReadRecord {
    /// The table of every file that could be opened.
    pub sheets: Vec<DataSheet>,
    /// Findings about several tables together.
    pub across: Vec<DataFinding>,
}

impl ReadRecord {
    /// Reports the faults of a table and keeps the rest of it.
    pub fn close(&mut self, mut sheet: DataSheet, faults: &mut Faults) {
        std::mem::replace(&mut sheet.faults, FileFaults::new(String::new())).report_to(faults);
        self.sheets.push(sheet);
    }

    /// The report on everything that was read.
    pub fn reading(&self) -> ReadReport {
        let findings = self.sheets.iter().flat_map(|sheet| sheet.findings.iter().cloned());
        ReadReport {
            files: self.sheets.iter().map(|sheet| sheet.reading.clone()).collect(),
            findings: findings.chain(self.across.iter().cloned()).collect(),
        }
    }
}
