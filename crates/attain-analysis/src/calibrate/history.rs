//! The history as of the day of the extract, without anything that happened later.

use jiff::civil::Date;

use super::minimum;
use attain_data::{Book, BusinessType, Outcome};

/// Mean number of days of a year.
pub const YEAR: f64 = 365.25;
/// Mean number of days of a month.
pub const MONTH: f64 = YEAR / 12.0;

/// Status of an opportunity on the day of the extract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DealStatus {
    Won,
    Lost,
    Open,
}

/// An opportunity as of the day of the extract. Days count from that day, so the past is
/// negative.
#[derive(Debug, Clone, Copy)]
pub struct PastDeal {
    /// Index into [`Book::opportunities`].
    pub row: usize,
    /// Index into [`Book::accounts`].
    pub account: usize,
    /// Index into [`Book::segments`].
    pub segment: usize,
    /// Index into [`Book::reps`].
    pub owner: Option<usize>,
    pub amount: f64,
    pub created: Option<i32>,
    pub status: DealStatus,
    /// Day of closing.
    pub closed: Option<i32>,
    /// Whether it has been open longer than any other took to close, and so counts as abandoned.
    pub stale: bool,
}

impl PastDeal {
    /// Whether it was won; `None` while it is open.
    #[must_use]
    pub fn won(&self) -> Option<bool> {
        match self.status {
            DealStatus::Won => Some(true),
            DealStatus::Lost => Some(false),
            DealStatus::Open => None,
        }
    }
}

/// History up to the day of the extract.
#[derive(Debug)]
pub struct CalibrationHistory<'a> {
    pub book: &'a Book,
    /// Day of the extract.
    pub as_of: Date,
    /// First day of the window in which all closings are recorded; negative, counted from the
    /// extract.
    pub from: i32,
    /// Opportunities of new business and expansion, in the order of the book.
    pub deals: Vec<PastDeal>,
    /// Renewals, in the order of the book.
    pub renewals: Vec<PastDeal>,
    /// Share of opportunities that are abandoned without being closed.
    pub stale: f64,
    /// Number of abandoned opportunities.
    pub stale_count: usize,
}

impl<'a> CalibrationHistory<'a> {
    /// Takes the history of a book up to `as_of`; by default up to the last day on which
    /// something was created or closed, but before `start`.
    #[must_use]
    pub fn new(book: &'a Book, as_of: Option<Date>, start: Date) -> Self {
        let day = as_of.unwrap_or_else(|| last_day(book).min(start.yesterday().unwrap_or(start)));
        let mut deals = Vec::with_capacity(book.opportunities.len());
        let mut renewals = Vec::new();
        for (row, opportunity) in book.opportunities.iter().enumerate() {
            let created = opportunity.created.map(|created| days(day, created));
            if created.is_some_and(|created| created > 0) {
                continue;
            }
            let closes = opportunity.closes.map(|closes| days(day, closes));
            let (status, closed) = match (opportunity.outcome, closes) {
                (Outcome::Open(_), _) => (DealStatus::Open, None),
                (_, Some(closes)) if closes > 0 => (DealStatus::Open, None),
                // Whether an undated opportunity had closed by a given day is not known.
                (_, None) if as_of.is_some() => continue,
                (Outcome::Won, closed) => (DealStatus::Won, closed),
                (Outcome::Lost, closed) => (DealStatus::Lost, closed),
            };
            let deal = PastDeal {
                row,
                account: opportunity.account,
                segment: book.accounts[opportunity.account].segment,
                owner: opportunity.owner,
                amount: opportunity.amount,
                created,
                status,
                closed,
                stale: false,
            };
            let kind = if opportunity.business == Some(BusinessType::Renewal) { &mut renewals } else { &mut deals };
            kind.push(deal);
        }
        let mut history = Self { book, as_of: day, from: window(day, &deals), deals, renewals, stale: 0.0, stale_count: 0 };
        history.mark_stale();
        history
    }

