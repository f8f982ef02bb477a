//! Output of a stage of calibration.

use super::estimate::CalibrationEstimate;
use super::setting::CalibratedSetting;

/// Output of a stage of calibration.
#[derive(Debug, Clone, Default)]
pub struct CalibrationOutput {
    /// Estimates in the order of the report.
    pub estimates: Vec<CalibrationEstimate>,
    /// Choices that follow from the estimates.
    pub settings: Vec<CalibratedSetting>,
    /// Further findings, a sentence each.
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
