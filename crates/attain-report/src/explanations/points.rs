//! Text for the points of an assignment.

use attain_core::metric::MetricUnit;
use attain_core::number_format::NumberFormat;

/// Points below which a difference is shown as none.
pub const LEAST_POINTS: f64 = 0.005;

/// Formats a number of points, such as "129 points".
#[must_use]
pub fn points(value: f64) -> String {
    format!("{} points", NumberFormat::in_currency("").plain(MetricUnit::Count, value))
}
