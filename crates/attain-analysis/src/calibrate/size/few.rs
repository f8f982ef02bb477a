//! Sizes of a segment with few deals: a posterior from what there is.
//!
//! The mean of the logarithm has a normal prior about that of the company's other deals or, without
//! them, about the scenario's median. The variance has a prior worth four deals.

use crate::calibrate::numerics::distributions::Z90;

/// Prior standard deviation of the mean logarithm about the company's other deals, and about the
/// scenario's median.
const AMONG_SEGMENTS: f64 = 1.0;
const WITHOUT_DATA: f64 = 3.0;
/// Number of other deals that are needed for a prior.
const OTHERS: usize = 5;
/// Deals that the prior on the variance is worth.
const PRIOR_DEALS: f64 = 4.0;

/// Posterior of the logarithm of sizes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct FewSizes {
    /// Mean of the logarithm, with its standard error.
    pub mean: f64,
    pub se: f64,
    /// Standard deviation of the logarithm.
    pub sd: f64,
}

impl FewSizes {
    /// Computes the posterior from a segment's own logarithms, those of other segments, and the
    /// logarithm of the scenario's median with its spread.
    pub fn new(own: &[f64], others: &[f64], given: f64, spread: f64) -> Self {
        let n = own.len() as f64;
        let average = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
        let (prior, width) = if others.len() >= OTHERS { (average(others), AMONG_SEGMENTS) } else { (given, WITHOUT_DATA) };
        let own_mean = if own.is_empty() { prior } else { average(own) };
        let squares: f64 = own.iter().map(|x| (x - own_mean).powi(2)).sum();
        let variance = (PRIOR_DEALS * spread * spread + squares) / (PRIOR_DEALS + (n - 1.0).max(0.0));
        let precision = 1.0 / (width * width) + n / variance.max(1e-6);
        let mean = (prior / (width * width) + n * own_mean / variance.max(1e-6)) / precision;
        Self { mean, se: precision.recip().sqrt(), sd: variance.sqrt() }
    }

    /// Bounds of the 90 % interval of the mean.
    pub fn bounds(self) -> (f64, f64) {
        (self.mean - Z90 * self.se, self.mean + Z90 * self.se)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use libm::{exp, log};

    /// Five deals of about $6k were simulated as deals of the default $30k.
    #[test]
    fn five_deals_say_more_than_a_default() {
        let own = [5_000.0, 6_000.0, 6_500.0, 4_000.0, 9_000.0].map(log);
        let found = FewSizes::new(&own, &[], log(30_000.0), 0.7);
        assert!((exp(found.mean) / 5_900.0 - 1.0).abs() < 0.05, "{}", exp(found.mean));
        assert!(found.se > 0.15 && found.se < 0.4 && found.sd > 0.3 && found.sd < 0.8, "{found:?}");
        // Other segments' deals are a better guess than the default, and one deal hardly moves it.
        let others = [log(1_000.0); 20];
        let one = FewSizes::new(&[log(9_000.0)], &others, log(30_000.0), 0.7);
        assert!(exp(one.mean) > 1_500.0 && exp(one.mean) < 9_000.0, "{}", exp(one.mean));
    }
}
