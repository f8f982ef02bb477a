//! The state of one account in a plan's year: owner and relationship, and what
//! events have done to it. Each part fits into half a line of the cache.

use super::decay::DecayFactors;

/// Owner and needs of an account, and what changes of owner have done: all that
/// deciding a deal reads of it, in half a line of the cache.
#[derive(Debug, Clone, Copy, PartialEq)]
#[repr(align(32))]
pub struct AccountState {
    /// Owner seat.
    pub owner: u32,
    /// Hours a month needed, travel included.
    pub need: f32,
    /// Place in the owner's book.
    pub place: u32,
    /// Open deals.
    pub open: u32,
    /// Sum of the days by which changes of owner delay open deals.
    pub delay: f32,
    /// Sum of what changes of owner do to the log odds of open deals.
    pub shift: f32,
    /// One less the relationship's strength, when the owner's reps had served `since` months.
    pub(crate) gap: f32,
    /// Segment.
    pub segment: u16,
    /// What kind it is when hours are given: an index into [`KINDS`] needs.
    pub kind: u8,
    /// See `gap`. A horizon has 60 months at most.
    pub(crate) since: u8,
}

impl AccountState {
    /// One less the relationship's strength; it shrinks in every month with a rep.
    #[inline]
    #[must_use]
    pub fn gap(&self, decay: &DecayFactors, served: u8) -> f64 {
        f64::from(self.gap) * decay.gap[usize::from(served - self.since)]
    }

    /// Sets the same.
    pub fn set_gap(&mut self, gap: f64, served: u8) {
        (self.gap, self.since) = (gap as f32, served);
    }
}

/// Kinds of accounts when hours are given.
pub const KINDS: usize = 3;
/// Accounts with open deals come first.
pub const OPEN: usize = 0;
/// Then customers, with recurring revenue.
pub const CUSTOMER: usize = 1;
/// And prospects.
pub const PROSPECT: usize = 2;

pub(crate) fn quiet_kind(revenue: f64) -> usize {
    if revenue > 0.0 { CUSTOMER } else { PROSPECT }
}

/// What events have done to an account, in half a line of the cache.
#[derive(Debug, Clone, Copy, PartialEq)]
#[repr(align(32))]
pub struct AccountHistory {
    /// Recurring revenue.
    pub revenue: f64,
    /// Of it, won in this year of the horizon.
    pub fresh: f64,
    /// Windfalls and losses so far, on the rate.
    pub windfall: f32,
    /// Share of the whitespace of the start that is left.
    pub whitespace: f32,
    /// Coverage gathered by the last renewal.
    pub covered: f32,
    /// Month after the last renewal. A horizon has 60 months at most.
    pub renewed: u8,
    /// Month of the last change of owner; negative when there was none.
    pub handed: i8,
    /// Changes of owner so far.
    pub hand_overs: u8,
    /// Whether the revenue of the start has churned.
    pub churned: ChurnStatus,
}

/// Whether, and when, an account's revenue has churned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChurnStatus {
    /// It has not.
    No,
    /// In an earlier year of the horizon.
    Before,
    /// In this one.
    ThisYear,
}

/// What an account had gathered when it was last counted for its owner and its segment.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct SettledCounts {
    /// The month then.
    pub month: u32,
    /// Coverage.
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
