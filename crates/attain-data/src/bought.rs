//! What accounts bought, to stand for their potential where no column holds one.

use std::collections::HashMap;

use super::currency::Rates;
use super::opportunities::Standing;
use super::parse::normal;
use super::sheet::Sheet;
use crate::book::Outcome;

/// Shortest span of history that is taken for a year's worth, years.
const SHORTEST: f64 = 1.0 / 12.0;

/// Potentials by what was bought.
#[derive(Debug)]
pub(super) struct Bought {
    /// Potential by the account's id or comparable name, as the opportunities have it.
    known: HashMap<String, f64>,
    /// Of those who bought nothing: the median of the others.
    other: Option<f64>,
}

impl Bought {
    /// What was won a year, over the share of potential that is `sold`.
    pub fn of(sheet: &mut Sheet, standing: &Standing, rates: &Rates, sold: f64) -> Self {
        let won: Vec<bool> = (0..sheet.len()).map(|row| standing.quiet(sheet, row) == Some(Outcome::Won)).collect();
        let (amounts, days) =
            (sheet.quietly(|sheet| sheet.amounts("amount", rates)), sheet.quietly(|sheet| sheet.dates("closed")));
        let closed = || days.iter().zip(&won).filter(|(_, won)| **won).filter_map(|(day, _)| *day);
        let span =
            closed().max().zip(closed().min()).map_or(1.0, |(last, first)| f64::from((last - first).get_days() + 1) / 365.25);
        let scale = 1.0 / (span.max(SHORTEST) * sold);
        let mut known: HashMap<String, f64> = HashMap::new();
        for row in (0..sheet.len()).filter(|row| won[*row]) {
            if let (Some(account), Some(amount)) = (sheet.text("account", row), amounts[row]) {
                *known.entry(normal(account)).or_default() += amount * scale;
            }
        }
        let mut values: Vec<f64> = known.values().copied().collect();
        values.sort_by(f64::total_cmp);
        let other = values.get(values.len().saturating_sub(1) / 2).copied();
        Self { known, other }
    }

    /// The potential of an account.
    pub fn potential(&self, id: Option<&str>, name: Option<&str>) -> Option<f64> {
        let by = |word: Option<&str>| word.and_then(|word| self.known.get(&normal(word)).copied());
        by(id).or_else(|| by(name)).or(self.other)
    }
}
