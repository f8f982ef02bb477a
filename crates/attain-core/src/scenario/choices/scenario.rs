//! The keys of a scenario file at the top level, and the simulated period.

use std::collections::BTreeMap;

use super::coverage::Coverage;
use super::data::Data;
use super::market::Market;
use super::money::{Finance, Quota, Target};
use super::people::{Attrition, Headcount, Ramp};
use super::rebalance::{Protection, Rebalance, Transition};
use super::scoring::{Tier, Weighting, default_tiers};
use super::table_macro::choices;
use super::team::Team;
use super::territory::Territory;

choices! {
    /// The choices of one candidate plan. Keys that are not set are inherited from the file given
    /// in `extends`, or have the default stated here.
    pub struct Scenario {
        /// Number of the file format, so that later versions can read or migrate the file.
        #[schemars(range(min = 1))]
        format: u32 = 1, from "files without a number use the first format";
        /// Name of the plan in reports. Defaults to the name of the file.
        name: String = String::new(), from "the file's name";
        /// One sentence for the report that describes the plan and its purpose.
        description: String = String::new(), from "none";
        /// Scenario file whose choices this one inherits, as a path relative to this file.
        extends: Option<String> = None, from "none";
        /// Files of accounts, reps and opportunities.
        data: Data = Data::default(), from "none";
        /// The simulated period.
        horizon: Horizon = Horizon::default(), from "none";
        /// The company's target for bookings.
        target: Target = Target::default(), from "none";
        /// Win rates, deal sizes, sales cycles and all other random processes. Plans that are
        /// compared should share one market.
        market: Market = Market::default(), from "none";
        /// Teams by name, each with the accounts that it serves, its selling time and its pay.
        teams: BTreeMap<String, Team> = BTreeMap::new(), from "none";
        /// Account tiers by potential, from the highest to the lowest.
        tiers: Vec<Tier> = default_tiers(), from "P: practitioner guide (tier matrix: over 500k, 100-500k, under 100k)";
        /// Weights of the parts of an account's score.
        weighting: Weighting = Weighting::default(), from "none";
        /// Selling time that an account of each tier receives.
        coverage: Coverage = Coverage::default(), from "none";
        /// Seats to add or cut.
        headcount: Headcount = Headcount::default(), from "none";
        /// Ramp of new reps.
        ramp: Ramp = Ramp::default(), from "none";
        /// Departures of reps, and the filling of vacant seats.
        attrition: Attrition = Attrition::default(), from "none";
        /// Relationships between accounts and reps that moves must not break.
        protection: Protection = Protection::default(), from "A: no account is protected unless the plan says so";
        /// How accounts are assigned to seats.
        territory: Territory = Territory::default(), from "none";
        /// How quotas are set.
        quota: Quota = Quota::default(), from "none";
        /// Hand-over of accounts that a plan moves.
        transition: Transition = Transition::default(), from "none";
        /// Reviews that move accounts during the simulated period.
        rebalance: Rebalance = Rebalance::default(), from "none";
        /// Currency, margin and costs.
        money: Finance = Finance::default(), from "none";
    }
}

choices! {
    /// The simulated period.
    pub struct Horizon {
        /// First day of the first simulated month.
        #[schemars(with = "String", extend("format" = "date"))]
        start: jiff::civil::Date = jiff::civil::date(2027, 1, 1), from "A: the next calendar year";
        /// Length of the simulated period, in months.
        #[schemars(range(min = 1, max = 60))]
        months: u32 = 12, from "A: plans cover one year";
    }
}
