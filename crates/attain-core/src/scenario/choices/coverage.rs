//! Choices about the selling time that accounts receive.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::table_macro::choices;
use crate::units::{Factor, Hours, Share};

/// A published coverage model. The first tier uses the model's enterprise row, the second its
/// mid-market row, and all others its SMB row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CoveragePreset {
    /// Few accounts per rep: 4, 18 and 75 accounts, with 8, 6 and 3 touches per year.
    Deep,
    /// Many accounts per rep: 40, 100 and 175 accounts, with 7, 5 and 2 touches per year.
    Commercial,
}

/// Limit on the time that reps can spend on their books.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CoverageLimit {
    /// The team's hours (or accounts), minus absence.
    Hours,
    /// No limit: a ramped rep has all the time that the book needs, and a ramping rep a share equal
    /// to the rep's productivity. Use this to see results without the effect of capacity.
    Book,
}

choices! {
    /// Selling time that an account of each tier receives.
    pub struct Coverage {
        /// Published coverage model on which the coverage is based.
        preset: CoveragePreset = CoveragePreset::Commercial, from "P: two guides with different figures: deep (3-5, 15-20, 50-100) and commercial (30-50, 150-200)";
        /// Changes to the coverage model, by tier name.
        tiers: BTreeMap<String, TierCoverage> = BTreeMap::new(), from "the preset";
        /// Time that an open opportunity of its segment's median size needs, in hours per month.
        hours_per_open_opportunity: Hours = Hours::literal(2.0), from "A: 30 open opportunities take half of a rep's time";
        /// Exponent with which that time grows with the size of the opportunity.
        hours_by_size: Share = Share::literal(0.25), from "A: larger deals involve more people on both sides";
        /// Time that a renewal needs in the month in which it is due, in hours.
        hours_per_renewal: Hours = Hours::literal(2.0), from "A: no published figure";
        /// Share of a rep's spare time that goes into more selling time for the accounts of
        /// the book than the coverage model plans.
        spare_time: Share = Share::literal(0.5), from "A: half is lost to waiting and to other work";
        /// Limit on the time that reps have for their books.
        limit: CoverageLimit = CoverageLimit::Hours, from "A: a rep's time is limited";
    }
}

choices! {
    /// Coverage of the accounts of one tier.
    pub struct TierCoverage {
        /// Touches per year.
        touches_per_year: Option<Factor> = None, from "the preset";
        /// Hours per touch, without travel.
        hours_per_touch: Option<Hours> = None, from "the preset: one rep's year divided by its accounts and touches";
    }
}
