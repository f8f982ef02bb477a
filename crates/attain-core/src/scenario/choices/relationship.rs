//! Choices about relationships, changes of owner and renewals.

use super::table_macro::choices;
use crate::units::{Days, Factor, LogOdds, Months, Share, Sigma};

choices! {
    /// Growth of relationships between reps and accounts, and their effects. Strength is a number
    /// from 0 to 1.
    pub struct Relationship {
        /// Months under one owner until the strength reaches 63 % of full strength.
        months_to_grow: Months = Months::literal(12.0), from "A: no published figure";
        /// Change in the log odds of winning at full strength, relative to no relationship.
        win_log_odds: LogOdds = LogOdds::literal(0.25), from "A: no published figure";
        /// Change in the log odds of churn at full strength, relative to no relationship.
        churn_log_odds: LogOdds = LogOdds::literal(-0.3), from "A: no published figure";
    }
}

choices! {
    /// Cost of a change of owner. The published loss refers to all sales of the account. Part of it
    /// is caused by the lost relationship and the disturbed open deals, which are simulated; the
    /// remaining loss affects new opportunities. The mean loss is drawn per world between its
    /// bounds, and each account's loss is drawn around the mean. A negative loss is a gain.
    pub struct HandOver {
        /// Lowest mean loss in the new owner's first year, as a share of the account's sales.
        loss_low: Share = Share::literal(0.132), from "P: Shi, Sridhar, Grewal & Lilien 2017";
        /// Highest mean loss in the new owner's first year, as a share of the account's sales.
        loss_high: Share = Share::literal(0.176), from "P: Shi, Sridhar, Grewal & Lilien 2017";
        /// Standard deviation of the loss between accounts.
        loss_sd: Share = Share::literal(0.15), from "P: gains can exceed 29 % (Schmitz et al. 2020), about three standard deviations";
        /// Share of the loss that is avoided if the new owner knows the industry or a planned
        /// transition is long enough.
        avoidable: Share = Share::literal(0.4), from "P: Shi et al. 2017, AMA summary";
        /// Factor on the loss if the new owner is a new hire.
        new_hire_factor: Factor = Factor::literal(1.2), from "P: new hires do worse (Shi et al. 2017); A: size of the effect";
        /// Months after which the loss has decayed to 37 % of its initial size.
        decay_months: Months = Months::literal(9.0), from "A: published for the first year only";
        /// Delay of the account's open opportunities, in days.
        delay_days: Days = Days::literal(21.0), from "A: no published figure";
        /// Change in the log odds of winning the account's open opportunities.
        win_log_odds: LogOdds = LogOdds::literal(-0.35), from "A: no published figure";
        /// Share of relationship strength that is kept if the new owner knows the industry or the
        /// segment.
        kept_known: Share = Share::literal(0.5), from "A: no published figure";
        /// Share of relationship strength that is kept otherwise.
        kept_unknown: Share = Share::literal(0.25), from "A: no published figure";
        /// Change in the log odds of churn at a renewal within a year after the change of owner.
        churn_log_odds: LogOdds = LogOdds::literal(0.3), from "A: no published figure";
    }
}

impl Relationship {
    /// Difference between full strength and the strength after a number of months under one owner,
    /// from 0 to 1.
    #[must_use]
    pub fn missing_strength(&self, months: f64) -> f64 {
        let grow = self.months_to_grow.get();
        if grow > 0.0 { libm::exp(-months / grow) } else { 0.0 }
    }
}

choices! {
    /// Churn and expansion of existing revenue, which are determined at each account's yearly
    /// renewal.
    pub struct RenewalRates {
        /// Change in the log odds of churn without any coverage, relative to full coverage.
        uncovered_churn_log_odds: LogOdds = LogOdds::literal(0.6), from "A: no published figure";
        /// Share of expansion that requires coverage. The remaining expansion is independent of
        /// coverage.
        expansion_needs_coverage: Share = Share::literal(0.5), from "A: no published figure";
        /// Share of new business that recurs every year.
        recurring: Share = Share::literal(0.8), from "A: no published figure";
        /// Standard deviation of the logarithm of expansion between renewals.
        expansion_sigma: Sigma = Sigma::literal(0.6), from "A: no published figure";
    }
}
