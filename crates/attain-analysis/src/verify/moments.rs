//! Moments of simulated values.

/// Moments of a sample.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct SampleMoments {
    /// Number of finite values.
    pub n: usize,
    pub mean: f64,
    /// Variance with n − 1 degrees of freedom.
    pub variance: f64,
    /// Fourth central moment.
    fourth: f64,
}

impl SampleMoments {
    /// Computes the moments of the finite values.
    pub fn from_values(values: &[f64]) -> Self {
        let kept = || values.iter().copied().filter(|value| value.is_finite());
        let n = kept().count();
        let count = n as f64;
        let mean = kept().sum::<f64>() / count;
        let moment = |power: i32| kept().map(|value| (value - mean).powi(power)).sum::<f64>();
        Self { n, mean, variance: moment(2) / (count - 1.0), fourth: moment(4) / count }
    }

    /// Standard error of the mean.
    pub fn se(&self) -> f64 {
        (self.variance / self.n as f64).sqrt()
    }

    /// Standard error of the variance.
    pub fn se_of_variance(&self) -> f64 {
        ((self.fourth - self.variance * self.variance).max(0.0) / self.n as f64).sqrt()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_of_five_values_by_hand() {
        let sample = SampleMoments::from_values(&[1.0, 2.0, 3.0, f64::NAN, 4.0, 5.0]);
        assert_eq!((sample.n, sample.mean, sample.variance), (5, 3.0, 2.5));
        assert!((sample.se() - 0.5_f64.sqrt()).abs() < 1e-12);
        // The fourth moment is (16 + 1 + 0 + 1 + 16) / 5.
        assert!((sample.se_of_variance() - ((6.8 - 6.25) / 5.0_f64).sqrt()).abs() < 1e-12);
    }
}
