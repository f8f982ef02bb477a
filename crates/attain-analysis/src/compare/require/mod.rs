//! What a run must show to pass: `--require 'p_target("add-mid-market") >= 0.6'`.
//!
//! ```text
//! requirement := all ("or" all)*            all  := not ("and" not)*
//! not         := "not" not | comparison     comparison := sum [(">=" | ">" | "<=" | "<" | "==" | "!=") sum]
//! sum         := product (("+" | "-") product)*        product := sign (("*" | "/") sign)*
//! sign        := "-" sign | atom
//! atom        := 0.6 | 60% | 1_000_000 | 4e7 | name("plan", …) | "(" requirement ")"
//! ```
//!
//! Functions: see [`FUNCTIONS`]. A requirement is read before the long run, so
//! that a misspelt plan costs a second and not an hour, and weighed after it.

mod evaluate;
mod fault;
mod parser;
mod tokens;

pub use evaluate::{ConditionOutcome, RequirementVerdict};
pub use fault::RequirementFault;

use attain_core::diagnostics::{Faults, Place};

/// A requirement that reads well and names only plans, metrics and functions that exist.
#[derive(Debug, Clone, PartialEq)]
pub struct Requirement {
    /// As the user wrote it.
    pub text: String,
    root: Expression,
}

impl Requirement {
    /// Reads a requirement on these plans.
    ///
    /// # Errors
    /// The first fault of the grammar, or all unknown names.
    pub fn parse(text: &str, plans: &[&str]) -> Result<Self, Faults> {
        let root = parser::parse(text, plans)?;
        Ok(Self { text: text.to_owned(), root })
    }

    /// Where faults of a requirement are.
    #[must_use]
    pub fn place() -> Place {
        Place::Option("--require")
    }
}

/// What an argument of a function names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ArgumentKind {
    Plan,
    /// Any metric of the company.
    Metric,
    /// A metric that pairs are compared in.
    Compared,
}

/// What a function looks up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Function {
    PTarget,
    /// A field of `plans[].company.<metric>`.
    Company(&'static str),
    /// A field of `pairs[]`.
    Pair(PairField),
}

/// A field of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PairField {
    Difference,
    Low,
    High,
    Beats,
}

/// All functions by name, what they look up and the arguments they take.
const TABLE: [(&str, Function, &[ArgumentKind]); 15] = [
    ("p_target", Function::PTarget, &[ArgumentKind::Plan]),
    ("mean", Function::Company("mean"), &[ArgumentKind::Plan, ArgumentKind::Metric]),
    ("se", Function::Company("se"), &[ArgumentKind::Plan, ArgumentKind::Metric]),
    ("sd", Function::Company("sd"), &[ArgumentKind::Plan, ArgumentKind::Metric]),
    ("p05", Function::Company("p05"), &[ArgumentKind::Plan, ArgumentKind::Metric]),
    ("p10", Function::Company("p10"), &[ArgumentKind::Plan, ArgumentKind::Metric]),
    ("p25", Function::Company("p25"), &[ArgumentKind::Plan, ArgumentKind::Metric]),
    ("p50", Function::Company("p50"), &[ArgumentKind::Plan, ArgumentKind::Metric]),
    ("p75", Function::Company("p75"), &[ArgumentKind::Plan, ArgumentKind::Metric]),
    ("p90", Function::Company("p90"), &[ArgumentKind::Plan, ArgumentKind::Metric]),
    ("p95", Function::Company("p95"), &[ArgumentKind::Plan, ArgumentKind::Metric]),
    ("difference", Function::Pair(PairField::Difference), &[ArgumentKind::Plan, ArgumentKind::Plan, ArgumentKind::Compared]),
    ("low", Function::Pair(PairField::Low), &[ArgumentKind::Plan, ArgumentKind::Plan, ArgumentKind::Compared]),
    ("high", Function::Pair(PairField::High), &[ArgumentKind::Plan, ArgumentKind::Plan, ArgumentKind::Compared]),
    ("p_beats", Function::Pair(PairField::Beats), &[ArgumentKind::Plan, ArgumentKind::Plan, ArgumentKind::Compared]),
];

/// The functions of a requirement, for help texts.
pub const FUNCTIONS: &str = "p_target(\"plan\"); mean, se, sd, p05, p10, p25, p50, p75, p90, p95 (\"plan\", \"metric\"); \
                             difference, low, high, p_beats (\"a\", \"b\", \"metric\")";

/// An operation of two numbers or two conditions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operator {
    Or,
    And,
    AtLeast,
    Above,
    AtMost,
    Below,
    Equal,
    Unequal,
    Plus,
    Minus,
    Times,
    Over,
}

/// A parsed expression. Its depth is bounded by the parser.
#[derive(Debug, Clone, PartialEq)]
enum Expression {
    Number(f64),
    Call { function: Function, names: Vec<String>, written: String },
    Negative(Box<Expression>),
    Not(Box<Expression>),
    Both(Operator, Box<Expression>, Box<Expression>, String),
}

impl Expression {
    /// Whether it is a condition; the others are numbers.
    fn is_condition(&self) -> bool {
        match self {
            Self::Not(_) => true,
            Self::Both(operator, ..) => !matches!(operator, Operator::Plus | Operator::Minus | Operator::Times | Operator::Over),
            Self::Number(_) | Self::Call { .. } | Self::Negative(_) => false,
        }
    }
}

#[cfg(test)]
mod tests;
