//! The selling time that open opportunities need, and what becomes of their odds without it.

use crate::quantile::{fast_exp, fast_log};
use crate::scenario::choices::{Coverage, Selling};

/// The selling time that open opportunities and renewals need.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SellingTime {
    /// Hours a month of an opportunity of its segment's median size.
    pub per_opportunity: f64,
    /// Exponent with which they grow with size.
    pub by_size: f64,
    /// Hours of a renewal in the month in which it is due.
    pub per_renewal: f64,
}

impl SellingTime {
    /// Takes the times from a scenario's choices.
    #[must_use]
    pub fn new(coverage: &Coverage) -> Self {
        Self {
            per_opportunity: coverage.hours_per_open_opportunity.get(),
            by_size: coverage.hours_by_size.get(),
            per_renewal: coverage.hours_per_renewal.get(),
        }
    }

    /// Hours a month of an opportunity of an amount, in a segment with this logarithm of the
    /// median. Rounded to single precision, so that sums do not depend on their order.
    #[inline]
    #[must_use]
    pub fn of_opportunity(&self, amount: f64, log_median: f64) -> f64 {
        let size = if self.by_size > 0.0 { fast_exp(self.by_size * (fast_log(amount.max(1.0)) - log_median)) } else { 1.0 };
        f64::from((self.per_opportunity * size) as f32)
    }
}

/// Change in the log odds of winning of an opportunity that received a share of its hours.
///
/// The odds are multiplied by u + (1 − u) sᵉ, where s is the share, u the odds that are left
/// without any selling time, and e the elasticity.
#[inline]
#[must_use]
pub fn odds_shift(choice: &Selling, share: f64) -> f64 {
    if share >= 1.0 {
        return 0.0;
    }
    let (unworked, elasticity) = (choice.unworked_odds.get(), choice.odds_elasticity.get());
    let effect = if elasticity <= 0.0 {
        1.0
    } else if share <= 0.0 {
        0.0
    } else {
        fast_exp(elasticity * fast_log(share))
    };
    fast_log((unworked + (1.0 - unworked) * effect).max(1e-9))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_of_the_hours_leave_about_half_of_the_odds() {
        let choice = Selling::default();
        assert_eq!(odds_shift(&choice, 1.0), 0.0);
        assert!((odds_shift(&choice, 0.5).exp() - 0.525).abs() < 1e-6);
        assert!((odds_shift(&choice, 0.0).exp() - 0.05).abs() < 1e-6);
    }

    #[test]
    fn larger_opportunities_take_more_time_at_a_falling_rate() {
        let time = SellingTime { per_opportunity: 3.0, by_size: 0.25, per_renewal: 2.0 };
        let at = |amount: f64| time.of_opportunity(amount, libm::log(50_000.0));
        assert!((at(50_000.0) - 3.0).abs() < 1e-5);
        assert!((at(800_000.0) - 6.0).abs() < 1e-5);
        assert!(at(0.0) > 0.0);
    }
}
