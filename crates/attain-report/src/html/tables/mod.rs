//! The tables of the comparison report: the plans, what choosing each one costs, groups, every metric.

mod groups;
mod metrics;
mod plans;

pub use groups::groups;
pub use metrics::metrics;
pub use plans::{choice, cost, periods, reach};
