//! Differences in win odds between reps, territories and accounts.

use serde_json::json;

use super::model::{METHOD, MIN_ACCOUNTS, TERRITORY_SD, WinModel};
use super::random_effects::EffectEstimate;
use crate::calibrate::estimate::{CalibrationEstimate, EstimateUnit, PointEstimate};
use crate::calibrate::history::CalibrationHistory;
use crate::calibrate::minimum;
use crate::calibrate::output::CalibrationOutput;
use crate::calibrate::setting::{CalibratedSetting, rounded};
use attain_core::scenario::choices::Scenario;

/// Estimates the spreads of reps, territories and accounts, and the effects of reps and
/// territories.
pub(super) fn group_effects(model: &WinModel, history: &CalibrationHistory, scenario: &Scenario) -> CalibrationOutput {
    let mut output = CalibrationOutput::default();
    let families = [
        ("spread of reps", "reps", scenario.market.skill.sd.get()),
        ("spread of territories", "territories", TERRITORY_SD),
        ("spread of accounts", "accounts", 0.0),
    ];
    for (k, (family, things, default)) in families.into_iter().enumerate() {
        let levels = match model.random.get(k) {
            Some(random) => random.as_ref().map_or(1, |(factor, _)| factor.levels.len()),
            None => model.learned.mode.accounts.len(),
        };
        let Some(spread) = model.learned.spreads[k] else {
            let reason = match k {
                2 => {
                    format!("{levels} accounts with {} closed; {MIN_ACCOUNTS} accounts with two each needed", model.trials.len())
                }
                _ => format!(
                    "assumption; {levels} {things}, {} needed, and {} closed",
                    minimum::GROUPS,
                    minimum::CLOSED_FOR_EFFECTS
                ),
            };
            output.estimates.push(CalibrationEstimate::fallback(family, "", EstimateUnit::LogOdds, levels, default, reason));
            continue;
        };
        let point = PointEstimate::new(spread.mean, spread.sd);
        let method = "posterior of the marginal likelihood, half-normal prior of scale one";
        output.estimates.push(CalibrationEstimate::between(
            family,
            "",
            EstimateUnit::LogOdds,
            levels,
            point,
            spread.interval,
            method,
        ));
        if k == 0 {
            let note = format!("n {levels} reps; {method}; 90 % {:.2} to {:.2}", spread.interval.low, spread.interval.high);
            output.settings.push(CalibratedSetting::number(&["market", "skill", "sd"], spread.mean, note));
        }
    }
    for (k, (family, table)) in
        [("skill of rep", ["market", "skill", "reps"].as_slice()), ("territory", &["market", "regions"])].into_iter().enumerate()
    {
        let Some((factor, _)) = model.random[k].filter(|_| model.learned.spreads[k].is_some()) else { continue };
        let shares = factor.shares();
        for (level, name) in factor.levels.iter().enumerate().filter(|(_, name)| *name != "none") {
            let EffectEstimate { mean, variance } = model.learned.effects[k][level];
            let se = variance.sqrt();
            let n = (shares[level] * model.trials.len() as f64).round() as usize;
            let estimate =
                CalibrationEstimate::normal(family, name, EstimateUnit::LogOdds, n, PointEstimate::new(mean, se), METHOD);
            let note = format!("n {n}; 90 % {:+.2} to {:+.2}", estimate.low, estimate.high);
            output.estimates.push(estimate);
            if k == 1 && !history.book.accounts.iter().any(|account| account.region.is_some()) {
                continue;
            }
            let path: Vec<&str> = table.iter().copied().chain([name.as_str()]).collect();
            let value = json!({ "win-log-odds": rounded(mean), "uncertainty": rounded(se) });
            output.settings.push(CalibratedSetting::value(&path, value, note));
        }
    }
    output
}
