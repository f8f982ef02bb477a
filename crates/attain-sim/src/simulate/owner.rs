//! Owners of accounts: a seat of the plan, or the house.

/// The owner of accounts that no seat has.
pub const HOUSE: u32 = u32::MAX;

/// Place of an owner among `seats` seats and the house, which comes last.
#[inline]
#[must_use]
pub fn owner_index(owner: u32, seats: usize) -> usize {
    // The house's number is beyond all of them.
    (owner as usize).min(seats)
}
