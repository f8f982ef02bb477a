//! Values that an axis cannot take.

use attain_core::units::OutOfRange;

/// Reason why an axis cannot take a value in a scenario.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum AxisValueError {
    /// The value is outside the range of the axis.
    #[error("{found} is outside the range of `{axis}`")]
    Outside {
        found: f64,
        /// Name of the axis.
        axis: &'static str,
        /// Smallest allowed value.
        low: f64,
        /// Largest allowed value.
        high: f64,
    },
    /// The scenario's number would leave its own range.
    #[error("the resulting value {0}")]
    Number(#[from] OutOfRange),
    /// The scenario has nothing that the axis could change.
    #[error("the scenario has no {0}")]
    Nothing(&'static str),
}
