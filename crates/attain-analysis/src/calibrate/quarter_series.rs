//! Series of quarterly deviations with known sampling covariance, and trend lines through them.

use libm::{log, pow, sqrt};

use super::numerics::Cholesky;

/// Quarterly deviations about a mean, with the covariance of their sampling errors.
#[derive(Debug, Clone)]
pub struct QuarterSeries {
    /// Pairs of time in years and deviation.
    pub points: Vec<(f64, f64)>,
    /// Covariance of the sampling errors, in row-major order.
    pub noise: Vec<f64>,
    /// Number of observations.
    pub n: usize,
}

/// Generalised least-squares line through a series, for an assumed variance of its movement.
#[derive(Debug, Clone, Copy)]
pub struct TrendLine {
    pub level: f64,
    pub slope: f64,
    /// Variance of the slope.
    pub variance: f64,
    /// Weighted sum of squares about the line.
    pub q: f64,
    /// Restricted log likelihood.
    pub likelihood: f64,
}

/// Returns the correlation matrix of `k` independent quarters, in row-major order.
#[must_use]
pub fn independent_quarters(k: usize) -> Vec<f64> {
    (0..k * k).map(|at| f64::from(u8::from(at / k == at % k))).collect()
}

/// Returns the covariance matrix of the quarterly means of a monthly autoregression with variance
/// one, in row-major order.
#[must_use]
pub fn autoregressive_quarters(points: &[(f64, f64)], persistence: f64) -> Vec<f64> {
    let quarter = |i: usize| (points[i].0 * 4.0).round();
    let covariance = |i: usize, j: usize| {
        let lag = 3.0 * (quarter(i) - quarter(j));
        let each = |a: u8| (0..3_u8).map(move |b| pow(persistence, (lag + f64::from(a) - f64::from(b)).abs())).sum::<f64>();
        (0..3).map(each).sum::<f64>() / 9.0
    };
    let k = points.len();
    (0..k * k).map(|at| covariance(at / k, at % k)).collect()
}

impl QuarterSeries {
    /// Creates a series with independent sampling errors.
    #[must_use]
    pub fn with_independent_errors(points: &[(f64, f64)], variances: &[f64], n: usize) -> Self {
        let k = points.len();
        let noise = (0..k * k).map(|at| if at / k == at % k { variances[at / k] } else { 0.0 }).collect();
        Self { points: points.to_vec(), noise, n }
    }

    /// Fits the line through the series, given a movement with covariance `square` times
    /// `correlation`. `None` if the line is not determined.
    pub fn line(&self, correlation: &[f64], square: f64) -> Option<TrendLine> {
        let k = self.points.len();
        let matrix: Vec<f64> =
            self.noise.iter().zip(correlation).map(|(noise, correlation)| noise + square * correlation).collect();
        let factor = Cholesky::factor(&matrix, k)?;
        let middle = self.points.iter().map(|point| point.0).sum::<f64>() / k as f64;
        let times: Vec<f64> = self.points.iter().map(|point| point.0 - middle).collect();
        let deviations: Vec<f64> = self.points.iter().map(|point| point.1).collect();
        let (one, time, deviation) = (factor.solve(&vec![1.0; k]), factor.solve(&times), factor.solve(&deviations));
        let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
        let (a, b, c) = (one.iter().sum::<f64>(), dot(&one, &times), dot(&time, &times));
        let (d, e) = (dot(&one, &deviations), dot(&time, &deviations));
        let determinant = a * c - b * b;
        if determinant.is_nan() || determinant <= 0.0 {
            return None;
        }
        let (level, slope) = ((c * d - b * e) / determinant, (a * e - b * d) / determinant);
        let q = dot(&deviation, &deviations) - level * d - slope * e;
        let likelihood = -0.5 * (factor.log_determinant() + log(determinant) + q);
        Some(TrendLine { level: level - slope * middle, slope, variance: a / determinant, q, likelihood })
    }

    /// Returns the standard deviation of the movement at which the weighted sum of squares equals
    /// `target`; 0 if the sum does not exceed `target` without movement.
    pub fn spread_at(&self, correlation: &[f64], target: f64) -> f64 {
        let over = |square: f64| self.line(correlation, square).is_some_and(|line| line.q > target);
        if !over(0.0) {
            return 0.0;
        }
        let (mut low, mut high) = (0.0, 1.0);
        while over(high) && high < 1e6 {
            high *= 2.0;
        }
        for _ in 0..60 {
            let middle = 0.5 * (low + high);
            if over(middle) { low = middle } else { high = middle }
        }
        sqrt(0.5 * (low + high))
    }

    /// Returns the degrees of freedom of the residuals.
    pub fn freedom(&self) -> f64 {
        (self.points.len() as f64 - 2.0).max(1.0)
    }
}
