//! Collects what is wrong with one file, in the order of its lines, and keeps
//! a column that is wrong throughout from drowning everything else.

use std::collections::HashMap;
use std::fmt::Display;

use miette::Diagnostic;

use super::fault::{DataFault, FurtherFaults};
use attain_core::diagnostics::{Faults, Place};

/// Faults of one code in one column that are told one by one.
const TOLD: usize = 20;

/// A row of a data file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Row {
    /// Data row, from 1.
    pub number: usize,
    /// Its place among the rows that the file holds, from 0.
    pub at: usize,
    /// Line of the file, from 1, where the file has lines.
    pub line: Option<usize>,
    /// The row is faulty as a whole: nothing else is said about it.
    pub broken: bool,
}

impl Row {
    /// The row in words, to refer to from another one.
    pub fn words(&self) -> String {
        self.line.map_or_else(|| format!("row {}", self.number), |line| format!("line {line}"))
    }

    /// The line, or the row where the file has no lines, as a number.
    pub fn place(&self) -> String {
        self.line.unwrap_or(self.number).to_string()
    }
}

/// What is wrong with one file.
#[derive(Debug)]
pub(super) struct Findings {
    file: String,
    whole: Vec<DataFault>,
    cells: Vec<(Row, String, DataFault)>,
}

impl Findings {
    /// Nothing found in this file so far.
    pub fn new(file: String) -> Self {
        Self { file, whole: Vec::new(), cells: Vec::new() }
    }

    /// A fault of the file as a whole.
    pub fn file(&mut self, problem: DataFault) {
        self.whole.push(problem);
    }

    /// A fault of a cell; with an empty column, of a whole row.
    pub fn cell(&mut self, row: Row, column: &str, problem: DataFault) {
        self.cells.push((row, column.to_owned(), problem));
    }

    /// The place of a cell of this file.
    pub fn place(&self, row: Row, column: &str) -> Place {
        cell(&self.file, row, column.to_owned())
    }

    /// How much was found so far.
    pub fn mark(&self) -> (usize, usize) {
        (self.whole.len(), self.cells.len())
    }

    /// Forgets what was found since.
    pub fn back_to(&mut self, (whole, cells): (usize, usize)) {
        self.whole.truncate(whole);
        self.cells.truncate(cells);
    }

    /// Hands the faults on, by line.
    pub fn tell(mut self, faults: &mut Faults) {
        for problem in self.whole {
            faults.push(Place::File(self.file.clone()), problem);
        }
        self.cells.sort_by_key(|(row, _, _)| row.number);
        let mut seen: HashMap<(String, String), usize> = HashMap::new();
        let mut rest: Vec<(Row, String, FurtherFaults)> = Vec::new();
        for (row, column, fault) in self.cells {
            let words = |text: Option<Box<dyn Display + '_>>| text.map_or_else(String::new, |text| text.to_string());
            let code = words(fault.code());
            let count = seen.entry((code.clone(), column.clone())).or_default();
            *count += 1;
            if *count <= TOLD {
                faults.push(cell(&self.file, row, column), fault);
            } else if *count == TOLD + 1 {
                let help = words(fault.help());
                rest.push((row, column, FurtherFaults { code, count: 0, help }));
            }
        }
        for (row, column, further) in rest {
            let count = seen.get(&(further.code.clone(), column.clone())).map_or(0, |all| all - TOLD);
            faults.push(cell(&self.file, row, column), DataFault::Further(FurtherFaults { count, ..further }));
        }
    }
}

fn cell(file: &str, row: Row, column: String) -> Place {
    Place::Cell { file: file.to_owned(), line: row.line, row: row.number, column }
}
