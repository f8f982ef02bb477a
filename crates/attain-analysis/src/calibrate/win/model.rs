//! Model of the win odds: the columns of its factors, and its fit.

use super::factor::WinFactor;
use super::mixed_model::{EffectPriors, TrialRows};
use super::random_effects::{FittedEffects, RandomEffect, fit_random_effects};
use super::select::{FactorGain, PRIOR};
use super::trials::WinTrials;
use crate::calibrate::minimum;
use attain_core::scenario::choices::Scenario;

/// Description of the method, for reports.
pub(super) const METHOD: &str = "logistic with random effects of rep, territory and account (Laplace)";
/// Default standard deviation between territories, in log odds.
pub(super) const TERRITORY_SD: f64 = 0.2;
/// Minimum number of accounts required to estimate the standard deviation between them.
pub(super) const MIN_ACCOUNTS: usize = 20;
/// Factors that the scenario can set, with the table of their choices.
pub(super) const ENGINE_FACTORS: [(&str, &str); 2] = [("industry", "industries"), ("source", "sources")];
/// Name of the factor for the month in the quarter, whose choice is a list.
pub(super) const MONTH: &str = "month in the quarter";
/// Prior standard deviation of a quarter, in log odds; large enough to have no effect.
const QUARTER_SD: f64 = 3.0;

