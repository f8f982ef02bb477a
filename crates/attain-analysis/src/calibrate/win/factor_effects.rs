//! Effects of industry, source, month in the quarter and size on the win odds.

use serde_json::json;

use super::model::{ENGINE_FACTORS, METHOD, MONTH, WinModel, add_average};
use super::select::FactorGain;
use crate::calibrate::estimate::{CalibrationEstimate, EstimateUnit, PointEstimate};
use crate::calibrate::minimum;
use crate::calibrate::output::CalibrationOutput;
use crate::calibrate::setting::{CalibratedSetting, rounded};
use attain_core::scenario::choices::Scenario;

/// Estimates the effects of the factors in the model. If a factor has choices in the scenario but
/// was not selected, its effects are reported but set to zero.
pub(super) fn factor_effects(model: &WinModel, gains: &[FactorGain], scenario: &Scenario) -> CalibrationOutput {
    let mut output = CalibrationOutput::default();
    let chosen = |name: &str| gains.iter().any(|gain| gain.chosen && gain.name == name);
    let mut months = [None; 3];
    for &(factor, from) in model.fixed.iter().skip(1) {
        let shares = factor.shares();
        for (level, name) in factor.levels.iter().enumerate().filter(|(_, name)| *name != "none") {
            let mut weights = vec![0.0; model.columns];
            add_average(&mut weights, factor, from, -1.0);
            weights[from + level] += 1.0;
            let (value, se) = (model.learned.mode.value(&weights), model.learned.mode.variance(&weights).sqrt());
            let n = (shares[level] * model.trials.len() as f64).round() as usize;
            let family = match factor.name {
                "industry" => "odds by industry",
                "source" => "odds by source",
                MONTH => "odds by month in the quarter",
                "product" => "odds by product",
                _ => "odds by kind of business",
            };
            let estimate =
                CalibrationEstimate::normal(family, name, EstimateUnit::LogOdds, n, PointEstimate::new(value, se), METHOD);
            let note = format!("n {n}; 90 % {:+.2} to {:+.2}", estimate.low, estimate.high);
            output.estimates.push(estimate);
            if factor.name == MONTH {
                let month = name.trim_start_matches("month ").parse::<usize>().unwrap_or(1);
                months[(month - 1).min(2)] = Some(rounded(value));
            }
            let Some((_, table)) = ENGINE_FACTORS.iter().find(|(name, _)| *name == factor.name) else { continue };
            let (value, se, note) =
                if chosen(factor.name) { (value, se, note) } else { (0.0, 0.0, format!("{note}; not selected: average odds")) };
            let path = ["market", table, name.as_str()];
            let mut entry = json!({ "win-log-odds": rounded(value), "uncertainty": rounded(se) });
            if let Some(source) = scenario.market.sources.get(name).filter(|_| factor.name == "source") {
                let share = if shares[level] > 0.0 { shares[level] } else { source.share.get() };
                entry["share"] = json!(rounded(share));
            }
            output.settings.push(CalibratedSetting::value(&path, entry, note));
        }
    }
    if let [Some(first), Some(second), Some(third)] = months {
        let selected = chosen(MONTH);
        let value = if selected { json!([first, second, third]) } else { json!([0.0, 0.0, 0.0]) };
        let note = format!("n {}; {}", model.trials.len(), if selected { "selected" } else { "not selected: no season" });
        output.settings.push(CalibratedSetting::value(&["market", "season", "win-log-odds-by-quarter-month"], value, note));
    }
    output
}

/// Estimates the effect of size on the win odds.
pub(super) fn size_effect(model: &WinModel, scenario: &Scenario) -> CalibrationOutput {
    let mut output = CalibrationOutput::default();
    let n = model.trials.len();
    let given = scenario.market.size_log_odds.get();
    let family = "odds by size";
    if model.trials.size.is_none() {
        return sizes_of_wins(n);
    }
    if n < minimum::CLOSED_FOR_EFFECTS {
        let reason = format!("assumption; {n} closed, {} needed", minimum::CLOSED_FOR_EFFECTS);
        output.estimates.push(CalibrationEstimate::fallback(family, "", EstimateUnit::LogOdds, n, given, reason));
        return output;
    }
    let mut weights = vec![0.0; model.columns];
    weights[model.columns - 1] = 1.0;
    let (value, se) = (model.learned.mode.value(&weights), model.learned.mode.variance(&weights).sqrt());
    let estimate = CalibrationEstimate::normal(family, "", EstimateUnit::LogOdds, n, PointEstimate::new(value, se), METHOD);
    let note = format!("n {n}; for a size e times the median; 90 % {:+.2} to {:+.2}", estimate.low, estimate.high);
    output.settings.push(CalibratedSetting::number(&["market", "size-log-odds"], value.clamp(-10.0, 10.0), note));
    let note = "standard error of the effect of size on the log odds".to_owned();
    output.settings.push(CalibratedSetting::number(&["market", "uncertainty", "size-log-odds"], se.min(5.0), note));
    output.estimates.push(estimate);
    output
}

/// The effect of size where sizes of lost opportunities are not known: none, because the sizes are
/// then those of won ones, which an effect would make smaller.
pub(super) fn sizes_of_wins(n: usize) -> CalibrationOutput {
    let mut output = CalibrationOutput::default();
    let reason =
        "sizes of lost opportunities are not known, or all equal; sizes are those of won ones, without an effect on the odds";
    let estimate = CalibrationEstimate::fallback("odds by size", "", EstimateUnit::LogOdds, n, 0.0, reason.to_owned());
    output.estimates.push(estimate);
    output.settings.push(CalibratedSetting::number(&["market", "size-log-odds"], 0.0, reason.to_owned()));
    output.settings.push(CalibratedSetting::number(&["market", "uncertainty", "size-log-odds"], 0.0, reason.to_owned()));
    output
}
