//! Scores: how much of the available selling time each account deserves, and why.

mod account_scores;
mod account_worth;
mod conversion;
mod score_parts;
mod segments;
mod tiers;

pub use account_scores::{AccountScores, score_accounts};
pub use account_worth::AccountWorth;
pub(crate) use segments::{months_between, segments_of_book};
pub use tiers::{AccountTiers, assign_tiers};
