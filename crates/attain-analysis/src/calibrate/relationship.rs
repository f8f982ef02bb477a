//! What relationships added to the odds of what closed.
//!
//! Win rates that come from history contain the relationships there were; the
//! engine adds those of the day it lives. So what they added in the mean of
//! what closed is taken off the rates that are written, and only what differs
//! from then counts. The strength of the day of closing is reckoned as the
//! engine does; an account whose owner came later had one before, of whom
//! nothing is known: the engine's own two years stand.

use super::history::{CalibrationHistory, MONTH};
use attain_core::scenario::choices::Scenario;

/// Days under one owner where nobody knows, as in the engine.
const UNKNOWN: i32 = 730;

/// By segment: the mean of what relationships added to the log odds.
#[must_use]
pub fn means(history: &CalibrationHistory, scenario: &Scenario) -> Vec<f64> {
    let relationship = &scenario.market.relationship;
    let worth = relationship.win_log_odds.get();
    let mut sums = vec![(0.0, 0.0); history.book.segments.len()];
    for (deal, _) in history.closed() {
        let account = &history.book.accounts[deal.account];
        let since = account.owner_since.map(|date| history.day(date));
        let owned = match (since, deal.closed) {
            (Some(since), Some(closed)) if since <= closed => closed - since,
            _ => UNKNOWN,
        };
        let months = f64::from(owned) / MONTH;
        let strength = account.owner.map_or(0.0, |_| 1.0 - relationship.missing_strength(months));
        let sum = &mut sums[deal.segment];
        *sum = (sum.0 + worth * (strength - 0.5), sum.1 + 1.0);
    }
    sums.into_iter().map(|(sum, n)| if n > 0.0 { sum / n } else { 0.0 }).collect()
}
