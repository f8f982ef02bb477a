//! What events report beside the bare facts: why a decision fell as it did.

/// The plan's terms of a deal's log odds on the day of decision.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DealTerms {
    /// Skill of the seller.
    pub skill: f64,
    /// What the seller's ramp takes.
    pub ramp: f64,
    /// Relationship with the owner.
    pub relationship: f64,
    /// Market, segment and season in the month.
    pub market: f64,
    /// Changes of owner while it was open.
    pub hand_over: f64,
    /// Selling time that it lacked while it was open.
    pub hours: f64,
}

impl DealTerms {
    /// What the world's hurdle is measured against.
    #[must_use]
    pub fn sum(&self) -> f64 {
        self.skill + self.ramp + self.relationship + self.market + self.hand_over + self.hours
    }
}

/// What decides a renewal.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RenewalTerms {
    /// Mean coverage since the last renewal.
    pub coverage: f64,
    /// Churn mark: the account churns when it is under the chance.
    pub mark: f64,
    /// Chance of churn by risk class.
    pub base: f64,
    /// Shift of its log odds: coverage, relationship, changes of owner, the world's parameters.
    pub shift: f64,
}

/// An account's month.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AccountMonth {
    /// The account.
    pub account: u32,
    /// Coverage.
    pub coverage: f64,
    /// Rate of creation against the normal one, drift and season aside.
    pub rate: f32,
    /// Whether it has been orphaned this year of the horizon.
    pub orphaned: bool,
    /// Whether its rate touches the cap.
    pub capped: bool,
}

/// A seat's month.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct SeatMonth {
    /// Whether the seat had a rep.
    pub staffed: bool,
    /// Whether the plan has it staffed by now.
    pub planned: bool,
    /// Yearly quota of the seat.
    pub yearly_quota: f64,
    /// Part of it that its rep carries: the planned ramp where quotas ramp.
    pub own_share: f64,
    /// Productivity.
    pub productivity: f64,
    /// Base pay with the employer's cost.
    pub pay: f64,
    /// Variable pay at full attainment.
    pub variable: f64,
    /// Attainment of about the last twelve months.
    pub attainment: f64,
    /// Hazard of leaving gathered in the month.
    pub hazard: f64,
    /// Hazard gathered so far.
    pub gathered: f64,
    /// Hazard borne before leaving.
    pub threshold: f64,
    /// Whether the rep leaves at the start of the next month.
    pub leaves: bool,
}

/// Time in a month, in the unit of the seat's team.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct BookTime {
    /// Time that the seat's rep has.
    pub available: f64,
    /// Time that the book needs, open opportunities included; the house counts hours.
    pub needed: f64,
}
