//! Win rates as the simulation sees them.
//!
//! The simulation adds the effects that a scenario can hold to a segment's log odds: industry,
//! source, month in the quarter, region, rep and size. It does not know the account's own effect,
//! nor factors that were not selected. The segment's log odds are therefore chosen so that the mean
//! of the simulated probabilities over the closed opportunities of the history is the share of them
//! that was won.

use super::factor::WinFactor;
use super::model::{ENGINE_FACTORS, MONTH, WinModel};
use super::select::{FactorGain, PRIOR};
use crate::calibrate::numerics::distributions::{logistic, logit};

/// Win rate of a segment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct CentredRate {
    /// Number of closed opportunities and of those won.
    pub closed: usize,
    pub won: usize,
    /// Share won, drawn toward the company's where little has closed.
    pub target: f64,
    /// Log odds at which the mean simulated probability is the target.
    pub log_odds: f64,
}

/// Computes the rate of every level of the segment factor.
pub(super) fn centred_rates(model: &WinModel, gains: &[FactorGain], regions: bool) -> Vec<CentredRate> {
    let shifts = simulated_shifts(model, gains, regions);
    let trials = model.trials;
    let won_of_all = trials.won.iter().filter(|won| **won).count() as f64;
    let company = logit((won_of_all + 0.5) / (trials.len() as f64 + 1.0));
    let levels = trials.segment.levels.len();
    (0..levels)
        .map(|level| {
            let rows: Vec<usize> = (0..trials.len()).filter(|&at| trials.segment.level_of[at] as usize == level).collect();
            let won = rows.iter().filter(|&&at| trials.won[at]).count();
            let n = rows.len() as f64;
            let own = (won as f64 + 0.5) / (n + 1.0);
            let information = n * own * (1.0 - own);
            let weight = if levels > 1 { information / (information + 1.0 / (PRIOR * PRIOR)) } else { 1.0 };
            let target = logistic(weight * logit(own) + (1.0 - weight) * company);
            let mean_at = |base: f64| rows.iter().map(|&at| logistic(base + shifts[at])).sum::<f64>() / n;
            let mut bounds = (-25.0, 25.0);
            for _ in 0..60 {
                let middle = 0.5 * (bounds.0 + bounds.1);
                if mean_at(middle) < target { bounds.0 = middle } else { bounds.1 = middle }
            }
            CentredRate { closed: rows.len(), won, target, log_odds: 0.5 * (bounds.0 + bounds.1) }
        })
        .collect()
}

/// Sum of the simulated effects on each trial.
fn simulated_shifts(model: &WinModel, gains: &[FactorGain], regions: bool) -> Vec<f64> {
    let trials = model.trials;
    let at = &model.learned.mode.at;
    let chosen = |name: &str| gains.iter().any(|gain| gain.chosen && gain.name == name);
    let held = |name: &str| ENGINE_FACTORS.iter().any(|(factor, _)| *factor == name) || name == MONTH;
    let mut shifts = vec![0.0; trials.len()];
    let mut add = |factor: &WinFactor, effects: &[f64]| {
        for (shift, level) in shifts.iter_mut().zip(&factor.level_of) {
            *shift += effects[*level as usize];
        }
    };
    for &(factor, from) in model.fixed.iter().skip(1).filter(|(factor, _)| held(factor.name) && chosen(factor.name)) {
        let effects = &at[from..from + factor.levels.len()];
        let mean: f64 = factor.shares().iter().zip(effects).map(|(share, effect)| share * effect).sum();
        add(factor, &effects.iter().map(|effect| effect - mean).collect::<Vec<_>>());
    }
    for (kind, random) in model.random.iter().enumerate() {
        let simulated = model.learned.spreads[kind].is_some() && (kind == 0 || regions);
        if let Some((factor, _)) = random.filter(|_| simulated) {
            let effect = |(level, name): (usize, &String)| {
                if name == super::revealing::BLANK { 0.0 } else { model.learned.effects[kind][level].mean }
            };
            add(factor, &factor.levels.iter().enumerate().map(effect).collect::<Vec<_>>());
        }
    }
    if let (Some(size), true) = (&trials.size, model.sized) {
        let effect = at[model.columns - 1];
        shifts.iter_mut().zip(size).for_each(|(shift, size)| *shift += effect * size);
    }
    shifts
}
