//! Choices about protected relationships and about moves after the first assignment.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::table_macro::choices;
use crate::units::{Factor, Share};

/// Relationships between accounts and reps that moves must not break.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", rename_all_fields = "kebab-case", deny_unknown_fields)]
pub enum Protection {
    /// No relationship is protected.
    #[default]
    None,
    /// Accounts with an open opportunity at or beyond a given stage are protected.
    ActivePipeline {
        /// Probability of winning from which an open opportunity protects its account.
        from_chance: Share,
    },
    /// Every account with an owner is protected.
    All,
    /// The named accounts are protected.
    Named {
        /// Ids of the accounts.
        accounts: Vec<String>,
    },
    /// No relationship is protected, but the assignment takes into account a price for breaking
    /// one.
    Priced {
        /// Price of breaking a relationship, as a share of the account's revenue per year of the
        /// relationship.
        revenue_share_per_year: Share,
    },
}

choices! {
    /// Hand-over of accounts that a plan moves.
    pub struct Transition {
        /// Weeks in which the old and the new owner both work on the account.
        #[schemars(range(min = 0.0, max = 26.0))]
        weeks: f64 = 3.0, from "P: practitioner guide (two to four weeks)";
        /// Share of the avoidable hand-over loss that is prevented by a transition of at least four
        /// weeks.
        saves: Share = Share::literal(0.6), from "A: no published figure";
    }
}

/// Times at which a plan is reviewed and accounts may move.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Cadence {
    /// Never: no account moves during the simulated period.
    Never,
    /// At every quarter end.
    Quarterly,
    /// At every second quarter end.
    HalfYearly,
    /// At every year end.
    Yearly,
    /// At quarter ends at which the trigger is reached.
    OnTrigger,
}

choices! {
    /// Reviews that move accounts during the simulated period.
    pub struct Rebalance {
        /// When the plan is reviewed.
        cadence: Cadence = Cadence::Never, from "P: measure quarterly, redesign yearly";
        /// Imbalance that triggers a review.
        trigger: RebalanceTrigger = RebalanceTrigger::default(), from "none";
        /// Largest number of accounts that one review may move.
        #[schemars(range(min = 0, max = 1_000_000))]
        max_moves: u32 = 40, from "A: a manageable number per quarter";
    }
}

choices! {
    /// Imbalance of potential that triggers a review.
    pub struct RebalanceTrigger {
        /// Highest divided by lowest potential in a group of like seats, minus one.
        high_over_low: Factor = Factor::literal(0.2), from "P: practitioner guide (20 %)";
        /// Share of the mean potential of like seats. A seat with less potential triggers a review.
        under_share: Share = Share::literal(0.7), from "P: practitioner guide (70 % of mean capacity)";
    }
}
