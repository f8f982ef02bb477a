//! Small books, scenarios and results for attain's tests. Other crates depend on this crate only in
//! their tests.
//!
//! ```text
//! books:   seed ─► Book, ResolvedScenario
//! studies: scenario texts ─ load, design ─► Study, Plan
//! years:   names of plans ─► Book, Plan, SimulationOutput (artificial, no simulation)
//! decisions: means of metrics ─► Results (constructed, for tests of decisions)
//! ```
//!
//! # Example
//! ```
//! let (book, plans, output) = attain_fixtures::years::study(&["today", "proposal"], 10);
//! assert_eq!((book.accounts.len(), plans.len(), output.years), (3, 2, 10));
//! ```

pub mod books;
pub mod decisions;
pub mod skewed_books;
pub mod studies;
pub mod years;
