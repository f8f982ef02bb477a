//! Win rates by segment and by month in the quarter.

use libm::sqrt;

use super::model::{METHOD, WinModel, add_average};
use super::select::{FactorGain, PRIOR};
use super::simulated_rate::{CentredRate, centred_rates};
use crate::calibrate::estimate::{CalibrationEstimate, PointEstimate};
use crate::calibrate::history::CalibrationHistory;
use crate::calibrate::minimum;
use crate::calibrate::numerics::distributions::{logistic, logit};
use crate::calibrate::output::CalibrationOutput;
use crate::calibrate::season::quarter_month;
use crate::calibrate::setting::CalibratedSetting;
use attain_core::scenario::choices::Scenario;

/// Squared scale factor between the logistic and the normal distribution: (16 √3 / 15 π)².
const SCALE: f64 = 0.345_6;

/// Estimates the win rate of each segment.
pub(super) fn segment_rates(
    model: &WinModel,
    gains: &[FactorGain],
    history: &CalibrationHistory,
    shocks: f64,
    relationships: &[f64],
) -> CalibrationOutput {
    let mut output = CalibrationOutput::default();
    let (segments, first) = model.fixed[0];
    let regions = history.book.accounts.iter().any(|account| account.region.is_some());
    let centred = centred_rates(model, gains, regions);
    for (name, relationship) in history.book.segments.iter().zip(relationships) {
        let level = segments.levels.iter().position(|level| level == name);
        let mut weights = vec![0.0; model.columns];
        weights[0] = 1.0;
        if let Some(level) = level {
            weights[first + level] = 1.0;
        }
        model.fixed.iter().skip(1).for_each(|(factor, from)| add_average(&mut weights, factor, *from, 1.0));
        let own_rate = level.map(|level| centred[level]).filter(|rate| rate.closed > 0);
        let n = own_rate.map_or(0, |rate| rate.closed);
        let own = if level.is_none() { PRIOR * PRIOR } else { 0.0 };
        let shrink = shrinkage_over_accounts(model);
        let rate = logistic(own_rate.map_or_else(|| shrink * model.learned.mode.value(&weights), |rate| rate.log_odds));
        let se = (shrink * shrink * (model.learned.mode.variance(&weights) + own) + shocks).sqrt();
        let estimate = CalibrationEstimate::share("win rate", name, n, PointEstimate::new(rate, se), METHOD);
        let path = |choice| ["market", "segments", name.as_str(), choice];
        // The engine adds the relationships of the simulated day.
        let without = logistic(logit(rate) - relationship);
        let note = format!(
            "n {n} closed; {METHOD}; {rate:.3}, 90 % {:.3} to {:.3}, with the relationships at that time; the value here assumes relationships of half strength",
            estimate.low, estimate.high
        );
        let evidence = (1.0 / (se * se * without * (1.0 - without))).clamp(1.0, 1e6);
        output.settings.push(CalibratedSetting::number(&path("win-rate"), without.clamp(1e-4, 1.0 - 1e-4), note));
        let note = "number of closed opportunities that gives the same precision".to_owned();
        output.settings.push(CalibratedSetting::number(&path("win-rate-evidence"), evidence, note));
        if n < minimum::CLOSED {
            output
                .notes
                .push(format!("{name}: only {n} opportunities closed, so its win rate is shrunk toward the company's mean."));
        }
        output.estimates.push(estimate);
        output.estimates.extend(own_rate.iter().flat_map(|rate| raw_and_simulated(name, *rate)));
    }
    output
}

/// The share that was won, beside the mean of the simulated probabilities.
fn raw_and_simulated(name: &str, rate: CentredRate) -> [CalibrationEstimate; 2] {
    let n = rate.closed as f64;
    let raw = (rate.won as f64 / n).clamp(0.5 / n, 1.0 - 0.5 / n);
    let se = |share: f64| (1.0 / (n * share * (1.0 - share)).max(0.25)).sqrt();
    let estimate = |family, share: f64, method| {
        CalibrationEstimate::share(family, name, rate.closed, PointEstimate::new(share, se(share)), method)
    };
    [
        estimate("won over closed, history", raw, "closed opportunities in the window"),
        estimate("won over closed, simulated", rate.target, "mean simulated probability of the same opportunities"),
    ]
}

/// Estimates the win rate by month in the quarter of closing.
pub(super) fn rates_by_quarter_month(history: &CalibrationHistory, scenario: &Scenario) -> CalibrationOutput {
    let mut output = CalibrationOutput::default();
    let mut counts = [(0.0, 0.0); 3];
    for (deal, won) in history.closed() {
        if let Some(day) = deal.closed {
            let count = &mut counts[quarter_month(history.date(day), scenario.horizon.start)];
            count.0 += f64::from(u8::from(won));
            count.1 += 1.0;
        }
    }
    for (month, (won, n)) in counts.into_iter().enumerate().filter(|(_, (_, n))| *n >= minimum::CLOSED as f64) {
        let rate = (won + 0.5) / (n + 1.0);
        let se = (1.0 / (n * rate * (1.0 - rate))).sqrt();
        let of = format!("month {}", month + 1);
        output.estimates.push(CalibrationEstimate::share(
            "won by month in the quarter",
            &of,
            n as usize,
            PointEstimate::new(rate, se),
            "won over closed",
        ));
    }
    output
}

/// Returns the factor that converts the log odds of an average account to the log odds of the mean
/// rate over accounts, because the engine does not model differences between accounts.
fn shrinkage_over_accounts(model: &WinModel) -> f64 {
    let variance = model.learned.spreads[2].map_or(0.0, |spread| spread.square);
    1.0 / sqrt(1.0 + SCALE * variance)
}
