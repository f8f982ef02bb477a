//! Win odds, estimated from closed opportunities.

use super::factor_effects::{factor_effects, size_effect, sizes_of_wins};
use super::few::few_rates;
use super::group_effects::group_effects;
use super::model::{QuarterShifts, WinModel};
use super::persistence::estimate_persistence;
use super::segment_rates::{rates_by_quarter_month, segment_rates};
use super::select::{FactorGain, report_selection, select_factors};
use super::trials::WinTrials;
use crate::calibrate::history::CalibrationHistory;
use crate::calibrate::minimum;
use crate::calibrate::output::CalibrationOutput;
use crate::calibrate::setting::{CalibratedSetting, rounded};
use attain_core::scenario::choices::Scenario;

/// Model of the win odds. If there is none, the scenario's win rates are kept.
#[derive(Debug)]
pub struct WinOdds<'a> {
    /// Gains of the candidate factors.
    gains: Vec<FactorGain>,
    model: Result<WinModel<'a>, NoModelReason>,
    /// Number of closed opportunities.
    trials: usize,
    /// Whether sizes of lost opportunities are known and differ.
    sized: bool,
}

/// Reason why there is no model.
#[derive(Debug)]
enum NoModelReason {
    /// Too few closed opportunities, or all won or all lost.
    Thin,
    /// The likelihood has no maximum.
    NoMaximum,
}

impl<'a> WinOdds<'a> {
    /// Fits the model of the win odds.
    #[must_use]
    pub fn new(history: &CalibrationHistory, scenario: &Scenario, trials: &'a WinTrials) -> Self {
        let won = trials.won.iter().filter(|won| **won).count();
        let n = trials.len();
        if n < minimum::CLOSED || won == 0 || won == n {
            return Self {
                gains: Vec::new(),
                model: Err(NoModelReason::Thin),
                trials: n,
                sized: trials.size.is_some() && won < n,
            };
        }
        let gains = if n >= minimum::CLOSED_FOR_EFFECTS { select_factors(trials, history.book) } else { Vec::new() };
        let model = WinModel::fit(trials, &gains, scenario).ok_or(NoModelReason::NoMaximum);
        Self { gains, model, trials: n, sized: trials.size.is_some() }
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
            Err(NoModelReason::Thin) => {
                output.append(few_rates(history, scenario));
                if self.trials > 0 && !self.sized {
                    output.append(sizes_of_wins(self.trials));
                }
                return output;
            }
            Err(NoModelReason::NoMaximum) => {
                output.notes.push(
                    "The likelihood of the win rates has no distinct maximum; rates are those of the closed opportunities."
                        .to_owned(),
                );
                output.append(few_rates(history, scenario));
                return output;
            }
        };
        output.append(segment_rates(model, &self.gains, history, shocks, relationships));
        output.append(left_out(model.trials, history, scenario));
        output.append(rates_by_quarter_month(history, scenario));
        output.append(report_selection(&self.gains, self.trials));
        output.append(factor_effects(model, &self.gains, scenario));
        output.append(size_effect(model, scenario));
        output.append(group_effects(model, history, scenario));
        output.append(estimate_persistence(model, history));
        output
    }
}

/// Names the fields that give the outcome away. If the rep is one of them, every rep gets average
/// odds, because the rates of those with and without an owner cannot be told from skill.
fn left_out(trials: &WinTrials, history: &CalibrationHistory, scenario: &Scenario) -> CalibrationOutput {
    let mut output = CalibrationOutput::default();
    let note = |why: &String| format!("Left out of the win odds, because it gives the outcome away: {why}.");
    output.notes.extend(trials.left_out.iter().map(note));
    if trials.rep_left_out {
        let sd = rounded(scenario.market.skill.sd.get());
        for rep in &history.book.reps {
            let value = serde_json::json!({ "win-log-odds": 0.0, "uncertainty": sd });
            let note = "the owner gives the outcome away, so skill is not known".to_owned();
            output.settings.push(CalibratedSetting::value(&["market", "skill", "reps", rep.id.as_str()], value, note));
        }
    }
    output
}
