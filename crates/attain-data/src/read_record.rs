//! Record of the tables read from all files.

use super::file_faults::FileFaults;
use super::quality::DataFinding;
use super::reading::ReadReport;
use super::sheet::DataSheet;
use attain_core::diagnostics::Faults;

/// The tables read, with findings across tables.
#[derive(Debug, Default)]
pub(super) struct ReadRecord {
    /// The table of every file that could be opened.
    pub sheets: Vec<DataSheet>,
    /// Findings across several tables.
    pub across: Vec<DataFinding>,
}

impl ReadRecord {
    /// Reports the faults of a table and stores its report and contents.
    pub fn close(&mut self, mut sheet: DataSheet, faults: &mut Faults) {
        std::mem::replace(&mut sheet.faults, FileFaults::new(String::new())).report_to(faults);
        self.sheets.push(sheet);
    }

    /// Creates the report on all tables.
    pub fn reading(&self) -> ReadReport {
        let findings = self.sheets.iter().flat_map(|sheet| sheet.findings.iter().cloned());
        ReadReport {
            files: self.sheets.iter().map(|sheet| sheet.reading.clone()).collect(),
            findings: findings.chain(self.across.iter().cloned()).collect(),
        }
    }
}
