//! Where faults are: files, places in them, and options.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

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

impl Place {
    /// Line and column, both from 1, where the place has them.
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
    /// `FILE:LINE:COLUMN`, as far as the place has them, or the name of the option.
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
