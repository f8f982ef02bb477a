//! Coverage: the time that each account requires according to its tier's coverage model.

mod touch_plan;

pub use touch_plan::{TouchPlan, touch_plans};

use crate::score::AccountTiers;
use attain_core::scenario::choices::Scenario;
use attain_core::selling::SellingTime;
use attain_data::{Book, Outcome};

/// The time that accounts require; every list has one entry per account of the book.
#[derive(Debug, Clone, PartialEq)]
pub struct CoverageNeeds {
    /// Hours per month for touches, excluding travel.
    pub hours: Vec<f64>,
    /// Hours per month for the opportunities open at the start.
    pub open: Vec<f64>,
    /// Touches per month.
    pub touches: Vec<f64>,
}

/// Computes the time that every account requires.
#[must_use]
pub fn coverage_needs(book: &Book, scenario: &Scenario, tiers: &AccountTiers) -> CoverageNeeds {
    let open = opportunity_hours(book, scenario);
    let rows = touch_plans(scenario, &mean_by_tier(scenario.tiers.len(), tiers, &open));
    let row = |tier: &usize| rows.get(*tier).copied().unwrap_or_default();
    CoverageNeeds {
        hours: tiers.0.iter().map(|tier| row(tier).touches_per_month * row(tier).hours_per_touch).collect(),
        touches: tiers.0.iter().map(|tier| row(tier).touches_per_month).collect(),
        open,
    }
}

/// By account: hours a month that its open opportunities need.
#[must_use]
pub fn opportunity_hours(book: &Book, scenario: &Scenario) -> Vec<f64> {
    let time = SellingTime::new(&scenario.coverage);
    let median = |name: &String| scenario.market.segments.get(name).map_or(1.0, |segment| segment.size.median());
    let log_medians: Vec<f64> = book.segments.iter().map(|name| libm::log(median(name).max(1.0))).collect();
    let mut hours = vec![0.0; book.accounts.len()];
    for opportunity in &book.opportunities {
        if matches!(opportunity.outcome, Outcome::Open(_)) {
            let log_median = log_medians[book.accounts[opportunity.account].segment];
            hours[opportunity.account] += time.of_opportunity(opportunity.amount, log_median);
        }
    }
    hours
}

fn mean_by_tier(count: usize, tiers: &AccountTiers, values: &[f64]) -> Vec<f64> {
    let mut sums = vec![(0.0, 0.0); count.max(1)];
    for (&tier, value) in tiers.0.iter().zip(values) {
        sums[tier].0 += value;
        sums[tier].1 += 1.0;
    }
    sums.iter().map(|(sum, n)| if *n > 0.0 { sum / n } else { 0.0 }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::score::assign_tiers;
    use attain_core::scenario::choices::TierCoverage;
    use attain_core::units::{Factor, Hours};
    use attain_fixtures::books as fixture;

    #[test]
    fn more_touches_cost_more_time_and_given_hours_win() {
        let book = fixture::book(2, 80, 6);
        let mut scenario = fixture::scenario();
        let tiers = assign_tiers(&book, &scenario);
        let before = coverage_needs(&book, &scenario, &tiers);
        let name = scenario.tiers[2].name.clone();
        let changed = TierCoverage { touches_per_year: Some(Factor::literal(24.0)), hours_per_touch: Some(Hours::literal(0.5)) };
        scenario.coverage.tiers.insert(name, changed);
        let after = coverage_needs(&book, &scenario, &tiers);
        for (i, &tier) in tiers.0.iter().enumerate() {
            if tier == 2 {
                assert!((after.hours[i] - 1.0).abs() < 1e-12);
                assert!((after.touches[i] - 2.0).abs() < 1e-12);
            } else {
                assert_eq!(after.hours[i], before.hours[i]);
            }
        }
    }
}
