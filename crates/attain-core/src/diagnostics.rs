//! Faults of the input, reported all at once: each has a place, a stable code,
//! a message that says what was found, and a help text that says what to do.
//!
//! Every module that can find faults has an enum of its own, with typed fields
//! and all its wording, made with [`thiserror`] and [`miette::Diagnostic`].
//! Codes are `module::kebab-case` and do not change.

mod render;
mod suggestion;

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use miette::Diagnostic;

pub use render::render;
pub use suggestion::{nearest, one_of, suggest};

/// A text file that faults can point into.
#[derive(Debug)]
pub struct SourceFile {
    /// The name as the user gave it.
    pub name: String,
    /// The whole text.
    pub text: String,
    /// Byte at which each line starts.
    starts: Vec<usize>,
}

impl SourceFile {
    /// A text under the name that faults show.
    #[must_use]
    pub fn new(name: String, text: String) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { name, text, starts }
    }

    /// Line and column, both from 1, of a byte; columns count characters, a
    /// byte order mark is none.
    #[must_use]
    pub fn line_column(&self, byte: usize) -> (usize, usize) {
        let line = self.starts.partition_point(|start| *start <= byte).max(1);
        let start = self.starts.get(line - 1).copied().unwrap_or(0);
        let before = self.text.get(start..byte.min(self.text.len())).unwrap_or("");
        (line, before.trim_start_matches('\u{feff}').chars().count() + 1)
    }

    /// The bytes of some lines, counted from 1, ends included; what is not there is left out.
    #[must_use]
    pub fn lines(&self, from: usize, to: usize) -> Range<usize> {
        let end = self.text.len();
        let start_of = |line: usize| self.starts.get(line.saturating_sub(1)).copied().unwrap_or(end);
        start_of(from)..start_of(to + 1)
    }
}

/// Where a fault is.
#[derive(Debug, Clone)]
pub enum Place {
    /// On the command line: the option's name.
    Option(&'static str),
    /// On the command line: an argument as its usage writes it.
    Argument(String),
    /// A file as a whole.
    File(String),
    /// A byte range of a scenario file.
    Span(Arc<SourceFile>, Range<usize>),
    /// A cell of a data file: line of the file (from 1) and column name.
    Cell {
        /// The file.
        file: String,
        /// Line of the file, counted from 1; `None` for Parquet, which has none.
        line: Option<usize>,
        /// Data row, counted from 1.
        row: usize,
        /// The file's column name; empty for the whole row.
        column: String,
    },
}

/// One fault of the input.
#[derive(Debug)]
pub struct Fault {
    pub place: Place,
    /// What was found there, with its code and help.
    pub problem: Box<dyn Diagnostic + Send + Sync>,
    code: String,
}

impl Fault {
    pub fn new(place: Place, problem: impl Diagnostic + Send + Sync + 'static) -> Self {
        let code = problem.code().map_or_else(String::new, |code| code.to_string());
        Self { place, problem: Box::new(problem), code }
    }

    /// Stable code, such as `scenario::out-of-range`; empty for a problem without one.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.code
    }

    /// What to do about it, where the problem says so.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        self.problem.help().map(|help| help.to_string()).filter(|help| !help.is_empty())
    }

    /// Line and column, both from 1, where the place has them.
    #[must_use]
    pub fn line_column(&self) -> Option<(usize, usize)> {
        match &self.place {
            Place::Span(source, range) => Some(source.line_column(range.start)),
            Place::Cell { line: Some(line), .. } => Some((*line, 1)),
            _ => None,
        }
    }
}

impl fmt::Display for Fault {
    /// One line: place, code, message and help.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.place {
            Place::Option(name) => write!(f, "{name}")?,
            Place::Argument(name) | Place::File(name) => write!(f, "{name}")?,
            Place::Span(source, _) => {
                let (line, column) = self.line_column().unwrap_or((1, 1));
                write!(f, "{}:{line}:{column}", source.name)?;
            }
            Place::Cell { file, line, row, column } => {
                match line {
                    Some(line) => write!(f, "{file}:{line}")?,
                    None => write!(f, "{file}: row {row}")?,
                }
                if !column.is_empty() {
                    write!(f, ": column `{column}`")?;
                }
            }
        }
        write!(f, ": error[{}]: {}", self.code(), one_line(&self.problem.to_string()))?;
        if let Some(help) = self.help() {
            write!(f, "; help: {}", one_line(&help))?;
        }
        Ok(())
    }
}

/// A message on one line of bearable length, whatever the input holds.
fn one_line(text: &str) -> String {
    const LONGEST: usize = 1000;
    let mut line = String::with_capacity(text.len().min(2 * LONGEST));
    for (at, c) in text.chars().enumerate() {
        match c {
            _ if at == LONGEST => return line + "…",
            control if control.is_control() => line.extend(control.escape_debug()),
            other => line.push(other),
        }
    }
    line
}

/// Every fault found in one run, never empty when returned as an error.
#[derive(Debug, Default)]
pub struct Faults(pub Vec<Fault>);

impl Faults {
    /// Adds a problem at a place.
    pub fn push(&mut self, place: Place, problem: impl Diagnostic + Send + Sync + 'static) {
        self.0.push(Fault::new(place, problem));
    }

    /// The value, when nothing was found; the faults otherwise.
    ///
    /// # Errors
    /// The collected faults.
    pub fn into_result<T>(self, value: T) -> Result<T, Self> {
        if self.0.is_empty() { Ok(value) } else { Err(self) }
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for fault in &self.0 {
            writeln!(f, "{fault}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Faults {}
