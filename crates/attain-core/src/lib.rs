//! What every other crate of attain speaks of: units, metrics, diagnostics,
//! scenario files, plans and addressed random numbers.

pub mod diagnostics;
pub mod geography;
pub mod metric;
pub mod number_format;
pub mod output;
pub mod plan;
pub mod quantile;
pub mod ramp;
pub mod random;
pub mod response;
pub mod scenario;
pub mod units;
