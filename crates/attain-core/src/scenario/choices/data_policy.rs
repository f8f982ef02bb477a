//! Choices about incomplete or contradictory data.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::units::Share;

/// Decimal separator in numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DecimalSign {
    /// `1,234.56`
    Point,
    /// `1.234,56`
    Comma,
}

/// Order of day and month in dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DateOrder {
    /// `31/12/2026`
    DayFirst,
    /// `12/31/2026`
    MonthFirst,
}

/// What to do with an opportunity that does not belong to any account in the book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum UnmatchedPolicy {
    /// Report an error.
    Refuse,
    /// Keep and count the opportunity, but exclude it from every book.
    SetAside,
}

/// What to do with an opportunity whose owner is not in the table of reps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum UnknownOwnerPolicy {
    /// Report an error.
    Refuse,
    /// Treat the opportunity as one without an owner.
    Nobody,
}

/// What to do with an opportunity that was closed before it was created.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ReversedDatesPolicy {
    /// Report an error.
    Refuse,
    /// Treat the day of creation as unknown.
    UnknownCreation,
}

/// What to do if no column contains the potential.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum MissingPotentialPolicy {
    /// Report an error.
    Refuse,
    /// Estimate the potential as the amount won per year, divided by `sold`. For accounts without
    /// purchases, use the median of the other accounts.
    FromHistory {
        /// Share of potential that is assumed to be sold already. Must be greater than 0.
        sold: Share,
    },
}
