//! Warnings about conditions that weaken a comparison.

use super::means::MetricMeans;
use attain_core::metric::MetricId;
use attain_core::plan::Plan;
use attain_sim::run::YearSource;
use attain_sim::summarise::results::Pair;

/// Number of years below which tail quantiles are inaccurate.
const ENOUGH_YEARS: usize = 500;
/// Variance ratio below which pairing gains too little.
const COUPLED: f64 = 1.2;
/// Largest acceptable share of latent opportunities at the cap on the creation rate.
const CAP_TOUCHED: f64 = 0.01;

/// Returns warnings about the run, then about plans, then about pairs.
pub(super) fn weak_results(names: &[&str], years: &dyn YearSource, means: &MetricMeans, pairs: &[Pair]) -> Vec<String> {
    let mut found = Vec::new();
    let total = years.total();
    if total < 2 {
        found.push(
            "A single year has no spread: errors are reported as 0 and intervals as points. Simulate more years.".to_owned(),
        );
    } else if total < ENOUGH_YEARS {
        found.push(format!("{total} years are too few for accurate 5th and 95th percentiles; use at least {ENOUGH_YEARS}."));
    }
    for (plan, name) in names.iter().enumerate() {
        let touched = means.mean(plan, MetricId::CapTouched).unwrap_or(0.0);
        if touched > CAP_TOUCHED {
            found.push(format!(
                "{name}: {:.1} % of opportunities reach the cap on the creation rate, so its bookings are understated; raise market.rate-cap.",
                100.0 * touched
            ));
        }
    }
    for pair in pairs.iter().filter(|pair| pair.metric == "bookings" && total > 1 && pair.variance_ratio < COUPLED) {
        if pair.se > 0.0 {
            found.push(format!(
                "{} and {} gain little from the same worlds: a shared year is only as precise as {:.2} independent years.",
                pair.a, pair.b, pair.variance_ratio
            ));
        }
    }
    found
}

/// Returns warnings about plans that differ from the reference in assumptions or target.
pub(super) fn differing_assumptions(plans: &[Plan], reference: usize) -> Vec<String> {
    let Some(first) = plans.get(reference) else { return Vec::new() };
    let mut found = Vec::new();
    for plan in plans {
        if plan.scenario.market != first.scenario.market {
            found.push(format!(
                "{} assumes a different market from {}: part of their difference comes from the assumptions rather than the plans.",
                plan.name, first.name
            ));
        }
        if plan.target != first.target {
            found.push(format!(
                "{} has a different target from {}: their probabilities of reaching it are not comparable.",
                plan.name, first.name
            ));
        }
    }
    found
}
