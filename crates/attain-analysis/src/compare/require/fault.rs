//! Requirements that cannot be parsed or evaluated.

use attain_core::diagnostics::{nearest, one_of};
use miette::Diagnostic;

/// A fault in a requirement. Columns count characters from 1.
#[derive(Debug, Clone, PartialEq, thiserror::Error, Diagnostic)]
pub enum RequirementFault {
    #[error("column {column}: {found}")]
    #[diagnostic(code("require::syntax"), help("expected {allowed}"))]
    Unexpected {
        column: usize,
        /// The token that was found.
        found: String,
        /// The tokens that are allowed.
        allowed: &'static str,
    },
    #[error("column {column}: unknown plan {found:?}")]
    #[diagnostic(code("require::unknown-plan"), help("{}", known_names(found, known)))]
    UnknownPlan { column: usize, found: String, known: Vec<String> },
    #[error("column {column}: unknown metric {found:?}")]
    #[diagnostic(code("require::unknown-metric"), help("{}", known_names(found, known)))]
    UnknownMetric { column: usize, found: String, known: Vec<String> },
    #[error("column {column}: metric {found:?} is not compared between plans")]
    #[diagnostic(code("require::unknown-metric"), help("{}", known_names(found, known)))]
    UnknownComparedMetric { column: usize, found: String, known: Vec<String> },
    #[error("column {column}: unknown function {found:?}")]
    #[diagnostic(code("require::unknown-function"), help("{}", known_names(found, known)))]
    UnknownFunction { column: usize, found: String, known: Vec<String> },
    #[error("column {column}: plan {plan:?} is compared with itself")]
    #[diagnostic(code("require::same-plan"), help("name two different plans"))]
    SamePlan { column: usize, plan: String },
    #[error("column {column}: the requirement is too {what}")]
    #[diagnostic(code("require::too-large"), help("use at most 500 words and operators, nested at most 50 deep"))]
    Large {
        column: usize,
        /// `long` or `deeply nested`.
        what: &'static str,
    },
    #[error("{call} has no value in these results")]
    #[diagnostic(code("require::no-value"), help("use a metric that has a value in at least one year"))]
    NoValue { call: String },
    #[error("{calculation} is not a number")]
    #[diagnostic(code("require::not-a-number"), help("use a calculation with a finite result"))]
    NotANumber {
        /// The failed calculation with its numbers.
        calculation: String,
    },
}

/// Lists names, quoted as in requirements.
fn known_names(found: &str, known: &[String]) -> String {
    let known_names = one_of(known);
    match nearest(found, known.iter().map(String::as_str)) {
        Some(near) => format!("did you mean {near:?}? {known_names}"),
        None => known_names,
    }
}
