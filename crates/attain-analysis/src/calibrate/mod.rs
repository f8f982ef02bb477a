//! Calibration: estimation of the engine's market and people figures, with their uncertainty, from
//! a company's history.
//!
//! ```text
//! Book, day of the extract ─ history ─► CalibrationHistory (events up to that day)
//! CalibrationHistory ─ size, cycle, creation, season, closing, win, attrition, time_to_fill,
//!                      ramp, drift, renewal ─► CalibrationOutput of each stage
//! outputs ─► Calibration ─ apply ─► Scenario      ─ market_file ─► market.toml
//! ```
//! Each stage returns estimates (value, number of observations, standard error, 90 % interval,
//! method) and the settings derived from them. If the history has too little data (`minimum.rs`),
//! the scenario's value is kept and the estimate states the reason. No data after the day of the
//! extract is used.

mod apply;
mod attainment_hazard;
mod attrition;
mod calibration;
pub(crate) mod closing;
mod creation;
mod cycle;
mod drift;
mod estimate;
mod history;
mod inflow;
mod market_file;
pub(crate) mod minimum;
mod movement;
mod numerics;
mod output;
mod quarter_series;
mod ramp;
mod relationship;
mod renewal;
mod season;
mod selling_time;
mod setting;
mod size;
mod spells;
#[cfg(test)]
mod tests;
mod time_to_fill;
mod win;

use jiff::civil::Date;

use crate::cut_book::cut_book;
pub use apply::ApplySettingsError;
pub use calibration::Calibration;
pub use estimate::{CalibrationEstimate, EstimateUnit};
use history::CalibrationHistory;
pub use setting::CalibratedSetting;
pub(crate) use setting::rounded;

use attain_core::scenario::choices::Scenario;
use attain_data::Book;

/// Calibrates the market and people figures of a scenario from the history in a book. If `as_of` is
/// given, the book is first restored to that day, so that nothing later is used. The scenario
/// provides the names, the start of the quarters, and the defaults that are kept where the history
/// has too little data.
#[must_use]
pub fn calibrate(book: &Book, scenario: &Scenario, as_of: Option<Date>) -> Calibration {
    match as_of {
        Some(day) => calibrate_until(&cut_book(book, scenario, day).book, scenario, as_of),
        None => calibrate_until(book, scenario, None),
    }
}

/// Calibrates on a book that has been restored to `as_of`, or on the present book.
#[must_use]
pub(crate) fn calibrate_until(book: &Book, scenario: &Scenario, as_of: Option<Date>) -> Calibration {
    let history = CalibrationHistory::new(book, as_of, scenario.horizon.start);
    let sizes = size::estimate_sizes(&history, &scenario.market);
    let trials = win::WinTrials::new(&history, scenario, &sizes.segments);
    let odds = win::WinOdds::new(&history, scenario, &trials);
    let drift = drift::estimate_drift(&history, scenario, &odds);
    let mut relationships = relationship::mean_log_odds(&history, scenario);
    if !odds.has_model() {
        relationships.fill(0.0);
    }
    let mut output = odds.report(&history, scenario, drift.mean_variance, &relationships);
    output.append(sizes.output);
    let (cycles, lognormals) = cycle::estimate_cycles(&history, &scenario.market);
    output.append(cycles);
    output.append(creation::estimate_creation(&history, &scenario.market));
    output.append(inflow::estimate_inflow(&history, scenario));
    output.append(season::estimate_seasons(&history, scenario));
    let pulls = season::closing_pulls(&output, scenario);
    output.append(closing::estimate_closings(&history, scenario, &lognormals, pulls));
    output.append(attrition::estimate_attrition(&history, scenario));
    output.append(time_to_fill::estimate_time_to_fill(&history, scenario));
    output.append(ramp::estimate_ramp(&history, scenario));
    output.append(selling_time::estimate_selling_time(&history, scenario));
    output.append(drift.output);
    output.append(renewal::estimate_renewals(&history, scenario));
    if history.stale_count > 0 {
        output.notes.push(format!(
            "{} open opportunities are older than any that closed, or have no creation date; they count as abandoned.",
            history.stale_count
        ));
    }
    output.notes.extend(history.bulk.note());
    output.notes.push(windows(&history));
    output.settings = keep_last(output.settings);
    Calibration {
        from: history.date(history.from),
        as_of: history.as_of,
        estimates: output.estimates,
        relationships,
        settings: output.settings,
        notes: output.notes,
    }
}

/// The windows of the estimators, in one sentence.
fn windows(history: &CalibrationHistory) -> String {
    let (of_deals, of_people) = (history.date(history.from), history.date(history.people_from));
    let production = if history.book.production.is_empty() {
        String::new()
    } else {
        format!(", production from {}", history.date(history.production_from))
    };
    format!("Windows: opportunities from {of_deals}, people from {of_people}{production}, all to {}.", history.as_of)
}

/// Keeps one setting per choice: the last one if several stages set it.
fn keep_last(settings: Vec<CalibratedSetting>) -> Vec<CalibratedSetting> {
    let mut kept: Vec<CalibratedSetting> = Vec::with_capacity(settings.len());
    for setting in settings {
        match kept.iter_mut().find(|known| known.path == setting.path) {
            Some(known) => *known = setting,
            None => kept.push(setting),
        }
    }
    kept
}
