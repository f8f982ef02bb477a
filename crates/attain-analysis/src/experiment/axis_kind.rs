//! The kinds of axes: how a value acts, who decides it, what it can be narrowed
//! to, and its unit.

use serde::Serialize;

/// How the value of an axis changes the number that the scenario gives.
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

/// Who decides the number that an axis changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DecidedBy {
    /// The planner: territories and quotas are designed with the changed value.
    Plan,
    /// The market or chance: the plan stays as it was designed, and the assumption behind it turns out otherwise.
    World,
}

/// What an axis can be narrowed to, after a dot: `adds.mid-market`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum AxisScope {
    /// Nothing: the company has one such number.
    Company,
    /// A team; all teams where none is named.
    Team,
    /// One team, which must be named.
    OneTeam,
    /// A segment; all segments where none is named.
    Segment,
}

/// Unit of the values of an axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum AxisUnit {
    /// A number of things.
    Count,
    /// A month of the horizon; the first one is 1.
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
