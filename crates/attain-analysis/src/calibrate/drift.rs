//! Movements between quarters beyond sampling noise: of the win rate, of size
//! and of volume, each about a trend (`movement`).
//!
//! What a quarter's win rate is off the mean comes from the model of the odds,
//! with the quarters beside all else it knows: reps who came and went, accounts
//! and months that happened to close then, are not the market's movement. The
//! monthly shock of the engine is an autoregression, so the spread is that of
//! its months.

use jiff::ToSpan;
use libm::log;

use super::estimate::{CalibratedSetting, CalibrationEstimate, CalibrationOutput, EstimateUnit};
use super::history::{CalibrationHistory, YEAR};
use super::maths::law::Z90;
use super::minimum;
use super::movement::{PERSISTENCE_QUARTERS, QuarterSeries, apart, months_of};
use super::season::quarter_month;
use super::win::WinOdds;
use attain_core::scenario::choices::{Autoregression, Scenario};
use attain_core::units::{Persistence, Sigma};

/// Quarters that the scenario's own spread counts as.
const PRIOR_QUARTERS: f64 = 8.0;
/// Standard deviation of trends between markets, log odds a year: the published year-to-year shift is two of it.
const TRENDS: f64 = 0.1;
/// A quarter: time in years, deviation, sampling variance, observations.
type Point = (f64, f64, f64, usize);

/// What moves.
#[derive(Debug, Clone, Default)]
pub struct DriftEstimates {
    /// Variance of the mean shock of the window, on the log odds: what the window's win rates are off the long run's.
    pub mean_variance: f64,
    /// What is told and set.
    pub part: CalibrationOutput,
}

/// Estimates the movements.
#[must_use]
pub fn drift(history: &CalibrationHistory, scenario: &Scenario, odds: &WinOdds) -> DriftEstimates {
    let quarters = quarters(history, scenario);
    let (mut part, shock) = win_rate(scenario, &quarters, odds);
    let months = (history.years() * 12.0).max(1.0);
    let (sd, r) = (shock.sd.get(), shock.persistence.get());
    // Variance of the mean of an autoregression over some months.
    let share = (months * (1.0 - r * r) - 2.0 * r * (1.0 - libm::pow(r, months))) / ((1.0 - r).powi(2) * months * months);
    let mean_variance = sd * sd * share.clamp(0.0, 1.0);
    for (family, trend, points) in [
        ("movement of size, a quarter", "trend of size, a year", sizes(history, &quarters)),
        ("movement of volume, a quarter", "trend of volume, a year", volumes(history, &quarters)),
    ] {
        if points.len() < minimum::QUARTERS {
            continue;
        }
        let each: Vec<(f64, f64)> = points.iter().map(|point| (point.0, point.1)).collect();
        let variances: Vec<f64> = points.iter().map(|point| point.2).collect();
        let series = QuarterSeries::apart(&each, &variances, points.iter().map(|point| point.3).sum());
        let like = apart(points.len());
        let Some(moved) = series.moved(&like) else { continue };
        part.estimates.push(moved.told(family));
        part.estimates.push(moved.trend_told(trend));
    }
    let drift = &scenario.market.potential_drift;
    let why = "A: one extract holds each account's potential once; what moved is told for size and volume instead".to_owned();
    part.estimates.push(CalibrationEstimate::fallback(
        "drift of potential, a quarter",
        "",
        EstimateUnit::Number,
        0,
        drift.account_sd.get(),
        why,
    ));
    let own = scenario.market.segment_shock.sd.get();
    let why = "A: two thirds of the market's; segments' own movements are in the market's above".to_owned();
    part.estimates.push(CalibrationEstimate::fallback("shock to segments, a month", "", EstimateUnit::LogOdds, 0, own, why));
    DriftEstimates { mean_variance, part }
}

/// First days of the whole quarters in the window, with the day after the last.
fn quarters(history: &CalibrationHistory, scenario: &Scenario) -> Vec<(i32, i32)> {
    let start = scenario.horizon.start;
    let first = history.date(history.from);
    let mut at = first.first_of_month().saturating_sub((quarter_month(first, start) as i32).months());
    let mut found = Vec::new();
    loop {
        let next = at.saturating_add(3.months());
        let (from, to) = (history.day(at), history.day(next));
        if to > 1 || next <= at {
            return found;
        }
        if from >= history.from {
            found.push((from, to));
        }
        at = next;
    }
}

fn middle((from, to): (i32, i32)) -> f64 {
    0.5 * f64::from(from + to) / YEAR
}

