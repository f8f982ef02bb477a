//! How far a series of quarters moves beyond its sampling noise, about a line.
//!
//! The deviations d of k quarters have a known sampling covariance V; what moves
//! has the covariance τ² R. With C = τ² R + V and the line's columns X, the sum
//! of squares about the line of generalised least squares,
//! Q(τ) = dᵀ (C⁻¹ − C⁻¹X (XᵀC⁻¹X)⁻¹ XᵀC⁻¹) d, has the chi-square law of k − 2
//! degrees at the true τ. The spread is the τ at which Q is what it should be
//! (Paule & Mandel 1982); the interval, those at which it lies between the 5 %
//! and the 95 % quantile (Q-profile: Viechtbauer 2007). With neighbours that
//! move alike in R, both stay exact, and the line's slope is as unsure as a
//! series that wanders leaves it.

use libm::{exp, log, pow, sqrt};

use super::estimate::{CalibrationEstimate, EstimateUnit};
use super::maths::Cholesky;
use super::maths::law::{Z90, chi_square, normal_cdf, t90};

/// Spreads over which a posterior is taken, log odds: from, to, how many.
const SPREADS: (f64, f64, usize) = (0.004, 2.0, 80);
/// Quarters for the persistence.
pub const PERSISTENCE_QUARTERS: usize = 12;

/// Quarters that are told apart: time in years, and deviation.
#[derive(Debug, Clone)]
pub struct QuarterSeries {
    /// Time, years, and deviation.
    pub points: Vec<(f64, f64)>,
    /// Sampling covariance, row by row.
    pub noise: Vec<f64>,
    /// Observations behind them.
    pub n: usize,
}

/// The line through a series at a spread.
#[derive(Debug, Clone, Copy)]
struct TrendLine {
    level: f64,
    slope: f64,
    /// Variance of the slope.
    variance: f64,
    /// Weighted sum of squares about the line.
    q: f64,
    /// Restricted log likelihood.
    likelihood: f64,
}

/// How far a series moves.
#[derive(Debug)]
pub struct Movement<'a> {
    series: &'a QuarterSeries,
    like: &'a [f64],
    /// Standard deviation of what moves.
    pub spread: f64,
    ends: (f64, f64),
    line: TrendLine,
}

/// What is believed of a series, given what its spread usually is.
#[derive(Debug, Clone, Copy)]
pub struct MovementPosterior {
    /// Mean of the spread.
    pub mean: f64,
    /// Mean and standard deviation of the slope.
    pub slope: (f64, f64),
    /// 90 % interval of the slope.
    pub ends: (f64, f64),
}

/// Quarters that move each on its own.
#[must_use]
pub fn apart(k: usize) -> Vec<f64> {
    (0..k * k).map(|at| f64::from(u8::from(at / k == at % k))).collect()
}

