//! The seat to which an account is bound, with the reason.

/// The reason why an account may not move.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BindingReason {
    /// A lock names the seat's rep.
    Locked,
    /// The relationship is protected.
    Protected,
    /// The plan keeps present owners.
    Kept,
    /// The scenario's table of owners names the seat.
    Listed,
}

/// The seat to which an account is bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct BoundSeat {
    pub(crate) seat: usize,
    pub(crate) reason: BindingReason,
}
