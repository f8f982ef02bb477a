//! A requirement and its parsing.

use super::expression::Expression;
use super::parser;
use attain_core::diagnostics::{Faults, Place};

/// A valid requirement: it names only plans, metrics and functions that exist.
#[derive(Debug, Clone, PartialEq)]
pub struct Requirement {
    /// The text of the option.
    pub text: String,
    pub(super) root: Expression,
}

impl Requirement {
    /// Parses a requirement about these plans.
    ///
    /// # Errors
    /// The first syntax fault, or all unknown names.
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

    /// The place at which faults of a requirement are reported.
    #[must_use]
    pub fn place() -> Place {
        Place::Option("--require")
    }
}
