//! Choice between a lognormal distribution and an empirical one with a fitted tail.
//!
//! Standardised logarithms are compared with the normal distribution by the Kolmogorov-Smirnov
//! distance with estimated parameters. The lognormal distribution is chosen if Lilliefors' test does
//! not reject it at 1 % (Stephens 1974), or if the distance is at most [`CLOSE`], because the test
//! rejects immaterial differences in large samples; and if the mean and the upper quantiles, which
//! this distance does not see, agree with the data's.

use libm::{exp, log};

use super::tail::fit_tailed;
use crate::calibrate::numerics::distributions::normal_cdf;
use crate::calibrate::setting::rounded;
use attain_core::quantile::normal as normal_quantile;
use attain_core::scenario::choices::{DealSize, LognormalAmount};
use attain_core::units::{Money, Sigma};

/// Kolmogorov-Smirnov distance that is too small to matter. The best lognormal fits of a public CRM
/// have 0.03.
const CLOSE: f64 = 0.03;
/// Critical value of Lilliefors' test at 1 %, with Stephens' modification.
const CRITICAL: f64 = 1.035;
/// Number of standard errors within which the mean and the quantiles agree.
const ERRORS: f64 = 2.6;
/// Relative difference of a mean or quantile that is too small to matter.
const NEAR: f64 = 0.03;

/// A fitted distribution with its description.
pub(super) struct FittedSize {
    pub description: String,
    pub law: DealSize,
}

/// Fits a distribution to sizes in ascending order.
pub(super) fn fit_distribution(sorted: &[f64]) -> FittedSize {
    let n = sorted.len() as f64;
    let mean = sorted.iter().map(|x| log(*x)).sum::<f64>() / n;
    let sd = (sorted.iter().map(|x| (log(*x) - mean).powi(2)).sum::<f64>() / (n - 1.0).max(1.0)).sqrt();
    let lognormal = lognormal(mean, sd);
    if sorted.first() == sorted.last() {
        return FittedSize { description: "all equal".to_owned(), law: lognormal };
    }
    let distance = distance(sorted, |x| normal_cdf((log(x) - mean) / sd.max(1e-9)));
    let shaped = distance * (n.sqrt() - 0.01 + 0.85 / n.sqrt()) <= CRITICAL || distance <= CLOSE;
    if shaped && upper_part_agrees(sorted, mean, sd) {
        return FittedSize { description: format!("lognormal (distance {distance:.3})"), law: lognormal };
    }
    let reason = if shaped { "the upper part differs" } else { "not lognormal" };
    match fit_tailed(sorted) {
        Some(law) => {
            let form = if matches!(law, DealSize::Tailed(_)) { "empirical with a fitted tail" } else { "empirical" };
            FittedSize { description: format!("{form}: {reason} (distance {distance:.3})"), law }
        }
        None => FittedSize { description: format!("lognormal (distance {distance:.3})"), law: lognormal },
    }
}

/// A lognormal distribution with the given mean and standard deviation of the logarithm.
pub(super) fn lognormal(mean: f64, sd: f64) -> DealSize {
    let median = Money::new(rounded(exp(mean))).unwrap_or(Money::literal(1.0));
    DealSize::Lognormal(LognormalAmount {
        median,
        sigma: Sigma::new(rounded(sd.min(Sigma::HIGH))).unwrap_or(Sigma::literal(0.0)),
    })
}

/// Whether the mean, P90 and P99 of the data agree with the lognormal distribution.
fn upper_part_agrees(sorted: &[f64], mean: f64, sd: f64) -> bool {
    let n = sorted.len() as f64;
    let law_mean = mean + 0.5 * sd * sd;
    let error = ((exp(sd * sd) - 1.0) / n).sqrt();
    let off = (log(sorted.iter().sum::<f64>() / n) - law_mean).abs();
    let quantile_agrees = |p: f64| {
        let at = mean + sd * normal_quantile(p);
        let below = sorted.partition_point(|x| log(*x) <= at) as f64;
        let near = sorted[((p * n) as usize).min(sorted.len() - 1)];
        (below - p * n).abs() <= ERRORS * (n * p * (1.0 - p)).sqrt() + 0.5 || (log(near) - at).abs() <= NEAR
    };
    off <= (ERRORS * error).max(NEAR) && quantile_agrees(0.9) && quantile_agrees(0.99)
}

/// Returns the Kolmogorov-Smirnov distance of a sorted sample from a distribution.
fn distance(sorted: &[f64], cdf: impl Fn(f64) -> f64) -> f64 {
    let n = sorted.len() as f64;
    let gap = |(i, &x): (usize, &f64)| {
        let f = cdf(x);
        (f - i as f64 / n).abs().max(((i + 1) as f64 / n - f).abs())
    };
    sorted.iter().enumerate().map(gap).fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sample of a distribution at evenly spaced probabilities.
    fn even(n: usize, quantile: impl Fn(f64) -> f64) -> Vec<f64> {
        (0..n).map(|i| quantile((i as f64 + 0.5) / n as f64)).collect()
    }

    #[test]
    fn distributions_are_recognised() {
        let lognormal = even(2_000, |p| exp(9.0 + 0.7 * normal_quantile(p)));
        assert!(fit_distribution(&lognormal).description.starts_with("lognormal"));
        let two = even(2_000, |p| if p < 0.5 { 100.0 + p } else { 5_000.0 + p });
        assert!(fit_distribution(&two).description.starts_with("empirical"), "{}", fit_distribution(&two).description);
        assert_eq!(fit_distribution(&[500.0; 50]).description, "all equal");
    }

    /// The distance sees the middle: a lognormal body hides a hundredth of huge deals.
    #[test]
    fn a_heavy_upper_part_is_seen() {
        let mixed = |p: f64| exp(9.0 + normal_quantile(p)) * if p > 0.99 { 5.0 } else { 1.0 };
        let sample = even(3_000, mixed);
        let found = fit_distribution(&sample);
        assert!(found.description.contains("the upper part differs"), "{}", found.description);
        let mean = sample.iter().sum::<f64>() / 3_000.0;
        assert!((found.law.mean() / mean - 1.0).abs() < 0.01, "{} {mean}", found.law.mean());
    }
}
