//! Results of a calibration.

use jiff::civil::Date;

use super::apply::{ApplySettingsError, apply_settings};
use super::estimate::CalibrationEstimate;
use super::setting::CalibratedSetting;
use attain_core::scenario::choices::Scenario;

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

    /// Returns the estimate of a family and subject, if there is one.
    #[must_use]
    pub fn find(&self, family: &str, subject: &str) -> Option<&CalibrationEstimate> {
        self.estimates.iter().find(|estimate| estimate.family == family && estimate.subject == subject)
    }
}
