//! The kinds of axes: how a value is applied, who controls it, its scope and its unit.

use serde::Serialize;

/// How the value of an axis changes the scenario's number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum AxisEffect {
    /// The value replaces the number.
    Value,
    /// The value multiplies the number: 1 changes nothing.
    Times,
    /// The value is added to the number: 0 changes nothing.
    Shift,
}

/// Who controls the number that an axis changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DecidedBy {
    /// The planner: territories and quotas are designed with the changed value.
    Plan,
    /// The market or chance: the designed plan is unchanged, but the assumption behind it turns out
    /// differently.
    World,
}

/// The scope to which an axis can be narrowed, written after a dot: `adds.mid-market`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum AxisScope {
    /// The whole company; the axis cannot be narrowed.
    Company,
    /// A team, or all teams if none is named.
    Team,
    /// One team, which must be named.
    OneTeam,
    /// A segment, or all segments if none is named.
    Segment,
}

/// Unit of an axis's values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum AxisUnit {
    /// A whole number of items.
    Count,
    /// A month of the horizon; the first month is 1.
    Month,
    Days,
    Months,
    Weeks,
    Hours,
    /// A multiplier.
    Factor,
    /// A share of a whole, or a difference of shares.
    Share,
    LogOdds,
    /// An amount in the currency of the study.
    Money,
    /// Any other number.
    Number,
}
