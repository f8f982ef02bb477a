//! Targets, quotas, pay and costs.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::table_macro::choices;
use crate::units::{Factor, Money, Share};

choices! {
    /// The company's target for bookings.
    pub struct Target {
        /// Bookings per year that count toward quota. Defaults to the street quota of the reference plan.
        bookings: Option<Money> = None, from "the street quota of the reference plan";
    }
}

/// How quotas are set.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", rename_all_fields = "kebab-case", deny_unknown_fields)]
pub enum QuotaPolicy {
    /// The quota in the table of reps. Seats without a quota get the mean of their team.
    Current,
    /// The same quota for every seat.
    Flat {
        /// Yearly quota of a seat.
        quota: Money,
    },
    /// A share of the bookings that the seat can be expected to make, given its book, its hours and
    /// its open pipeline.
    PotentialShare {
        /// Quota as a share of expected bookings.
        share: Share,
    },
    /// The target plus an over-assignment, divided among the seats in proportion to the bookings
    /// that they can be expected to make, given their books, hours and open pipeline.
    TopDown {
        /// Street quota divided by the target, minus one.
        over_assignment: Share,
    },
    /// The target plus an over-assignment, divided so that every seat has the same chance of making
    /// its quota in a simulated first year.
    EqualChance {
        /// Street quota divided by the target, minus one.
        over_assignment: Share,
    },
}

choices! {
    /// How quotas are set.
    pub struct Quota {
        /// Policy for setting quotas.
        policy: QuotaPolicy = QuotaPolicy::PotentialShare { share: Share::literal(0.75) }, from "P: practitioner guide (70-80 % of realistic potential)";
        /// Whether new reps carry quota in proportion to their planned ramp. Attainment is not
        /// computed for seats that carry less than a quarter of a year's quota.
        ramped: bool = true, from "A: common practice";
        /// Share of each kind of booking that counts toward quota.
        credit: Credit = Credit::default(), from "none";
    }
}

choices! {
    /// Share of each kind of booking that counts toward quota and target.
    pub struct Credit {
        /// Share of new business that counts.
        new: Share = Share::literal(1.0), from "A: common practice";
        /// Share of expansion that counts.
        expansion: Share = Share::literal(1.0), from "A: common practice";
        /// Share of renewals that counts.
        renewal: Share = Share::literal(0.0), from "A: common practice";
    }
}

choices! {
    /// Pay of a rep.
    pub struct Pay {
        /// Base pay per year.
        base: Money = Money::literal(70_000.0), from "A: no published figure";
        /// Variable pay per year at full attainment.
        variable: Money = Money::literal(70_000.0), from "A: half of the pay";
        /// Attainment from which the accelerator applies.
        accelerator_from: Factor = Factor::literal(1.0), from "A: common practice";
        /// Attainment above which variable pay does not increase further.
        cap: Factor = Factor::literal(3.0), from "A: no published figure";
        /// Factor on the rate of variable pay above `accelerator-from`.
        accelerator: Factor = Factor::literal(1.5), from "A: common practice";
    }
}

choices! {
    /// Currency, margin and costs.
    pub struct Finance {
        /// Currency symbol or code shown with amounts, 1 to 4 characters.
        #[schemars(length(min = 1, max = 4), regex(pattern = "^[^\\s\\u0000-\\u001f\\u007f-\\u009f]{1,4}$"), extend("x-allowed" = "1 to 4 characters without spaces"))]
        currency: String = "$".to_owned(), from "none";
        /// Contribution margin of bookings before selling costs.
        margin: Share = Share::literal(0.7), from "A: no published figure";
        /// Cost of hiring one rep.
        cost_per_hire: Money = Money::literal(20_000.0), from "A: no published figure";
        /// Cost of one hour of travel, excluding pay.
        cost_per_travel_hour: Money = Money::literal(40.0), from "A: no published figure";
        /// Employer's costs in addition to pay, as a share of pay.
        on_cost: Share = Share::literal(0.2), from "A: no published figure";
    }
}
