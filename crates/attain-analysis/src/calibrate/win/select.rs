//! Forward selection of factors by out-of-sample log loss.
//!
//! Trials are split into ten folds by account, so that an account never helps to predict itself.
//! Each model is a logistic regression with a normal prior of standard deviation [`PRIOR`] on every
//! level (a ridge), fitted to cells of identical trials. Factors are added in order of their gain.
//! By the one-standard-error rule (Breiman et al. 1984), the smallest model whose loss is within
//! one standard error of the smallest loss is kept.

use std::collections::HashMap;

use rayon::prelude::*;

use super::trials::{WinFactor, WinTrials};
use crate::calibrate::estimate::{CalibrationEstimate, EstimateUnit, PointEstimate};
use crate::calibrate::minimum;
use crate::calibrate::numerics::Cholesky;
use crate::calibrate::numerics::distributions::{logistic, logit, softplus};
use crate::calibrate::output::CalibrationOutput;
use attain_data::Book;

/// Number of folds.
const FOLDS: usize = 10;
/// Prior standard deviation of a level, in log odds.
pub const PRIOR: f64 = 0.5;
/// Maximum number of levels of a candidate factor. Factors with more levels are left to the random
/// effects.
const LEVELS: usize = 60;

/// Gain of a factor. For a chosen factor, the gain is relative to the factors chosen before it; for
/// any other factor, it is relative to the segment alone.
#[derive(Debug, Clone)]
pub struct FactorGain {
    /// Name of the factor.
    pub name: &'static str,
    /// Reduction in loss, in nats per 1,000 trials.
    pub fall: f64,
    /// Standard error of the reduction, from differences between folds.
    pub se: f64,
    /// Whether the factor is in the selected model.
    pub chosen: bool,
}

/// Trials with the same levels of all factors.
struct TrialCell {
    levels: Vec<u32>,
    /// Numbers of trials and wins, by fold.
    counts: [(f64, f64); FOLDS],
}

/// Selects factors and returns the gain of each. Chosen factors come first, in order of selection.
#[must_use]
pub fn select_factors(trials: &WinTrials, book: &Book) -> Vec<FactorGain> {
    let folds: Vec<u8> = trials.account.iter().map(|&account| fold(book.accounts[account as usize].key)).collect();
    let candidates: Vec<&WinFactor> = trials.candidates.iter().filter(|factor| factor.levels.len() <= LEVELS).collect();
    let base: Vec<&WinFactor> = if trials.segment.levels.len() > 1 { vec![&trials.segment] } else { Vec::new() };
    let mut model = base;
    let mut path: Vec<Vec<f64>> = vec![losses(trials, &folds, &model)];
    let mut taken: Vec<usize> = Vec::new();
    let mut alone: Vec<Vec<f64>> = Vec::new();
    while taken.len() < candidates.len() {
        let tried: Vec<Option<Vec<f64>>> = (0..candidates.len())
            .into_par_iter()
            .map(|at| {
                let model: Vec<&WinFactor> = model.iter().copied().chain([candidates[at]]).collect();
                (!taken.contains(&at)).then(|| losses(trials, &folds, &model))
            })
            .collect();
        if taken.is_empty() {
            alone = tried.iter().flatten().cloned().collect();
        }
        let sum = |losses: &Vec<f64>| losses.iter().sum::<f64>();
        let best = tried.iter().enumerate().filter_map(|(at, losses)| Some((at, losses.as_ref()?)));
        let Some((at, losses)) = best.min_by(|a, b| sum(a.1).total_cmp(&sum(b.1))) else { break };
        let Some(last) = path.last() else { break };
        if sum(losses) >= sum(last) {
            break;
        }
        path.push(losses.clone());
        taken.push(at);
        model.push(candidates[at]);
    }
    taken.truncate(smallest(&path));
    let gain_of = |at: usize| {
        let step = taken.iter().position(|chosen| *chosen == at);
        let (gain, se) = step.map_or_else(|| difference(&path[0], &alone[at]), |k| difference(&path[k], &path[k + 1]));
        let per = 1_000.0 / trials.len() as f64;
        FactorGain { name: candidates[at].name, fall: gain * per, se: se * per, chosen: taken.contains(&at) }
    };
    let rest = (0..candidates.len()).filter(|at| !taken.contains(at));
    taken.iter().copied().chain(rest).filter(|at| *at < alone.len()).map(gain_of).collect()
}

/// Reports the gains and the selected factors.
pub(super) fn report_selection(gains: &[FactorGain], n: usize) -> CalibrationOutput {
    let mut output = CalibrationOutput::default();
    let method =
        "reduction in log loss on unseen accounts, per 1,000 trials; ten folds; for a chosen factor, relative to those before it";
    for gain in gains {
        let of = format!("{}{}", gain.name, if gain.chosen { " (chosen)" } else { "" });
        output.estimates.push(CalibrationEstimate::normal(
            "out-of-sample gain",
            &of,
            EstimateUnit::Number,
            n,
            PointEstimate::new(gain.fall, gain.se),
            method,
        ));
    }
    let chosen: Vec<&str> = gains.iter().filter(|gain| gain.chosen).map(|gain| gain.name).collect();
    let others: Vec<&str> = gains.iter().filter(|gain| !gain.chosen).map(|gain| gain.name).collect();
    match (gains.is_empty(), chosen.is_empty()) {
        (true, _) => {
            let note =
                format!("{} closed opportunities are required to select factors of the win rate.", minimum::CLOSED_FOR_EFFECTS);
            output.notes.push(note);
        }
        (_, true) => output.notes.push(format!("The win rate depends on none of these factors: {}.", others.join(", "))),
        _ => output.notes.push(format!(
            "The win rate depends on {}. Out of sample, there is no evidence that it depends on {}.",
            chosen.join(", "),
            if others.is_empty() { "any other factor".to_owned() } else { others.join(", ") }
        )),
    }
    output
}

