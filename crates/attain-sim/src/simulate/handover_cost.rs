//! Why accounts change hands, and what that costs.

/// Why an account changes hands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HandoverCause {
    /// A move of the plan on the first day: there is a transition.
    Planned,
    /// A move of the plan that waited for the first rep of a seat, with a transition.
    Started,
    /// A move of a review, with a transition.
    Reviewed,
    /// The owner's seat is cut: the new owner is there, but nobody hands over.
    OwnerGone,
    /// The rep left: nobody hands over, and the successor is not known yet.
    Left,
}

/// What a change of owner costs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HandoverCost {
    /// Share of the first year's new business that is expected to be lost.
    pub mean: f64,
    /// Chance effect of the account: what is lost beyond the mean; negative is a gain.
    pub chance_effect: f64,
    /// Strength of the relationship before, from 0 to 1.
    pub strength_before: f64,
    /// Strength of the relationship after, from 0 to 1.
    pub strength_after: f64,
    /// Days by which open deals are delayed.
    pub delay: f32,
    /// Shift of the log odds of open deals.
    pub shift: f32,
}
