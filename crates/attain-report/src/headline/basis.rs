//! What a headline says about figures that nobody estimated for this company.

use super::listing::listed;

/// A sentence on market figures that are defaults, such as win rates; `None` if there are none.
#[must_use]
pub fn not_calibrated(default_market: &[&str]) -> Option<String> {
    (!default_market.is_empty()).then(|| format!("Not calibrated: {} are default figures.", listed(default_market)))
}
