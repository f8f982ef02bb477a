//! Output of a calibration stage.

use super::estimate::CalibrationEstimate;
use super::setting::CalibratedSetting;

/// Output of a calibration stage.
#[derive(Debug, Clone, Default)]
pub struct CalibrationOutput {
    /// Estimates, in report order.
    pub estimates: Vec<CalibrationEstimate>,
    /// Settings derived from the estimates.
    pub settings: Vec<CalibratedSetting>,
    /// Further findings, one sentence each.
    pub notes: Vec<String>,
}

impl CalibrationOutput {
    /// Appends the output of another stage.
    pub fn append(&mut self, mut other: Self) {
        self.estimates.append(&mut other.estimates);
        self.settings.append(&mut other.settings);
        self.notes.append(&mut other.notes);
    }
}
