//! Past purchases of accounts, from which potentials are estimated if no column gives them.

use std::collections::HashMap;

use super::comparable_name::comparable;
use super::currency::CurrencyRates;
use super::sheet::DataSheet;
use super::stages::StageOutcomes;
use crate::book::Outcome;

/// Shortest length of history in years to which purchases are scaled.
pub(super) const SHORTEST: f64 = 1.0 / 12.0;

/// Potentials that are estimated from past purchases.
#[derive(Debug)]
pub(super) struct PurchaseHistory {
    /// Potential, keyed by the account's id or comparable name as written in the opportunities.
    known: HashMap<String, f64>,
    /// Potential of accounts that bought nothing: the median of the others.
    other: Option<f64>,
}

impl PurchaseHistory {
    /// Estimates each potential as the amount won per year, divided by the share `sold`.
    pub fn new(sheet: &mut DataSheet, stage_outcomes: &StageOutcomes, rates: &CurrencyRates, sold: f64) -> Self {
        let won: Vec<bool> = (0..sheet.len()).map(|row| stage_outcomes.outcome_of(sheet, row) == Some(Outcome::Won)).collect();
        let (amounts, days) =
            (sheet.without_faults(|sheet| sheet.amounts("amount", rates)), sheet.without_faults(|sheet| sheet.dates("closed")));
        let closed = || days.iter().zip(&won).filter(|(_, won)| **won).filter_map(|(day, _)| *day);
        let span =
            closed().max().zip(closed().min()).map_or(1.0, |(last, first)| f64::from((last - first).get_days() + 1) / 365.25);
        let scale = 1.0 / (span.max(SHORTEST) * sold);
        let mut known: HashMap<String, f64> = HashMap::new();
        for row in (0..sheet.len()).filter(|row| won[*row]) {
            if let (Some(account), Some(amount)) = (sheet.text("account", row), amounts[row]) {
                *known.entry(comparable(account)).or_default() += amount * scale;
            }
        }
        let mut values: Vec<f64> = known.values().copied().collect();
        values.sort_by(f64::total_cmp);
        let other = values.get(values.len().saturating_sub(1) / 2).copied();
        Self { known, other }
    }

    /// The potential of an account, by its id or name.
    pub fn potential(&self, id: Option<&str>, name: Option<&str>) -> Option<f64> {
        let by = |word: Option<&str>| word.and_then(|word| self.known.get(&comparable(word)).copied());
        by(id).or_else(|| by(name)).or(self.other)
    }
}
