//! Empirical distribution of sizes with a fitted tail.
//!
//! Below a threshold, the quantiles are means of the empirical quantile function over steps of
//! equal probability, so that the mean of the sizes below the threshold is exactly that of the data,
//! whatever the ties. Above it, the excesses follow a generalised Pareto distribution. Its shape is
//! the estimate of Zhang & Stephens (2009, Technometrics 51(3)), pulled toward [`PRIOR_SHAPE`] with
//! the weight of ten observations (after Vehtari et al. 2024, JMLR 25). Its scale is chosen so that
//! the mean excess, below a largest possible size, is that of the data. Sizes with an upper end have
//! no such tail, and the steps reach to the largest size.

use libm::{exp, log, log1p};

use crate::calibrate::setting::rounded;
use attain_core::scenario::choices::{DealSize, ParetoTail, TailedSize};
use attain_core::units::{Money, Share};

/// Wanted number of sizes above the threshold, and bounds of their share.
const IN_TAIL: f64 = 40.0;
const SHARES: (f64, f64) = (0.005, 0.25);
/// Largest number of steps below the threshold.
const STEPS: usize = 100;
/// Shape toward which the estimate is pulled, and the weight of the pull in observations.
const PRIOR_SHAPE: f64 = 0.25;
const PRIOR_WEIGHT: f64 = 10.0;
/// Largest shape: at 1, the mean would not exist.
const LARGEST_SHAPE: f64 = 0.9;
/// Largest possible size, as a multiple of the largest in the data. A larger sale is not in the
/// reach of the company's experience.
const LIMIT: f64 = 3.0;

/// Fits the distribution to sizes in ascending order. `None` if a value is not a valid amount.
pub(super) fn fit_tailed(sorted: &[f64]) -> Option<DealSize> {
    let n = sorted.len();
    let share = (IN_TAIL / n as f64).clamp(SHARES.0, SHARES.1);
    let in_tail = ((share * n as f64).ceil() as usize).clamp(1, n - 1);
    let (body, tail) = sorted.split_at(n - in_tail);
    let steps = (body.len() / 4).clamp(1, STEPS);
    let in_steps =
        |sorted: &[f64], steps: usize| -> Vec<f64> { (0..=steps).map(|i| rounded(mean_about(sorted, i, steps))).collect() };
    let quantiles = in_steps(body, steps);
    let threshold = *quantiles.last()?;
    let excesses: Vec<f64> = tail.iter().map(|size| (size - threshold).max(0.0)).collect();
    let mean = tail.iter().sum::<f64>() / in_tail as f64 - threshold;
    let limit = rounded(LIMIT * sorted.last()?).max(threshold);
    let amounts = |sizes: Vec<f64>| sizes.into_iter().map(|size| Money::new(size).ok()).collect::<Option<Vec<Money>>>();
    let Some(shape) = shape_of(&excesses).map(rounded) else {
        return Some(DealSize::Quantiles(amounts(in_steps(sorted, (n / 4).clamp(1, STEPS)))?));
    };
    let scale = scale_of(shape, limit - threshold, mean);
    Some(DealSize::Tailed(TailedSize {
        quantiles: amounts(quantiles)?,
        tail_share: Share::new(rounded(in_tail as f64 / n as f64)).ok()?,
        tail_shape: Share::new(shape).ok()?,
        tail_scale: Money::new(rounded(scale)).ok()?,
        limit: Money::new(limit).ok()?,
    }))
}

/// Mean of the empirical quantile function over half a step on both sides of step `i`.
fn mean_about(sorted: &[f64], i: usize, steps: usize) -> f64 {
    let at = |half_steps: f64| (half_steps / (2.0 * steps as f64)).clamp(0.0, 1.0) * sorted.len() as f64;
    let (from, to) = (at(2.0 * i as f64 - 1.0), at(2.0 * i as f64 + 1.0));
    let last = sorted.len() - 1;
    let (first, end) = ((from as usize).min(last), (to.ceil() as usize).min(sorted.len()));
    let weight = |k: usize| (to.min(k as f64 + 1.0) - from.max(k as f64)).max(0.0);
    (first..end).map(|k| weight(k) * sorted[k]).sum::<f64>() / (to - from)
}

