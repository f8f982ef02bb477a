//! Times to win and to loss by segment, as competing risks.
//!
//! The model is that of the engine: an opportunity is won with some probability, and the time to a
//! win or to a loss is lognormal (a mixture model of competing risks: Larson & Dinse 1985, Applied
//! Statistics 34(3)). An opportunity that is still open on the day of the extract is censored. An
//! opportunity created before the window enters late: it is observed only because it was still open
//! when the window began, so its likelihood is divided by the probability of being open then.
//! Parameters are estimated by maximum likelihood with Newton's method, and standard errors come
//! from the observed information.

use std::collections::BTreeMap;

use libm::{exp, log};

use super::estimate::{CalibrationEstimate, EstimateUnit, PointEstimate};
use super::history::{CalibrationHistory, DealStatus};
use super::minimum;
use super::numerics::distributions::{logistic, logit, normal_cdf};
use super::numerics::{LikelihoodMaximum, maximise};
use super::output::CalibrationOutput;
use super::setting::{CalibratedSetting, rounded};
use attain_core::scenario::choices::Market;

/// Shortest distinguishable time, in days. Times within one day count as half a day.
const SHORTEST: f64 = 0.5;

/// Number of opportunities, keyed by status (0 won, 1 lost, 2 open), days from creation to the end,
/// and days from creation to the start of observation.
type DurationCounts = BTreeMap<(u8, i32, i32), f64>;

/// Mean and standard deviation of the logarithm of a time in days.
#[derive(Debug, Clone, Copy)]
pub struct LogTime {
    pub mean: f64,
    pub sd: f64,
}

/// Lognormal times to close.
#[derive(Debug, Clone, Copy)]
pub struct LognormalTimes {
    pub win: LogTime,
    pub loss: LogTime,
}

/// Estimates the times to close. Also returns the fitted times by segment; `None` where the default
/// is kept.
#[must_use]
pub fn estimate_cycles(history: &CalibrationHistory, market: &Market) -> (CalibrationOutput, Vec<Option<LognormalTimes>>) {
    let mut output = CalibrationOutput::default();
    let mut times = Vec::with_capacity(history.book.segments.len());
    for (segment, name) in history.book.segments.iter().enumerate() {
        let (segment_output, fitted) = estimate_segment(history, market, segment, name);
        output.append(segment_output);
        times.push(fitted);
    }
    let overdue = overdue(history);
    let note = "the times to close include slippage, because the data does not contain earlier expected dates".to_owned();
    output.settings.push(CalibratedSetting::number(&["market", "slippage", "share"], 0.0, note));
    output.estimates.push(CalibrationEstimate::fallback(
        "slippage, share",
        "",
        EstimateUnit::Share,
        overdue.1,
        0.0,
        format!(
            "the data does not contain earlier expected dates, so the times to close include slippage; {} of {} open opportunities \
             are past their expected date",
            overdue.0, overdue.1
        ),
    ));
    (output, times)
}

/// Returns the number of open opportunities past their expected date, and the number with an
/// expected date.
fn overdue(history: &CalibrationHistory) -> (usize, usize) {
    let open = history.deals.iter().filter(|deal| deal.status == DealStatus::Open && !deal.stale);
    let open = || open.clone().filter_map(|deal| history.book.opportunities[deal.row].closes).map(|date| history.day(date));
    (open().filter(|day| *day < 0).count(), open().count())
}

fn estimate_segment(
    history: &CalibrationHistory,
    market: &Market,
    segment: usize,
    name: &str,
) -> (CalibrationOutput, Option<LognormalTimes>) {
    let mut output = CalibrationOutput::default();
    let choices = market.segments.get(name).cloned().unwrap_or_default();
    let (mut cells, mut counts) = (DurationCounts::new(), [0_usize; 3]);
    for deal in history.deals.iter().filter(|deal| deal.segment == segment && !deal.stale) {
        let Some(created) = deal.created else { continue };
        let end = deal.closed.unwrap_or(0);
        let entry = (history.from - created).max(0);
        // An opportunity that closed before its entry or before its creation carries no information.
        if end < created || end < history.from || deal.won().is_some() && deal.closed.is_none() {
            continue;
        }
        let kind = match deal.status {
            DealStatus::Won => 0,
            DealStatus::Lost => 1,
            DealStatus::Open => 2,
        };
        counts[usize::from(kind)] += 1;
        *cells.entry((kind, end - created, entry)).or_default() += 1.0;
    }
    let ways = [("days-to-win", "days to win", &choices.days_to_win), ("days-to-loss", "days to loss", &choices.days_to_loss)];
    let enough = counts[0].min(counts[1]) >= minimum::TIMES;
    let fit = enough.then(|| fit_times(&cells)).flatten();
    for (i, (choice, family, given)) in ways.into_iter().enumerate() {
        let n = counts[i];
        let Some(fit) = &fit else {
            let reason = if enough {
                "the likelihood has no maximum; the scenario's times are kept".to_owned()
            } else {
                format!("{} won and {} lost with both dates; {} of each required", counts[0], counts[1], minimum::TIMES)
            };
            output.estimates.push(CalibrationEstimate::fallback(
                family,
                name,
                EstimateUnit::Days,
                n,
                given.median_days.get(),
                reason,
            ));
            continue;
        };
        let (mu, sigma) = (fit.at[1 + 2 * i], exp(fit.at[2 + 2 * i]));
        let (se_mu, se_sigma) = (fit.se(1 + 2 * i), fit.se(2 + 2 * i));
        let method = "competing risks, with censoring and late entry";
        let median = CalibrationEstimate::log(family, name, EstimateUnit::Days, n, PointEstimate::new(exp(mu), se_mu), method);
        let wide = if i == 0 { "days to win, spread" } else { "days to loss, spread" };
        let spread = CalibrationEstimate::log(wide, name, EstimateUnit::Number, n, PointEstimate::new(sigma, se_sigma), method);
        let note = format!(
            "n {n}, {} open; {method}; 90 % {:.0} to {:.0} days, spread {:.2} to {:.2}",
            counts[2], median.low, median.high, spread.low, spread.high
        );
        let value = serde_json::json!({
            "median-days": rounded(exp(mu).min(3650.0)),
            "sigma": rounded(sigma.min(5.0)),
            "uncertainty": rounded(se_mu.min(1.0)),
        });
        output.settings.push(CalibratedSetting::value(&["market", "segments", name, choice], value, note));
        output.estimates.extend([median, spread]);
    }
    let times = |fit: LikelihoodMaximum| LognormalTimes {
        win: LogTime { mean: fit.at[1], sd: exp(fit.at[2]) },
        loss: LogTime { mean: fit.at[3], sd: exp(fit.at[4]) },
    };
    (output, fit.map(times))
}

