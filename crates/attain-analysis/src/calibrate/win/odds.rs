//! Win odds, estimated from closed opportunities.

use super::factor_effects::{factor_effects, size_effect};
use super::group_effects::group_effects;
use super::model::{QuarterShifts, WinModel};
use super::persistence::estimate_persistence;
use super::segment_rates::{rates_by_quarter_month, segment_rates};
use super::select::{FactorGain, report_selection, select_factors};
use super::trials::WinTrials;
use crate::calibrate::estimate::{CalibrationEstimate, EstimateUnit};
use crate::calibrate::history::CalibrationHistory;
use crate::calibrate::minimum;
use crate::calibrate::output::CalibrationOutput;
use attain_core::scenario::choices::Scenario;

/// Model of the win odds. If there is none, the scenario's win rates are kept.
#[derive(Debug)]
pub struct WinOdds<'a> {
    /// Gains of the candidate factors.
    gains: Vec<FactorGain>,
    model: Result<WinModel<'a>, NoModelReason>,
    /// Number of closed opportunities.
    trials: usize,
}

/// Reason why there is no model.
#[derive(Debug)]
enum NoModelReason {
    /// Too few closed opportunities, or all won or all lost.
    Thin(String),
    /// The likelihood has no maximum.
    NoMaximum,
}

impl<'a> WinOdds<'a> {
    /// Fits the model of the win odds.
    #[must_use]
    pub fn new(history: &CalibrationHistory, scenario: &Scenario, trials: &'a WinTrials) -> Self {
        let won = trials.won.iter().filter(|won| **won).count();
        let n = trials.len();
        let thin = match (n, won) {
            (0, _) => Some("no opportunity has closed".to_owned()),
            (n, _) if n < minimum::CLOSED => Some(format!("{n} closed, {} needed", minimum::CLOSED)),
            (n, won) if won == 0 || won == n => {
                Some(format!("all {n} closed opportunities were {}", if won == 0 { "lost" } else { "won" }))
            }
            _ => None,
        };
        if let Some(reason) = thin {
            return Self { gains: Vec::new(), model: Err(NoModelReason::Thin(reason)), trials: n };
        }
        let gains = if n >= minimum::CLOSED_FOR_EFFECTS { select_factors(trials, history.book) } else { Vec::new() };
        let model = WinModel::fit(trials, &gains, scenario).ok_or(NoModelReason::NoMaximum);
        Self { gains, model, trials: n }
    }

    /// Estimates the deviations of quarters from the mean log odds, given the other terms of the
    /// model.
    #[must_use]
    pub fn quarter_shifts(&self, quarters: &[(i32, i32)]) -> Option<QuarterShifts> {
        self.model.as_ref().ok()?.quarter_shifts(quarters)
    }

    /// Returns whether a model was fitted.
    #[must_use]
    pub fn has_model(&self) -> bool {
        self.model.is_ok()
    }

    /// Returns the estimates, settings and findings. `shocks` is the variance of the mean shock of
    /// the window, which adds to the uncertainty of long-run rates. `relationships` holds the mean
    /// log odds by segment that are subtracted from the calibrated rates.
    #[must_use]
    pub fn report(
        &self,
        history: &CalibrationHistory,
        scenario: &Scenario,
        shocks: f64,
        relationships: &[f64],
    ) -> CalibrationOutput {
        let mut output = CalibrationOutput::default();
        let model = match &self.model {
            Ok(model) => model,
            Err(NoModelReason::Thin(cause)) => {
                for (name, segment) in &scenario.market.segments {
                    let reason = format!("published, conflicting: SMB 25-40, mid-market 15-25, enterprise 10-20 %; {cause}");
                    let given = segment.win_rate.get();
                    output.estimates.push(CalibrationEstimate::fallback(
                        "win rate",
                        name,
                        EstimateUnit::Share,
                        self.trials,
                        given,
                        reason,
                    ));
                }
                return output;
            }
            Err(NoModelReason::NoMaximum) => {
                output.notes.push(
                    "The likelihood of the win rates has no distinct maximum; the scenario's win rates are kept.".to_owned(),
                );
                return output;
            }
        };
        output.append(segment_rates(model, history, shocks, relationships));
        output.append(rates_by_quarter_month(history, scenario));
        output.append(report_selection(&self.gains, self.trials));
        output.append(factor_effects(model, &self.gains, scenario));
        output.append(size_effect(model, scenario));
        output.append(group_effects(model, history, scenario));
        output.append(estimate_persistence(model, history));
        output
    }
}
