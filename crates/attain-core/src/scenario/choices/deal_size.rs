//! Distributions of deal sizes.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::table_macro::choices;
use crate::quantile::normal;
use crate::units::{Money, Share, Sigma};

choices! {
    /// A lognormal amount.
    pub struct LognormalAmount {
        /// Median amount.
        median: Money = Money::literal(60_000.0), from "A: no published figure";
        /// Standard deviation of the logarithm.
        sigma: Sigma = Sigma::literal(1.0), from "P: deal size and potential are strongly skewed";
    }
}

choices! {
    /// Quantiles up to a threshold, and a generalised Pareto distribution above it.
    pub struct TailedSize {
        /// Quantiles at equal steps of probability, from the smallest size to the threshold.
        quantiles: Vec<Money> = Vec::new(), from "none";
        /// Share of deals above the threshold.
        tail_share: Share = Share::literal(0.05), from "A: no published figure";
        /// Shape of the tail: 0 is exponential, 0.5 has no finite variance.
        tail_shape: Share = Share::literal(0.25), from "A: between exponential and infinite variance";
        /// Scale of the tail.
        tail_scale: Money = Money::literal(0.0), from "none";
        /// Largest possible size; the tail is cut off there.
        limit: Money = Money::literal(1e15), from "none";
    }
}

/// Distribution of the size of opportunities.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", rename_all_fields = "kebab-case", deny_unknown_fields)]
pub enum DealSize {
    /// A lognormal distribution with the given median and spread.
    Lognormal(LognormalAmount),
    /// An empirical distribution, given by at least two quantiles at equal steps from the
    /// smallest to the largest size.
    Quantiles(Vec<Money>),
    /// An empirical distribution with a fitted tail.
    Tailed(TailedSize),
}

impl DealSize {
    /// Median size of the opportunities of an account of mean potential.
    #[must_use]
    pub fn median(&self) -> f64 {
        match self {
            Self::Lognormal(spread) => spread.median.get(),
            _ => self.quantile(0.5),
        }
    }

    /// Quantile at probability `u`, less than 1, for an account of mean potential.
    #[inline]
    #[must_use]
    pub fn quantile(&self, u: f64) -> f64 {
        match self {
            Self::Lognormal(spread) => spread.median.get() * libm::exp(spread.sigma.get() * normal(u)),
            Self::Quantiles(at) => interpolate(at, u),
            Self::Tailed(size) => size.quantile(u),
        }
    }

    /// Sizes with their probabilities that stand for the distribution; their mean is that of the
    /// distribution, up to the error of a numerical integral.
    #[must_use]
    pub fn points(&self) -> Vec<(f64, f64)> {
        match self {
            Self::Lognormal(_) => strata(&[0.0, 0.001, 0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 0.999, 1.0], &|u| self.quantile(u)),
            Self::Quantiles(at) => steps(at, 1.0),
            Self::Tailed(size) => size.points(),
        }
    }

    /// Mean size, for an account of mean potential.
    #[must_use]
    pub fn mean(&self) -> f64 {
        match self {
            Self::Lognormal(spread) => spread.median.get() * libm::exp(0.5 * spread.sigma.get().powi(2)),
            _ => self.points().iter().map(|(size, share)| size * share).sum(),
        }
    }
}

impl Default for DealSize {
    fn default() -> Self {
        Self::Lognormal(LognormalAmount { median: Money::literal(30_000.0), sigma: Sigma::literal(0.7) })
    }
}

impl TailedSize {
    /// Size above which the tail begins.
    #[must_use]
    pub fn threshold(&self) -> f64 {
        self.quantiles.last().map_or(0.0, |last| last.get())
    }

    #[inline]
    fn quantile(&self, u: f64) -> f64 {
        let body = 1.0 - self.tail_share.get();
        if u < body { interpolate(&self.quantiles, u / body) } else { self.tail_quantile((u - body) / (1.0 - body).max(1e-12)) }
    }

    /// Quantile of the sizes above the threshold at probability `v`.
    fn tail_quantile(&self, v: f64) -> f64 {
        let from = self.threshold();
        let tail = ParetoTail { shape: self.tail_shape.get(), scale: self.tail_scale.get(), room: self.limit.get() - from };
        from + tail.quantile(v)
    }

    fn points(&self) -> Vec<(f64, f64)> {
        let tail = self.tail_share.get();
        let mut points = steps(&self.quantiles, 1.0 - tail);
        if tail > 0.0 {
            points.extend(strata(&HALVES, &|v| self.tail_quantile(v)).into_iter().map(|(size, share)| (size, tail * share)));
        }
        points
    }
}

