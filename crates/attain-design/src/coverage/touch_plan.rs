//! The coverage model: touches, and hours for each touch, by tier.

use attain_core::scenario::choices::{CoveragePreset, Scenario, Team};

/// The touches that the accounts of a tier get.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct TouchPlan {
    /// Touches of one account in a month.
    pub touches_per_month: f64,
    /// Hours for a touch, without travel.
    pub hours_per_touch: f64,
}

/// Accounts for each rep and touches a year, of the first, the second and every further
/// tier. P: two practitioner guides that differ; the middle of their ranges.
const fn published_coverage(preset: CoveragePreset) -> [(f64, f64); 3] {
    match preset {
        CoveragePreset::Deep => [(4.0, 8.0), (18.0, 6.0), (75.0, 3.0)],
        CoveragePreset::Commercial => [(40.0, 7.0), (100.0, 5.0), (175.0, 2.0)],
    }
}

/// Least share of the published time that is left for touches when open opportunities
/// take the rest. A: no published figure.
const LEAST_TOUCH_SHARE: f64 = 0.25;

/// The touches of the accounts of each tier of the scenario.
///
/// The guides publish accounts for each rep and touches a year, but no hours. The hours
/// for a touch follow from them: a rep of the tier with the published number of accounts
/// is exactly busy, absence deducted, with those touches and the tier's mean time for
/// open opportunities (`open`, hours a month for each account). Travel and the growth
/// buffer come on top, so that neither changes what a touch costs.
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

/// Hours a month of a ramped rep less absence, on average over the teams that serve the tier.
fn hours_per_month(scenario: &Scenario, tier: &str) -> f64 {
    let counts_hours = |team: &&Team| team.accounts.is_none();
    let serves = |team: &&Team| team.tiers.is_empty() || team.tiers.iter().any(|name| name == tier);
    let hours = |team: &Team| team.hours_per_month.get() * (1.0 - team.absence.get());
    let serving: Vec<f64> = scenario.teams.values().filter(counts_hours).filter(serves).map(hours).collect();
    if serving.is_empty() { hours(&Team::default()) } else { serving.iter().sum::<f64>() / serving.len() as f64 }
}
