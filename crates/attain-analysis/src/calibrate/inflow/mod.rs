//! Inflow of new accounts by segment: new accounts per year, as a share of the standing accounts.
//!
//! Accounts come in at a rate proportional to the standing accounts, so that the number n of
//! accounts that came in during the window is Poisson given the account-years E in it, and the rate
//! has the posterior Gamma(n + ½, E) (Jeffreys' prior). If the accounts have creation dates, n and E
//! are counted. An account that existed on the first day of the window is not new, and nor are those
//! that were created together on one day, as by an import. Without creation dates, n is inferred
//! from the first opportunities of accounts (`first_seen`).

mod created;
mod evidence;
mod first_seen;
#[cfg(test)]
mod tests;

use std::cell::LazyCell;

use statrs::distribution::{ContinuousCDF, Gamma};

use super::estimate::{CalibrationEstimate, EstimateUnit, Interval90, PointEstimate};
use super::history::CalibrationHistory;
use super::minimum;
use super::output::CalibrationOutput;
use super::setting::{CalibratedSetting, rounded};
use attain_core::scenario::choices::{Inflow, Scenario};
use attain_sim::world::CompiledMarket;
use created::{count_created, imports};
use evidence::NewAccountEvidence;
use first_seen::infer_new;

const FAMILY: &str = "new accounts per year";

/// Estimates the inflow of each segment.
#[must_use]
pub(super) fn estimate_inflow(history: &CalibrationHistory, scenario: &Scenario) -> CalibrationOutput {
    let mut output = CalibrationOutput::default();
    let imports = imports(history);
    if !imports.is_empty() {
        let days: Vec<String> = imports.iter().map(|(day, n)| format!("{} ({n})", history.date(*day))).collect();
        output.notes.push(format!(
            "Accounts that were created together on one day count as imported and not as new: {}.",
            days.join(", ")
        ));
    }
    let market = LazyCell::new(|| CompiledMarket::new(history.book, scenario));
    let kept = |segment: usize| market.inflow.get(segment).map_or(0.0, |inflow| inflow.per_year);
    for (segment, name) in history.book.segments.iter().enumerate() {
        let found = count_created(history, segment, &imports).or_else(|| infer_new(history, segment, on_count(scenario, name)));
        match found {
            Some(found) if found.observed >= minimum::ACCOUNT_YEARS => add(&mut output, name, &found),
            Some(found) => {
                let reason = format!("{:.0} account-years in the window, {} needed", found.observed, minimum::ACCOUNT_YEARS);
                keep(&mut output, scenario, name, kept(segment), reason);
            }
            None => {
                let reason = "no creation dates of accounts, and too few first opportunities".to_owned();
                keep(&mut output, scenario, name, kept(segment), reason);
            }
        }
    }
    output
}

/// Adds an estimate and its settings.
fn add(output: &mut CalibrationOutput, name: &str, found: &NewAccountEvidence) {
    let shape = found.count + 0.5;
    let rate = shape / found.years;
    let interval = Gamma::new(shape, found.years)
        .map_or(Interval90::new(rate, rate), |gamma| Interval90::new(gamma.inverse_cdf(0.05), gamma.inverse_cdf(0.95)));
    let point = PointEstimate::new(rate, shape.sqrt() / found.years);
    let estimate = CalibrationEstimate::between(
        FAMILY,
        name,
        EstimateUnit::Share,
        found.count.round() as usize,
        point,
        interval,
        found.method,
    );
    let note =
        format!("n {}; {}; 90 % {:.3} to {:.3} of the standing accounts", estimate.n, found.method, estimate.low, estimate.high);
    let path = |choice| ["market", "segments", name, choice];
    let value = serde_json::json!({ "per-year": rounded(rate.min(5.0)) });
    output.settings.push(CalibratedSetting::value(&path("inflow"), value, note));
    let uncertainty = CalibratedSetting::number(
        &path("inflow-uncertainty"),
        (1.0 / shape.sqrt()).min(1.0),
        "relative standard error of the inflow".to_owned(),
    );
    output.settings.push(uncertainty);
    output.estimates.push(estimate);
}

/// Keeps the scenario's inflow.
fn keep(output: &mut CalibrationOutput, scenario: &Scenario, name: &str, value: f64, reason: String) {
    let own = scenario.market.segments.get(name).and_then(|segment| segment.inflow);
    let balanced = matches!(own.unwrap_or(scenario.market.new_accounts.inflow), Inflow::Balanced);
    let reason = if balanced { format!("{reason}; the value that keeps the scenario's market in balance") } else { reason };
    output.estimates.push(CalibrationEstimate::fallback(FAMILY, name, EstimateUnit::Share, 0, value, reason));
}

/// Exponent of potential in the number of opportunities.
fn on_count(scenario: &Scenario, name: &str) -> f64 {
    scenario.market.segments.get(name).cloned().unwrap_or_default().potential_on_count.get()
}
