//! The score of each account, and the value by which books are balanced.

use super::account_worth::{AccountWorth, worth_of_accounts};
use super::conversion::expected_win_rates;
use super::score_parts::score_parts;
use attain_core::scenario::choices::{Scenario, Weighting};
use attain_data::Book;

/// Scores and expected business of the accounts; every list has one entry per account of the book.
#[derive(Debug, Clone, PartialEq)]
pub struct AccountScores {
    /// Score from 0 to 1.
    pub total: Vec<f64>,
    /// The weighted parts of the score, in the order of [`attain_core::plan::SCORE_PARTS`]; they sum to
    /// the score.
    pub parts: Vec<[f64; 7]>,
    /// The value by which books are balanced: potential, adjusted for past conversion by the
    /// weight of conversion relative to that of potential. It sums to the potential of each
    /// segment.
    pub value: Vec<f64>,
    /// Expected business of each account per year at full coverage.
    pub worth: Vec<AccountWorth>,
}

/// Scores all accounts with the weights of the scenario.
#[must_use]
pub fn score_accounts(book: &Book, scenario: &Scenario) -> AccountScores {
    let weights = normalised_weights(&scenario.weighting);
    let mut parts = score_parts(book, scenario);
    for row in &mut parts {
        for (part, weight) in row.iter_mut().zip(weights) {
            *part *= weight;
        }
    }
    let total = parts.iter().map(|row| row.iter().sum()).collect();
    AccountScores { total, parts, value: balanced_value(book, scenario), worth: worth_of_accounts(book, scenario) }
}

/// Potential × conversion^t, where t is the share of conversion in the sum of the two weights.
fn balanced_value(book: &Book, scenario: &Scenario) -> Vec<f64> {
    let (potential, conversion) = (scenario.weighting.potential.get(), scenario.weighting.conversion.get());
    let tilt = if conversion > 0.0 { conversion / (potential + conversion) } else { 0.0 };
    let rates = expected_win_rates(book, scenario);
    let mut values: Vec<f64> =
        book.accounts.iter().zip(&rates).map(|(account, &rate)| account.potential * libm::pow(rate, tilt)).collect();
    let mut sums = vec![(0.0, 0.0); book.segments.len()];
    for (account, value) in book.accounts.iter().zip(&values) {
        let (potential, sum) = &mut sums[account.segment];
        *potential += account.potential;
        *sum += value;
    }
    for (account, value) in book.accounts.iter().zip(&mut values) {
        let (potential, sum) = sums[account.segment];
        if sum > 0.0 {
            *value *= potential / sum;
        }
    }
    values
}

/// Weights normalised to sum to one; equal weights if none are given.
fn normalised_weights(weighting: &Weighting) -> [f64; 7] {
    let w = weighting;
    let given =
        [w.potential, w.conversion, w.growth, w.strategic, w.fit, w.engagement, w.risk].map(attain_core::units::Weight::get);
    let sum: f64 = given.iter().sum();
    if sum > 0.0 { given.map(|weight| weight / sum) } else { [1.0 / 7.0; 7] }
}

#[cfg(test)]
mod tests {
    use super::*;
    use attain_core::scenario::choices::GrowthClass;
    use attain_core::units::Weight;
    use attain_fixtures::books as fixture;

    #[test]
    fn parts_sum_to_a_score_between_0_and_1() {
        let book = fixture::book(3, 120, 9);
        let scores = score_accounts(&book, &fixture::scenario());
        for (total, parts) in scores.total.iter().zip(&scores.parts) {
            assert!((parts.iter().sum::<f64>() - total).abs() < 1e-12);
            assert!((0.0..=1.0).contains(total), "{total}");
        }
    }

    #[test]
    fn only_ratios_of_weights_matter() {
        let book = fixture::book(3, 60, 6);
        let mut scenario = fixture::scenario();
        let before = score_accounts(&book, &scenario).total;
        let w = &mut scenario.weighting;
        for weight in
            [&mut w.potential, &mut w.conversion, &mut w.growth, &mut w.strategic, &mut w.fit, &mut w.engagement, &mut w.risk]
        {
            *weight = Weight::literal(weight.get() * 8.0);
        }
        for (a, b) in before.iter().zip(score_accounts(&book, &scenario).total) {
            assert!((a - b).abs() < 1e-12);
        }
    }

    #[test]
    fn a_growing_account_scores_more() {
        let mut book = fixture::book(3, 60, 6);
        book.accounts[7].growth = GrowthClass::Low;
        let low = score_accounts(&book, &fixture::scenario()).total[7];
        book.accounts[7].growth = GrowthClass::High;
        assert!(score_accounts(&book, &fixture::scenario()).total[7] > low);
    }

    #[test]
    fn a_richer_account_is_worth_more() {
        let mut book = fixture::book(3, 60, 6);
        let before = score_accounts(&book, &fixture::scenario()).worth[5].new;
        book.accounts[5].potential *= 2.0;
        let after = score_accounts(&book, &fixture::scenario()).worth[5].new;
        assert!(after > before * 1.5 && after < before * 2.0, "{before} {after}");
    }
}
