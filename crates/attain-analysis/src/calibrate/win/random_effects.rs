//! Spreads of the random effects of reps, territories and accounts, each with its posterior.
//!
//! The marginal likelihood (Laplace) is computed along one spread at a time, with the others at
//! their mode, in two sweeps. Each spread has a half-normal prior with scale [`PRIOR`], which only
//! assumes that spreads of log odds are of order one (Gelman 2006, Bayesian Analysis 1(3)).
//! Intervals always leave 5 % on each side: an interval that became one-sided near zero would be
//! too short at its upper end (Feldman & Cousins 1998, Physical Review D 57). Effects are averaged
//! over the posterior of their spread, so that their standard errors include its uncertainty.

use rayon::prelude::*;

use super::mixed_model::{EffectPriors, PosteriorMode, TrialRows};
use crate::calibrate::estimate::Interval90;

/// Grid of spreads, in log odds.
const GRID: [f64; 12] = [0.02, 0.06, 0.1, 0.15, 0.2, 0.26, 0.32, 0.4, 0.5, 0.65, 0.85, 1.15];
/// Scale of the half-normal prior on a spread.
const PRIOR: f64 = 1.0;
/// Number of interpolated points between two grid points.
const FINE: usize = 40;
/// Gain in log likelihood above which a spread counts as different from 0: half the 90 % quantile
/// of the chi-square distribution with one degree of freedom.
const DIFFER: f64 = 1.353;
/// Posterior weight below which a grid point is omitted from an average.
const NEGLIGIBLE: f64 = 0.002;

/// A group of random effects with a common spread.
#[derive(Debug, Clone)]
pub struct RandomEffect {
    /// Dense columns of the effects; `None` for accounts.
    pub columns: Option<std::ops::Range<usize>>,
    /// Number of levels.
    pub levels: usize,
    /// Spread used if it is not estimated.
    pub default: f64,
    /// Whether the spread is estimated.
    pub learned: bool,
}

/// Posterior of a spread.
#[derive(Debug, Clone, Copy)]
pub struct SpreadPosterior {
    pub mean: f64,
    pub sd: f64,
    /// Posterior mean of the squared spread.
    pub square: f64,
    pub interval: Interval90,
    /// Whether the spread differs from 0.
    pub differ: bool,
}

/// Posterior mean and variance of an effect.
#[derive(Debug, Clone, Copy)]
pub struct EffectEstimate {
    pub mean: f64,
    pub variance: f64,
}

/// A point on the grid of a spread.
#[derive(Clone)]
struct GridPoint {
    spread: f64,
    /// Log marginal likelihood, including the prior on the spread.
    log_density: f64,
    mode: PosteriorMode,
}

/// Fitted spreads and effects.
#[derive(Debug)]
pub struct FittedEffects {
    /// Spread of each group; `None` if it is not estimated.
    pub spreads: Vec<Option<SpreadPosterior>>,
    /// Effects of each group; empty for a group without columns.
    pub effects: Vec<Vec<EffectEstimate>>,
    /// Mode at the posterior means of the spreads.
    pub mode: PosteriorMode,
    /// Precisions at the posterior means of the spreads.
    pub priors: EffectPriors,
}

/// Fits the spreads of all groups and their effects. `None` if the model has no mode.
#[must_use]
pub fn fit_random_effects(rows: &TrialRows, fixed: &[f64], kinds: &[RandomEffect]) -> Option<FittedEffects> {
    let mut at: Vec<f64> = kinds.iter().map(|kind| kind.default).collect();
    let mut center = mode_at(rows, fixed, kinds, &at, None)?;
    let mut along: Vec<Vec<GridPoint>> = vec![Vec::new(); kinds.len()];
    for sweep in 0..2 {
        for k in (0..kinds.len()).filter(|&k| kinds[k].learned) {
            let tried: Vec<GridPoint> = GRID
                .par_iter()
                .enumerate()
                .filter(|(i, _)| sweep > 0 || i % 2 == 1)
                .filter_map(|(_, &sigma)| {
                    let mut at = at.clone();
                    at[k] = sigma;
                    let mode = mode_at(rows, fixed, kinds, &at, Some(&center))?;
                    Some(GridPoint { spread: sigma, log_density: log_marginal(&mode, kinds, &at), mode })
                })
                .collect();
            let best = tried.iter().max_by(|a, b| a.log_density.total_cmp(&b.log_density))?;
            at[k] = best.spread;
            center = best.mode.clone();
            along[k] = tried;
        }
    }
    let spreads: Vec<Option<SpreadPosterior>> = along.iter().map(|tried| posterior(tried)).collect();
    for (spread, at) in spreads.iter().zip(&mut at) {
        *at = spread.map_or(*at, |spread| spread.mean);
    }
    let mode = mode_at(rows, fixed, kinds, &at, Some(&center))?;
    let effects = kinds.iter().zip(&along).map(|(kind, tried)| average_effects(kind, tried, &mode)).collect();
    Some(FittedEffects { spreads, effects, mode, priors: priors(fixed, kinds, &at) })
}

fn mode_at(
    rows: &TrialRows,
    fixed: &[f64],
    kinds: &[RandomEffect],
    at: &[f64],
    start: Option<&PosteriorMode>,
) -> Option<PosteriorMode> {
    let priors = priors(fixed, kinds, at);
    rows.find_mode(&priors, start.map(|start| (start.at.as_slice(), start.accounts.as_slice())))
}

