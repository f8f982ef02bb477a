//! Movement of win rates, sizes and volume between quarters beyond sampling noise, each about a
//! trend (see `movement`).
//!
//! The deviations of quarterly win rates are estimated by adding quarters to the model of the win
//! odds, so that changes in reps, accounts and months of closing do not count as market movement.
//! The monthly shock of the engine is an autoregression, so the estimate is the standard deviation
//! of its monthly values.

use jiff::ToSpan;
use libm::log;

use super::estimate::{CalibrationEstimate, EstimateUnit, Interval90, PointEstimate};
use super::history::{CalibrationHistory, PastDeal, YEAR};
use super::minimum;
use super::movement::PERSISTENCE_QUARTERS;
use super::numerics::distributions::Z90;
use super::output::CalibrationOutput;
use super::quarter_series::{QuarterSeries, autoregressive_quarters, independent_quarters};
use super::season::quarter_month;
use super::setting::CalibratedSetting;
use super::win::WinOdds;
use attain_core::scenario::choices::{Autoregression, Scenario};
use attain_core::units::{Persistence, Sigma};

/// Weight of the scenario's standard deviation as a prior, in quarters.
const PRIOR_QUARTERS: f64 = 8.0;
/// Standard deviation of trends between markets, in log odds per year. The published year-to-year
/// shift is twice this value.
const TRENDS: f64 = 0.1;
/// First day of a quarter, and first day after the quarter.
type QuarterDays = (i32, i32);

/// One quarter of a series.
struct QuarterPoint {
    /// Midpoint of the quarter, in years.
    time: f64,
    deviation: f64,
    /// Sampling variance of the deviation.
    variance: f64,
    /// Number of observations.
    n: usize,
}

/// Estimates of market movement.
#[derive(Debug, Clone, Default)]
pub struct DriftEstimates {
    /// Variance of the mean shock to log odds over the window, by which win rates in the window may
    /// differ from long-run rates.
    pub mean_variance: f64,
    /// Estimates, settings and findings.
    pub output: CalibrationOutput,
}

/// Estimates the movement of win rates, sizes and volume.
#[must_use]
pub fn estimate_drift(history: &CalibrationHistory, scenario: &Scenario, odds: &WinOdds) -> DriftEstimates {
    let quarters = whole_quarters(history, scenario);
    let (mut output, shock) = estimate_shock(scenario, &quarters, odds);
    let months = (history.years() * 12.0).max(1.0);
    let (sd, r) = (shock.sd.get(), shock.persistence.get());
    // Variance of the mean of an autoregression over some months.
    let share = (months * (1.0 - r * r) - 2.0 * r * (1.0 - libm::pow(r, months))) / ((1.0 - r).powi(2) * months * months);
    let mean_variance = sd * sd * share.clamp(0.0, 1.0);
    for (family, trend, points) in [
        ("quarterly movement of size", "annual trend of size", size_points(history, &quarters)),
        ("quarterly movement of volume", "annual trend of volume", volume_points(history, &quarters)),
    ] {
        if points.len() < minimum::QUARTERS {
            continue;
        }
        let each: Vec<(f64, f64)> = points.iter().map(|point| (point.time, point.deviation)).collect();
        let variances: Vec<f64> = points.iter().map(|point| point.variance).collect();
        let series = QuarterSeries::with_independent_errors(&each, &variances, points.iter().map(|point| point.n).sum());
        let correlation = independent_quarters(points.len());
        let Some(movement) = series.movement(&correlation) else { continue };
        output.estimates.push(movement.spread_estimate(family));
        output.estimates.push(movement.trend_estimate(trend));
    }
    let drift = &scenario.market.potential_drift;
    let reason =
        "assumption: an extract contains each account's potential only once; movement is estimated for size and volume instead"
            .to_owned();
    output.estimates.push(CalibrationEstimate::fallback(
        "quarterly drift of potential",
        "",
        EstimateUnit::Number,
        0,
        drift.account_sd.get(),
        reason,
    ));
    let own = scenario.market.segment_shock.sd.get();
    let reason = "assumption: two thirds of the market's; the market's movement includes that of single segments".to_owned();
    output.estimates.push(CalibrationEstimate::fallback("monthly shock to segments", "", EstimateUnit::LogOdds, 0, own, reason));
    DriftEstimates { mean_variance, output }
}

