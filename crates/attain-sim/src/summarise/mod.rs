//! From simulated years to distributions: every figure with its Monte Carlo error.
//!
//! A value that is not a number (the attainment of a seat that carried no
//! quota that year) is left out of its distribution; a metric without any
//! value is left out of the results. Distributions are computed in parallel
//! and each one sequentially, in the order of the years, so the number of
//! threads never shows. Columns are read some at a time, so memory does not
//! depend on the number of years, as long as a few columns fit.

mod columns;
mod plans;
mod proportion;
pub mod results;
mod stat;

pub use plans::summarise;
pub use proportion::{Z95, wilson};
pub use stat::{RunningMean, RunningSpread, counts, mean_and_sd};
pub use stat::{quantile, stat, stat_of};
