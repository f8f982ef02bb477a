//! The choice between plans by a named rule.
//!
//! ```text
//! Results, DecisionRule ─ decide ─► Decision: one step per criterion, and the chosen plan
//! ```
//! A rule is a list of criteria. Each criterion keeps the plans that are not significantly worse
//! than the best of those left, judged by the simultaneous intervals of the paired differences, so
//! all steps of a decision hold together at the 95 % level.

mod decide;
mod outcome;
mod rule;
#[cfg(test)]
mod tests;

pub use decide::decide;
pub use outcome::{Decision, DecisionStep};
pub use rule::DecisionRule;
