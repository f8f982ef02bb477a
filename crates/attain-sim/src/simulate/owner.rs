//! Owners of accounts: a seat of the plan, or the house.

/// Owner of accounts that belong to no seat.
pub const HOUSE: u32 = u32::MAX;

/// Index of an owner among `seats` seats and the house, which is last.
#[inline]
#[must_use]
pub fn owner_index(owner: u32, seats: usize) -> usize {
    // `HOUSE` is greater than every seat index.
    (owner as usize).min(seats)
}
