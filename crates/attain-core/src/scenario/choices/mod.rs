//! Every choice a scenario file can make, as types: the JSON Schema, the
//! defaults, the sources of the defaults and the parser all come from here.
//!
//! A new choice is one line in the table it belongs to.

mod data;
mod market;
mod money;
mod people;
mod territory;

use std::collections::BTreeMap;

pub use data::{
    Accounts, Data, DataFile, DecimalSign, Field, Opportunities, Reps, ReversedDates, Source as DataSource, UnknownOwner,
    Unmatched, WithoutPotential,
};
pub use market::{
    Autoregression, ByClass, CloseTime, Closing, HandOver, Industry, Market, PotentialDrift, Region, Relationship, Renewal,
    RepSkill, Response, Season, Segment, Size, Skill, Slippage, Source, Spread, Uncertainty,
};
pub use money::{Credit, Money as Finance, Pay, Quota, QuotaPolicy, Target};
pub use people::{
    AccountCapacity, Add, Attrition, Band, Channel, Cover, Cut, Growth, Headcount, HireSlip, Leaver, Ramp, RampShape, Risk, Team,
    TimeToFill,
};
pub use territory::{
    Cadence, Carve, Coverage, CoverageLimit, CoveragePreset, Dedicated, Geography, Lock, Objective, Protection, Rebalance,
    Territory, Tier, TierCoverage, Transition, Trigger, Weighting,
};

/// Defines a table of choices: each field with its meaning, type, default and,
/// after `from`, the source of the default.
macro_rules! choices {
    ($(#[$meta:meta])* pub struct $name:ident {
        $($(#[$fmeta:meta])* $field:ident : $type:ty = $default:expr, from $source:literal;)*
    }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, ::serde::Serialize, ::serde::Deserialize, ::schemars::JsonSchema)]
        #[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
        pub struct $name {
            $($(#[$fmeta])* #[schemars(extend("x-source" = $source))] pub $field: $type,)*
        }
        impl Default for $name {
            fn default() -> Self {
                Self { $($field: $default,)* }
            }
        }
    };
}
pub(crate) use choices;

choices! {
    /// One candidate plan's choices. What a file leaves out it inherits from
    /// the file it `extends`; what nobody gives has the default stated here.
    pub struct Scenario {
        /// Name of the plan in reports. Left out: the file's name.
        name: String = String::new(), from "the file's name";
        /// One sentence for the report: what this plan does and why.
        description: String = String::new(), from "none";
        /// The file whose choices this one inherits, relative to this file.
        extends: Option<String> = None, from "none";
        /// Where the accounts, reps and opportunities are.
        data: Data = Data::default(), from "none";
        /// The time that is simulated.
        horizon: Horizon = Horizon::default(), from "none";
        /// What the company wants to reach.
        target: Target = Target::default(), from "none";
        /// The odds of the market: one market for all plans that are compared fairly.
        market: Market = Market::default(), from "none";
        /// The teams, by name: who serves which accounts, with what time and pay.
        teams: BTreeMap<String, Team> = BTreeMap::new(), from "none";
        /// Account tiers by potential, highest first.
        tiers: Vec<Tier> = territory::default_tiers(), from "P: practitioner guide (tier matrix: over 500k, 100-500k, under 100k)";
        /// What an account's score is made of.
        weighting: Weighting = Weighting::default(), from "none";
        /// How much time an account of each tier gets.
        coverage: Coverage = Coverage::default(), from "none";
        /// Seats added and cut.
        headcount: Headcount = Headcount::default(), from "none";
        /// How a new rep becomes productive.
        ramp: Ramp = Ramp::default(), from "none";
        /// Who leaves, when, and how the seat is filled again.
        attrition: Attrition = Attrition::default(), from "none";
        /// Which relationships no move may break.
        protection: Protection = Protection::default(), from "A: no account is protected unless the plan says so";
        /// How accounts are assigned to seats.
        territory: Territory = Territory::default(), from "none";
        /// How quotas are set.
        quota: Quota = Quota::default(), from "none";
        /// How a planned move is handed over.
        transition: Transition = Transition::default(), from "none";
        /// Moves during the year.
        rebalance: Rebalance = Rebalance::default(), from "none";
        /// Margin and costs.
        money: Finance = Finance::default(), from "none";
    }
}

choices! {
    /// The time that is simulated.
    pub struct Horizon {
        /// First day of the first simulated month.
        #[schemars(with = "String", extend("format" = "date"))]
        start: jiff::civil::Date = jiff::civil::date(2027, 1, 1), from "A: the next calendar year";
        /// Length of the simulated time, months.
        #[schemars(range(min = 1, max = 60))]
        months: u32 = 12, from "A: plans are made for a year";
    }
}
