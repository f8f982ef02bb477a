//! Faults of the input and their one-line form.

use std::fmt;

use miette::Diagnostic;

use super::place::Place;

/// A fault of the input.
#[derive(Debug)]
pub struct Fault {
    pub place: Place,
    /// The problem, with its code and help text.
    pub problem: Box<dyn Diagnostic + Send + Sync>,
    code: String,
}

impl Fault {
    pub fn new(place: Place, problem: impl Diagnostic + Send + Sync + 'static) -> Self {
        let code = problem.code().map_or_else(String::new, |code| code.to_string());
        Self { place, problem: Box::new(problem), code }
    }

    /// The same fault at another place.
    #[must_use]
    pub fn at(self, place: Place) -> Self {
        Self { place, ..self }
    }

    /// Stable code, such as `scenario::out-of-range`; empty if the problem has no code.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.code
    }

    /// Help text of the problem, if it has one.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        self.problem.help().map(|help| help.to_string()).filter(|help| !help.is_empty())
    }

    /// Line and column of the place, both counted from 1, if the place has them.
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
    /// Formats place, code, message and help on one line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: error[{}]: {}", self.place, self.code, self.message())
    }
}

/// Formats a message on one line. Control characters are escaped and long messages are truncated.
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

/// All faults found in a run. It is never empty when returned as an error.
#[derive(Debug, Default)]
pub struct Faults(pub Vec<Fault>);

impl Faults {
    /// Adds a problem at a place.
    pub fn push(&mut self, place: Place, problem: impl Diagnostic + Send + Sync + 'static) {
        self.0.push(Fault::new(place, problem));
    }

    /// Returns the value if there are no faults.
    ///
    /// # Errors
    /// Returns the collected faults if there are any.
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
