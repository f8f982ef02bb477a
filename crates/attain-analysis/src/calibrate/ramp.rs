//! How long a new rep takes to become productive.
//!
//! The length of every ramp of the scenario times one common factor. A rep's
//! month brings a Poisson number of opportunities with mean
//! level × days × response(productivity at that tenure), by the scenario's own
//! response curve and shape, as the engine has it. The level is the rep's own,
//! gamma distributed about the team's, and is integrated out: all months of a
//! rep count, those before a departure too, and what happened to stay is not
//! compared with what happened to leave. (A departure that depends on what was
//! seen before it leaves the likelihood as it is: Rubin 1976.) The prior of the
//! factor is even.

use rayon::prelude::*;
use statrs::function::gamma::ln_gamma;

use super::estimate::{CalibratedSetting, CalibrationEstimate, CalibrationOutput, EstimateUnit, rounded};
use super::history::{CalibrationHistory, MONTH};
use super::maths::maximise;
use super::minimum;
use super::people::{EmploymentSpell, spells};
use attain_core::ramp::{length, productivity};
use attain_core::response::response;
use attain_core::scenario::choices::{RampShape, Response, Scenario};
use attain_core::units::Months;

/// Factors that are tried.
const FACTORS: (f64, f64, usize) = (0.04, 4.0, 100);
/// Months of tenure within which a hire has to be seen.
const EARLY: f64 = 4.0;

/// One rep's months.
struct RepMonths {
    team: usize,
    /// Tenure in the middle of the month, days that are seen, opportunities created.
    months: Vec<(f64, f64, f64)>,
}

/// Estimates the length of the ramp.
#[must_use]
pub fn ramp(history: &CalibrationHistory, scenario: &Scenario) -> CalibrationOutput {
    let mut part = CalibrationOutput::default();
    let spells = spells(history);
    let family = "ramp, length";
    let hires =
        spells.iter().filter(|spell| f64::from(spell.enters - spell.hired) / MONTH < EARLY && spell.hired >= history.from);
    let n = hires.count();
    let given = length(&scenario.ramp.shape);
    let created = history.created().filter(|(deal, _)| deal.owner.is_some()).count();
    if n < minimum::HIRES || created < minimum::CLOSED_FOR_EFFECTS || given <= 0.0 {
        let why = format!(
            "S: Bridge Group (just under 5 to 5.7), pulserevops (3 to 9); {n} hires seen from the start, {} needed",
            minimum::HIRES
        );
        part.estimates.push(CalibrationEstimate::fallback(family, "", EstimateUnit::Months, n, given, why));
        return part;
    }
    let rows = rows(history, &spells);
    let shapes = shapes(history, scenario);
    let Some(posterior) = posterior(&rows, &shapes, &scenario.market.response) else { return part };
    let method = "created by tenure, own level of each rep integrated out; even prior";
    let told = (given * posterior.mean, given * posterior.sd);
    let ends = (given * posterior.low, given * posterior.high);
    part.estimates.push(CalibrationEstimate::between(family, "", EstimateUnit::Months, n, told, ends, method));
    let note = |shape: &RampShape| {
        let months = length(shape);
        format!("n {n} hires; {method}; 90 % {:.1} to {:.1} months", months * posterior.low, months * posterior.high)
    };
    let mut set = |path: &[&str], shape: &RampShape| {
        let value = serde_json::to_value(scaled(shape, posterior.mean)).unwrap_or_default();
        part.settings.push(CalibratedSetting::value(path, value, note(shape)));
    };
    set(&["ramp", "shape"], &scenario.ramp.shape);
    scenario.ramp.teams.iter().for_each(|(team, shape)| set(&["ramp", "teams", team], shape));
    let note = "relative standard error of the length of ramps".to_owned();
    let relative = (posterior.sd / posterior.mean).min(1.0);
    part.settings.push(CalibratedSetting::number(&["market", "uncertainty", "ramp"], relative, note));
    part
}

fn scaled(shape: &RampShape, by: f64) -> RampShape {
    let times = |months: Months| Months::new(rounded(months.get() * by).clamp(0.0, Months::HIGH)).unwrap_or(months);
    match shape {
        RampShape::None => RampShape::None,
        RampShape::Linear { months } => RampShape::Linear { months: times(*months) },
        RampShape::SCurve { months } => RampShape::SCurve { months: times(*months) },
        RampShape::Stepped { shares, months_per_step } => {
            RampShape::Stepped { shares: shares.clone(), months_per_step: times(*months_per_step) }
        }
    }
}

/// The shape of each team of the book.
fn shapes(history: &CalibrationHistory, scenario: &Scenario) -> Vec<RampShape> {
    history.book.teams.iter().map(|team| scenario.ramp.teams.get(team).unwrap_or(&scenario.ramp.shape).clone()).collect()
}

