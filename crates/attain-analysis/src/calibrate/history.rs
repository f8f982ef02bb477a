//! History as of the day of the extract, without later events.

use jiff::civil::Date;

use super::minimum;
use crate::bulk_closings::BulkClosings;
use attain_data::{Book, BusinessType, Outcome};

/// Mean number of days in a year.
pub const YEAR: f64 = 365.25;
/// Mean number of days in a month.
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
    /// Whether the opportunity counts as abandoned: it is open and has no creation date, or has
    /// been open longer than any other took to close.
    pub stale: bool,
}

impl PastDeal {
    /// Returns whether the opportunity was won; `None` while it is open.
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
    /// First day of the window in which all closings are recorded, counted from the day of the
    /// extract; 0 or negative.
    pub from: i32,
    /// First day on which production by rep is known: that of the table of production or, without
    /// one, of wins.
    pub production_from: i32,
    /// First day from which the data tells who was there: the first closing or production or,
    /// without both, the first departure.
    pub people_from: i32,
    /// Opportunities for new business and expansion, in book order.
    pub deals: Vec<PastDeal>,
    /// Renewals, in book order.
    pub renewals: Vec<PastDeal>,
    /// Closings of a bulk update, which are left out.
    pub bulk: BulkClosings,
    /// Share of opportunities that are abandoned without being closed.
    pub stale: f64,
    /// Number of abandoned opportunities.
    pub stale_count: usize,
}

impl<'a> CalibrationHistory<'a> {
    /// Extracts the history of a book up to `as_of`. The default is the last day on which an
    /// opportunity was created or closed, but no later than the day before `start`.
    #[must_use]
    pub fn new(book: &'a Book, as_of: Option<Date>, start: Date) -> Self {
        let day = as_of.unwrap_or_else(|| last_day(book).min(start.yesterday().unwrap_or(start)));
        let mut deals = Vec::with_capacity(book.opportunities.len());
        let mut renewals = Vec::new();
        let bulk = BulkClosings::new(book, day);
        for (row, opportunity) in book.opportunities.iter().enumerate() {
            if !matches!(opportunity.outcome, Outcome::Open(_)) && bulk.contains(opportunity.closes) {
                continue;
            }
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
        let from = window(day, &deals);
        let produced = book.production.iter().map(|row| days(day, row.month)).filter(|month| *month <= 0).min();
        let production_from = produced.unwrap_or(from);
        let closed = deals.iter().any(|deal| deal.closed.is_some());
        let gone = || book.reps.iter().filter_map(|rep| rep.left).map(|left| days(day, left.first_of_month())).min();
        let people_from = match (closed, produced) {
            (true, _) => from.min(production_from),
            (false, Some(first)) => first,
            (false, None) => gone().unwrap_or(from).min(0),
        };
        let mut history =
            Self { book, as_of: day, from, production_from, people_from, deals, renewals, bulk, stale: 0.0, stale_count: 0 };
        history.mark_stale();
        history
    }

    /// Marks open opportunities that have been open longer than any other took to close, or that
    /// have no creation date. If there are fewer closings than the minimum, the longest time is
    /// unknown and no opportunity is marked.
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

    /// Iterates over the opportunities that closed in the window, with whether they were won.
    pub fn closed(&self) -> impl Iterator<Item = (&PastDeal, bool)> {
        let inside = |deal: &PastDeal| deal.closed.is_none_or(|closed| closed >= self.from);
        self.deals.iter().filter(move |deal| inside(deal)).filter_map(|deal| Some((deal, deal.won()?)))
    }

    /// Iterates over the opportunities that were created in the window and not abandoned, with
    /// their day of creation.
    pub fn created(&self) -> impl Iterator<Item = (&PastDeal, i32)> {
        let inside = |deal: &&PastDeal| !deal.stale && deal.created.is_some_and(|created| created >= self.from);
        self.deals.iter().filter(inside).filter_map(|deal| Some((deal, deal.created?)))
    }

    /// Returns the mean potential of a segment's accounts; `None` if it is zero or there are no
    /// accounts.
    #[must_use]
    pub fn mean_potential(&self, segment: usize) -> Option<f64> {
        let of = || self.book.accounts.iter().filter(|account| account.segment == segment).map(|account| account.potential);
        let (n, sum) = (of().count(), of().sum::<f64>());
        (n > 0 && sum > 0.0).then(|| sum / n as f64)
    }

    /// Returns the length of the window, in years.
    #[must_use]
    pub fn years(&self) -> f64 {
        f64::from(1 - self.from) / YEAR
    }

    /// Returns the years of the window from a creation date on; the whole window without a date, and
    /// 0 for a date after the extract.
    #[must_use]
    pub fn years_since(&self, created: Option<Date>) -> f64 {
        let from = created.map_or(self.from, |date| self.day(date).max(self.from));
        f64::from((1 - from).max(0)) / YEAR
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

/// Returns the number of days from `origin` to `date`.
fn days(origin: Date, date: Date) -> i32 {
    (date - origin).get_days()
}

/// Returns the last day on which an opportunity was created or closed or, without opportunities, of
/// production.
fn last_day(book: &Book) -> Date {
    let event = |opportunity: &attain_data::Opportunity| {
        let closed = opportunity.closes.filter(|_| !matches!(opportunity.outcome, Outcome::Open(_)));
        [opportunity.created, closed].into_iter().flatten().max()
    };
    let produced = || book.production.iter().map(|row| row.month.last_of_month()).max();
    book.opportunities.iter().filter_map(event).max().or_else(produced).unwrap_or(Date::MAX)
}

/// Returns the first day of the window, which is the first day of the month of the first closing.
/// With 200 closings or more, the earliest 1 % are skipped, so that a single mistyped year does not
/// extend the window.
fn window(as_of: Date, deals: &[PastDeal]) -> i32 {
    let mut closed: Vec<i32> = deals.iter().filter_map(|deal| deal.closed).collect();
    closed.sort_unstable();
    let early = if closed.len() >= 200 { closed.len() / 100 } else { 0 };
    let first = closed.get(early).copied();
    let created = || deals.iter().filter_map(|deal| deal.created).min().unwrap_or(0);
    let date = as_of.saturating_add(jiff::Span::new().days(first.unwrap_or_else(created)));
    days(as_of, date.first_of_month()).min(0)
}
