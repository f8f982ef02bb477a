//! Chances of targets above and below the plan's target.

use attain_core::metric;
use attain_sim::run::{ReadError, YearSource};
use attain_sim::summarise::results::Results;

/// Targets, as multiples of each plan's own target.
pub(super) const MULTIPLES: [f64; 13] = [0.85, 0.875, 0.9, 0.925, 0.95, 0.975, 1.0, 1.025, 1.05, 1.075, 1.1, 1.125, 1.15];

/// Share of the simulated years that reach each multiple of the target, indexed by plan and multiple.
#[derive(Debug, Clone, PartialEq)]
pub struct TargetChances(pub(super) Vec<Vec<f64>>);

impl TargetChances {
    /// Counts the years, one plan at a time.
    ///
    /// # Errors
    /// If the years cannot be read.
    pub fn from_years(results: &Results, years: &dyn YearSource) -> Result<Self, ReadError> {
        let metric = metric::company_index("bookings_over_target").unwrap_or(0);
        let of_plan = |plan| -> Result<Vec<f64>, ReadError> {
            let reached = years.company(plan, metric)?;
            Ok(MULTIPLES.iter().map(|&multiple| share(&reached, multiple)).collect())
        };
        (0..results.plans.len()).map(of_plan).collect::<Result<_, _>>().map(Self)
    }

    /// The plan with the best chance at a multiple and its chance; `None` without plans.
    pub(super) fn best_at(&self, multiple: usize) -> Option<(usize, f64)> {
        let chances = self.0.iter().map(|plan| plan.get(multiple).copied().unwrap_or(f64::NAN));
        chances.enumerate().filter(|(_, chance)| chance.is_finite()).fold(None, |best: Option<(usize, f64)>, (plan, chance)| {
            if best.is_some_and(|(_, most)| most >= chance) { best } else { Some((plan, chance)) }
        })
    }
}

/// Share of the years that reach a multiple; not a number without years.
fn share(reached: &[f64], multiple: f64) -> f64 {
    reached.iter().filter(|&&of_target| of_target >= multiple).count() as f64 / reached.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_share_counts_years_that_just_reach_it() {
        assert!((share(&[0.9, 1.0, 1.1, 1.2], 1.0) - 0.75).abs() < 1e-12);
        assert!(share(&[], 1.0).is_nan());
    }

    #[test]
    fn the_best_plan_is_the_first_with_the_highest_chance() {
        let chances = TargetChances(vec![vec![0.2, f64::NAN], vec![0.4, f64::NAN], vec![0.4, f64::NAN]]);
        assert_eq!(chances.best_at(0), Some((1, 0.4)));
        assert_eq!(chances.best_at(1), None);
    }
}
