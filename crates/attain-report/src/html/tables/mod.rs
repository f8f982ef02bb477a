//! Tables of the comparison report: plans, their costs, groups and all metrics.

mod groups;
mod metrics;
mod plans;

pub use groups::groups;
pub use metrics::metrics;
pub use plans::{choice, cost, periods, reach};
