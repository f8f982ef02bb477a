//! Latent opportunities: every opportunity that could be created in a year under any plan, with its
//! date and its marks.
//!
//! The latent opportunities of an account are a Poisson process at its highest rate, which is
//! `rate_cap` times the normal rate. An opportunity is created in a plan's year if its create mark
//! is below the plan's rate relative to the highest rate: see [`LatentDeals::ratio`].

use std::ops::Range;

use super::calendar::HorizonCalendar;

/// Latent opportunities of a world: those open at the start, followed by the others in order of
/// their month of creation. Columns contain the values that every plan reads for all opportunities.
#[derive(Debug, Clone, Default)]
pub struct LatentDeals {
    /// Index of the account.
    pub account: Vec<u32>,
    /// Create mark × cap / (season × drift). The deal is created if this is below response ×
    /// windfall × (1 − hand-over loss). It is zero for deals that are open at the start.
    pub ratio: Vec<f32>,
    /// Index of the first deal of each month. The last entry is the number of deals.
    pub month_from: Vec<u32>,
    /// Outcomes that have been read, in the order in which plans needed them. Most deals are
    /// created in no plan, and all plans need the others in almost the same order.
    outcomes: Vec<DealOutcome>,
    /// Index of each deal's outcome, or [`UNREAD`] and the index of its marks.
    outcome_of: Vec<u32>,
}

/// Flag of a deal whose outcome has not been read.
const UNREAD: u32 = 1 << 31;

/// Outcome of a deal that is created.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct DealOutcome {
    /// Hurdle: the deal is won if the sum of the plan's terms exceeds it. It is the logit of the
    /// win mark minus the world's terms.
    pub hurdle: f32,
    /// Day of creation.
    pub created: f32,
    /// Day on which it is won, if it is won.
    pub win_day: f32,
    /// Day on which it is lost, if it is lost.
    pub loss_day: f32,
    /// Amount.
    pub amount: f64,
    /// Months of `win_day` and `loss_day`. For a day after the horizon, it is the number of months
    /// in the horizon.
    pub months: [u8; 2],
    /// Whether the deal slips.
    pub slipped: bool,
}

impl DealOutcome {
    /// Sets the days on which the deal is won or lost.
    #[inline]
    pub fn close_on(&mut self, calendar: &HorizonCalendar, win: f32, loss: f32) {
        (self.win_day, self.loss_day) = (win, loss);
        // A horizon has at most 60 months.
        self.months = [win, loss].map(|day| calendar.month_of(day) as u8);
    }
}

impl LatentDeals {
    /// Number of deals.
    #[must_use]
    pub fn len(&self) -> usize {
        self.account.len()
    }

    /// Whether there are no deals.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.account.is_empty()
    }

    /// Indices of the deals that are open at the start.
    #[must_use]
    pub fn open(&self) -> Range<usize> {
        0..self.month_from.first().map_or(0, |&first| first as usize)
    }

    /// Indices of the deals that may be created in a month.
    #[must_use]
    pub fn in_month(&self, month: usize) -> Range<usize> {
        self.month_from[month] as usize..self.month_from[month + 1] as usize
    }

    /// Returns the outcome of a deal, which must have been read before: see
    /// [`World::read_deal`](super::World::read_deal).
    ///
    /// # Panics
    /// Panics if it has not been read.
    #[inline]
    #[must_use]
    pub fn outcome(&self, deal: usize) -> &DealOutcome {
        &self.outcomes[self.outcome_of[deal] as usize]
    }

    /// Returns a mutable reference to the outcome of a deal, which must have been read before.
    ///
    /// # Panics
    /// Panics if it has not been read.
    pub fn outcome_mut(&mut self, deal: usize) -> &mut DealOutcome {
        &mut self.outcomes[self.outcome_of[deal] as usize]
    }

    pub(crate) fn clear(&mut self) {
        self.account.clear();
        self.ratio.clear();
        self.month_from.clear();
        self.outcomes.clear();
        self.outcome_of.clear();
    }

    /// Adds a deal that is open at the start.
    pub(crate) fn push_open(&mut self, account: u32, outcome: DealOutcome) {
        self.push(account, 0.0, self.outcomes.len() as u32);
        self.outcomes.push(outcome);
    }

    /// Adds a latent deal, of which only the create mark has been read. `index` is the index of its
    /// marks.
    #[inline]
    pub(crate) fn push_latent(&mut self, account: u32, ratio: f32, index: u32) {
        self.push(account, ratio, UNREAD | index);
    }

    fn push(&mut self, account: u32, ratio: f32, outcome_of: u32) {
        self.account.push(account);
        self.ratio.push(ratio);
        self.outcome_of.push(outcome_of);
    }

    /// Index of a deal's marks; `None` if its outcome has been read.
    #[inline]
    pub(crate) fn unread_index(&self, deal: usize) -> Option<u32> {
        let at = self.outcome_of[deal];
        (at & UNREAD != 0).then_some(at & !UNREAD)
    }

    /// Stores the outcome of a deal when it is first read.
    #[inline]
    pub(crate) fn keep_outcome(&mut self, deal: usize, outcome: DealOutcome) {
        self.outcome_of[deal] = self.outcomes.len() as u32;
        self.outcomes.push(outcome);
    }

    pub(crate) fn end_month(&mut self) {
        self.month_from.push(self.account.len() as u32);
    }
}
