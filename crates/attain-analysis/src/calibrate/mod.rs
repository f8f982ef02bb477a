//! From history to a market: every figure the engine can take that the data can
//! tell, with how sure it is.
//!
//! ```text
//! Book, day of the extract ─ history ─► History (what had happened by then)
//! History ─ size, cycle, creation, season, win, people, ramp, drift, renewal ─► Part each
//! Parts ─► Calibration ─ apply ─► Scenario      ─ text ─► market.toml
//! ```
//! A stage tells estimates (figure, number, standard error, 90 % interval,
//! method) and the settings that follow from them. Where the history is too
//! thin ([`minimum`]), the scenario's own figure stands, and the estimate says
//! why. Nothing after the day of the extract is seen.

mod apply;
pub mod closing;
mod creation;
mod cycle;
mod drift;
mod estimate;
mod history;
mod maths;
pub mod minimum;
mod movement;
mod people;
mod performance;
mod ramp;
mod relationship;
mod renewal;
mod season;
mod size;
#[cfg(test)]
mod tests;
mod text;
mod win;

use jiff::civil::Date;

pub use apply::ApplySettingsError;
pub use estimate::{CalibratedSetting, CalibrationEstimate, CalibrationOutput, EstimateUnit};
use history::CalibrationHistory;

use attain_core::scenario::choices::Scenario;
use attain_data::Book;

/// What a history says about the market and the people.
#[derive(Debug, Clone)]
pub struct Calibration {
    /// First day of the window.
    pub from: Date,
    /// Day of the extract: the last day that is seen.
    pub as_of: Date,
    /// Every figure, in the order in which they are told.
    pub estimates: Vec<CalibrationEstimate>,
    /// By segment of the book: what relationships added to the log odds in the
    /// mean of what closed, which the win rates that the scenario is given leave out.
    pub relationships: Vec<f64>,
    /// What the scenario is given.
    pub settings: Vec<CalibratedSetting>,
    /// What is worth saying beside the figures.
    pub notes: Vec<String>,
}

/// Calibrates a book. Without a day, all that it holds is seen; with one, only
/// what had happened by then. The scenario gives the names, the start of the
/// quarters, and what stands where the history is too thin.
#[must_use]
pub fn calibrate(book: &Book, scenario: &Scenario, as_of: Option<Date>) -> Calibration {
    let history = CalibrationHistory::of(book, as_of, scenario.horizon.start);
    let sizes = size::sizes(&history, &scenario.market);
    let trials = win::WinTrials::of(&history, scenario, &sizes.segments);
    let odds = win::WinOdds::of(&history, scenario, &trials);
    let drift = drift::drift(&history, scenario, &odds);
    let mut relationships = relationship::means(&history, scenario);
    if !odds.learned() {
        relationships.fill(0.0);
    }
    let mut part = odds.told(&history, scenario, drift.mean_variance, &relationships);
    part.append(sizes.part);
    let (cycles, lognormals) = cycle::cycles(&history, &scenario.market);
    part.append(cycles);
    part.append(creation::creation(&history, &scenario.market));
    part.append(season::seasons(&history, scenario));
    let pulls = season::pulls(&part, scenario);
    part.append(closing::closings(&history, scenario, &lognormals, pulls));
    part.append(people::people(&history, scenario));
    part.append(ramp::ramp(&history, scenario));
    part.append(drift.part);
    part.append(renewal::renewals(&history, scenario));
    if history.stale_count > 0 {
        part.notes.push(format!(
            "{} open opportunities are older than any that closed, or have no day: they count as abandoned.",
            history.stale_count
        ));
    }
    part.settings = last_of_each(part.settings);
    Calibration {
        from: history.date(history.from),
        as_of: history.as_of,
        estimates: part.estimates,
        relationships,
        settings: part.settings,
        notes: part.notes,
    }
}

/// One setting for each choice: where two stages give one, the last.
fn last_of_each(settings: Vec<CalibratedSetting>) -> Vec<CalibratedSetting> {
    let mut kept: Vec<CalibratedSetting> = Vec::with_capacity(settings.len());
    for setting in settings {
        match kept.iter_mut().find(|known| known.path == setting.path) {
            Some(known) => *known = setting,
            None => kept.push(setting),
        }
    }
    kept
}

impl Calibration {
    /// Lays what was found over a scenario's own choices.
    ///
    /// # Errors
    /// A setting that no scenario has, or whose value is out of range.
    pub fn apply(&self, scenario: &mut Scenario) -> Result<(), ApplySettingsError> {
        apply::apply(scenario, &self.settings)
    }

    /// The estimate of a family and what it is of.
    #[must_use]
    pub fn find(&self, family: &str, subject: &str) -> Option<&CalibrationEstimate> {
        self.estimates.iter().find(|estimate| estimate.family == family && estimate.subject == subject)
    }
}
