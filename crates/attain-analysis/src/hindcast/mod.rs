//! Hindcast: the engine run over the history's own window.
//!
//! ```text
//! Book, start ─ window ─► last twelve months ─ past_company ─► people and owners of then
//! people of then, market ─ design, simulate ─► figures ┐
//! Book ─ past_year ─► what the company did ────────────┴► TrackRecord
//! TrackRecord ─ correction ─► market figures moved to the edge of what the history allows
//! ```
//! A market that does not give back the past cannot be believed about the future. The book is
//! restored to the first day of the window, seats that were added are added, and the simulation
//! starts with a warm-up instead of the pipeline of then.

mod correction;
mod past_company;
mod past_year;
mod simulated_past;
#[cfg(test)]
mod tests;
mod window;
mod words;

pub use correction::{CorrectedCalibration, calibrate_to_history};
pub use simulated_past::{YEARS, hindcast};
pub use words::{in_one_sentence, unlike_the_past};
