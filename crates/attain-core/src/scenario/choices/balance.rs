//! The measures by which books are balanced.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::table_macro::choices;
use crate::units::Share;

/// A measure by which books can be balanced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum BalanceMeasure {
    /// Annual attainable spend.
    Potential,
    /// Hours a month that accounts need, without travel.
    Workload,
    /// Number of accounts.
    Accounts,
    /// Amounts of open opportunities.
    Pipeline,
}

impl BalanceMeasure {
    /// The measure in sentences: "mean workload".
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Potential => "potential",
            Self::Workload => "workload",
            Self::Accounts => "number of accounts",
            Self::Pipeline => "open pipeline",
        }
    }

    /// The key of its tolerance in `territory.balance`.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Potential => "potential",
            Self::Workload => "workload",
            Self::Accounts => "accounts",
            Self::Pipeline => "pipeline",
        }
    }
}

/// A measure and how far books may be from its mean.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BalanceRule {
    pub measure: BalanceMeasure,
    /// Largest deviation from the mean of like seats that incurs little cost, as a share of the mean.
    pub tolerance: f64,
}

choices! {
    /// The measures by which books are balanced among like seats, each with its tolerance: the largest
    /// deviation from the mean of like seats that incurs little cost. Where the table is absent,
    /// potential is balanced with `balance-tolerance`.
    pub struct Balance {
        /// Tolerance of potential.
        potential: Option<Share> = None, from "A: `balance-tolerance`, unless another measure is given";
        /// Tolerance of workload: hours a month that accounts need, without travel.
        workload: Option<Share> = None, from "none";
        /// Tolerance of the number of accounts.
        accounts: Option<Share> = None, from "none";
        /// Tolerance of open pipeline: the amounts of open opportunities.
        pipeline: Option<Share> = None, from "none";
    }
}