/// Returns the number of steps after which the loss is within one standard error of the smallest
/// loss.
fn smallest(path: &[Vec<f64>]) -> usize {
    let Some(last) = path.last() else { return 0 };
    let within = |losses: &Vec<f64>| {
        let (gap, se) = difference(losses, last);
        gap <= se
    };
    path.iter().position(within).unwrap_or(path.len() - 1)
}

/// Returns the sum of the differences over folds, and its standard error.
fn difference(a: &[f64], b: &[f64]) -> (f64, f64) {
    let n = a.len() as f64;
    let each: Vec<f64> = a.iter().zip(b).map(|(a, b)| a - b).collect();
    let mean = each.iter().sum::<f64>() / n;
    let variance = each.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (n - 1.0);
    (n * mean, (n * variance).sqrt())
}

fn fold(key: u64) -> u8 {
    (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as u8 % FOLDS as u8
}

/// Returns the loss of each fold under a model fitted to the other folds.
fn losses(trials: &WinTrials, folds: &[u8], model: &[&WinFactor]) -> Vec<f64> {
    let cells = cells(trials, folds, model);
    let mut first = 1;
    let mut place = |factor: &&WinFactor| {
        first += factor.levels.len();
        first - factor.levels.len()
    };
    let offsets: Vec<usize> = model.iter().map(&mut place).collect();
    let size = first;
    (0..FOLDS)
        .map(|fold| {
            let at = fit_without(&cells, &offsets, size, fold);
            let of = |cell: &TrialCell| {
                let (n, won) = cell.counts[fold];
                let x = at[0] + cell.levels.iter().zip(&offsets).map(|(level, from)| at[from + *level as usize]).sum::<f64>();
                won * softplus(-x) + (n - won) * softplus(x)
            };
            cells.iter().filter(|cell| cell.counts[fold].0 > 0.0).map(of).sum()
        })
        .collect()
}

/// Groups trials into cells, in order of first appearance.
fn cells(trials: &WinTrials, folds: &[u8], model: &[&WinFactor]) -> Vec<TrialCell> {
    let mut places: HashMap<Vec<u32>, usize> = HashMap::new();
    let mut cells: Vec<TrialCell> = Vec::new();
    for (at, fold) in folds.iter().enumerate() {
        let levels: Vec<u32> = model.iter().map(|factor| factor.level_of[at]).collect();
        let place = *places.entry(levels).or_insert_with_key(|levels| {
            cells.push(TrialCell { levels: levels.clone(), counts: [(0.0, 0.0); FOLDS] });
            cells.len() - 1
        });
        let count = &mut cells[place].counts[usize::from(*fold)];
        count.0 += 1.0;
        count.1 += f64::from(u8::from(trials.won[at]));
    }
    cells
}

/// Fits the regression by Newton's method to all folds except one.
fn fit_without(cells: &[TrialCell], offsets: &[usize], size: usize, without: usize) -> Vec<f64> {
    let train: Vec<(&TrialCell, f64, f64)> = cells
        .iter()
        .map(|cell| {
            let sum = cell.counts.iter().fold((0.0, 0.0), |sum, count| (sum.0 + count.0, sum.1 + count.1));
            (cell, sum.0 - cell.counts[without].0, sum.1 - cell.counts[without].1)
        })
        .filter(|(_, n, _)| *n > 0.0)
        .collect();
    let (n, won) = train.iter().fold((0.0, 0.0), |sum, cell| (sum.0 + cell.1, sum.1 + cell.2));
    let mut at = vec![0.0; size];
    at[0] = logit((won + 0.5) / (n + 1.0));
    for _ in 0..12 {
        let mut gradient = vec![0.0; size];
        let mut information = vec![0.0; size * size];
        for (i, x) in at.iter().enumerate().skip(1) {
            gradient[i] = -x / (PRIOR * PRIOR);
            information[i * size + i] = 1.0 / (PRIOR * PRIOR);
        }
        gradient[0] = -1e-6 * at[0];
        information[0] = 1e-6;
        let mut columns = vec![0; offsets.len() + 1];
        for (cell, n, won) in &train {
            for (column, (level, from)) in columns[1..].iter_mut().zip(cell.levels.iter().zip(offsets)) {
                *column = from + *level as usize;
            }
            let p = logistic(columns.iter().map(|&column| at[column]).sum());
            let (excess, weight) = (won - n * p, n * p * (1.0 - p));
            for (i, &a) in columns.iter().enumerate() {
                gradient[a] += excess;
                for &b in &columns[..=i] {
                    information[a.max(b) * size + a.min(b)] += weight;
                }
            }
        }
        for i in 0..size {
            for j in 0..i {
                information[j * size + i] = information[i * size + j];
            }
        }
        let Some(factor) = Cholesky::factor(&information, size) else { break };
        let step = factor.solve(&gradient);
        let longest = step.iter().fold(0.0_f64, |most, x| most.max(x.abs()));
        let scale = (2.0 / longest.max(1e-300)).min(1.0);
        at.iter_mut().zip(&step).for_each(|(x, dx)| *x += scale * dx);
        if longest < 1e-5 {
            break;
        }
    }
    at
}
