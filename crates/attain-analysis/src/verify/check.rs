//! Checks of engine figures against known values.

use super::closed_forms::distributions::{kolmogorov_score, wilson_hilferty};
use super::moments::SampleMoments;

/// Number of standard errors within which a check passes. A correct figure exceeds them once in
/// 15,787 times (normal distribution, two-sided).
pub const LIMIT: f64 = 4.0;

/// Relative rounding error that is ignored, because series are stored in single precision.
const ROUNDING: f64 = 1e-6;

/// A figure of the engine with its known value.
#[derive(Debug, Clone, PartialEq)]
pub struct VerificationCheck {
    /// Name of the figure, including the number of years or draws.
    pub label: String,
    /// Value from the closed form.
    pub expected: f64,
    /// Value from the engine.
    pub observed: f64,
    /// Standard error of the engine's value; 0 for a deterministic figure.
    pub se: f64,
    /// Difference as a standard normal score.
    pub z: f64,
}

impl VerificationCheck {
    /// Checks a figure with a standard error. If the error is mere rounding, the figure is checked
    /// as deterministic.
    pub(super) fn new(label: impl Into<String>, expected: f64, observed: f64, se: f64) -> Self {
        if se <= 1e-6 * ROUNDING * expected.abs() {
            return Self::exact(label, expected, observed);
        }
        Self { label: label.into(), expected, observed, se, z: (observed - expected) / se }
    }

    /// Checks a deterministic figure, which must agree to the last stored digit.
    pub(super) fn exact(label: impl Into<String>, expected: f64, observed: f64) -> Self {
        let off = observed - expected;
        let right = off.abs() <= ROUNDING * expected.abs().max(1.0);
        Self { label: label.into(), expected, observed, se: 0.0, z: if right { 0.0 } else { off * f64::INFINITY } }
    }

    /// Checks the mean of a sample.
    pub(super) fn mean(label: &str, expected: f64, sample: &SampleMoments) -> Self {
        Self::new(format!("{label} (n\u{a0}{})", sample.n), expected, sample.mean, sample.se())
    }

    /// Checks the variance of a sample; its standard error comes from the fourth moment.
    pub(super) fn variance(label: &str, expected: f64, sample: &SampleMoments) -> Self {
        Self::new(format!("{label} (n\u{a0}{})", sample.n), expected, sample.variance, sample.se_of_variance())
    }

    /// Checks a share of `n` trials, with the binomial standard error at the expected share.
    pub(super) fn share(label: &str, expected: f64, hits: usize, n: usize) -> Self {
        let se = (expected * (1.0 - expected) / n as f64).sqrt();
        Self::new(format!("{label} (n\u{a0}{n})"), expected, hits as f64 / n as f64, se)
    }

    /// Checks the correlation of two columns, with the standard error of a bivariate normal
    /// distribution, (1 − r²)/√n.
    pub(super) fn correlation(label: &str, expected: f64, a: &[f64], b: &[f64]) -> Self {
        let n = a.len().min(b.len());
        let (of_a, of_b) = (SampleMoments::from_values(a), SampleMoments::from_values(b));
        let products: f64 = a.iter().zip(b).map(|(x, y)| (x - of_a.mean) * (y - of_b.mean)).sum();
        let observed = products / (n as f64 - 1.0) / (of_a.variance * of_b.variance).sqrt();
        Self::new(format!("{label} (n\u{a0}{n})"), expected, observed, (1.0 - expected * expected) / (n as f64).sqrt())
    }

    /// Checks counts against probabilities by Pearson's chi-square. The score is that of Wilson &
    /// Hilferty (1931); the standard error is the standard deviation of the statistic.
    pub(super) fn chi_square(label: &str, counts: &[f64], probabilities: &[f64]) -> Self {
        let n: f64 = counts.iter().sum();
        let (mut statistic, mut cells) = (0.0, 0.0_f64);
        let (mut rest, mut rest_expected) = (0.0, 0.0);
        for (count, probability) in counts.iter().zip(probabilities) {
            let expected = n * probability;
            // Merge cells whose expected count is too small for the approximation.
            if expected < 10.0 {
                rest += count;
                rest_expected += expected;
            } else {
                statistic += (count - expected).powi(2) / expected;
                cells += 1.0;
            }
        }
        if rest_expected > 0.0 {
            statistic += (rest - rest_expected).powi(2) / rest_expected;
            cells += 1.0;
        }
        let freedom = (cells - 1.0).max(1.0);
        let z = wilson_hilferty(statistic, freedom);
        Self { label: format!("{label} (n\u{a0}{n:.0})"), expected: freedom, observed: statistic, se: (2.0 * freedom).sqrt(), z }
    }

    /// Checks a sample against a distribution function by the Kolmogorov-Smirnov distance. The
    /// expected value and the standard error are those of the distance under its distribution.
    pub(super) fn distribution(label: &str, sample: &[f64], cdf: impl Fn(f64) -> f64) -> Self {
        let mut sorted = sample.to_vec();
        sorted.sort_by(f64::total_cmp);
        let n = sorted.len() as f64;
        let gap = |(i, &x): (usize, &f64)| {
            let f = cdf(x);
            (f - i as f64 / n).abs().max(((i + 1) as f64 / n - f).abs())
        };
        let distance = sorted.iter().enumerate().map(gap).fold(0.0, f64::max);
        let root = n.sqrt();
        let z = kolmogorov_score(distance, n);
        Self {
            label: format!("{label} (n\u{a0}{n:.0})"),
            expected: 0.868_731 / root,
            observed: distance,
            se: 0.260_333 / root,
            z,
        }
    }

    /// Returns whether the figure is within [`LIMIT`] standard errors of the expected value;
    /// `false` for NaN.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.z.abs() <= LIMIT
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrong_figures_do_not_hold() {
        assert!(VerificationCheck::new("x", 1.0, 1.3, 0.1).holds());
        assert!(!VerificationCheck::new("x", 1.0, 1.41, 0.1).holds());
        assert!(!VerificationCheck::new("x", 1.0, f64::NAN, 0.1).holds());
        assert!(!VerificationCheck::new("x", 1.0, 2.0, f64::NAN).holds());
        assert!(VerificationCheck::exact("x", 3.0, 3.0 + 1e-7).holds());
        assert!(!VerificationCheck::exact("x", 3.0, 3.001).holds());
    }

    /// 10,000 equal steps fit the uniform distribution too well, and their squares do not fit; even
    /// counts fit, and uneven ones do not.
    #[test]
    fn wrong_distributions_do_not_hold() {
        let steps: Vec<f64> = (0..10_000).map(|i| libm::fmod(f64::from(i) * 0.754_877_666, 1.0)).collect();
        let squares: Vec<f64> = steps.iter().map(|x| x * x).collect();
        assert!(VerificationCheck::distribution("x", &steps, |x| x).z < 0.0);
        assert!(VerificationCheck::distribution("x", &squares, |x| x).z > LIMIT);
        assert!(!VerificationCheck::chi_square("x", &[300.0, 200.0, 100.0], &[1.0 / 3.0; 3]).holds());
        assert!(VerificationCheck::chi_square("x", &[210.0, 205.0, 185.0], &[1.0 / 3.0; 3]).holds());
    }
}
