//! Summarises simulated years as distributions, with the Monte Carlo error of each figure.
//!
//! Values that are not numbers, such as the attainment of a seat without quota in a year, are
//! excluded from the distribution. A metric without any values is omitted from the results.
//! Distributions are computed in parallel, each of them sequentially in the order of the years, so
//! the results do not depend on the number of threads. Columns are read in batches, so memory use
//! does not depend on the number of years, provided that a few columns fit into memory.

mod columns;
mod plans;
mod proportion;
pub mod results;
mod stat;

pub use plans::summarise;
pub use proportion::{Z95, wilson};
pub use stat::{RunningMean, RunningSpread, counts, mean_and_sd};
pub use stat::{quantile, stat, stat_of};
