//! Length of the ramp of new reps.
//!
//! A common factor scales the length of every ramp in the scenario. The number of opportunities in
//! a rep's month is Poisson with mean level × days × response(productivity at that tenure), with
//! the scenario's response curve and ramp shape, as in the engine. The level of each rep is gamma
//! distributed about that of the team and is integrated out. All months of a rep count, including
//! those before a departure, so that reps who stayed are not compared with reps who left. (A
//! departure that depends only on observed data does not change the likelihood: Rubin 1976.) The
//! factor has a uniform prior.

use rayon::prelude::*;
use statrs::function::gamma::ln_gamma;

use super::estimate::{CalibrationEstimate, EstimateUnit, Interval90, PointEstimate};
use super::history::{CalibrationHistory, MONTH};
use super::minimum;
use super::numerics::maximise;
use super::output::CalibrationOutput;
use super::setting::{CalibratedSetting, rounded};
use super::spells::{EmploymentSpell, observed_spells};
use attain_core::ramp::{length, productivity};
use attain_core::response::response;
use attain_core::scenario::choices::{RampShape, Response, Scenario};
use attain_core::units::Months;

/// Grid of factors: start, end and number of points.
const FACTORS: (f64, f64, usize) = (0.04, 4.0, 100);
/// Months of tenure before which the observation of a hire must begin.
const EARLY: f64 = 4.0;

/// Observed months of a rep.
struct RepMonths {
    team: usize,
    months: Vec<TenureMonth>,
}

/// One month of tenure.
struct TenureMonth {
    /// Tenure at the middle of the month, in months.
    tenure: f64,
    /// Observed fraction of the month.
    exposure: f64,
    /// Number of opportunities created.
    count: f64,
}

/// Estimates the length of the ramp.
#[must_use]
pub fn estimate_ramp(history: &CalibrationHistory, scenario: &Scenario) -> CalibrationOutput {
    let mut output = CalibrationOutput::default();
    let spells = observed_spells(history, history.from);
    let family = "ramp, length";
    let hires =
        spells.iter().filter(|spell| f64::from(spell.enters - spell.hired) / MONTH < EARLY && spell.hired >= history.from);
    let n = hires.count();
    let given = length(&scenario.ramp.shape);
    let created = history.created().filter(|(deal, _)| deal.owner.is_some()).count();
    if n < minimum::HIRES || created < minimum::CLOSED_FOR_EFFECTS || given <= 0.0 {
        let reason = format!(
            "published: just under 5 to 5.7 (Bridge Group), 3 to 9 (pulserevops) months; {n} hires observed from the start, {} needed",
            minimum::HIRES
        );
        output.estimates.push(CalibrationEstimate::fallback(family, "", EstimateUnit::Months, n, given, reason));
        return output;
    }
    let rows = rep_months(history, &spells);
    let shapes = shapes(history, scenario);
    let Some(posterior) = posterior(&rows, &shapes, &scenario.market.response) else { return output };
    let method = "opportunities by tenure, level of each rep integrated out; uniform prior";
    let point = PointEstimate::new(given * posterior.mean, given * posterior.sd);
    let interval = Interval90::new(given * posterior.low, given * posterior.high);
    output.estimates.push(CalibrationEstimate::between(family, "", EstimateUnit::Months, n, point, interval, method));
    let note = |shape: &RampShape| {
        let months = length(shape);
        format!("n {n} hires; {method}; 90 % {:.1} to {:.1} months", months * posterior.low, months * posterior.high)
    };
    let mut set = |path: &[&str], shape: &RampShape| {
        let value = serde_json::to_value(scaled(shape, posterior.mean)).unwrap_or_default();
        output.settings.push(CalibratedSetting::value(path, value, note(shape)));
    };
    set(&["ramp", "shape"], &scenario.ramp.shape);
    scenario.ramp.teams.iter().for_each(|(team, shape)| set(&["ramp", "teams", team], shape));
    let note = "relative standard error of the length of ramps".to_owned();
    let relative = (posterior.sd / posterior.mean).min(1.0);
    output.settings.push(CalibratedSetting::number(&["market", "uncertainty", "ramp"], relative, note));
    output
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

/// Returns the ramp shape of each team in the book.
fn shapes(history: &CalibrationHistory, scenario: &Scenario) -> Vec<RampShape> {
    history.book.teams.iter().map(|team| scenario.ramp.teams.get(team).unwrap_or(&scenario.ramp.shape).clone()).collect()
}

/// Returns the observed months of tenure of each spell, counted from the day of hiring.
fn rep_months(history: &CalibrationHistory, spells: &[EmploymentSpell]) -> Vec<RepMonths> {
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
                TenureMonth {
                    tenure: f64::from(m) + 0.5,
                    exposure: f64::from((seen.1 - seen.0).max(0)) / MONTH,
                    count: count as f64,
                }
            };
            RepMonths {
                team: history.book.reps[spell.rep].team,
                months: (first..=last).map(month).filter(|month| month.exposure > 0.0).collect(),
            }
        })
        .collect()
}

/// Posterior of the factor, with its 90 % interval.
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
            let sums = rep_totals(rows, shapes, choice, factor(i));
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
    // Points are evenly spaced on the logarithm, so a uniform prior on the factor weighs each by the factor.
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

/// Totals over the months of a rep for a given factor.
struct RepTotals {
    team: usize,
    count: f64,
    /// Observed months, weighted by response.
    expected: f64,
    /// Sum of counts times log response.
    log_response: f64,
}

fn rep_totals(rows: &[RepMonths], shapes: &[RampShape], choice: &Response, factor: f64) -> Vec<RepTotals> {
    let of = |row: &RepMonths| {
        let mut sums = RepTotals { team: row.team, count: 0.0, expected: 0.0, log_response: 0.0 };
        for &TenureMonth { tenure, exposure, count } in &row.months {
            let g = response(choice, productivity(&shapes[row.team], tenure, factor)).max(1e-6);
            sums.count += count;
            sums.expected += exposure * g;
            sums.log_response += count * libm::log(g);
        }
        sums
    };
    rows.iter().map(of).collect()
}

/// Computes the gamma-Poisson log likelihood. The parameters are the log levels of the teams,
/// followed by the log shape of the gamma distribution.
fn log_likelihood(sums: &[RepTotals], at: &[f64]) -> f64 {
    let shape = libm::exp(at[at.len() - 1].clamp(-4.0, 8.0));
    let of = |sum: &RepTotals| {
        let rate = shape * libm::exp(-at[sum.team]);
        ln_gamma(shape + sum.count) - ln_gamma(shape) + shape * libm::log(rate)
            - (shape + sum.count) * libm::log(rate + sum.expected)
            + sum.log_response
    };
    let weak: f64 = at.iter().map(|x| -0.5 * (x / 5.0).powi(2)).sum();
    sums.iter().map(of).sum::<f64>() + weak
}
