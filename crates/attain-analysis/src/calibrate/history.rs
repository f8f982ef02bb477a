//! The history as it stood on the day of the extract: what had happened by then,
//! and nothing of what came after.

use jiff::civil::Date;

use super::minimum;
use attain_data::{Book, BusinessType, Outcome};

/// Days of a year and of a month, in the mean.
pub const YEAR: f64 = 365.25;
/// Days of a month, in the mean.
pub const MONTH: f64 = YEAR / 12.0;

/// What had become of an opportunity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DealStatus {
    /// Won.
    Won,
    /// Lost.
    Lost,
    /// Still open.
    Open,
}

/// One opportunity as it stood on the day of the extract. Days count from that
/// day, which is 0: the past is negative.
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
    /// Amount.
    pub amount: f64,
    /// Day of creation.
    pub created: Option<i32>,
    /// What had become of it.
    pub fate: DealStatus,
    /// Day on which it closed.
    pub closed: Option<i32>,
    /// Whether it was open longer than any other took to close: it counts as abandoned.
    pub stale: bool,
}

impl PastDeal {
    /// Whether it was won, where it was closed.
    #[must_use]
    pub fn won(&self) -> Option<bool> {
        match self.fate {
            DealStatus::Won => Some(true),
            DealStatus::Lost => Some(false),
            DealStatus::Open => None,
        }
    }
}

/// The history up to the day of the extract.
#[derive(Debug)]
pub struct CalibrationHistory<'a> {
    /// The book.
    pub book: &'a Book,
    /// Day of the extract.
    pub as_of: Date,
    /// First day from which closings are seen whole, counted from the extract: negative.
    pub from: i32,
    /// New business and expansion, by id.
    pub deals: Vec<PastDeal>,
    /// Renewals, by id.
    pub renewals: Vec<PastDeal>,
    /// Share of opportunities that were abandoned without being closed.
    pub stale: f64,
    /// How many that are.
    pub stale_count: usize,
}

impl<'a> CalibrationHistory<'a> {
    /// The history of a book up to a day; without one, up to the last day on
    /// which something was created or closed, or the day before `start`.
    #[must_use]
    pub fn of(book: &'a Book, as_of: Option<Date>, start: Date) -> Self {
        let day = as_of.unwrap_or_else(|| last_day(book).min(start.yesterday().unwrap_or(start)));
        let mut deals = Vec::with_capacity(book.opportunities.len());
        let mut renewals = Vec::new();
        for (row, opportunity) in book.opportunities.iter().enumerate() {
            let created = opportunity.created.map(|created| days(day, created));
            if created.is_some_and(|created| created > 0) {
                continue;
            }
            let closes = opportunity.closes.map(|closes| days(day, closes));
            let (fate, closed) = match (opportunity.outcome, closes) {
                (Outcome::Open(_), _) => (DealStatus::Open, None),
                (_, Some(closes)) if closes > 0 => (DealStatus::Open, None),
                // A cut cannot tell whether what has no date had closed by then.
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
                fate,
                closed,
                stale: false,
            };
            let kind = if opportunity.business == Some(BusinessType::Renewal) { &mut renewals } else { &mut deals };
            kind.push(deal);
        }
        let mut history = Self { book, as_of: day, from: window(day, &deals), deals, renewals, stale: 0.0, stale_count: 0 };
        history.set_stale();
        history
    }

    /// Marks what was open longer than any other took to close. Where fewer
    /// than the minimum have closed, nobody knows what long is.
    fn set_stale(&mut self) {
        let lengths: Vec<i32> = self.deals.iter().filter_map(|deal| Some(deal.closed? - deal.created?)).collect();
        let Some(longest) = lengths.iter().copied().max().filter(|_| lengths.len() >= minimum::CLOSED) else { return };
        let (mut old, mut stale) = (0_usize, 0_usize);
        for deal in &mut self.deals {
            let undated = deal.fate == DealStatus::Open && deal.created.is_none();
            let beyond = deal.created.is_some_and(|created| -created > longest);
            deal.stale = undated || beyond && deal.fate == DealStatus::Open;
            let counted = beyond && deal.created.is_some_and(|created| created >= self.from);
            old += usize::from(counted);
            stale += usize::from(counted && deal.stale);
        }
        self.stale_count = self.deals.iter().filter(|deal| deal.stale).count();
        self.stale = if old == 0 { 0.0 } else { stale as f64 / old as f64 };
    }

    /// Opportunities that closed in the window, with whether they were won.
    pub fn closed(&self) -> impl Iterator<Item = (&PastDeal, bool)> {
        let inside = |deal: &PastDeal| deal.closed.is_none_or(|closed| closed >= self.from);
        self.deals.iter().filter(move |deal| inside(deal)).filter_map(|deal| Some((deal, deal.won()?)))
    }

    /// Opportunities that were created in the window and not abandoned, with the day.
    pub fn created(&self) -> impl Iterator<Item = (&PastDeal, i32)> {
        let inside = |deal: &&PastDeal| !deal.stale && deal.created.is_some_and(|created| created >= self.from);
        self.deals.iter().filter(inside).filter_map(|deal| Some((deal, deal.created?)))
    }

    /// Length of the window, years.
    #[must_use]
    pub fn years(&self) -> f64 {
        f64::from(1 - self.from) / YEAR
    }

    /// The date of a day.
    #[must_use]
    pub fn date(&self, day: i32) -> Date {
        self.as_of.saturating_add(jiff::Span::new().days(day))
    }

    /// The day of a date.
    #[must_use]
    pub fn day(&self, date: Date) -> i32 {
        days(self.as_of, date)
    }
}

/// Days from `origin` to `date`.
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

/// First day of the month from which closings are seen: that of the first
/// closing, one in a hundred left aside where there are hundreds, so that one
/// mistyped year does not stretch the window.
fn window(as_of: Date, deals: &[PastDeal]) -> i32 {
    let mut closed: Vec<i32> = deals.iter().filter_map(|deal| deal.closed).collect();
    closed.sort_unstable();
    let early = if closed.len() >= 200 { closed.len() / 100 } else { 0 };
    let first = closed.get(early).copied();
    let created = || deals.iter().filter_map(|deal| deal.created).min().unwrap_or(0);
    let date = as_of.saturating_add(jiff::Span::new().days(first.unwrap_or_else(created)));
    days(as_of, date.first_of_month()).min(0)
}
