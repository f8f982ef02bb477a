//! How far reps, territories and accounts lie apart: the spreads of their
//! random effects, each with its posterior.
//!
//! The marginal likelihood (Laplace) is taken along one spread at a time, the
//! others at their summit, from the widest view to a second one; the prior of a
//! spread is half of a normal law of [`PRIOR`], which says no more than that
//! spreads of log odds are of the order of one (Gelman 2006, Bayesian Analysis
//! 1(3)). Intervals leave 5 % to each side, whatever the data say: one that
//! turned one-sided where little speaks against none would be too short above
//! (Feldman & Cousins 1998, Physical Review D 57). The effects are averages over their spread's posterior, so that not knowing the
//! spread is in their errors.

use rayon::prelude::*;

use super::mixed::{EffectPriors, PosteriorMode, TrialRows};

/// Spreads that are tried, log odds.
const GRID: [f64; 12] = [0.02, 0.06, 0.1, 0.15, 0.2, 0.26, 0.32, 0.4, 0.5, 0.65, 0.85, 1.15];
/// Deviation of the half-normal prior of a spread.
const PRIOR: f64 = 1.0;
/// Points between two of them.
const FINE: usize = 40;
/// Half of the 90 % quantile of the chi-square law: what the likelihood gains where something speaks against none.
const DIFFER: f64 = 1.353;
/// Shares of a posterior that are left aside in an average.
const LITTLE: f64 = 0.002;

/// A kind of random effect.
#[derive(Debug, Clone)]
pub struct RandomEffect {
    /// Its dense columns; none for accounts.
    pub columns: Option<std::ops::Range<usize>>,
    /// How many levels it has.
    pub levels: usize,
    /// Spread that is held where it cannot be learned.
    pub held: f64,
    /// Whether it is learned.
    pub learned: bool,
}

/// Posterior of a spread.
#[derive(Debug, Clone, Copy)]
pub struct SpreadPosterior {
    /// Mean.
    pub mean: f64,
    /// Standard deviation.
    pub sd: f64,
    /// Mean of the square.
    pub square: f64,
    /// 90 % interval.
    pub ends: (f64, f64),
    /// Whether something speaks against none.
    pub differ: bool,
}

/// Mean and variance of an effect.
pub type EffectEstimate = (f64, f64);

/// Everything that was learned.
#[derive(Debug)]
pub struct FittedEffects {
    /// By kind.
    pub spreads: Vec<Option<SpreadPosterior>>,
    /// By kind with columns: the effects.
    pub effects: Vec<Vec<EffectEstimate>>,
    /// The summit at the spreads' own.
    pub summit: PosteriorMode,
    /// The precisions it was found with.
    pub priors: EffectPriors,
}

/// Learns the spreads of all kinds and their effects.
#[must_use]
pub fn learn(rows: &TrialRows, fixed: &[f64], kinds: &[RandomEffect]) -> Option<FittedEffects> {
    let mut at: Vec<f64> = kinds.iter().map(|kind| kind.held).collect();
    let mut center = summit(rows, fixed, kinds, &at, None)?;
    let mut along: Vec<Vec<(f64, f64, PosteriorMode)>> = vec![Vec::new(); kinds.len()];
    for sweep in 0..2 {
        for k in (0..kinds.len()).filter(|&k| kinds[k].learned) {
            let tried: Vec<(f64, f64, PosteriorMode)> = GRID
                .par_iter()
                .enumerate()
                .filter(|(i, _)| sweep > 0 || i % 2 == 1)
                .filter_map(|(_, &sigma)| {
                    let mut at = at.clone();
                    at[k] = sigma;
                    let summit = summit(rows, fixed, kinds, &at, Some(&center))?;
                    Some((sigma, marginal(&summit, kinds, &at), summit))
                })
                .collect();
            let best = tried.iter().max_by(|a, b| a.1.total_cmp(&b.1))?;
            at[k] = best.0;
            center = best.2.clone();
            along[k] = tried;
        }
    }
    let spreads: Vec<Option<SpreadPosterior>> = along.iter().map(|tried| posterior(tried)).collect();
    for (spread, at) in spreads.iter().zip(&mut at) {
        *at = spread.map_or(*at, |spread| spread.mean);
    }
    let summit = summit(rows, fixed, kinds, &at, Some(&center))?;
    let effects = kinds.iter().zip(&along).map(|(kind, tried)| effects(kind, tried, &summit)).collect();
    Some(FittedEffects { spreads, effects, summit, priors: priors(fixed, kinds, &at) })
}

