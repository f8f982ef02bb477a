//! The coverage model: touches and hours per touch for each tier.

use attain_core::scenario::choices::{CoveragePreset, Scenario, Team};

/// The touches of the accounts of a tier.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct TouchPlan {
    /// Touches per account and month.
    pub touches_per_month: f64,
    /// Hours per touch, excluding travel.
    pub hours_per_touch: f64,
}

/// Accounts per rep and touches per year of the first, the second and all further
/// tiers. P: the middle of the ranges in two practitioner guides that differ.
const fn published_coverage(preset: CoveragePreset) -> [(f64, f64); 3] {
    match preset {
        CoveragePreset::Deep => [(4.0, 8.0), (18.0, 6.0), (75.0, 3.0)],
        CoveragePreset::Commercial => [(40.0, 7.0), (100.0, 5.0), (175.0, 2.0)],
    }
}

/// Minimum share of the published time that remains for touches when open opportunities
/// take the rest. A: no published figure.
const LEAST_TOUCH_SHARE: f64 = 0.25;

/// The touches of accounts in each tier of the scenario.
///
/// The guides publish accounts per rep and touches per year, but no hours. The hours per
/// touch are derived from them: a rep of the tier with the published number of accounts is
/// fully utilised, net of absence, by those touches and the tier's mean time for open
/// opportunities (`open`, hours per month and account). Travel and the growth buffer are
/// additional, so that neither changes the cost of a touch.
#[must_use]
pub fn touch_plans(scenario: &Scenario, open: &[f64]) -> Vec<TouchPlan> {
    let published = published_coverage(scenario.coverage.preset);
    (0..scenario.tiers.len().max(1))
        .map(|tier| {
            let (accounts, touches) = published[tier.min(2)];
            let name = scenario.tiers.get(tier).map(|tier| tier.name.as_str()).unwrap_or_default();
            let given = scenario.coverage.tiers.get(name);
            let month = hours_per_month(scenario, name) / accounts;
            let left = (month - open.get(tier).copied().unwrap_or(0.0)).max(LEAST_TOUCH_SHARE * month);
            let derived = left * 12.0 / touches;
            TouchPlan {
                touches_per_month: given.and_then(|row| row.touches_per_year).map_or(touches, attain_core::units::Factor::get)
                    / 12.0,
                hours_per_touch: given.and_then(|row| row.hours_per_touch).map_or(derived, attain_core::units::Hours::get),
            }
        })
        .collect()
}

/// Monthly hours of a ramped rep net of absence, averaged over the teams that serve the tier.
fn hours_per_month(scenario: &Scenario, tier: &str) -> f64 {
    let counts_hours = |team: &&Team| team.accounts.is_none();
    let serves = |team: &&Team| team.tiers.is_empty() || team.tiers.iter().any(|name| name == tier);
    let hours = |team: &Team| team.hours_per_month.get() * (1.0 - team.absence.get());
    let serving: Vec<f64> = scenario.teams.values().filter(counts_hours).filter(serves).map(hours).collect();
    if serving.is_empty() { hours(&Team::default()) } else { serving.iter().sum::<f64>() / serving.len() as f64 }
}
