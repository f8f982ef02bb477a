//! Coverage: the time that each account requires according to its tier's coverage model.

mod touch_plan;

pub use touch_plan::{TouchPlan, touch_plans};

use crate::score::AccountTiers;
use attain_core::scenario::choices::Scenario;
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
    let mut open = vec![0.0; book.accounts.len()];
    for opportunity in &book.opportunities {
        if matches!(opportunity.outcome, Outcome::Open(_)) {
            open[opportunity.account] += scenario.coverage.hours_per_open_opportunity.get();
        }
    }
    let rows = touch_plans(scenario, &mean_by_tier(scenario.tiers.len(), tiers, &open));
    let row = |tier: &usize| rows.get(*tier).copied().unwrap_or_default();
    CoverageNeeds {
        hours: tiers.0.iter().map(|tier| row(tier).touches_per_month * row(tier).hours_per_touch).collect(),
        touches: tiers.0.iter().map(|tier| row(tier).touches_per_month).collect(),
        open,
    }
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
