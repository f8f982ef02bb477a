//! Movement of a quarterly series about a line, beyond its sampling noise.
//!
//! The deviations d of k quarters have a known sampling covariance V, and the movement has the
//! covariance τ² R. With C = τ² R + V and the design matrix X of the line, the sum of squares about
//! the generalised least-squares line, Q(τ) = dᵀ (C⁻¹ − C⁻¹X (XᵀC⁻¹X)⁻¹ XᵀC⁻¹) d, has a chi-square
//! distribution with k − 2 degrees of freedom at the true τ. The estimate is the τ at which Q
//! equals its expectation (Paule & Mandel 1982). The interval consists of the τ at which Q lies
//! between its 5 % and 95 % quantiles (Q-profile: Viechtbauer 2007). Both remain exact if R
//! contains correlations between quarters, and the standard error of the slope then accounts for
//! autocorrelated movement.

use libm::{exp, log, pow, sqrt};

use super::estimate::{CalibrationEstimate, EstimateUnit, Interval90, PointEstimate};
use super::numerics::distributions::{Z90, chi_square, normal_cdf, t90};
use super::quarter_series::{QuarterSeries, TrendLine, independent_quarters};

/// Grid of the movement's standard deviation in log odds: start, end and number of points.
const SPREADS: (f64, f64, usize) = (0.004, 2.0, 80);
/// Minimum number of quarters for an estimate of persistence.
pub const PERSISTENCE_QUARTERS: usize = 12;

/// Movement of a series about its line.
#[derive(Debug)]
pub struct Movement<'a> {
    series: &'a QuarterSeries,
    correlation: &'a [f64],
    /// Standard deviation of the movement.
    pub spread: f64,
    interval: Interval90,
    line: TrendLine,
}

/// Posterior of a series under a prior on the standard deviation of its movement.
#[derive(Debug, Clone, Copy)]
pub struct MovementPosterior {
    /// Posterior mean of the standard deviation of the movement.
    pub mean: f64,
    /// Posterior mean and standard deviation of the slope.
    pub slope: PointEstimate,
    /// 90 % interval of the slope.
    pub slope_interval: Interval90,
}

impl QuarterSeries {
    /// Estimates the movement under the given correlation matrix. `None` if no line can be fitted.
    #[must_use]
    pub fn movement<'a>(&'a self, correlation: &'a [f64]) -> Option<Movement<'a>> {
        let freedom = self.freedom();
        let spread = self.spread_at(correlation, freedom);
        let low = self.spread_at(correlation, chi_square(freedom, 0.95));
        // Both tails are excluded even if the lower bound is 0, so that the upper bound does not depend on it.
        let high = self.spread_at(correlation, chi_square(freedom, 0.05)).max(spread);
        Some(Movement {
            series: self,
            correlation,
            spread,
            interval: Interval90::new(low, high),
            line: self.line(correlation, spread * spread)?,
        })
    }

    /// Estimates the correlation of adjacent months from that of adjacent quarters. `None` if there
    /// are too few quarters or no movement.
    #[must_use]
    pub fn persistence(&self) -> Option<PointEstimate> {
        if self.points.len() < PERSISTENCE_QUARTERS {
            return None;
        }
        let correlation = independent_quarters(self.points.len());
        let movement = self.movement(&correlation).filter(|movement| movement.spread > 0.0)?;
        let rest: Vec<f64> = self.points.iter().map(|(t, d)| d - movement.line.level - movement.line.slope * t).collect();
        let n = rest.len() as f64;
        let lag = rest.windows(2).map(|pair| pair[0] * pair[1]).sum::<f64>() / (n - 1.0) / (movement.spread * movement.spread);
        let quarter = |r: f64| r * (1.0 + r + r * r).powi(2) / (3.0 + 4.0 * r + 2.0 * r * r);
        let (mut low, mut high) = (0.0, 0.999);
        for _ in 0..50 {
            let middle = 0.5 * (low + high);
            if quarter(middle) < lag { low = middle } else { high = middle }
        }
        let slope = (quarter((low + 1e-3).min(0.999)) - quarter((low - 1e-3).max(0.0))) / 2e-3;
        Some(PointEstimate::new(low, 1.0 / n.sqrt() / slope.max(0.2)))
    }
}

