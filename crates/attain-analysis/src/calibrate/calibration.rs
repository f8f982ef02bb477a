//! Results of a calibration.

use jiff::civil::Date;

use super::apply::{ApplySettingsError, apply_settings};
use super::estimate::CalibrationEstimate;
use super::setting::CalibratedSetting;
use attain_core::scenario::choices::Scenario;

/// Families of figures in the order of what a forecast of bookings owes to them.
const HEAVIEST_FIRST: [&str; 10] = [
    "opportunities per year",
    "win rate",
    "size, median",
    "days to win",
    "odds by size",
    "annual attrition",
    "ramp, length",
    "time to fill",
    "response, inbound share",
    "monthly shock to win rates",
];

/// Market and people figures estimated from a history.
#[derive(Debug, Clone)]
pub struct Calibration {
    /// First day of the window.
    pub from: Date,
    /// Day of the extract: the last day whose data is used.
    pub as_of: Date,
    /// All estimates, in report order.
    pub estimates: Vec<CalibrationEstimate>,
    /// Mean log odds that relationships added to closed opportunities, by segment of the book. The
    /// calibrated win rates exclude them.
    pub relationships: Vec<f64>,
    /// Calibrated choices of the scenario.
    pub settings: Vec<CalibratedSetting>,
    /// Further findings, one sentence each.
    pub notes: Vec<String>,
}

impl Calibration {
    /// Overwrites the choices of a scenario with the calibrated ones.
    ///
    /// # Errors
    /// Returns an error if a setting does not exist in a scenario or its value is out of range.
    pub fn apply(&self, scenario: &mut Scenario) -> Result<(), ApplySettingsError> {
        apply_settings(scenario, &self.settings)
    }

    /// Returns the figures that are defaults, because the history does not show them, the heaviest
    /// first.
    #[must_use]
    pub fn defaults(&self) -> Vec<&'static str> {
        let kept = |family: &str| self.estimates.iter().any(|one| one.family == family && one.fallback.is_some());
        HEAVIEST_FIRST.into_iter().filter(|family| kept(family)).collect()
    }

    /// Returns the estimate of a family and subject, if there is one.
    #[must_use]
    pub fn find(&self, family: &str, subject: &str) -> Option<&CalibrationEstimate> {
        self.estimates.iter().find(|estimate| estimate.family == family && estimate.subject == subject)
    }
}
