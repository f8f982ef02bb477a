//! Constraints that cannot hold together, reported as an irreducible infeasible subset.
//!
//! ```text
//! limits ─► max_flow        can the limits on accounts be kept at all?
//!        ─► constraint      the smallest set of constraints that fails, each at its line
//! lock_capacity             locks that give a seat more than it has room for
//! ```

mod constraint;
mod limits;
mod lock_capacity;
mod max_flow;
#[cfg(test)]
mod tests;

pub(crate) use limits::{InfeasibilityCheck, check_limits};
pub(crate) use lock_capacity::check_locks;
