//! What a reader gets: the report in a browser.

use serde::Serialize;

pub mod html;

/// One choice behind the figures: what it is, what it was set to and who says so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Assumption {
    /// Where it stands in the scenario file, such as `attrition.annual`.
    pub path: String,
    /// The value, as the scenario file would write it.
    pub value: String,
    /// Who set it: this file, a base file, calibration, the default.
    pub origin: String,
    /// The source of the value.
    pub source: String,
    /// What it means.
    pub meaning: String,
    /// Names of the plans that use this value; empty: all of them.
    pub plans: Vec<String>,
}
