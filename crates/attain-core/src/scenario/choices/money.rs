//! Targets, quotas, pay and costs.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::choices;
use crate::units::{Factor, Money as Amount, Share};

choices! {
    /// What the company wants to reach.
    pub struct Target {
        /// Bookings that count to quota, a year. Left out: the street quota of the reference plan.
        bookings: Option<Amount> = None, from "the street quota of the reference plan";
    }
}

/// How quotas are set.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", rename_all_fields = "kebab-case", deny_unknown_fields)]
pub enum QuotaPolicy {
    /// The quota in the rep data; seats without one get their team's mean.
    Current,
    /// The same for every seat.
    Flat {
        /// Yearly quota of a seat.
        quota: Amount,
    },
    /// A share of what the book can realistically give (expected bookings at full coverage).
    PotentialShare {
        /// The share.
        share: Share,
    },
    /// The target and an over-assignment, split by what the books can realistically give.
    TopDown {
        /// Street quota over target, less one.
        over_assignment: Share,
    },
}

choices! {
    /// How quotas are set.
    pub struct Quota {
        /// The policy.
        policy: QuotaPolicy = QuotaPolicy::PotentialShare { share: Share::of(0.75) }, from "P: practitioner guide (70-80 % of realistic potential)";
        /// New reps carry quota in step with their planned ramp. Seats that carried less than a quarter of a year's quota are not judged.
        ramped: bool = true, from "A: common practice";
        /// How much of a booking counts to quota.
        credit: Credit = Credit::default(), from "none";
    }
}

choices! {
    /// How much of a booking counts to quota and target.
    pub struct Credit {
        /// Of new business.
        new: Share = Share::of(1.0), from "A: common practice";
        /// Of expansion.
        expansion: Share = Share::of(1.0), from "A: common practice";
        /// Of renewals.
        renewal: Share = Share::of(0.0), from "A: common practice";
    }
}

choices! {
    /// Pay of a rep.
    pub struct Pay {
        /// Base pay a year.
        base: Amount = Amount::of(70_000.0), from "A: no published figure";
        /// Variable pay a year at full attainment.
        variable: Amount = Amount::of(70_000.0), from "A: half of the pay";
        /// Attainment from which the accelerator counts.
        accelerator_from: Factor = Factor::of(1.0), from "A: common practice";
        /// Highest attainment that earns more.
        cap: Factor = Factor::of(3.0), from "A: no published figure";
        /// Factor on the variable rate beyond it.
        accelerator: Factor = Factor::of(1.5), from "A: common practice";
    }
}

choices! {
    /// Margin and costs.
    pub struct Money {
        /// Symbol or code shown with amounts.
        #[schemars(length(min = 1, max = 4), regex(pattern = "^[^\\s\\u0000-\\u001f\\u007f-\\u009f]{1,4}$"), extend("x-allowed" = "1 to 4 characters, none blank"))]
        currency: String = "$".to_owned(), from "none";
        /// Contribution margin of a booking before selling cost.
        margin: Share = Share::of(0.7), from "A: no published figure";
        /// Cost of hiring one rep.
        cost_per_hire: Amount = Amount::of(20_000.0), from "A: no published figure";
        /// Cost of an hour of travel, pay not included.
        cost_per_travel_hour: Amount = Amount::of(40.0), from "A: no published figure";
        /// Employer's cost on top of pay.
        on_cost: Share = Share::of(0.2), from "A: no published figure";
    }
}
