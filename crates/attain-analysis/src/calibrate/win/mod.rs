//! Win odds: the factors that matter, their effects, and the differences between reps, territories
//! and accounts.
//!
//! ```text
//! closed opportunities ─ trials ─► WinTrials ─ select ─► factors that predict unseen accounts
//! WinTrials ─ model (mixed_model, random_effects) ─► segments, effects, reps, territories, accounts
//! WinModel ─ quarter_shifts ─► deviations of quarters from the mean (for drift)
//! ```
//! The win rate of a segment is that of a deal of the segment's median size, with all other factors
//! at their averages over closed opportunities. It is shrunk toward the company's mean by a normal
//! prior with standard deviation 0.5 on the log odds, which matters where there is little data.

mod factor_effects;
mod group_effects;
mod mixed_model;
mod model;
mod odds;
mod persistence;
mod random_effects;
mod segment_rates;
mod select;
mod trials;

pub use odds::WinOdds;
pub use trials::WinTrials;