/// A fitted model of the win odds, with the columns of its factors.
#[derive(Debug)]
pub struct WinModel<'a> {
    pub trials: &'a WinTrials,
    /// Fixed factors with their first columns. The segment is the first factor.
    pub fixed: Vec<(&'a WinFactor, usize)>,
    /// Factors for reps and territories with their first columns; `None` if absent.
    pub random: [Option<(&'a WinFactor, usize)>; 2],
    /// Number of columns. The size column, if there is one, is the last.
    pub columns: usize,
    pub learned: FittedEffects,
    /// Whether size has a column.
    pub sized: bool,
}

/// Deviations of quarters from the mean log odds.
#[derive(Debug, Clone)]
pub struct QuarterShifts {
    /// Deviation of each quarter.
    pub at: Vec<f64>,
    /// Covariance of the errors, in row-major order. It includes the error common to all quarters,
    /// which cannot be separated from the mean.
    pub covariance: Vec<f64>,
    /// Numbers of closed and won opportunities in each quarter.
    pub counts: Vec<(usize, usize)>,
}

impl<'a> WinModel<'a> {
    /// Fits the model. Effects and spreads are included if the history has enough closed
    /// opportunities; otherwise, the model has segments only. `None` if the likelihood has no
    /// maximum.
    pub fn fit(trials: &'a WinTrials, gains: &[FactorGain], scenario: &Scenario) -> Option<Self> {
        let rich = trials.len() >= minimum::CLOSED_FOR_EFFECTS;
        let left_out = ["rep", "region", "rep's region", "manager", "size band"];
        let engine = |name: &str| ENGINE_FACTORS.iter().any(|(factor, _)| *factor == name) || name == MONTH;
        let chosen = |name: &str| gains.iter().any(|gain| gain.chosen && gain.name == name);
        let wanted = |factor: &&WinFactor| {
            rich && !left_out.contains(&factor.name) && factor.levels.len() <= 100 && (engine(factor.name) || chosen(factor.name))
        };
        let mut columns = 1;
        let mut place = |factor: &'a WinFactor| {
            columns += factor.levels.len();
            (factor, columns - factor.levels.len())
        };
        let mut fixed = vec![place(&trials.segment)];
        fixed.extend(trials.candidates.iter().filter(wanted).map(&mut place));
        let random = [&trials.rep, &trials.territory].map(|factor| factor.as_ref().filter(|_| rich).map(&mut place));
        let sized = rich && trials.size.is_some();
        columns += usize::from(sized);
        let factors: Vec<(&WinFactor, usize)> = fixed.iter().copied().chain(random.iter().copied().flatten()).collect();
        let rows = trial_rows(trials, &factors, columns, sized);
        let mut priors = vec![1.0 / (PRIOR * PRIOR); columns];
        priors[0] = 1e-4;
        if sized {
            priors[columns - 1] = 1.0;
        }
        let accounts = rows.account_from.len() - 1;
        let known = rich && accounts >= MIN_ACCOUNTS && trials.len() >= 2 * accounts;
        let of_accounts =
            RandomEffect { columns: None, levels: accounts, default: if known { 0.3 } else { 0.02 }, learned: known };
        let kind = |random: &Option<(&WinFactor, usize)>, default: f64| {
            let (factor, from) = random.as_ref()?;
            let levels = factor.levels.len();
            Some(RandomEffect { columns: Some(*from..from + levels), levels, default, learned: levels >= minimum::GROUPS })
        };
        let skill = scenario.market.skill.sd.get().max(0.02);
        let kinds = [kind(&random[0], skill), kind(&random[1], TERRITORY_SD), Some(of_accounts)];
        let kinds: Vec<RandomEffect> = kinds.into_iter().flatten().collect();
        let mut learned = fit_random_effects(&rows, &priors, &kinds)?;
        // One entry for each kind of group, present or not.
        for (at, random) in random.iter().enumerate() {
            if random.is_none() {
                learned.spreads.insert(at, None);
                learned.effects.insert(at, Vec::new());
            }
        }
        Some(Self { trials, fixed, random, columns, learned, sized })
    }

    /// Adds the quarters of closing to the model and estimates their deviations.
    pub fn quarter_shifts(&self, quarters: &[(i32, i32)]) -> Option<QuarterShifts> {
        let k = quarters.len();
        if k == 0 {
            return None;
        }
        // Closings before the first quarter, after the last, and undated ones have levels of their own.
        let level = |day: Option<i32>| {
            let Some(day) = day else { return k + 2 };
            let inside = quarters.iter().position(|(from, to)| day >= *from && day < *to);
            inside.unwrap_or(if day < quarters[0].0 { k } else { k + 1 })
        };
        let of: Vec<u32> = self.trials.day.iter().map(|day| level(*day) as u32).collect();
        let mut counts = vec![(0, 0); k + 3];
        for (level, won) in of.iter().zip(&self.trials.won) {
            let count = &mut counts[*level as usize];
            *count = (count.0 + 1, count.1 + usize::from(*won));
        }
        let quarter = WinFactor { name: "quarter", levels: vec![String::new(); k + 3], level_of: of };
        let from = self.columns - usize::from(self.sized);
        let random = self.random.iter().copied().flatten();
        let factors: Vec<(&WinFactor, usize)> = self.fixed.iter().copied().chain(random).chain([(&quarter, from)]).collect();
        let rows = trial_rows(self.trials, &factors, self.columns + k + 3, self.sized);
        let with = |columns: &[f64], value: f64| {
            let mut with = columns.to_vec();
            with.splice(from..from, std::iter::repeat_n(value, k + 3));
            with
        };
        let learned = &self.learned;
        let columns = with(&learned.priors.columns, 1.0 / (QUARTER_SD * QUARTER_SD));
        let priors = EffectPriors { columns, account: learned.priors.account };
        let mode = rows.find_mode(&priors, Some((&with(&learned.mode.at, 0.0), &learned.mode.accounts)))?;
        counts.truncate(k);
        Some(QuarterShifts { at: mode.at[from..from + k].to_vec(), covariance: mode.covariance(from..from + k), counts })
    }
}

/// Arranges trials by account, with the columns of the given factors.
fn trial_rows(trials: &WinTrials, factors: &[(&WinFactor, usize)], columns: usize, sized: bool) -> TrialRows {
    let mut order: Vec<usize> = (0..trials.len()).collect();
    order.sort_by_key(|&at| trials.account[at]);
    let mut rows = TrialRows { columns, size: sized.then(Vec::new), width: factors.len() + 1, ..TrialRows::default() };
    let mut last = None;
    for &at in &order {
        if last.replace(trials.account[at]) != Some(trials.account[at]) {
            rows.account_from.push(rows.n.len());
        }
        rows.ones.push(0);
        rows.ones.extend(factors.iter().map(|(factor, from)| *from as u32 + factor.level_of[at]));
        if let (Some(to), Some(from)) = (&mut rows.size, &trials.size) {
            to.push(from[at]);
        }
        rows.n.push(1.0);
        rows.won.push(f64::from(u8::from(trials.won[at])));
    }
    rows.account_from.push(rows.n.len());
    rows
}

/// Adds `by` times a factor's average over the closed opportunities to column weights.
pub(super) fn add_average(weights: &mut [f64], factor: &WinFactor, from: usize, by: f64) {
    for (level, share) in factor.shares().iter().enumerate() {
        weights[from + level] += by * share;
    }
}
