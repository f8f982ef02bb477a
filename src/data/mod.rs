//! The book of business: from files, or generated from aggregates.

mod book;

pub use book::{Account, Book, Opportunity, Outcome, Place, Production, Rep};

use crate::fault::Faults;
use crate::scenario::Resolved;

/// Reads (or generates) the book of business of a scenario. Faults are added
/// to `faults`; `None` when it cannot be used.
pub fn load(resolved: &Resolved, faults: &mut Faults) -> Option<Book> {
    let _ = (resolved, faults);
    None
}

/// Whether two scenarios read the same book: same files, same mapping, same
/// names of segments, teams and sources.
#[must_use]
pub fn same_input(a: &Resolved, b: &Resolved) -> bool {
    a.scenario.data == b.scenario.data
}