/// Months of thirty days or so from each rep's first day.
fn rows(history: &CalibrationHistory, spells: &[EmploymentSpell]) -> Vec<RepMonths> {
    let mut days: Vec<Vec<i32>> = vec![Vec::new(); history.book.reps.len()];
    for (deal, day) in history.created() {
        if let Some(owner) = deal.owner {
            days[owner].push(day);
        }
    }
    spells
        .iter()
        .map(|spell| {
            let month_of = |day: i32| (f64::from(day - spell.hired) / MONTH) as i32;
            let (first, last) = (month_of(spell.enters), month_of(spell.ends));
            let month = |m: i32| {
                let (from, to) = (spell.hired + (f64::from(m) * MONTH) as i32, spell.hired + (f64::from(m + 1) * MONTH) as i32);
                let seen = (from.max(spell.enters), to.min(spell.ends));
                let count = days[spell.rep].iter().filter(|day| **day >= seen.0 && **day < seen.1).count();
                (f64::from(m) + 0.5, f64::from((seen.1 - seen.0).max(0)) / MONTH, count as f64)
            };
            RepMonths {
                team: history.book.reps[spell.rep].team,
                months: (first..=last).map(month).filter(|m| m.1 > 0.0).collect(),
            }
        })
        .collect()
}

/// Posterior of the factor.
struct RampPosterior {
    mean: f64,
    sd: f64,
    low: f64,
    high: f64,
}

fn posterior(rows: &[RepMonths], shapes: &[RampShape], choice: &Response) -> Option<RampPosterior> {
    let (low, high, points) = FACTORS;
    let factor = |i: usize| low * libm::pow(high / low, i as f64 / (points - 1) as f64);
    let teams = shapes.len();
    let values: Vec<f64> = (0..points)
        .into_par_iter()
        .map(|i| {
            let sums = sums(rows, shapes, choice, factor(i));
            let mut start: Vec<f64> = (0..teams)
                .map(|team| {
                    let of = || sums.iter().filter(move |sum| sum.team == team);
                    let (count, expected) = of().fold((0.5, 0.5), |all, sum| (all.0 + sum.count, all.1 + sum.expected));
                    libm::log(count / expected)
                })
                .collect();
            start.push(libm::log(4.0));
            maximise(&|at| log_likelihood(&sums, at), &start, 1e-3).map_or(f64::NEG_INFINITY, |fit| fit.value)
        })
        .collect();
    let highest = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if !highest.is_finite() {
        return None;
    }
    // Points lie evenly on the logarithm; an even prior over the factor weighs each by the factor.
    let weights: Vec<f64> = values.iter().enumerate().map(|(i, value)| libm::exp(value - highest) * factor(i)).collect();
    let total: f64 = weights.iter().sum();
    let moment = |p: i32| weights.iter().enumerate().map(|(i, w)| w * factor(i).powi(p)).sum::<f64>() / total;
    let quantile = |p: f64| {
        let mut below = 0.0;
        let at = weights.iter().position(|w| {
            below += w / total;
            below >= p
        });
        at.map_or(high, factor)
    };
    let mean = moment(1);
    Some(RampPosterior { mean, sd: (moment(2) - mean * mean).max(0.0).sqrt(), low: quantile(0.05), high: quantile(0.95) })
}

/// One rep's months under a factor.
struct RepTotals {
    team: usize,
    count: f64,
    /// Months, each by its response.
    expected: f64,
    /// Sum of the counts' logarithms of response.
    log: f64,
}

fn sums(rows: &[RepMonths], shapes: &[RampShape], choice: &Response, factor: f64) -> Vec<RepTotals> {
    let of = |row: &RepMonths| {
        let mut sums = RepTotals { team: row.team, count: 0.0, expected: 0.0, log: 0.0 };
        for &(tenure, months, count) in &row.months {
            let g = response(choice, productivity(&shapes[row.team], tenure, factor)).max(1e-6);
            sums.count += count;
            sums.expected += months * g;
            sums.log += count * libm::log(g);
        }
        sums
    };
    rows.iter().map(of).collect()
}

/// Gamma-Poisson: logarithms of the teams' levels, then of the gamma law's shape.
fn log_likelihood(sums: &[RepTotals], at: &[f64]) -> f64 {
    let shape = libm::exp(at[at.len() - 1].clamp(-4.0, 8.0));
    let of = |sum: &RepTotals| {
        let rate = shape * libm::exp(-at[sum.team]);
        ln_gamma(shape + sum.count) - ln_gamma(shape) + shape * libm::log(rate)
            - (shape + sum.count) * libm::log(rate + sum.expected)
            + sum.log
    };
    let weak: f64 = at.iter().map(|x| -0.5 * (x / 5.0).powi(2)).sum();
    sums.iter().map(of).sum::<f64>() + weak
}
