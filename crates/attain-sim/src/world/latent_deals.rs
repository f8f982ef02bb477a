//! Latent opportunities: every opportunity that could come into being in a
//! year under any plan, with its date and its marks.
//!
//! Account i has a Poisson process at its highest rate, `rate_cap` times the
//! normal one. An opportunity exists in a plan's year when its create mark is
//! under the plan's rate relative to the highest: see [`LatentDeals::ratio`].

use std::ops::Range;

use super::calendar::HorizonCalendar;

/// Opportunities, those open at the start first, then by month of creation.
/// Columns hold what every plan reads of all of them.
#[derive(Debug, Clone, Default)]
pub struct LatentDeals {
    /// Index of the account.
    pub account: Vec<u32>,
    /// The deal exists when this is under response × windfall × (1 − hand-over
    /// loss): create mark × cap over season × drift. Zero for those open at the start.
    pub ratio: Vec<f32>,
    /// First deal of each month; the last entry is the number of deals.
    pub month_from: Vec<u32>,
    /// Outcomes that have been read, in the order in which plans needed them.
    /// Most deals exist in no plan, and plans need them in nearly the same order.
    outcomes: Vec<DealOutcome>,
    /// By deal: where its outcome is, or [`UNREAD`] and where its marks are.
    outcome_of: Vec<u32>,
}

/// Marks a deal whose outcome has not been read.
const UNREAD: u32 = 1 << 31;

/// What becomes of a deal that exists.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct DealOutcome {
    /// The deal is won when this is under the sum of the plan's terms:
    /// logit of the win mark less the world's terms.
    pub hurdle: f32,
    /// Day of creation.
    pub created: f32,
    /// Day on which it is won, if it is won.
    pub win_day: f32,
    /// Day on which it is lost, if it is lost.
    pub loss_day: f32,
    /// Amount.
    pub amount: f64,
    /// Months of the days on which it is won or lost; that of a day beyond the
    /// horizon is the number of its months.
    pub months: [u8; 2],
    /// Whether it slips.
    pub slipped: bool,
}

impl DealOutcome {
    /// Sets the days on which it is won, if it is won, and lost, if it is lost.
    #[inline]
    pub fn close_on(&mut self, calendar: &HorizonCalendar, win: f32, loss: f32) {
        (self.win_day, self.loss_day) = (win, loss);
        // A horizon has 60 months at most.
        self.months = [win, loss].map(|day| calendar.month_of(day) as u8);
    }
}

impl LatentDeals {
    /// Number of deals.
    #[must_use]
    pub fn len(&self) -> usize {
        self.account.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.account.is_empty()
    }

    /// Deals open at the start.
    #[must_use]
    pub fn open(&self) -> Range<usize> {
        0..self.month_from.first().map_or(0, |&first| first as usize)
    }

    /// Deals that may be created in a month.
    #[must_use]
    pub fn in_month(&self, month: usize) -> Range<usize> {
        self.month_from[month] as usize..self.month_from[month + 1] as usize
    }

    /// What becomes of a deal that exists, once it has been read: see
    /// [`World::read_deal`](super::World::read_deal).
    ///
    /// # Panics
    /// When it has not been read.
    #[inline]
    #[must_use]
    pub fn outcome(&self, deal: usize) -> &DealOutcome {
        &self.outcomes[self.outcome_of[deal] as usize]
    }

    /// The same, to be changed.
    ///
    /// # Panics
    /// When it has not been read.
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

    /// Adds a deal of which only the create mark has been read; `index` is that of its marks.
    #[inline]
    pub(crate) fn push_latent(&mut self, account: u32, ratio: f32, index: u32) {
        self.push(account, ratio, UNREAD | index);
    }

    fn push(&mut self, account: u32, ratio: f32, outcome_of: u32) {
        self.account.push(account);
        self.ratio.push(ratio);
        self.outcome_of.push(outcome_of);
    }

    /// The index of a deal's marks while its outcome has not been read.
    #[inline]
    pub(crate) fn unread_index(&self, deal: usize) -> Option<u32> {
        let at = self.outcome_of[deal];
        (at & UNREAD != 0).then_some(at & !UNREAD)
    }

    /// Keeps the outcome of a deal that has been read for the first time.
    #[inline]
    pub(crate) fn keep_outcome(&mut self, deal: usize, outcome: DealOutcome) {
        self.outcome_of[deal] = self.outcomes.len() as u32;
        self.outcomes.push(outcome);
    }

    pub(crate) fn end_month(&mut self) {
        self.month_from.push(self.account.len() as u32);
    }
}
