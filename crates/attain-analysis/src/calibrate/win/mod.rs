//! Win odds: the factors that matter, their effects, and the differences between reps, territories
//! and accounts.
//!
//! ```text
//! closed opportunities ─ trials ─► WinTrials ─ select ─► factors that predict unseen accounts
//! WinTrials ─ model (mixed_model, random_effects) ─► segments, effects, reps, territories, accounts
//! WinModel ─ quarter_shifts ─► deviations of quarters from the mean (for drift)
//! ```
//! The win rate of a segment is that of a deal of the segment's median size, with all other factors
//! at their averages over closed opportunities. It is chosen so that the simulated probabilities of
//! the closed opportunities have the mean that was won ([`simulated_rate`]), after shrinkage toward
//! the company's mean by a normal prior with standard deviation 0.5 on the log odds, which matters
//! where there is little data.

mod factor;
mod factor_effects;
mod few;
mod group_effects;
mod mixed_model;
mod model;
mod odds;
mod persistence;
mod random_effects;
mod revealing;
mod segment_rates;
mod select;
mod simulated_rate;
mod trials;

pub use odds::WinOdds;
pub use trials::WinTrials;
