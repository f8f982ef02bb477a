//! Details of events that explain their outcome.

/// The plan's terms of a deal's log odds on the day of the decision.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DealTerms {
    /// Skill of the seller.
    pub skill: f64,
    /// Effect of the seller's ramp.
    pub ramp: f64,
    /// Effect of the relationship with the owner.
    pub relationship: f64,
    /// Effect of market, segment and season in the month.
    pub market: f64,
    /// Effect of changes of owner while the deal was open.
    pub hand_over: f64,
    /// Selling time that it lacked while it was open.
    pub hours: f64,
}

impl DealTerms {
    /// Sum of the terms, which is compared with the world's hurdle.
    #[must_use]
    pub fn sum(&self) -> f64 {
        self.skill + self.ramp + self.relationship + self.market + self.hand_over + self.hours
    }
}

/// Terms that determine the outcome of a renewal.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RenewalTerms {
    /// Mean coverage since the last renewal.
    pub coverage: f64,
    /// Churn mark: the account churns if the mark is below the chance.
    pub mark: f64,
    /// Chance of churn of the account's risk class.
    pub base: f64,
    /// Shift of the log odds of churn due to coverage, relationship, changes of owner and the
    /// world's parameters.
    pub shift: f64,
}

/// An account's results in a month.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AccountMonth {
    pub account: u32,
    pub coverage: f64,
    /// Rate of creation relative to the normal rate, before drift and season.
    pub rate: f32,
    /// Whether the account has been orphaned in this year of the horizon.
    pub orphaned: bool,
    /// Whether the account's rate exceeds the cap.
    pub capped: bool,
}

/// A seat's results in a month.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct SeatMonth {
    /// Whether the seat had a rep.
    pub staffed: bool,
    /// Whether the plan expects the seat to be staffed by this month.
    pub planned: bool,
    /// Yearly quota of the seat.
    pub yearly_quota: f64,
    /// Share of the yearly quota that the rep carries: the planned share of full productivity if
    /// quotas are ramped.
    pub own_share: f64,
    pub productivity: f64,
    /// Base pay in the month, including employer's costs.
    pub pay: f64,
    /// Variable pay in the month at full attainment.
    pub variable: f64,
    /// Attainment over roughly the last twelve months.
    pub attainment: f64,
    /// Hazard of leaving accumulated in the month.
    pub hazard: f64,
    /// Hazard accumulated so far.
    pub gathered: f64,
    /// Accumulated hazard at which the rep leaves.
    pub threshold: f64,
    /// Whether the rep leaves at the start of the next month.
    pub leaves: bool,
}

/// Available and needed time of a book in a month, in the unit of the seat's team.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct BookTime {
    /// Time that the seat's rep has.
    pub available: f64,
    /// Time that the book needs, including open opportunities. For the house, it is in hours.
    pub needed: f64,
}
