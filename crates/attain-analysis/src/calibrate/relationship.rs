//! Mean effect of relationships on the log odds of closed opportunities.
//!
//! Win rates estimated from history include the effect of relationships at that time, and the
//! engine adds the effect of relationships on the simulated day. The mean effect on closed
//! opportunities is therefore subtracted from the calibrated rates, so that only the difference
//! takes effect. The strength on the day of closing is computed as in the engine. If the account's
//! owner took over after the closing, the previous owner is unknown, and the engine's default of
//! two years is used.

use super::history::{CalibrationHistory, MONTH};
use attain_core::scenario::choices::Scenario;

/// Assumed days under one owner if the start date is unknown, as in the engine.
const UNKNOWN: i32 = 730;

/// Computes the mean log odds that relationships added to closed opportunities, by segment.
#[must_use]
pub fn mean_log_odds(history: &CalibrationHistory, scenario: &Scenario) -> Vec<f64> {
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
