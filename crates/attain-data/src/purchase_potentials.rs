//! Potentials that were estimated from past purchases, as they would have been on an earlier day.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::book::{Book, FieldView, Outcome, PurchasePotentials};
use super::purchase_history::SHORTEST;

/// Replaces the potentials in `book` with those that the wins up to `day` give. `field` holds
/// the statements from the field that potentials include; `segment_for` returns the segment of a
/// potential.
pub fn restore_potentials(
    purchases: &PurchasePotentials,
    book: &mut Book,
    field: &[FieldView],
    segment_for: &dyn Fn(f64) -> Option<usize>,
    day: Date,
) {
    let won = |outcome: Outcome, closes: Option<Date>| closes.filter(|closes| outcome == Outcome::Won && *closes <= day);
    let attached = book.opportunities.iter().filter_map(|one| won(one.outcome, one.closes));
    let days: Vec<Date> = attached.chain(book.unattached.iter().filter_map(|one| won(one.outcome, one.closes))).collect();
    let span = days.iter().max().zip(days.iter().min());
    let years = span.map_or(1.0, |(last, first)| f64::from((*last - *first).get_days() + 1) / 365.25).max(SHORTEST);
    let mut bought: BTreeMap<usize, f64> = BTreeMap::new();
    for one in book.opportunities.iter().filter(|one| won(one.outcome, one.closes).is_some()) {
        *bought.entry(one.account).or_default() += one.amount / (years * purchases.sold);
    }
    let mut values: Vec<f64> = bought.values().copied().collect();
    values.sort_by(f64::total_cmp);
    // Without any purchase, all potentials are equal.
    let other = values.get(values.len().saturating_sub(1) / 2).copied().unwrap_or(1.0);
    for &account in &purchases.accounts {
        let from_history = bought.get(&account).copied().unwrap_or(other);
        let view = field.iter().find(|view| view.account == account).and_then(|view| view.potential);
        let potential = view.map_or(from_history, |mut view| {
            view.data = from_history;
            view.value()
        });
        book.accounts[account].potential = potential;
        if purchases.segmented.binary_search(&account).is_ok()
            && let Some(segment) = segment_for(from_history)
        {
            book.accounts[account].segment = segment;
        }
    }
}
