//! Causes and costs of changes of owner.

/// Cause of a change of owner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HandoverCause {
    /// The plan moves the account on the first day, with a transition.
    Planned,
    /// The plan moves the account when the first rep of a seat starts, with a transition.
    Started,
    /// A review moves the account, with a transition.
    Reviewed,
    /// The owner's seat is cut. The new owner takes over without a transition.
    OwnerGone,
    /// The rep left. There is no transition, and the successor is not known yet.
    Left,
}

/// Effects of a change of owner.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HandoverCost {
    /// Share of the first year's new business that is expected to be lost.
    pub mean: f64,
    /// Additional loss drawn for the account; negative values are gains.
    pub chance_effect: f64,
    /// Strength of the relationship before, from 0 to 1.
    pub strength_before: f64,
    /// Strength of the relationship after, from 0 to 1.
    pub strength_after: f64,
    /// Days by which the account's open deals are delayed.
    pub delay: f32,
    /// Shift of the log odds of the account's open deals.
    pub shift: f32,
}
