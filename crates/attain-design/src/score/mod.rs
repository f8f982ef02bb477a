//! Scores: the priority of each account for selling time, with the reasons.

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
