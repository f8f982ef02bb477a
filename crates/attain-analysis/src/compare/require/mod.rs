//! Conditions that the results of a run must meet, such as
//! `--require 'p_target("add-mid-market") >= 0.6'`.
//!
//! ```text
//! requirement := all ("or" all)*            all  := not ("and" not)*
//! not         := "not" not | comparison     comparison := sum [(">=" | ">" | "<=" | "<" | "==" | "!=") sum]
//! sum         := product (("+" | "-") product)*        product := sign (("*" | "/") sign)*
//! sign        := "-" sign | atom
//! atom        := 0.6 | 60% | 1_000_000 | 4e7 | name("plan", …) | "(" requirement ")"
//! ```
//!
//! [`FUNCTIONS`] lists the functions. A requirement is parsed before the simulation starts, so a
//! misspelt name is reported at once, and evaluated when the run is complete.

mod evaluate;
mod expression;
mod fault;
mod functions;
mod parser;
mod requirement;
#[cfg(test)]
mod tests;
mod tokens;

pub use evaluate::{ConditionOutcome, RequirementVerdict};
pub use fault::RequirementFault;
pub use functions::FUNCTIONS;
pub use requirement::Requirement;
