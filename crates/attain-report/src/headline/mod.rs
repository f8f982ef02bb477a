//! The headline: the answer in a few sentences, shared by the terminal and the report.
//!
//! ```text
//! Results, Decision ─┬─ lead ──────► the first criterion: the best plan, or the tied plans
//!                    ├─ tie_break ─► what separates tied plans
//!                    ├─ trade_off ─► what a clear winner costs
//!                    └─ basis ─────► market figures that are defaults
//! ```

mod basis;
mod comparative;
mod lead;
mod listing;
mod rule;
mod sentence;
mod span;
mod target;
#[cfg(test)]
mod tests;
mod tie_break;
mod trade_off;

pub use basis::not_calibrated;
pub use rule::{question, rule};
pub use sentence::{sentence, text};
pub use target::{goal, time};
