//! State of one account in a plan's year: owner, relationship and the effects of events. Each
//! struct fits into half a cache line.

use super::decay::DecayFactors;

/// Owner and needs of an account, and the effects of changes of owner. It holds everything about
/// the account that deciding a deal reads, in half a cache line.
#[derive(Debug, Clone, Copy, PartialEq)]
#[repr(align(32))]
pub struct AccountState {
    /// Seat that owns the account.
    pub owner: u32,
    /// Hours needed per month, including travel.
    pub need: f32,
    /// Position in the owner's book.
    pub place: u32,
    /// Number of open deals.
    pub open: u32,
    /// Total days by which changes of owner delay open deals.
    pub delay: f32,
    /// Total effect of changes of owner on the log odds of open deals.
    pub shift: f32,
    /// One minus the relationship's strength when the owner's reps had served `since` months.
    pub(crate) gap: f32,
    pub segment: u16,
    /// Kind of the account for the allocation of hours: an index into arrays of length [`KINDS`].
    pub kind: u8,
    /// Month of service to which `gap` refers. A horizon has at most 60 months.
    pub(crate) since: u8,
}

impl AccountState {
    /// Returns one minus the relationship's strength, which shrinks in every month with a rep.
    #[inline]
    #[must_use]
    pub fn gap(&self, decay: &DecayFactors, served: u8) -> f64 {
        f64::from(self.gap) * decay.gap[usize::from(served - self.since)]
    }

    /// Sets one minus the relationship's strength after `served` months.
    pub fn set_gap(&mut self, gap: f64, served: u8) {
        (self.gap, self.since) = (gap as f32, served);
    }
}

/// Number of kinds of accounts in the allocation of hours.
pub const KINDS: usize = 3;
/// Accounts with open deals, which are worked first.
pub const OPEN: usize = 0;
/// Customers: accounts with recurring revenue.
pub const CUSTOMER: usize = 1;
/// Prospects: accounts without recurring revenue.
pub const PROSPECT: usize = 2;

pub(crate) fn quiet_kind(revenue: f64) -> usize {
    if revenue > 0.0 { CUSTOMER } else { PROSPECT }
}

/// Effects of past events on an account, in half a cache line.
#[derive(Debug, Clone, Copy, PartialEq)]
#[repr(align(32))]
pub struct AccountHistory {
    pub revenue: f64,
    /// Part of the recurring revenue that was won in this year of the horizon.
    pub fresh: f64,
    /// Factor of wins and losses so far on the rate of creation.
    pub windfall: f32,
    /// Share of the initial whitespace that remains.
    pub whitespace: f32,
    /// Sum of coverage up to the last renewal.
    pub covered: f32,
    /// Month after the last renewal. A horizon has at most 60 months.
    pub renewed: u8,
    /// Month of the last change of owner; negative if there was none.
    pub handed: i8,
    /// Number of changes of owner so far.
    pub hand_overs: u8,
    /// Whether the initial revenue has churned.
    pub churned: ChurnStatus,
}

/// Whether and when an account's revenue has churned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChurnStatus {
    /// The revenue has not churned.
    No,
    /// The revenue churned in an earlier year of the horizon.
    Before,
    /// The revenue churned in this year of the horizon.
    ThisYear,
}

/// Accumulated counts of an account when it was last settled.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct SettledCounts {
    /// Month of the settlement.
    pub month: u32,
    /// Sum of coverage.
    pub covered: f64,
    /// New business lost to changes of owner.
    pub lost: f64,
    /// Months orphaned.
    pub orphaned: f32,
}

impl AccountHistory {
    pub(crate) fn new(revenue: f64) -> Self {
        Self {
            revenue,
            fresh: 0.0,
            windfall: 1.0,
            whitespace: 1.0,
            covered: 0.0,
            renewed: 0,
            handed: i8::MIN,
            hand_overs: 0,
            churned: ChurnStatus::No,
        }
    }
}
