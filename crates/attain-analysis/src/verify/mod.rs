//! Verification of the engine against closed forms: each case is a small study
//! with a known answer, simulated by the engine itself.
//!
//! ```text
//! scenario texts ─ small_study ─► book, plans ─ simulate_years, World::draw ─► SampleMoments ┐
//! scenario parameters ─ closed_forms (formula, quadrature, matrix) ─► expected value         ┴► VerificationCheck
//! ```
//!
//! No expected value comes from the code under test. The engine designs and simulates the studies;
//! the expected values are computed here from the parameters of the scenario and the calendar of
//! months. Each case cites the source of its closed form. To add a case, add a file in `cases` and
//! a line in [`CASES`].
//!
//! A check passes if the figure is within [`LIMIT`] standard errors of the expected value. Seeds
//! and sizes are fixed, so a result changes only when the engine changes.

mod case;
mod cases;
mod check;
mod closed_forms;
mod company;
mod moments;
mod small_study;

pub use case::{VerificationCase, VerificationRun};
pub use cases::CASES;
pub use check::{LIMIT, VerificationCheck};
