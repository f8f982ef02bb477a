//! Choices about accounts that are new to the market.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::table_macro::choices;
use crate::units::{AccountInflow, Share, Sigma};

choices! {
    /// New accounts that come into the market. Each one resembles an account of its segment, which
    /// is drawn at random.
    pub struct NewAccounts {
        /// New accounts per year. A segment may have its own `inflow`.
        inflow: Inflow = Inflow::Balanced, from "A: as much whitespace comes in as is used up, so that the market neither grows nor shrinks";
        /// Share of new accounts that come in only if a rep has time to prospect. The others are
        /// inbound.
        prospected: Share = Share::literal(0.65), from "A: the part of opportunities that are not inbound (`market.response`)";
        /// Relative standard error of the inflow, drawn once per world and segment. A segment may
        /// have its own `inflow-uncertainty`.
        uncertainty: Sigma = Sigma::literal(0.2), from "A: based on 25 new accounts";
    }
}

/// Number of new accounts.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Inflow {
    /// As much whitespace comes in as a year's wins, losses and expansion use up at normal coverage.
    Balanced,
    /// New accounts per year where reps have the time that their books need, as a share of the
    /// segment's accounts at the start. 0 means none.
    PerYear(AccountInflow),
}
