//! Scenario choices set by calibration.

use serde_json::Value;

/// A calibrated choice of a scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct CalibratedSetting {
    /// Path of the choice: the table names from the top level, followed by the name of the choice.
    pub path: Vec<String>,
    pub value: Value,
    /// Origin of the value, written as a comment in the file.
    pub note: String,
}

impl CalibratedSetting {
    /// Creates a numeric setting, rounded to five significant digits so that the file and the value
    /// in memory agree.
    #[must_use]
    pub fn number(path: &[&str], value: f64, note: String) -> Self {
        Self::value(path, Value::from(rounded(value)), note)
    }

    /// Creates a setting of any type.
    #[must_use]
    pub fn value(path: &[&str], value: Value, note: String) -> Self {
        Self { path: path.iter().map(|&step| step.to_owned()).collect(), value, note }
    }
}

/// Rounds to five significant digits.
#[must_use]
pub fn rounded(value: f64) -> f64 {
    format!("{value:.4e}").parse().unwrap_or(value)
}