/// Returns the whole quarters in the window.
fn whole_quarters(history: &CalibrationHistory, scenario: &Scenario) -> Vec<QuarterDays> {
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

/// Returns the midpoint of a quarter, in years.
fn middle(quarter: QuarterDays) -> f64 {
    let (from, to) = quarter;
    0.5 * f64::from(from + to) / YEAR
}

fn estimate_shock(scenario: &Scenario, quarters: &[QuarterDays], odds: &WinOdds) -> (CalibrationOutput, Autoregression) {
    let mut output = CalibrationOutput::default();
    let mut shock = scenario.market.shock.clone();
    let shifts = odds.quarter_shifts(quarters);
    // A quarter with very few closings, or only wins or losses, carries no information.
    let informative = |&q: &usize| {
        let Some(&(n, won)) = shifts.as_ref().map(|shifts| &shifts.counts[q]) else { return false };
        won * (n - won) >= 2 * n && n > 0
    };
    let informative: Vec<usize> = (0..quarters.len()).filter(informative).collect();
    let series = shifts.as_ref().filter(|_| informative.len() >= minimum::QUARTERS).map(|shifts| {
        let k = quarters.len();
        let noise = informative.iter().flat_map(|i| informative.iter().map(move |j| shifts.covariance[i * k + j])).collect();
        let each = informative.iter().map(|&q| (middle(quarters[q]), shifts.at[q]));
        QuarterSeries { points: each.collect(), noise, n: informative.iter().map(|&q| shifts.counts[q].0).sum() }
    });
    let Some(series) = series else {
        let reason = format!("assumption; {} whole quarters with closings, {} needed", informative.len(), minimum::QUARTERS);
        let own = shock.sd.get();
        output.estimates.push(CalibrationEstimate::fallback(
            "monthly shock to win rates",
            "",
            EstimateUnit::LogOdds,
            informative.len(),
            own,
            reason,
        ));
        return (output, shock);
    };
    let mut persistence = shock.persistence.get();
    let (family, n) = ("monthly persistence of shocks", informative.len());
    if let Some(PointEstimate { value, se }) = series.persistence() {
        let interval = Interval90::new((value - Z90 * se).max(0.0), (value + Z90 * se).min(0.999));
        let method = "lag-one covariance of quarters over their variance";
        output.estimates.push(CalibrationEstimate::between(
            family,
            "",
            EstimateUnit::Number,
            n,
            PointEstimate::new(value, se),
            interval,
            method,
        ));
        persistence = value;
        output.settings.push(CalibratedSetting::number(&["market", "shock", "persistence"], value, format!("n {n}; {method}")));
    } else {
        let reason = format!("assumption: shocks halve in about four months; {n} quarters, {PERSISTENCE_QUARTERS} needed");
        output.estimates.push(CalibrationEstimate::fallback(family, "", EstimateUnit::Number, n, persistence, reason));
    }
    let correlation = autoregressive_quarters(&series.points, persistence);
    let Some(movement) = series.movement(&correlation) else { return (output, shock) };
    let estimate = movement.spread_estimate("monthly shock to win rates");
    let posterior = movement.posterior(shock.sd.get(), PRIOR_QUARTERS);
    let sd = posterior.mean.min(5.0);
    let note = format!(
        "{n} quarters show {:.3}, 90 % {:.3} to {:.3}; shrunk toward the scenario's value, which is weighted as {PRIOR_QUARTERS:.0} quarters",
        estimate.value, estimate.low, estimate.high
    );
    shock.sd = Sigma::new(sd).unwrap_or(shock.sd);
    shock.persistence = Persistence::new(persistence).unwrap_or(shock.persistence);
    output.settings.push(CalibratedSetting::number(&["market", "shock", "sd"], sd, note));
    output.estimates.push(estimate);
    let PointEstimate { value: slope, se } = posterior.slope;
    let method = "generalised least squares through quarters, standard deviation of shocks integrated out";
    let family = "annual trend of win rates";
    let trend = CalibrationEstimate::between(
        family,
        "",
        EstimateUnit::LogOdds,
        series.n,
        PointEstimate::new(slope, se),
        posterior.slope_interval,
        method,
    );
    let credibility = TRENDS * TRENDS / (TRENDS * TRENDS + se * se);
    let note = format!(
        "{n} quarters show {slope:+.2}, 90 % {:+.2} to {:+.2}; shrunk toward zero, because trends do not last",
        trend.low, trend.high
    );
    output.settings.push(CalibratedSetting::number(&["market", "shock", "trend-per-year"], credibility * slope, note));
    output.estimates.push(trend);
    (output, shock)
}

/// Computes the mean residual log size by quarter of creation.
fn size_points(history: &CalibrationHistory, quarters: &[QuarterDays]) -> Vec<QuarterPoint> {
    let segments = history.book.segments.len();
    let filled = history.amounts_filled_in();
    let known = |deal: &PastDeal| deal.amount > 0.0 && (!filled || deal.won() == Some(true));
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
    let point = |q: usize| QuarterPoint {
        time: middle(quarters[q]),
        deviation: points[q].0 / points[q].1,
        variance: 1.0 / points[q].1,
        n: counts[q],
    };
    (0..quarters.len()).filter(|&q| counts[q] >= 10).map(point).collect()
}

/// Computes the logarithm of opportunities created per day, by quarter. Seasonal effects are not
/// removed.
fn volume_points(history: &CalibrationHistory, quarters: &[QuarterDays]) -> Vec<QuarterPoint> {
    let mut counts = vec![0_usize; quarters.len()];
    for (_, day) in history.created() {
        if let Some(q) = quarters.iter().position(|(from, to)| day >= *from && day < *to) {
            counts[q] += 1;
        }
    }
    let point = |q: usize| {
        let days = f64::from(quarters[q].1 - quarters[q].0);
        QuarterPoint {
            time: middle(quarters[q]),
            deviation: log(counts[q] as f64 / days),
            variance: 1.0 / counts[q] as f64,
            n: counts[q],
        }
    };
    (0..quarters.len()).filter(|&q| counts[q] >= 10).map(point).collect()
}