/// Fits the log odds of a win, and the mean and log standard deviation of the log times to win
/// and to loss.
fn fit_times(cells: &DurationCounts) -> Option<LikelihoodMaximum> {
    let of = |kind: u8| cells.iter().filter(move |((k, ..), _)| *k == kind);
    let moments = |kind: u8| {
        let n: f64 = of(kind).map(|(_, n)| n).sum();
        let ln = |t: i32| log(f64::from(t).max(SHORTEST));
        let mean = of(kind).map(|((_, t, _), n)| n * ln(*t)).sum::<f64>() / n;
        let variance = of(kind).map(|((_, t, _), n)| n * (ln(*t) - mean).powi(2)).sum::<f64>() / n;
        (n, mean, 0.5 * log(variance.max(0.01)))
    };
    let ((won, win, win_spread), (lost, loss, loss_spread)) = (moments(0), moments(1));
    let start = [logit(won / (won + lost)), win, win_spread, loss, loss_spread];
    let cells: Vec<(u8, f64, f64, f64)> = cells
        .iter()
        .map(|((kind, t, entry), n)| (*kind, log(f64::from(*t).max(SHORTEST)), f64::from(*entry), *n))
        .map(|(kind, t, entry, n)| (kind, t, if entry > 0.0 { log(entry) } else { f64::NEG_INFINITY }, n))
        .collect();
    maximise(&|at| log_likelihood(&cells, at), &start, 1e-4)
}

fn log_likelihood(cells: &[(u8, f64, f64, f64)], at: &[f64]) -> f64 {
    let &[chance, win, win_spread, loss, loss_spread] = at else { return f64::NAN };
    let p = logistic(chance);
    let score = |t: f64, mu: f64, spread: f64| (t - mu) * exp(-spread);
    let beyond = |t: f64| p * normal_cdf(-score(t, win, win_spread)) + (1.0 - p) * normal_cdf(-score(t, loss, loss_spread));
    let density = |t: f64, mu: f64, spread: f64| -0.5 * score(t, mu, spread).powi(2) - spread - t;
    let mut sum = 0.0;
    for &(kind, t, entry, n) in cells {
        let own = match kind {
            0 => log(p) + density(t, win, win_spread),
            1 => log(1.0 - p) + density(t, loss, loss_spread),
            _ => log(beyond(t).max(1e-300)),
        };
        let seen = if entry == f64::NEG_INFINITY { 0.0 } else { log(beyond(entry).max(1e-300)) };
        sum += n * (own - seen);
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calibrate::numerics::distributions::normal_quantile;

    /// With times censored at 60 days, the fit finds the true parameters, which closed times alone
    /// would miss.
    #[test]
    fn censored_times_count() {
        let mut cells = DurationCounts::new();
        for i in 0..4_000 {
            let (won, u) = (i % 4 == 0, (f64::from(i) + 0.5) / 4_000.0);
            let u = libm::fmod(u * 1_618.033_988, 1.0).clamp(1e-6, 1.0 - 1e-6);
            let (median, sigma) = if won { (80.0, 0.5) } else { (40.0, 0.8) };
            let t = median * exp(sigma * normal_quantile(u));
            let (kind, day) = if t > 60.0 { (2, 60) } else { (u8::from(!won), t as i32) };
            *cells.entry((kind, day, 0)).or_default() += 1.0;
        }
        let fit = fit_times(&cells).expect("a fit");
        assert!((exp(fit.at[3]) / 40.0 - 1.0).abs() < 0.08, "{fit:?}");
        assert!((exp(fit.at[1]) / 80.0 - 1.0).abs() < 0.25, "{fit:?}");
        assert!((logistic(fit.at[0]) - 0.25).abs() < 0.06, "{fit:?}");
    }
}