/// A generalised Pareto distribution, truncated.
#[derive(Debug, Clone, Copy)]
pub struct ParetoTail {
    pub shape: f64,
    pub scale: f64,
    /// Largest possible value.
    pub room: f64,
}

impl ParetoTail {
    /// Quantile at probability `v`.
    #[must_use]
    pub fn quantile(self, v: f64) -> f64 {
        let Self { shape, scale, room } = self;
        if scale <= 0.0 || room <= 0.0 {
            return 0.0;
        }
        // Probability that the distribution without truncation exceeds `room`.
        let beyond = if shape > 0.0 { libm::pow(1.0 + shape * room / scale, -1.0 / shape) } else { libm::exp(-room / scale) };
        let above = 1.0 - v * (1.0 - beyond);
        let value = if shape > 0.0 { scale / shape * (libm::pow(above, -shape) - 1.0) } else { -scale * libm::log(above) };
        value.clamp(0.0, room)
    }

    /// Mean.
    #[must_use]
    pub fn mean(self) -> f64 {
        strata(&HALVES, &|v| self.quantile(v)).iter().map(|(size, share)| size * share).sum()
    }
}

/// Probabilities at which the rest above is halved.
const HALVES: [f64; 17] = {
    let mut at = [0.0; 17];
    let (mut i, mut rest) = (0, 1.0);
    while i < 16 {
        at[i] = 1.0 - rest;
        rest *= 0.5;
        i += 1;
    }
    at[16] = 1.0;
    at
};
/// Nodes and weights of four-point Gauss-Legendre quadrature on the unit interval.
const NODES: [(f64, f64); 4] = [
    (0.069_431_844_202_973_7, 0.173_927_422_568_726_9),
    (0.330_009_478_207_571_9, 0.326_072_577_431_273_1),
    (0.669_990_521_792_428_1, 0.326_072_577_431_273_1),
    (0.930_568_155_797_026_3, 0.173_927_422_568_726_9),
];

/// Points of a quantile function between the given probabilities.
fn strata(at: &[f64], quantile: &dyn Fn(f64) -> f64) -> Vec<(f64, f64)> {
    let between = |pair: &[f64]| {
        let (from, width) = (pair[0], pair[1] - pair[0]);
        NODES.map(|(node, weight)| (quantile(from + width * node), width * weight))
    };
    at.windows(2).flat_map(between).collect()
}

/// Midpoints of the steps between quantiles; their probabilities add up to `total`.
fn steps(at: &[Money], total: f64) -> Vec<(f64, f64)> {
    if at.len() < 2 {
        return at.iter().map(|size| (size.get(), total)).collect();
    }
    let weight = total / (at.len() - 1) as f64;
    at.windows(2).map(|pair| (0.5 * (pair[0].get() + pair[1].get()), weight)).collect()
}

/// Quantile at probability `u`, interpolated in a list of quantiles at equal steps.
fn interpolate(at: &[Money], u: f64) -> f64 {
    match at {
        [] => 0.0,
        [only] => only.get(),
        _ => {
            let x = u * (at.len() - 1) as f64;
            let i = (x as usize).min(at.len() - 2);
            at[i].get() + (at[i + 1].get() - at[i].get()) * (x - i as f64)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_points_have_the_mean_of_the_distribution() {
        let lognormal = DealSize::Lognormal(LognormalAmount { median: Money::literal(1_000.0), sigma: Sigma::literal(0.9) });
        let points: f64 = lognormal.points().iter().map(|(size, share)| size * share).sum();
        assert!((points / lognormal.mean() - 1.0).abs() < 0.01, "{points} {}", lognormal.mean());
        // Pareto with shape 0.6: mean 100 + scale / (1 - shape) up to the truncation.
        let tail = ParetoTail { shape: 0.4, scale: 60.0, room: 1e9 };
        assert!((tail.mean() / 100.0 - 1.0).abs() < 0.01, "{}", tail.mean());
        assert!(ParetoTail { shape: 0.0, scale: 60.0, room: 1e9 }.mean() - 60.0 < 0.5);
        assert!(ParetoTail { room: 500.0, ..tail }.quantile(1.0 - 1e-12) <= 500.0);
        let size = DealSize::Tailed(TailedSize {
            quantiles: [10.0, 50.0, 90.0].map(Money::literal).to_vec(),
            tail_share: Share::literal(0.1),
            tail_shape: Share::literal(0.4),
            tail_scale: Money::literal(60.0),
            ..TailedSize::default()
        });
        assert!((size.mean() - (0.9 * 50.0 + 0.1 * 190.0)).abs() < 0.2, "{}", size.mean());
        assert!((size.quantile(0.45) - 50.0).abs() < 1e-9 && size.quantile(0.899_999) < 90.0 && size.quantile(0.95) > 90.0);
    }
}
