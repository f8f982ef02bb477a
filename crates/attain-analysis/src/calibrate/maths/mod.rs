//! The numerical tools of this room: a dense Cholesky factor, Newton's method
//! for a handful of parameters, and the laws that intervals come from.

pub mod cholesky;
pub mod law;
pub mod newton;

pub use cholesky::Cholesky;
pub use newton::{LikelihoodMaximum, maximise};
