//! Results of the first stages of a design for the accounts of a book.

use crate::coverage::{CoverageNeeds, coverage_needs};
use crate::score::{AccountScores, AccountTiers, assign_tiers, score_accounts};
use attain_core::scenario::choices::Scenario;
use attain_data::Book;

/// Scores, tiers and coverage needs of the accounts of a book; every list has one entry per account.
#[derive(Debug, Clone)]
pub(crate) struct AccountFigures {
    pub(crate) scores: AccountScores,
    pub(crate) tiers: AccountTiers,
    pub(crate) needs: CoverageNeeds,
}

impl AccountFigures {
    pub(crate) fn new(book: &Book, scenario: &Scenario) -> Self {
        let scores = score_accounts(book, scenario);
        let tiers = assign_tiers(book, scenario);
        let needs = coverage_needs(book, scenario, &tiers);
        Self { scores, tiers, needs }
    }
}
