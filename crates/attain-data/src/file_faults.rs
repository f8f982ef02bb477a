//! Collects the faults of one file in line order. If one column has the same fault many
//! times, only the first occurrences are reported in full.

use std::collections::HashMap;
use std::fmt::Display;

use miette::Diagnostic;

use super::fault::{DataFault, FurtherFaults};
use attain_core::diagnostics::{Faults, Place};

/// Maximum number of faults with the same code reported individually per column.
const SHOWN: usize = 20;

/// A row of a data file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FileRow {
    /// Number of the data row, starting at 1.
    pub number: usize,
    /// Index among the rows of the file, starting at 0.
    pub at: usize,
    /// Line of the file, starting at 1, if the file has lines.
    pub line: Option<usize>,
    /// Whether the entire row is faulty, in which case no other faults of the row are reported.
    pub broken: bool,
}

impl FileRow {
    /// Describes the row, such as `line 12`.
    pub fn words(&self) -> String {
        self.line.map_or_else(|| format!("row {}", self.number), |line| format!("line {line}"))
    }

    /// The number of the line, or of the row if the file has no lines.
    pub fn place(&self) -> String {
        self.line.unwrap_or(self.number).to_string()
    }
}

/// The faults of one file.
#[derive(Debug)]
pub(super) struct FileFaults {
    file: String,
    whole: Vec<DataFault>,
    cells: Vec<(FileRow, String, DataFault)>,
}

impl FileFaults {
    /// Creates an empty collection for a file.
    pub fn new(file: String) -> Self {
        Self { file, whole: Vec::new(), cells: Vec::new() }
    }

    /// Adds a fault of the entire file.
    pub fn file(&mut self, problem: DataFault) {
        self.whole.push(problem);
    }

    /// Adds a fault of a cell, or of an entire row if `column` is empty.
    pub fn cell(&mut self, row: FileRow, column: &str, problem: DataFault) {
        self.cells.push((row, column.to_owned(), problem));
    }

    /// The location of a cell in this file.
    pub fn place(&self, row: FileRow, column: &str) -> Place {
        cell(&self.file, row, column.to_owned())
    }

    /// Numbers of file and cell faults so far, as a checkpoint for `truncate_to`.
    pub fn lengths(&self) -> (usize, usize) {
        (self.whole.len(), self.cells.len())
    }

    /// Removes the faults added since a checkpoint.
    pub fn truncate_to(&mut self, lengths: (usize, usize)) {
        self.whole.truncate(lengths.0);
        self.cells.truncate(lengths.1);
    }

    /// Reports the faults in line order.
    pub fn report_to(mut self, faults: &mut Faults) {
        for problem in self.whole {
            faults.push(Place::File(self.file.clone()), problem);
        }
        self.cells.sort_by_key(|(row, _, _)| row.number);
        let mut seen: HashMap<(String, String), usize> = HashMap::new();
        let mut rest: Vec<(FileRow, String, FurtherFaults)> = Vec::new();
        for (row, column, fault) in self.cells {
            let words = |text: Option<Box<dyn Display + '_>>| text.map_or_else(String::new, |text| text.to_string());
            let code = words(fault.code());
            let count = seen.entry((code.clone(), column.clone())).or_default();
            *count += 1;
            if *count <= SHOWN {
                faults.push(cell(&self.file, row, column), fault);
            } else if *count == SHOWN + 1 {
                let help = words(fault.help());
                rest.push((row, column, FurtherFaults { code, count: 0, help }));
            }
        }
        for (row, column, further) in rest {
            let count = seen.get(&(further.code.clone(), column.clone())).map_or(0, |all| all - SHOWN);
            faults.push(cell(&self.file, row, column), DataFault::Further(FurtherFaults { count, ..further }));
        }
    }
}

fn cell(file: &str, row: FileRow, column: String) -> Place {
    Place::Cell { file: file.to_owned(), line: row.line, row: row.number, column }
}
