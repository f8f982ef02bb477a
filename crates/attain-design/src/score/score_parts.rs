//! The seven unweighted parts of a score, each from 0 to 1.

use jiff::civil::Date;

use super::conversion::expected_win_rates;
use super::segments::months_between;
use attain_core::scenario::choices::{GrowthClass, RiskClass, Scenario};
use attain_data::{Account, Book};

/// Half-life of a touch in months: 90 days, after which an account counts as orphaned.
const ENGAGEMENT_HALF_LIFE: f64 = 90.0 / 30.4375;

/// The parts of the score of every account, in the order of [`attain_core::plan::SCORE_PARTS`].
pub(super) fn score_parts(book: &Book, scenario: &Scenario) -> Vec<[f64; 7]> {
    let accounts = &book.accounts;
    let potential: Vec<f64> = accounts.iter().map(|account| libm::log1p(account.potential.max(0.0))).collect();
    let potential = within_segment(book, &potential);
    let conversion = within_segment(book, &expected_win_rates(book, scenario));
    let revenue = share_of_highest(book);
    let today = last_day(book, scenario.horizon.start);
    accounts
        .iter()
        .enumerate()
        .map(|(i, account)| {
            [
                potential[i],
                conversion[i],
                growth(account.growth),
                f64::from(u8::from(account.strategic)),
                account.fit.clamp(0.0, 1.0),
                engagement(account, today),
                risk(account.risk) * revenue[i],
            ]
        })
        .collect()
}

/// Position of each value between the minimum and maximum of its segment; 0.5 if all are equal.
fn within_segment(book: &Book, values: &[f64]) -> Vec<f64> {
    let mut bounds = vec![(f64::INFINITY, f64::NEG_INFINITY); book.segments.len()];
    for (account, &value) in book.accounts.iter().zip(values) {
        let (low, high) = &mut bounds[account.segment];
        *low = low.min(value);
        *high = high.max(value);
    }
    book.accounts
        .iter()
        .zip(values)
        .map(|(account, &value)| {
            let (low, high) = bounds[account.segment];
            if high > low { ((value - low) / (high - low)).clamp(0.0, 1.0) } else { 0.5 }
        })
        .collect()
}

/// Log revenue as a share of the segment's maximum, which measures the revenue at stake.
fn share_of_highest(book: &Book) -> Vec<f64> {
    let mut highest = vec![0.0_f64; book.segments.len()];
    for account in &book.accounts {
        highest[account.segment] = highest[account.segment].max(account.revenue);
    }
    book.accounts
        .iter()
        .map(|account| {
            let top = libm::log1p(highest[account.segment]);
            if top > 0.0 { libm::log1p(account.revenue.max(0.0)) / top } else { 0.0 }
        })
        .collect()
}

fn growth(class: GrowthClass) -> f64 {
    match class {
        GrowthClass::Low => 0.0,
        GrowthClass::Medium => 0.5,
        GrowthClass::High => 1.0,
    }
}

fn risk(class: RiskClass) -> f64 {
    match class {
        RiskClass::Low => 0.0,
        RiskClass::Medium => 0.5,
        RiskClass::High => 1.0,
    }
}

/// The engagement in the data, or the recency of the last touch if there is none.
fn engagement(account: &Account, today: Date) -> f64 {
    match (account.engagement, account.last_touch) {
        (Some(given), _) => given.clamp(0.0, 1.0),
        (None, Some(touch)) => libm::exp2(-(months_between(touch, today).max(0.0) / ENGAGEMENT_HALF_LIFE)),
        (None, None) => 0.0,
    }
}

/// The date of the data, taken from the latest touch, so that accounts do not appear
/// neglected if the data is older than the start of the horizon.
fn last_day(book: &Book, start: Date) -> Date {
    book.accounts.iter().filter_map(|account| account.last_touch).filter(|&touch| touch <= start).max().unwrap_or(start)
}