/// Covariance of the means of quarters of a monthly autoregression whose variance is one.
#[must_use]
pub fn months_of(points: &[(f64, f64)], persistence: f64) -> Vec<f64> {
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
    /// A series whose quarters' errors have nothing to do with each other.
    #[must_use]
    pub fn apart(points: &[(f64, f64)], variances: &[f64], n: usize) -> Self {
        let k = points.len();
        let noise = (0..k * k).map(|at| if at / k == at % k { variances[at / k] } else { 0.0 }).collect();
        Self { points: points.to_vec(), noise, n }
    }

    /// The line where what moves has the variance `square` times `like`.
    fn line(&self, like: &[f64], square: f64) -> Option<TrendLine> {
        let k = self.points.len();
        let matrix: Vec<f64> = self.noise.iter().zip(like).map(|(noise, like)| noise + square * like).collect();
        let factor = Cholesky::of(&matrix, k)?;
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

    /// The spread at which the sum of squares is `target`; none where it is under that without any.
    fn spread(&self, like: &[f64], target: f64) -> f64 {
        let over = |square: f64| self.line(like, square).is_some_and(|line| line.q > target);
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

    /// How far the series moves, with what has the covariance `like`; `None`
    /// where it has no line.
    #[must_use]
    pub fn moved<'a>(&'a self, like: &'a [f64]) -> Option<Movement<'a>> {
        let freedom = self.freedom();
        let spread = self.spread(like, freedom);
        let low = self.spread(like, chi_square(freedom, 0.95));
        // Both tails, whether or not the lower one is reached: what is left out above must not depend on it.
        let high = self.spread(like, chi_square(freedom, 0.05)).max(spread);
        Some(Movement { series: self, like, spread, ends: (low, high), line: self.line(like, spread * spread)? })
    }

    fn freedom(&self) -> f64 {
        (self.points.len() as f64 - 2.0).max(1.0)
    }

    /// Correlation of neighbouring months, from that of neighbouring quarters, with its standard error.
    #[must_use]
    pub fn persistence(&self) -> Option<(f64, f64)> {
        if self.points.len() < PERSISTENCE_QUARTERS {
            return None;
        }
        let like = apart(self.points.len());
        let moved = self.moved(&like).filter(|moved| moved.spread > 0.0)?;
        let rest: Vec<f64> = self.points.iter().map(|(t, d)| d - moved.line.level - moved.line.slope * t).collect();
        let n = rest.len() as f64;
        let lag = rest.windows(2).map(|pair| pair[0] * pair[1]).sum::<f64>() / (n - 1.0) / (moved.spread * moved.spread);
        let quarter = |r: f64| r * (1.0 + r + r * r).powi(2) / (3.0 + 4.0 * r + 2.0 * r * r);
        let (mut low, mut high) = (0.0, 0.999);
        for _ in 0..50 {
            let middle = 0.5 * (low + high);
            if quarter(middle) < lag { low = middle } else { high = middle }
        }
        let slope = (quarter((low + 1e-3).min(0.999)) - quarter((low - 1e-3).max(0.0))) / 2e-3;
        Some((low, 1.0 / n.sqrt() / slope.max(0.2)))
    }
}

impl Movement<'_> {
    /// The spread, told.
    #[must_use]
    pub fn told(&self, family: &'static str) -> CalibrationEstimate {
        let se = (self.ends.1 - self.ends.0) / (2.0 * Z90);
        let method = "variance of quarters less sampling variance; Q-profile";
        CalibrationEstimate::between(family, "", EstimateUnit::Number, self.series.n, (self.spread, se), self.ends, method)
    }

    /// The slope a year, told: its variance by what is left about the line, more
    /// or less than sampling noise, with Student's law (Hartung & Knapp 2001,
    /// Statistics in Medicine 20).
    #[must_use]
    pub fn trend_told(&self, family: &'static str) -> CalibrationEstimate {
        let freedom = self.series.freedom();
        let (slope, se, t) = (self.line.slope, sqrt(self.line.variance * self.line.q / freedom), t90(freedom));
        let method = "weighted line through quarters; Hartung-Knapp";
        CalibrationEstimate::between(
            family,
            "",
            EstimateUnit::LogOdds,
            self.series.n,
            (slope, se),
            (slope - t * se, slope + t * se),
            method,
        )
    }

    /// What is believed where the spread usually is `own`, as if that had been
    /// seen in so many quarters (its variance scaled inverse chi-square). The
    /// slope is normal about its line at every spread, and is averaged over
    /// them: eight quarters say little of how far a market wanders.
    #[must_use]
    pub fn posterior(&self, own: f64, quarters: f64) -> MovementPosterior {
        let (low, high, points) = SPREADS;
        let own = own.max(low);
        let spread = |i: usize| low * pow(high / low, i as f64 / (points - 1) as f64);
        let each: Vec<(f64, TrendLine, f64)> = (0..points)
            .filter_map(|i| {
                let spread = spread(i);
                let line = self.series.line(self.like, spread * spread)?;
                // The density of the logarithm, on which points lie evenly.
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
        MovementPosterior { mean: mean_of(&|(spread, ..)| *spread), slope: (slope, sd), ends: (quantile(0.05), quantile(0.95)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zigzag(by: f64, trend: f64) -> QuarterSeries {
        let d = [0.3, -0.3, -0.3, 0.3, 0.3, -0.3, -0.3, 0.3];
        let points: Vec<(f64, f64)> =
            d.iter().enumerate().map(|(q, d)| (q as f64 / 4.0, by * d + trend * q as f64 / 4.0)).collect();
        QuarterSeries::apart(&points, &[0.01; 8], 400)
    }

    /// Deviations of ± 0.3 with sampling variance 0.01: what moves is √(0.09 · 8/6 − 0.01).
    #[test]
    fn noise_is_taken_off() {
        let (series, like) = (zigzag(1.0, 0.0), apart(8));
        let moved = series.moved(&like).expect("a line");
        assert!((moved.spread - sqrt(0.09 * 8.0 / 6.0 - 0.01)).abs() < 1e-6, "{}", moved.spread);
        assert!(moved.ends.0 < moved.spread && moved.ends.1 > moved.spread);
        assert!(moved.line.slope.abs() < 1e-9);
        assert_eq!(zigzag(0.1, 0.0).moved(&like).expect("a line").spread, 0.0);
    }

    /// A spread of neighbours that move alike hides in the line: the same
    /// deviations are more of it, and the slope is less sure.
    #[test]
    fn what_wanders_makes_trends_unsure() {
        let series = zigzag(0.3, 0.5);
        let (own, alike) = (apart(8), months_of(&series.points, 0.9));
        let (one, other) = (series.moved(&own).expect("a line"), series.moved(&alike).expect("a line"));
        assert!((one.line.slope - 0.5).abs() < 1e-6);
        let (sure, unsure) = (one.posterior(0.1, 8.0), other.posterior(0.1, 8.0));
        assert!(unsure.slope.1 > 1.15 * sure.slope.1, "{sure:?} {unsure:?}");
        assert!(sure.ends.0 < 0.5 && sure.ends.1 > 0.5 && unsure.ends.0 < unsure.ends.1);
        // A common error of all quarters, however large, is neither spread nor slope.
        let common = QuarterSeries { noise: series.noise.iter().map(|v| v + 5.0).collect(), ..series.clone() };
        let shifted = common.moved(&own).expect("a line");
        assert!((shifted.spread - one.spread).abs() < 1e-6 && (shifted.line.variance / one.line.variance - 1.0).abs() < 1e-6);
    }

    /// The law of chi-square holds at the true spread: of 400 series of an
    /// autoregression's quarters, nine in ten intervals of spread and of slope hold what is true.
    #[test]
    fn intervals_hold_what_is_true() {
        let points: Vec<(f64, f64)> = (0..8).map(|q| (f64::from(q) / 4.0, 0.0)).collect();
        let like = months_of(&points, 0.85);
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
            let series = QuarterSeries::apart(&points, &[0.0064; 8], 800);
            let moved = series.moved(&like).expect("a line");
            let slope = moved.posterior(0.12, 8.0).ends;
            spreads += i32::from(moved.ends.0 <= 0.12 && moved.ends.1 >= 0.12);
            slopes += i32::from(slope.0 <= 0.0 && slope.1 >= 0.0);
        }
        assert!((348..=376).contains(&spreads) && (345..=380).contains(&slopes), "{spreads} {slopes}");
    }
}