impl Movement<'_> {
    /// Returns the estimate of the movement's standard deviation.
    #[must_use]
    pub fn spread_estimate(&self, family: &'static str) -> CalibrationEstimate {
        let se = (self.interval.high - self.interval.low) / (2.0 * Z90);
        let method = "variance of quarters minus sampling variance; Q-profile";
        CalibrationEstimate::between(
            family,
            "",
            EstimateUnit::Number,
            self.series.n,
            PointEstimate::new(self.spread, se),
            self.interval,
            method,
        )
    }

    /// Returns the estimate of the slope per year. Its variance is scaled by the residuals about
    /// the line, and its interval uses Student's t (Hartung & Knapp 2001, Statistics in Medicine
    /// 20).
    #[must_use]
    pub fn trend_estimate(&self, family: &'static str) -> CalibrationEstimate {
        let freedom = self.series.freedom();
        let (slope, se, t) = (self.line.slope, sqrt(self.line.variance * self.line.q / freedom), t90(freedom));
        let method = "weighted line through quarters; Hartung-Knapp";
        CalibrationEstimate::between(
            family,
            "",
            EstimateUnit::LogOdds,
            self.series.n,
            PointEstimate::new(slope, se),
            Interval90::new(slope - t * se, slope + t * se),
            method,
        )
    }

    /// Computes the posterior under a scaled inverse chi-square prior on the variance of the
    /// movement, centred on the standard deviation `own` with the weight of `quarters` quarters.
    /// Given a standard deviation, the slope is normal about its line. It is averaged over all
    /// standard deviations, because a small number of quarters leaves the movement uncertain.
    #[must_use]
    pub fn posterior(&self, own: f64, quarters: f64) -> MovementPosterior {
        let (low, high, points) = SPREADS;
        let own = own.max(low);
        let spread = |i: usize| low * pow(high / low, i as f64 / (points - 1) as f64);
        let each: Vec<(f64, TrendLine, f64)> = (0..points)
            .filter_map(|i| {
                let spread = spread(i);
                let line = self.series.line(self.correlation, spread * spread)?;
                // Density of the logarithm, on which points are evenly spaced.
                let prior = -quarters * (log(spread) + 0.5 * (own / spread).powi(2));
                Some((spread, line, line.likelihood + prior))
            })
            .collect();
        let highest = each.iter().map(|point| point.2).fold(f64::NEG_INFINITY, f64::max);
        let weights: Vec<f64> = each.iter().map(|point| exp(point.2 - highest)).collect();
        let total: f64 = weights.iter().sum();
        let mean_of =
            |of: &dyn Fn(&(f64, TrendLine, f64)) -> f64| each.iter().zip(&weights).map(|(x, w)| w * of(x)).sum::<f64>() / total;
        let slope = mean_of(&|(_, line, _)| line.slope);
        let sd = sqrt(mean_of(&|(_, line, _)| line.variance + (line.slope - slope).powi(2)));
        let quantile = |p: f64| {
            let (mut below, mut above) = (slope - 12.0 * sd, slope + 12.0 * sd);
            for _ in 0..60 {
                let x = 0.5 * (below + above);
                let share = mean_of(&|(_, line, _)| normal_cdf((x - line.slope) / sqrt(line.variance)));
                if share < p { below = x } else { above = x }
            }
            0.5 * (below + above)
        };
        MovementPosterior {
            mean: mean_of(&|(spread, ..)| *spread),
            slope: PointEstimate::new(slope, sd),
            slope_interval: Interval90::new(quantile(0.05), quantile(0.95)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calibrate::quarter_series::autoregressive_quarters;

    fn zigzag(by: f64, trend: f64) -> QuarterSeries {
        let d = [0.3, -0.3, -0.3, 0.3, 0.3, -0.3, -0.3, 0.3];
        let points: Vec<(f64, f64)> =
            d.iter().enumerate().map(|(q, d)| (q as f64 / 4.0, by * d + trend * q as f64 / 4.0)).collect();
        QuarterSeries::with_independent_errors(&points, &[0.01; 8], 400)
    }

    /// With deviations of ± 0.3 and sampling variance 0.01, the movement is √(0.09 · 8/6 − 0.01).
    #[test]
    fn sampling_noise_is_subtracted() {
        let (series, correlation) = (zigzag(1.0, 0.0), independent_quarters(8));
        let movement = series.movement(&correlation).expect("a line");
        assert!((movement.spread - sqrt(0.09 * 8.0 / 6.0 - 0.01)).abs() < 1e-6, "{}", movement.spread);
        assert!(movement.interval.low < movement.spread && movement.interval.high > movement.spread);
        assert!(movement.line.slope.abs() < 1e-9);
        assert_eq!(zigzag(0.1, 0.0).movement(&correlation).expect("a line").spread, 0.0);
    }

    /// The line partly absorbs correlated movement, so the same deviations imply more movement, and
    /// the slope is less certain.
    #[test]
    fn correlated_movement_makes_slopes_less_certain() {
        let series = zigzag(0.3, 0.5);
        let (own, correlated) = (independent_quarters(8), autoregressive_quarters(&series.points, 0.9));
        let (one, other) = (series.movement(&own).expect("a line"), series.movement(&correlated).expect("a line"));
        assert!((one.line.slope - 0.5).abs() < 1e-6);
        let (sure, unsure) = (one.posterior(0.1, 8.0), other.posterior(0.1, 8.0));
        assert!(unsure.slope.se > 1.15 * sure.slope.se, "{sure:?} {unsure:?}");
        assert!(
            sure.slope_interval.low < 0.5
                && sure.slope_interval.high > 0.5
                && unsure.slope_interval.low < unsure.slope_interval.high
        );
        // A common error of all quarters, however large, is neither spread nor slope.
        let common = QuarterSeries { noise: series.noise.iter().map(|v| v + 5.0).collect(), ..series.clone() };
        let shifted = common.movement(&own).expect("a line");
        assert!((shifted.spread - one.spread).abs() < 1e-6 && (shifted.line.variance / one.line.variance - 1.0).abs() < 1e-6);
    }

    /// For 400 quarterly series from an autoregression, about 90 % of the intervals of movement and
    /// slope contain the true value.
    #[test]
    fn intervals_contain_the_truth() {
        let points: Vec<(f64, f64)> = (0..8).map(|q| (f64::from(q) / 4.0, 0.0)).collect();
        let correlation = autoregressive_quarters(&points, 0.85);
        let mut s = attain_data::demo::DemoStream::new(5, "movement", "test");
        let (mut spreads, mut slopes) = (0, 0);
        for _ in 0..400 {
            let mut level = 0.12 * s.normal();
            let mut month = || {
                let now = level;
                level = 0.85 * level + 0.12 * (1.0_f64 - 0.85 * 0.85).sqrt() * s.normal();
                now
            };
            let means: Vec<f64> = (0..8).map(|_| (month() + month() + month()) / 3.0).collect();
            let points: Vec<(f64, f64)> =
                points.iter().zip(&means).map(|((t, _), mean)| (*t, mean + 0.08 * s.normal())).collect();
            let series = QuarterSeries::with_independent_errors(&points, &[0.0064; 8], 800);
            let movement = series.movement(&correlation).expect("a line");
            let slope = movement.posterior(0.12, 8.0).slope_interval;
            spreads += i32::from(movement.interval.low <= 0.12 && movement.interval.high >= 0.12);
            slopes += i32::from(slope.low <= 0.0 && slope.high >= 0.0);
        }
        assert!((348..=376).contains(&spreads) && (345..=380).contains(&slopes), "{spreads} {slopes}");
    }
}
