//! Numerical tools for calibration: a dense Cholesky factor, Newton's method for a few parameters,
//! and distributions for intervals.

mod cholesky;
pub mod distributions;
mod newton;

pub use cholesky::Cholesky;
pub use newton::{LikelihoodMaximum, maximise};