/// Returns the precisions of all columns and of accounts for the given spreads.
fn priors(fixed: &[f64], kinds: &[RandomEffect], at: &[f64]) -> EffectPriors {
    let mut priors = EffectPriors { columns: fixed.to_vec(), account: 1e8 };
    for (kind, sigma) in kinds.iter().zip(at) {
        let precision = 1.0 / (sigma * sigma);
        match &kind.columns {
            Some(columns) => priors.columns[columns.clone()].fill(precision),
            None => priors.account = precision,
        }
    }
    priors
}

/// Returns the log marginal likelihood of the spreads, including their priors.
fn log_marginal(mode: &PosteriorMode, kinds: &[RandomEffect], at: &[f64]) -> f64 {
    let of = |(kind, sigma): (&RandomEffect, &f64)| {
        let prior = if kind.learned { 0.5 * (sigma / PRIOR).powi(2) } else { 0.0 };
        kind.levels as f64 * libm::log(*sigma) + prior
    };
    mode.log_marginal - kinds.iter().zip(at).map(of).sum::<f64>()
}

/// Computes the posterior along a grid. Between grid points, the log density is interpolated by the
/// parabola through three neighbouring points.
fn posterior(tried: &[GridPoint]) -> Option<SpreadPosterior> {
    if tried.len() < 3 {
        return None;
    }
    let highest = tried.iter().map(|point| point.log_density).fold(f64::NEG_INFINITY, f64::max);
    let log_density = |x: f64, i: usize| {
        let i = i.min(tried.len() - 3);
        let (a, b, c) = (&tried[i], &tried[i + 1], &tried[i + 2]);
        let part = |p: f64, q: f64, r: f64| (x - q) * (x - r) / ((p - q) * (p - r));
        a.log_density * part(a.spread, b.spread, c.spread)
            + b.log_density * part(b.spread, a.spread, c.spread)
            + c.log_density * part(c.spread, a.spread, b.spread)
            - highest
    };
    let mut points: Vec<(f64, f64)> = Vec::new();
    for i in 0..tried.len() - 1 {
        let (from, to) = (tried[i].spread, tried[i + 1].spread);
        // Of two triples of neighbours, the one with the higher end is used.
        let left = i > 0 && (tried[i].log_density > tried[i + 1].log_density);
        for step in 0..FINE {
            let x = from + (to - from) * (step as f64 + 0.5) / FINE as f64;
            let start = if left { i - 1 } else { i };
            points.push((x, libm::exp(log_density(x, start).min(5.0)) * (to - from) / FINE as f64));
        }
    }
    let total: f64 = points.iter().map(|point| point.1).sum();
    if total.is_nan() || total <= 0.0 {
        return None;
    }
    let mean_of = |f: &dyn Fn(f64) -> f64| points.iter().map(|(x, w)| f(*x) * w).sum::<f64>() / total;
    let mean = mean_of(&|x| x);
    let square = mean_of(&|x| x * x);
    let quantile = |p: f64| {
        let mut below = 0.0;
        let found = points.iter().find(|(_, w)| {
            below += w / total;
            below >= p
        });
        found.map_or(mean, |point| point.0)
    };
    let sd = (square - mean * mean).max(0.0).sqrt();
    let interval = Interval90::new(quantile(0.05), quantile(0.95).max(mean));
    Some(SpreadPosterior { mean, sd, square, interval, differ: tried[0].log_density < highest - DIFFER })
}

/// Averages effects over the posterior of their spread.
fn average_effects(kind: &RandomEffect, tried: &[GridPoint], mode: &PosteriorMode) -> Vec<EffectEstimate> {
    let Some(columns) = kind.columns.clone() else { return Vec::new() };
    let highest = tried.iter().map(|point| point.log_density).fold(f64::NEG_INFINITY, f64::max);
    let width = |i: usize| {
        let (low, high) = (tried[i.saturating_sub(1)].spread, tried[(i + 1).min(tried.len() - 1)].spread);
        0.5 * (high - low)
    };
    let weights: Vec<f64> =
        tried.iter().enumerate().map(|(i, point)| libm::exp(point.log_density - highest) * width(i)).collect();
    let total: f64 = weights.iter().sum();
    let mut points: Vec<(f64, &PosteriorMode)> =
        tried.iter().zip(&weights).map(|(point, w)| (w / total, &point.mode)).filter(|point| point.0 > NEGLIGIBLE).collect();
    if points.is_empty() {
        points.push((1.0, mode));
    }
    let total: f64 = points.iter().map(|point| point.0).sum();
    let each: Vec<(f64, Vec<f64>, Vec<f64>)> = points
        .into_par_iter()
        .map(|(weight, mode)| (weight / total, mode.at[columns.clone()].to_vec(), mode.variances(columns.clone())))
        .collect();
    (0..columns.len())
        .map(|level| {
            let mean: f64 = each.iter().map(|(w, at, _)| w * at[level]).sum();
            let variance = each.iter().map(|(w, at, variance)| w * (variance[level] + (at[level] - mean).powi(2))).sum();
            EffectEstimate { mean, variance }
        })
        .collect()
}
