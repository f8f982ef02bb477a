//! From a scenario to a plan: score, coverage, territory, quota.

use crate::data::Book;
use crate::fault::Faults;
use crate::plan::Plan;
use crate::scenario::Resolved;

/// Designs the plan of a scenario.
///
/// # Errors
/// Every contradiction between the scenario's choices and the book.
pub fn design(book: &Book, resolved: &Resolved) -> Result<Plan, Faults> {
    let _ = (book, resolved);
    Err(Faults::default())
}
