//! A requirement and its parsing.

use super::expression::Expression;
use super::parser;
use attain_core::diagnostics::{Faults, Place};

/// A valid requirement, in which all plans, metrics and functions exist.
#[derive(Debug, Clone, PartialEq)]
pub struct Requirement {
    /// The text of the option.
    pub text: String,
    pub(super) root: Expression,
}

impl Requirement {
    /// Parses a requirement about the given plans.
    ///
    /// # Errors
    /// Returns the first syntax error, or all unknown names.
    pub fn parse(text: &str, plans: &[&str]) -> Result<Self, Faults> {
        match parser::parse(text, plans) {
            Ok(root) => Ok(Self { text: text.to_owned(), root }),
            Err(found) => {
                let mut faults = Faults::default();
                for fault in found {
                    faults.push(Self::place(), fault);
                }
                Err(faults)
            }
        }
    }

    /// Returns the location at which errors in a requirement are reported.
    #[must_use]
    pub fn place() -> Place {
        Place::Option("--require")
    }
}
