//! Probability integral transform: the position of an actual figure within its forecast.
//!
//! The transforms of a calibrated forecast are uniform. A figure that ties with members of the
//! sample, as counts often do, has an interval instead of a point. The interval extends from the
//! share of members below the figure to the share not above it, with the figure itself counted as
//! one more member. Histograms and coverage spread each figure over its interval (Czado, Gneiting &
//! Held 2009) and therefore require no random numbers. Tests use a point of the interval, chosen by
//! a random mark that belongs to the figure (Smith 1985).

use libm::{exp, sqrt};
use serde::Serialize;
use statrs::distribution::{ChiSquared, ContinuousCDF};

/// Number of bars in a histogram of transforms.
pub const HISTOGRAM_BARS: usize = 10;

/// Interval of a figure's transform.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PitInterval {
    pub low: f64,
    pub high: f64,
}

impl PitInterval {
    /// Computes the interval of a figure within a sorted sample.
    #[must_use]
    pub fn locate(sorted: &[f64], actual: f64) -> Self {
        let n = sorted.len() as f64 + 1.0;
        let below = sorted.partition_point(|&x| x < actual) as f64;
        let not_above = sorted.partition_point(|&x| x <= actual) as f64;
        Self { low: below / n, high: (not_above + 1.0) / n }
    }

    /// Returns the point of the interval at a mark between 0 and 1.
    #[must_use]
    pub fn at(self, mark: f64) -> f64 {
        self.low + (self.high - self.low) * mark
    }

    /// Returns the share of the interval that lies between two probabilities.
    #[must_use]
    pub fn between(self, from: f64, to: f64) -> f64 {
        let inside = (self.high.min(to) - self.low.max(from)).max(0.0);
        inside / (self.high - self.low)
    }
}

/// Mean and spread of n transforms, compared with those of a uniform distribution. The mean of
/// uniform transforms is 1/2 with a standard error of 1/√(12 n), and their mean square about 1/2 is
/// 1/12 with a standard error of 1/√(180 n).
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct PitMoments {
    /// Mean of the transforms; 0.5 for an unbiased forecast.
    pub mean: f64,
    /// Deviation of the mean from 0.5, in standard errors; positive if the forecast is too low.
    pub bias: f64,
    /// Deviation of the mean square about 0.5 from 1/12, in standard errors; positive if intervals
    /// are too narrow.
    pub spread: f64,
}

impl PitMoments {
    /// Computes the moments of a set of transforms.
    #[must_use]
    pub fn from_points(points: &[f64]) -> Self {
        let n = points.len() as f64;
        let mean = points.iter().sum::<f64>() / n;
        let square = points.iter().map(|u| (u - 0.5).powi(2)).sum::<f64>() / n;
        Self { mean, bias: (mean - 0.5) * sqrt(12.0 * n), spread: (square - 1.0 / 12.0) * sqrt(180.0 * n) }
    }
}

/// Counts the figures in each of ten equal bars. A figure with ties counts in every bar that its
/// interval overlaps, in proportion to the overlap.
#[must_use]
pub fn histogram(pits: &[PitInterval]) -> [f64; HISTOGRAM_BARS] {
    let edge = |bar: usize| bar as f64 / HISTOGRAM_BARS as f64;
    std::array::from_fn(|bar| pits.iter().map(|pit| pit.between(edge(bar), edge(bar + 1))).sum())
}

/// Returns the Kolmogorov-Smirnov distance of points from the uniform distribution and its p-value,
/// with the correction of Stephens 1970.
#[must_use]
pub fn kolmogorov(points: &[f64]) -> (f64, f64) {
    let mut sorted = points.to_vec();
    sorted.sort_by(f64::total_cmp);
    let n = sorted.len() as f64;
    let gap = |(i, u): (usize, &f64)| (u - i as f64 / n).max((i as f64 + 1.0) / n - u);
    let distance = sorted.iter().enumerate().map(gap).fold(0.0, f64::max);
    let scaled = (sqrt(n) + 0.12 + 0.11 / sqrt(n)) * distance;
    (distance, kolmogorov_tail(scaled))
}

/// Returns the upper tail probability of the Kolmogorov distribution.
fn kolmogorov_tail(x: f64) -> f64 {
    if x < 0.3 {
        return 1.0;
    }
    let term = |k: i32| {
        let sign = if k % 2 == 1 { 1.0 } else { -1.0 };
        sign * exp(-2.0 * f64::from(k * k) * x * x)
    };
    (2.0 * (1..=40).map(term).sum::<f64>()).clamp(0.0, 1.0)
}

/// Returns the chi-square statistic of points in ten equal bars against the uniform distribution,
/// and its p-value.
#[must_use]
pub fn chi_square(points: &[f64]) -> (f64, f64) {
    let mut bars = [0.0; HISTOGRAM_BARS];
    for u in points {
        bars[((u * HISTOGRAM_BARS as f64) as usize).min(HISTOGRAM_BARS - 1)] += 1.0;
    }
    let expected = points.len() as f64 / HISTOGRAM_BARS as f64;
    let statistic = bars.iter().map(|bar| (bar - expected).powi(2) / expected).sum::<f64>();
    let p = ChiSquared::new((HISTOGRAM_BARS - 1) as f64).map_or(f64::NAN, |chi_square| 1.0 - chi_square.cdf(statistic));
    (statistic, p)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ties_have_an_interval_and_others_a_step() {
        let sample = [0.0, 1.0, 1.0, 2.0];
        assert_eq!(PitInterval::locate(&sample, 1.0), PitInterval { low: 0.2, high: 0.8 });
        assert_eq!(PitInterval::locate(&sample, 9.0), PitInterval { low: 0.8, high: 1.0 });
        assert_eq!(PitInterval::locate(&sample, -1.0), PitInterval { low: 0.0, high: 0.2 });
        assert!((PitInterval { low: 0.0, high: 0.4 }.between(0.1, 0.9) - 0.75).abs() < 1e-12);
        let bars = histogram(&[PitInterval { low: 0.0, high: 0.2 }, PitInterval { low: 0.9, high: 1.0 }]);
        assert!((bars[0] - 0.5).abs() < 1e-12 && (bars[1] - 0.5).abs() < 1e-12 && (bars[9] - 1.0).abs() < 1e-9, "{bars:?}");
    }

    /// The upper 5 % point of the Kolmogorov distribution is 1.358, and the upper 1 % point is
    /// 1.628.
    #[test]
    fn tests_have_their_levels() {
        assert!((kolmogorov_tail(1.358) - 0.05).abs() < 2e-4 && (kolmogorov_tail(1.628) - 0.01).abs() < 1e-4);
        let even: Vec<f64> = (0..200).map(|i| (f64::from(i) + 0.5) / 200.0).collect();
        assert!(kolmogorov(&even).1 > 0.999 && chi_square(&even).1 > 0.999);
        let squeezed: Vec<f64> = even.iter().map(|u| 0.25 + 0.5 * u).collect();
        assert!(kolmogorov(&squeezed).1 < 1e-6 && chi_square(&squeezed).1 < 1e-6);
    }
}