    /// Marks opportunities that have been open longer than any other took to close. With fewer
    /// closings than the minimum, the longest time is not known and none are marked.
    fn mark_stale(&mut self) {
        let lengths: Vec<i32> = self.deals.iter().filter_map(|deal| Some(deal.closed? - deal.created?)).collect();
        let Some(longest) = lengths.iter().copied().max().filter(|_| lengths.len() >= minimum::CLOSED) else { return };
        let (mut old, mut stale) = (0_usize, 0_usize);
        for deal in &mut self.deals {
            let undated = deal.status == DealStatus::Open && deal.created.is_none();
            let beyond = deal.created.is_some_and(|created| -created > longest);
            deal.stale = undated || beyond && deal.status == DealStatus::Open;
            let counted = beyond && deal.created.is_some_and(|created| created >= self.from);
            old += usize::from(counted);
            stale += usize::from(counted && deal.stale);
        }
        self.stale_count = self.deals.iter().filter(|deal| deal.stale).count();
        self.stale = if old == 0 { 0.0 } else { stale as f64 / old as f64 };
    }

    /// Opportunities that closed in the window, and whether they were won.
    pub fn closed(&self) -> impl Iterator<Item = (&PastDeal, bool)> {
        let inside = |deal: &PastDeal| deal.closed.is_none_or(|closed| closed >= self.from);
        self.deals.iter().filter(move |deal| inside(deal)).filter_map(|deal| Some((deal, deal.won()?)))
    }

    /// Opportunities that were created in the window and not abandoned, and the day of creation.
    pub fn created(&self) -> impl Iterator<Item = (&PastDeal, i32)> {
        let inside = |deal: &&PastDeal| !deal.stale && deal.created.is_some_and(|created| created >= self.from);
        self.deals.iter().filter(inside).filter_map(|deal| Some((deal, deal.created?)))
    }

    /// Mean potential of the accounts of a segment; `None` if none has any.
    #[must_use]
    pub fn mean_potential(&self, segment: usize) -> Option<f64> {
        let of = || self.book.accounts.iter().filter(|account| account.segment == segment).map(|account| account.potential);
        let (n, sum) = (of().count(), of().sum::<f64>());
        (n > 0 && sum > 0.0).then(|| sum / n as f64)
    }

    /// Whether the amounts of opportunities that were not won were mostly filled in on reading.
    #[must_use]
    pub fn amounts_filled_in(&self) -> bool {
        let files = &self.book.reading.files;
        let column = files.iter().filter(|file| file.table == "opportunities").flat_map(|file| &file.columns);
        let filled: usize = column.filter(|column| column.ours == "amount").flat_map(|c| &c.filled).map(|(count, _)| count).sum();
        let others = self.book.opportunities.iter().filter(|o| o.outcome != Outcome::Won).count();
        filled * 20 > others.max(1)
    }

    /// Length of the window in years.
    #[must_use]
    pub fn years(&self) -> f64 {
        f64::from(1 - self.from) / YEAR
    }

    /// Converts a day into a date.
    #[must_use]
    pub fn date(&self, day: i32) -> Date {
        self.as_of.saturating_add(jiff::Span::new().days(day))
    }

    /// Converts a date into a day.
    #[must_use]
    pub fn day(&self, date: Date) -> i32 {
        days(self.as_of, date)
    }
}

/// Number of days from `origin` to `date`.
fn days(origin: Date, date: Date) -> i32 {
    (date - origin).get_days()
}

/// The last day on which something was created or closed.
fn last_day(book: &Book) -> Date {
    let event = |opportunity: &attain_data::Opportunity| {
        let closed = opportunity.closes.filter(|_| !matches!(opportunity.outcome, Outcome::Open(_)));
        [opportunity.created, closed].into_iter().flatten().max()
    };
    book.opportunities.iter().filter_map(event).max().unwrap_or(Date::MAX)
}

/// First day of the window: that of the month of the first closing. Of 200 closings or more
/// the earliest 1 % are skipped, so that one mistyped year does not stretch the window.
fn window(as_of: Date, deals: &[PastDeal]) -> i32 {
    let mut closed: Vec<i32> = deals.iter().filter_map(|deal| deal.closed).collect();
    closed.sort_unstable();
    let early = if closed.len() >= 200 { closed.len() / 100 } else { 0 };
    let first = closed.get(early).copied();
    let created = || deals.iter().filter_map(|deal| deal.created).min().unwrap_or(0);
    let date = as_of.saturating_add(jiff::Span::new().days(first.unwrap_or_else(created)));
    days(as_of, date.first_of_month()).min(0)
}