fn win_rate(scenario: &Scenario, quarters: &[(i32, i32)], odds: &WinOdds) -> (CalibrationOutput, Autoregression) {
    let mut part = CalibrationOutput::default();
    let mut shock = scenario.market.shock.clone();
    let shifts = odds.quarters(quarters);
    // A quarter in which hardly anything closed, or all was won or lost, tells nothing.
    let tells = |&q: &usize| {
        let Some(&(n, won)) = shifts.as_ref().map(|shifts| &shifts.counts[q]) else { return false };
        won * (n - won) >= 2 * n && n > 0
    };
    let told: Vec<usize> = (0..quarters.len()).filter(tells).collect();
    let series = shifts.as_ref().filter(|_| told.len() >= minimum::QUARTERS).map(|shifts| {
        let k = quarters.len();
        let noise = told.iter().flat_map(|i| told.iter().map(move |j| shifts.covariance[i * k + j])).collect();
        let each = told.iter().map(|&q| (middle(quarters[q]), shifts.at[q]));
        QuarterSeries { points: each.collect(), noise, n: told.iter().map(|&q| shifts.counts[q].0).sum() }
    });
    let Some(series) = series else {
        let why = format!("A: {} whole quarters with closings, {} needed", told.len(), minimum::QUARTERS);
        let own = shock.sd.get();
        part.estimates.push(CalibrationEstimate::fallback(
            "shock to win rates, a month",
            "",
            EstimateUnit::LogOdds,
            told.len(),
            own,
            why,
        ));
        return (part, shock);
    };
    let mut persistence = shock.persistence.get();
    let (family, n) = ("persistence of shocks, a month", told.len());
    if let Some((value, se)) = series.persistence() {
        let ends = ((value - Z90 * se).max(0.0), (value + Z90 * se).min(0.999));
        let method = "lag of quarters over their spread";
        part.estimates.push(CalibrationEstimate::between(family, "", EstimateUnit::Number, n, (value, se), ends, method));
        persistence = value;
        part.settings.push(CalibratedSetting::number(&["market", "shock", "persistence"], value, format!("n {n}; {method}")));
    } else {
        let why = format!("A: shocks halve in about four months; {n} quarters, {PERSISTENCE_QUARTERS} needed");
        part.estimates.push(CalibrationEstimate::fallback(family, "", EstimateUnit::Number, n, persistence, why));
    }
    let like = months_of(&series.points, persistence);
    let Some(moved) = series.moved(&like) else { return (part, shock) };
    let told = moved.told("shock to win rates, a month");
    let posterior = moved.posterior(shock.sd.get(), PRIOR_QUARTERS);
    let drawn = posterior.mean.min(5.0);
    let note = format!(
        "{n} quarters show {:.3}, 90 % {:.3} to {:.3}; drawn to the scenario's own as if that were {PRIOR_QUARTERS:.0} quarters",
        told.value, told.low, told.high
    );
    shock.sd = Sigma::new(drawn).unwrap_or(shock.sd);
    shock.persistence = Persistence::new(persistence).unwrap_or(shock.persistence);
    part.settings.push(CalibratedSetting::number(&["market", "shock", "sd"], drawn, note));
    part.estimates.push(told);
    let (slope, se) = posterior.slope;
    let method = "generalised least squares through quarters, shocks' spread integrated out";
    let family = "trend of win rates, a year";
    let trend = CalibrationEstimate::between(family, "", EstimateUnit::LogOdds, series.n, (slope, se), posterior.ends, method);
    let credibility = TRENDS * TRENDS / (TRENDS * TRENDS + se * se);
    let note =
        format!("{n} quarters show {slope:+.2}, 90 % {:+.2} to {:+.2}; drawn to none, for trends end", trend.low, trend.high);
    part.settings.push(CalibratedSetting::number(&["market", "shock", "trend-per-year"], credibility * slope, note));
    part.estimates.push(trend);
    (part, shock)
}

/// Mean residual logarithm of sizes, by quarter of creation.
fn sizes(history: &CalibrationHistory, quarters: &[(i32, i32)]) -> Vec<Point> {
    let segments = history.book.segments.len();
    let filled = super::size::filled(history);
    let known = |deal: &super::history::PastDeal| deal.amount > 0.0 && (!filled || deal.won() == Some(true));
    let mut sums = vec![(0.0, 0.0, 0.0); segments];
    let created: Vec<(usize, i32, f64)> = history
        .created()
        .filter(|(deal, _)| known(deal))
        .map(|(deal, day)| {
            let potential = history.book.accounts[deal.account].potential.max(1.0);
            (deal.segment, day, log(deal.amount) - 0.5 * log(potential))
        })
        .collect();
    for (segment, _, x) in &created {
        let sum = &mut sums[*segment];
        *sum = (sum.0 + 1.0, sum.1 + x, sum.2 + x * x);
    }
    let moments = |(n, x, xx): &(f64, f64, f64)| (x / n, (xx / n - (x / n).powi(2)).max(1e-12));
    let mut points = vec![(0.0, 0.0); quarters.len()];
    let mut counts = vec![0_usize; quarters.len()];
    for (segment, day, x) in &created {
        if let Some(q) = quarters.iter().position(|(from, to)| day >= from && day < to) {
            let (mean, variance) = moments(&sums[*segment]);
            points[q].0 += (x - mean) / variance;
            points[q].1 += 1.0 / variance;
            counts[q] += 1;
        }
    }
    let point = |q: usize| (middle(quarters[q]), points[q].0 / points[q].1, 1.0 / points[q].1, counts[q]);
    (0..quarters.len()).filter(|&q| counts[q] >= 10).map(point).collect()
}

/// Logarithm of created opportunities a day, by quarter. What is in the season is in it.
fn volumes(history: &CalibrationHistory, quarters: &[(i32, i32)]) -> Vec<Point> {
    let mut counts = vec![0_usize; quarters.len()];
    for (_, day) in history.created() {
        if let Some(q) = quarters.iter().position(|(from, to)| day >= *from && day < *to) {
            counts[q] += 1;
        }
    }
    let point = |q: usize| {
        let days = f64::from(quarters[q].1 - quarters[q].0);
        (middle(quarters[q]), log(counts[q] as f64 / days), 1.0 / counts[q] as f64, counts[q])
    };
    (0..quarters.len()).filter(|&q| counts[q] >= 10).map(point).collect()
}
