//! The model of the odds: where each factor stands among the columns, and what
//! was learned.

use super::mixed::{EffectPriors, TrialRows};
use super::select::{FactorGain, PRIOR};
use super::spread::{self, FittedEffects, RandomEffect};
use super::trials::{WinFactor, WinTrials};
use super::{ACCOUNTS, TAKEN, TERRITORY};
use crate::calibrate::minimum;
use attain_core::scenario::choices::Scenario;

/// The factor that has a choice of its own.
pub const MONTH: &str = "month in the quarter";
/// Prior deviation of what a quarter is off the mean: none that matters.
const QUARTER: f64 = 3.0;

/// The model: where each factor stands among the columns.
#[derive(Debug)]
pub struct WinModel<'a> {
    pub trials: &'a WinTrials,
    /// Fixed factors, the segment first, with their first column.
    pub fixed: Vec<(&'a WinFactor, usize)>,
    /// First column of the reps, and of the territories.
    pub random: [Option<(&'a WinFactor, usize)>; 2],
    /// How many columns there are, the one of size (if any) last.
    pub columns: usize,
    pub learned: FittedEffects,
    sized: bool,
}

/// What quarters were off the mean, on the log odds.
#[derive(Debug, Clone)]
pub struct QuarterShifts {
    /// By quarter.
    pub at: Vec<f64>,
    /// Covariance of their errors, row by row. What all have in common is in it:
    /// it is not told apart from the mean.
    pub covariance: Vec<f64>,
    /// Closed and won in each.
    pub counts: Vec<(usize, usize)>,
}

impl<'a> WinModel<'a> {
    /// Learns the model: effects and spreads where the history is rich, else
    /// segments alone. `None` where the likelihood has no summit.
    pub fn of(trials: &'a WinTrials, gains: &[FactorGain], scenario: &Scenario) -> Option<Self> {
        let rich = trials.len() >= minimum::CLOSED_FOR_EFFECTS;
        let left_out = ["rep", "region", "rep's region", "manager", "size band"];
        let engine = |name: &str| TAKEN.iter().any(|(factor, _)| *factor == name) || name == MONTH;
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
        let rows = rows(trials, &factors, columns, sized);
        let mut priors = vec![1.0 / (PRIOR * PRIOR); columns];
        priors[0] = 1e-4;
        if sized {
            priors[columns - 1] = 1.0;
        }
        let accounts = rows.account_from.len() - 1;
        let known = rich && accounts >= ACCOUNTS && trials.len() >= 2 * accounts;
        let of_accounts = RandomEffect { columns: None, levels: accounts, held: if known { 0.3 } else { 0.02 }, learned: known };
        let kind = |random: &Option<(&WinFactor, usize)>, held: f64| {
            let (factor, from) = random.as_ref()?;
            let levels = factor.levels.len();
            Some(RandomEffect { columns: Some(*from..from + levels), levels, held, learned: levels >= minimum::GROUPS })
        };
        let skill = scenario.market.skill.sd.get().max(0.02);
        let kinds = [kind(&random[0], skill), kind(&random[1], TERRITORY), Some(of_accounts)];
        let kinds: Vec<RandomEffect> = kinds.into_iter().flatten().collect();
        let mut learned = spread::learn(&rows, &priors, &kinds)?;
        // One place for each kind, whether it is there or not.
        for (at, random) in random.iter().enumerate() {
            if random.is_none() {
                learned.spreads.insert(at, None);
                learned.effects.insert(at, Vec::new());
            }
        }
        Some(Self { trials, fixed, random, columns, learned, sized })
    }

    /// The model with the quarters of closing beside all else.
    pub fn quarters(&self, quarters: &[(i32, i32)]) -> Option<QuarterShifts> {
        let k = quarters.len();
        if k == 0 {
            return None;
        }
        // What closed before the first, after the last, or who knows when, is apart.
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
        let quarter = WinFactor { name: "quarter", levels: vec![String::new(); k + 3], of };
        let from = self.columns - usize::from(self.sized);
        let random = self.random.iter().copied().flatten();
        let factors: Vec<(&WinFactor, usize)> = self.fixed.iter().copied().chain(random).chain([(&quarter, from)]).collect();
        let rows = rows(self.trials, &factors, self.columns + k + 3, self.sized);
        let with = |columns: &[f64], value: f64| {
            let mut with = columns.to_vec();
            with.splice(from..from, std::iter::repeat_n(value, k + 3));
            with
        };
        let learned = &self.learned;
        let columns = with(&learned.priors.columns, 1.0 / (QUARTER * QUARTER));
        let priors = EffectPriors { columns, account: learned.priors.account };
        let summit = rows.summit(&priors, Some((&with(&learned.summit.at, 0.0), &learned.summit.accounts)))?;
        counts.truncate(k);
        Some(QuarterShifts { at: summit.at[from..from + k].to_vec(), covariance: summit.covariance(from..from + k), counts })
    }
}

/// Trials by account, with the columns of some factors.
fn rows(trials: &WinTrials, factors: &[(&WinFactor, usize)], columns: usize, sized: bool) -> TrialRows {
    let mut order: Vec<usize> = (0..trials.len()).collect();
    order.sort_by_key(|&at| trials.account[at]);
    let mut rows = TrialRows { columns, size: sized.then(Vec::new), width: factors.len() + 1, ..TrialRows::default() };
    let mut last = None;
    for &at in &order {
        if last.replace(trials.account[at]) != Some(trials.account[at]) {
            rows.account_from.push(rows.n.len());
        }
        rows.ones.push(0);
        rows.ones.extend(factors.iter().map(|(factor, from)| *from as u32 + factor.of[at]));
        if let (Some(to), Some(from)) = (&mut rows.size, &trials.size) {
            to.push(from[at]);
        }
        rows.n.push(1.0);
        rows.won.push(f64::from(u8::from(trials.won[at])));
    }
    rows.account_from.push(rows.n.len());
    rows
}
