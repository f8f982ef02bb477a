//! Places of faults: files, positions in files, and command-line options.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// A text file with positions that faults refer to.
#[derive(Debug)]
pub struct SourceFile {
    /// Name of the file as given by the user.
    pub name: String,
    /// Content of the file.
    pub text: String,
    /// Byte offset of the start of each line.
    starts: Vec<usize>,
}

impl SourceFile {
    /// Creates a source file. `name` is shown in faults.
    #[must_use]
    pub fn new(name: String, text: String) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { name, text, starts }
    }

    /// Line and column of a byte offset, both counted from 1. Columns count characters, without a
    /// byte order mark.
    #[must_use]
    pub fn line_column(&self, byte: usize) -> (usize, usize) {
        let line = self.starts.partition_point(|start| *start <= byte).max(1);
        let start = self.starts.get(line - 1).copied().unwrap_or(0);
        let before = self.text.get(start..byte.min(self.text.len())).unwrap_or("");
        (line, before.trim_start_matches('\u{feff}').chars().count() + 1)
    }

    /// Byte range of the lines `from` to `to`, counted from 1 and inclusive. Lines past the end of
    /// the file are ignored.
    #[must_use]
    pub fn lines(&self, from: usize, to: usize) -> Range<usize> {
        let end = self.text.len();
        let start_of = |line: usize| self.starts.get(line.saturating_sub(1)).copied().unwrap_or(end);
        start_of(from)..start_of(to + 1)
    }
}

/// Place of a fault.
#[derive(Debug, Clone)]
pub enum Place {
    /// A command-line option, by name.
    Option(&'static str),
    /// A command-line argument, as written in the usage line.
    Argument(String),
    /// A whole file.
    File(String),
    /// A byte range of a scenario file.
    Span(Arc<SourceFile>, Range<usize>),
    /// A cell or row of a data file.
    Cell {
        /// Name of the file.
        file: String,
        /// Line in the file, counted from 1; `None` for Parquet files.
        line: Option<usize>,
        /// Data row, counted from 1.
        row: usize,
        /// Name of the column in the file; empty for a whole row.
        column: String,
    },
}

impl Place {
    /// Name of the file, if the place is in one.
    #[must_use]
    pub fn file(&self) -> Option<&str> {
        match self {
            Self::Option(_) | Self::Argument(_) => None,
            Self::File(file) | Self::Cell { file, .. } => Some(file),
            Self::Span(source, _) => Some(&source.name),
        }
    }

    /// Line and column, both counted from 1, if the place has them.
    #[must_use]
    pub fn line_column(&self) -> Option<(usize, usize)> {
        match self {
            Self::Span(source, range) => Some(source.line_column(range.start)),
            Self::Cell { line: Some(line), .. } => Some((*line, 1)),
            _ => None,
        }
    }
}

impl fmt::Display for Place {
    /// Formats a position as `FILE:LINE:COLUMN`, with as much detail as the place has, and an
    /// option or argument as its name.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Option(name) => write!(f, "{name}"),
            Self::Argument(name) | Self::File(name) => write!(f, "{name}"),
            Self::Span(source, range) => {
                let (line, column) = source.line_column(range.start);
                write!(f, "{}:{line}:{column}", source.name)
            }
            Self::Cell { file, line, row, column } => {
                match line {
                    Some(line) => write!(f, "{file}:{line}")?,
                    None => write!(f, "{file}: row {row}")?,
                }
                if column.is_empty() { Ok(()) } else { write!(f, ": column `{column}`") }
            }
        }
    }
}