fn summit(
    rows: &TrialRows,
    fixed: &[f64],
    kinds: &[RandomEffect],
    at: &[f64],
    start: Option<&PosteriorMode>,
) -> Option<PosteriorMode> {
    let priors = priors(fixed, kinds, at);
    rows.summit(&priors, start.map(|start| (start.at.as_slice(), start.accounts.as_slice())))
}

/// The precisions of all columns and of accounts under some spreads.
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

/// Log marginal likelihood of the spreads with their prior.
fn marginal(summit: &PosteriorMode, kinds: &[RandomEffect], at: &[f64]) -> f64 {
    let of = |(kind, sigma): (&RandomEffect, &f64)| {
        let prior = if kind.learned { 0.5 * (sigma / PRIOR).powi(2) } else { 0.0 };
        kind.levels as f64 * libm::log(*sigma) + prior
    };
    summit.laplace - kinds.iter().zip(at).map(of).sum::<f64>()
}

/// The posterior along a grid: the logarithm of the density between three
/// points is the parabola through them.
fn posterior(tried: &[(f64, f64, PosteriorMode)]) -> Option<SpreadPosterior> {
    if tried.len() < 3 {
        return None;
    }
    let highest = tried.iter().map(|point| point.1).fold(f64::NEG_INFINITY, f64::max);
    let log_density = |x: f64, i: usize| {
        let i = i.min(tried.len() - 3);
        let (a, b, c) = (&tried[i], &tried[i + 1], &tried[i + 2]);
        let part = |p: f64, q: f64, r: f64| (x - q) * (x - r) / ((p - q) * (p - r));
        a.1 * part(a.0, b.0, c.0) + b.1 * part(b.0, a.0, c.0) + c.1 * part(c.0, a.0, b.0) - highest
    };
    let mut points: Vec<(f64, f64)> = Vec::new();
    for i in 0..tried.len() - 1 {
        let (from, to) = (tried[i].0, tried[i + 1].0);
        // The triple that has the interval nearer its middle.
        let left = i > 0 && (tried[i].1 > tried[i + 1].1);
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
    let ends = (quantile(0.05), quantile(0.95).max(mean));
    Some(SpreadPosterior { mean, sd, square, ends, differ: tried[0].1 < highest - DIFFER })
}

/// Effects averaged over the posterior of their spread.
fn effects(kind: &RandomEffect, tried: &[(f64, f64, PosteriorMode)], summit: &PosteriorMode) -> Vec<EffectEstimate> {
    let Some(columns) = kind.columns.clone() else { return Vec::new() };
    let highest = tried.iter().map(|point| point.1).fold(f64::NEG_INFINITY, f64::max);
    let width = |i: usize| {
        let (low, high) = (tried[i.saturating_sub(1)].0, tried[(i + 1).min(tried.len() - 1)].0);
        0.5 * (high - low)
    };
    let weights: Vec<f64> = tried.iter().enumerate().map(|(i, point)| libm::exp(point.1 - highest) * width(i)).collect();
    let total: f64 = weights.iter().sum();
    let mut points: Vec<(f64, &PosteriorMode)> =
        tried.iter().zip(&weights).map(|(point, w)| (w / total, &point.2)).filter(|point| point.0 > LITTLE).collect();
    if points.is_empty() {
        points.push((1.0, summit));
    }
    let total: f64 = points.iter().map(|point| point.0).sum();
    let each: Vec<(f64, Vec<f64>, Vec<f64>)> = points
        .into_par_iter()
        .map(|(weight, summit)| (weight / total, summit.at[columns.clone()].to_vec(), summit.variances(columns.clone())))
        .collect();
    (0..columns.len())
        .map(|level| {
            let mean: f64 = each.iter().map(|(w, at, _)| w * at[level]).sum();
            let variance = each.iter().map(|(w, at, variance)| w * (variance[level] + (at[level] - mean).powi(2))).sum();
            (mean, variance)
        })
        .collect()
}