/// Shape of the tail, from excesses in ascending order. `None` if sizes have an upper end: several
/// are equal to the largest, or the tail is lighter than an exponential one.
fn shape_of(excesses: &[f64]) -> Option<f64> {
    let n = excesses.len() as f64;
    let pulled = |shape: f64| ((n * shape + PRIOR_WEIGHT * PRIOR_SHAPE) / (n + PRIOR_WEIGHT)).clamp(0.0, LARGEST_SHAPE);
    let (quartile, largest) = (excesses[((n / 4.0 + 0.5) as usize).max(1) - 1], excesses[excesses.len() - 1]);
    let at_the_top = excesses.iter().filter(|x| **x >= largest).count() as f64;
    if at_the_top >= (0.2 * n).max(3.0) {
        return None;
    }
    if n < 5.0 || quartile <= 0.0 {
        return Some(PRIOR_SHAPE);
    }
    let mean_log = |b: f64| excesses.iter().map(|x| log1p(-b * x)).sum::<f64>() / n;
    let points = 30 + n.sqrt() as usize;
    let tried: Vec<(f64, f64)> = (1..=points)
        .map(|j| {
            let b = 1.0 / largest + (1.0 - (points as f64 / (j as f64 - 0.5)).sqrt()) / (3.0 * quartile);
            let k = mean_log(b);
            (b, n * (log(-b / k) - k - 1.0))
        })
        .filter(|(_, likelihood)| likelihood.is_finite())
        .collect();
    let best = tried.iter().map(|(_, likelihood)| *likelihood).fold(f64::NEG_INFINITY, f64::max);
    let weights: f64 = tried.iter().map(|(_, likelihood)| exp(likelihood - best)).sum();
    if tried.is_empty() || weights.is_nan() {
        return Some(PRIOR_SHAPE);
    }
    let b = tried.iter().map(|(b, likelihood)| b * exp(likelihood - best)).sum::<f64>() / weights;
    let shape = mean_log(b);
    if shape.is_finite() { (shape > 0.0).then(|| pulled(shape)) } else { Some(PRIOR_SHAPE) }
}

/// Scale at which the truncated tail has the given mean.
fn scale_of(shape: f64, room: f64, mean: f64) -> f64 {
    if mean <= 1e-9 * room || room <= 0.0 {
        return 0.0;
    }
    let mut bounds = (log(mean * 1e-3), log(room * 1e3));
    for _ in 0..60 {
        let middle = 0.5 * (bounds.0 + bounds.1);
        let tail = ParetoTail { shape, scale: exp(middle), room };
        if tail.mean() < mean { bounds.0 = middle } else { bounds.1 = middle }
    }
    exp(0.5 * (bounds.0 + bounds.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sample of a distribution at evenly spaced probabilities.
    fn even(n: usize, quantile: impl Fn(f64) -> f64) -> Vec<f64> {
        (0..n).map(|i| quantile((i as f64 + 0.5) / n as f64)).collect()
    }

    fn empirical(sorted: &[f64], p: f64) -> f64 {
        sorted[((p * sorted.len() as f64) as usize).min(sorted.len() - 1)]
    }

    /// Asserts that the mean is the data's, and that quantiles are within `tolerance` and a standard
    /// error of a Pareto distribution with this exponent.
    fn assert_like(sorted: &[f64], tolerance: f64, exponent: f64) {
        let law = fit_tailed(sorted).expect("a distribution");
        let mean = sorted.iter().sum::<f64>() / sorted.len() as f64;
        assert!((law.mean() / mean - 1.0).abs() < 0.005, "mean {} for {mean}: {law:?}", law.mean());
        for p in [0.5, 0.9, 0.99] {
            let (found, data) = (law.quantile(p), empirical(sorted, p));
            let error = (p / ((1.0 - p) * sorted.len() as f64)).sqrt() / exponent;
            assert!((found / data - 1.0).abs() < tolerance + error, "P{} {found} for {data}", 100.0 * p);
        }
    }

    /// Equal steps read linearly to the maximum gave a mean of 2.4 times the data's.
    #[test]
    fn a_tail_of_infinite_variance_keeps_the_mean_and_the_quantiles() {
        let pareto = |alpha: f64| move |p: f64| 5_000.0 * libm::pow(1.0 - p, -1.0 / alpha);
        for n in [400, 2_000, 20_000] {
            assert_like(&even(n, pareto(1.5)), 0.02, 1.5);
            assert_like(&even(n, pareto(1.1)), 0.02, 1.1);
        }
        let law = fit_tailed(&even(2_000, pareto(1.5))).expect("a distribution");
        let DealSize::Tailed(size) = law else { panic!("a tail") };
        assert!((size.tail_shape.get() - 2.0 / 3.0).abs() < 0.2, "{size:?}");
    }

    /// Three prices, tied: dropping equal quantiles moved the mean by 8 %.
    #[test]
    fn ties_do_not_shift_it() {
        let price = |p: f64| {
            if p < 0.6 {
                99.0
            } else if p < 0.85 {
                240_000.0
            } else {
                261_000.0
            }
        };
        assert_like(&even(1_000, price), 0.01, 1e9);
        assert_like(&even(77, price), 0.05, 1e9);
        let all_but_one = even(500, |p| if p < 0.999 { 500.0 } else { 5e6 });
        let law = fit_tailed(&all_but_one).expect("a distribution");
        assert!((law.mean() / (all_but_one.iter().sum::<f64>() / 500.0) - 1.0).abs() < 0.01, "{}", law.mean());
    }

    #[test]
    fn a_light_tail_is_not_made_heavy() {
        let uniform = even(2_000, |p| 1_000.0 + 1_000.0 * p);
        let law = fit_tailed(&uniform).expect("a distribution");
        assert!(law.quantile(0.999_9) < 2_300.0, "{}", law.quantile(0.999_9));
        assert_like(&uniform, 0.02, 1e9);
    }
}
