//! Faults of the input, and the one-line form of each.

use std::fmt;

use miette::Diagnostic;

use super::place::Place;

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
        self.place.line_column()
    }

    /// Message and help on one line.
    pub(super) fn message(&self) -> String {
        let message = one_line(&self.problem.to_string());
        match self.help() {
            Some(help) => format!("{message}; help: {}", one_line(&help)),
            None => message,
        }
    }
}

impl fmt::Display for Fault {
    /// One line: place, code, message and help.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: error[{}]: {}", self.place, self.code, self.message())
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
