//! Values that an axis cannot take.

use attain_core::units::OutOfRange;

/// A value that an axis cannot take in a scenario.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum AxisValueError {
    /// Outside the range of the axis.
    #[error("{found} is outside the range of `{axis}`")]
    Outside {
        found: f64,
        /// Name of the axis.
        axis: &'static str,
        /// Smallest value allowed.
        low: f64,
        /// Largest value allowed.
        high: f64,
    },
    /// The scenario's number would leave its own range.
    #[error("the resulting value {0}")]
    Number(#[from] OutOfRange),
    /// The scenario has nothing that the axis could change.
    #[error("the scenario has no {0}")]
    Nothing(&'static str),
}
