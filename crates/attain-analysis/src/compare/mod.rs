//! Comparison of plans simulated in the same worlds (common random numbers).
//!
//! ```text
//! years of all plans ─ paired, critical ─► paired differences with simultaneous intervals ┐
//! years of all plans ─ choice ─► how often each plan is best, expected regret             ├─► Comparison
//! differences, means ─ pareto, warnings ─► Pareto-efficient plans, warnings               ┘
//! Comparison, summaries ─ assemble ─► Results (results.json)
//! Results ─ decision ─► the chosen plan
//! Results ─ require ─► verdict on each `--require`
//! ```
//! [`PrecisionGoal`] and [`Race`] examine the intervals during a run, to stop it once they are
//! narrow enough or to drop plans that are almost certainly worse than the best.

mod assemble;
mod choice;
mod chunks;
mod comparison;
mod couples;
mod critical;
pub mod decision;
mod fault;
mod lookup;
mod means;
mod metrics;
mod paired;
mod pareto;
mod precision;
mod race;
pub mod require;
mod seat_chances;
#[cfg(test)]
mod tests;
mod warnings;

pub use assemble::{FORMAT, assemble_results};
pub use comparison::{Comparison, compare};
pub use decision::{Decision, DecisionRule, decide};
pub use lookup::{find_lead, find_pair};
pub use metrics::COMPARED_METRICS;
pub use precision::PrecisionGoal;
pub use race::Race;
pub use require::Requirement;
pub use seat_chances::{ChanceLevel, HEALTHY_CHANCE};
