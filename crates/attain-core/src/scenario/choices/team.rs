//! Choices about teams and the accounts they serve.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::money::{Credit, Pay};
use super::table_macro::choices;
use crate::units::{Factor, Hours, Months, Share};

/// Expected growth of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum GrowthClass {
    /// Little or not at all.
    Low,
    /// About as much as its segment.
    Medium,
    /// More than its segment.
    High,
}

/// Risk that an account churns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RiskClass {
    /// Less likely than its segment.
    Low,
    /// About as likely as its segment.
    Medium,
    /// More likely than its segment.
    High,
}

/// Channel through which a team meets its accounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Channel {
    /// In person, so that touches require travel.
    Field,
    /// By telephone and video.
    Inside,
    /// By automated messages.
    Digital,
}

choices! {
    /// A team of reps who share a role, with the accounts that it serves, its selling time and its
    /// pay.
    pub struct Team {
        /// Segments that the team serves. An empty list means all.
        segments: Vec<String> = Vec::new(), from "A: all segments";
        /// Tiers that the team serves. An empty list means all.
        tiers: Vec<String> = Vec::new(), from "A: all tiers";
        /// Growth classes that the team serves. An empty list means all.
        growth: Vec<GrowthClass> = Vec::new(), from "A: all growth classes";
        /// Channel through which the team meets its accounts.
        channel: Channel = Channel::Inside, from "A: inside";
        /// Share of a field team's touches that are made in person and require travel.
        in_person: Share = Share::literal(0.35), from "A: no published figure";
        /// Selling time of a ramped rep, in hours per month.
        hours_per_month: Hours = Hours::literal(120.0), from "A: about 160 working hours minus meetings and administration";
        /// Share of selling time that is reserved for accounts without revenue. Unused time in
        /// either part can be used in the other.
        prospecting: Share = Share::literal(0.3), from "P: practitioner guide (70/30 enterprise, 50/50 mid-market, 80/20 SMB)";
        /// Mean share of selling time that is lost to holidays and illness.
        absence: Share = Share::literal(0.08), from "A: about 20 days a year";
        /// Capacity as a number of accounts by tenure, instead of hours.
        accounts: Option<AccountCapacity> = None, from "none: capacity in hours";
        /// Smallest number of accounts of a seat of this team.
        #[schemars(range(min = 0, max = 100_000))]
        min_accounts: Option<u32> = None, from "as in `[territory]`";
        /// Largest number of accounts of a seat of this team; 0 means no limit other than capacity.
        #[schemars(range(min = 0, max = 100_000))]
        max_accounts: Option<u32> = None, from "as in `[territory]`";
        /// Factor on the scenario's attrition for this team.
        attrition_factor: Factor = Factor::literal(1.0), from "A: the same as for every team";
        /// Number of reps per manager.
        #[schemars(range(min = 1, max = 100))]
        span: u32 = 8, from "A: common practice";
        /// Share of each kind of booking that counts toward quota, if it differs from
        /// `[quota.credit]` for this team.
        credit: Option<Credit> = None, from "as in `[quota.credit]`";
        /// Base pay, variable pay and accelerators.
        pay: Pay = Pay::default(), from "none";
    }
}

choices! {
    /// Capacity as a number of accounts by tenure.
    pub struct AccountCapacity {
        /// Number of accounts of a rep in the first three months.
        new_hire: Factor = Factor::literal(6.0), from "P: practitioner guide";
        /// Number of accounts of a rep after the first three months, until the end of the ramp.
        ramping: Factor = Factor::literal(12.0), from "P: practitioner guide (10-15)";
        /// Number of accounts of a ramped rep.
        ramped: Factor = Factor::literal(25.0), from "P: practitioner guide (20-30)";
        /// Number of strategic accounts of a senior rep, who also coaches colleagues.
        senior: Factor = Factor::literal(5.0), from "P: practitioner guide";
        /// Tenure in months from which a rep is senior; 0 means never.
        senior_from: Months = Months::literal(0.0), from "A: no rep is senior unless the scenario says so";
    }
}
