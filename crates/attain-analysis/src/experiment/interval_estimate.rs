//! Estimates with a Monte Carlo standard error and a 95 % interval.

use serde::Serialize;

use attain_sim::summarise::Z95;

/// An estimate, its standard error and its 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct IntervalEstimate {
    pub value: f64,
    /// Monte Carlo standard error.
    pub se: f64,
    /// Low end of the 95 % interval.
    pub low: f64,
    /// High end of the 95 % interval.
    pub high: f64,
}

impl IntervalEstimate {
    /// Creates an estimate with a normal 95 % interval.
    #[must_use]
    pub fn new(value: f64, se: f64) -> Self {
        Self { value, se, low: value - Z95 * se, high: value + Z95 * se }
    }

    /// Computes the mean of values and its standard error; NaN without values.
    #[must_use]
    pub fn mean(values: impl Iterator<Item = f64> + Clone) -> Self {
        let n = values.clone().count() as f64;
        if n == 0.0 {
            return Self::new(f64::NAN, f64::NAN);
        }
        let mean = values.clone().sum::<f64>() / n;
        let squares: f64 = values.map(|value| (value - mean) * (value - mean)).sum();
        Self::new(mean, if n > 1.0 { (squares / (n * (n - 1.0))).sqrt() } else { f64::NAN })
    }

    /// Computes the ratio of two sums over the same pairs of years. Its standard error comes from
    /// the delta method, from the residuals of the numerator minus the ratio times the denominator
    /// (Cochran 1977, "Sampling Techniques", §6.3).
    #[must_use]
    pub fn ratio(above: &[f64], below: &[f64]) -> Self {
        let n = above.len().min(below.len()) as f64;
        let total: f64 = below.iter().sum();
        if n < 2.0 || total.is_nan() || total <= 0.0 {
            return Self::new(f64::NAN, f64::NAN);
        }
        let value = above.iter().sum::<f64>() / total;
        let squares: f64 = above.iter().zip(below).map(|(a, b)| (a - value * b) * (a - value * b)).sum();
        Self::new(value, (squares * n / (n - 1.0)).sqrt() / total)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three pairs calculated by hand: 6 / 12, residuals 0, −1, 1.
    #[test]
    fn a_ratio_by_hand() {
        let ratio = IntervalEstimate::ratio(&[1.0, 1.0, 4.0], &[2.0, 4.0, 6.0]);
        assert!((ratio.value - 0.5).abs() < 1e-12);
        assert!((ratio.se - (2.0_f64 * 3.0 / 2.0).sqrt() / 12.0).abs() < 1e-12);
        assert!(IntervalEstimate::ratio(&[1.0], &[1.0]).value.is_nan());
        assert!(IntervalEstimate::ratio(&[0.0, 0.0], &[0.0, 0.0]).value.is_nan());
    }

    #[test]
    fn a_mean_by_hand() {
        let mean = IntervalEstimate::mean([1.0, 2.0, 3.0].into_iter());
        assert!((mean.value - 2.0).abs() < 1e-12 && (mean.se - (1.0_f64 / 3.0).sqrt()).abs() < 1e-12);
    }
}
