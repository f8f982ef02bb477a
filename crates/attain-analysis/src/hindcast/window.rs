//! The window of a hindcast: the last twelve months of the history, or as many as there are.

use jiff::ToSpan;
use jiff::civil::Date;

use attain_data::{Book, BusinessType, Opportunity, Outcome};

/// Longest and shortest window, in months.
const LONGEST: usize = 12;
const SHORTEST: usize = 3;
/// Largest number of days between the last closing and the end of its month for that month to count
/// as whole. Also the latest day of the first closing for its month to count as whole.
const QUIET: i32 = 7;
/// Largest number of days between the last closing and the start of the horizon for the window to
/// reach up to the start.
const RECENT: i32 = 45;

/// A window of whole months.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct HindcastWindow {
    /// First and last day.
    pub from: Date,
    pub until: Date,
    pub months: u32,
    /// Whether the history consists of production by rep and month, without opportunities.
    pub production_only: bool,
}

/// Whether an opportunity counts: closed, dated and no renewal.
pub(super) fn counts(deal: &Opportunity) -> Option<Date> {
    let closed = matches!(deal.outcome, Outcome::Won | Outcome::Lost) && deal.business != Some(BusinessType::Renewal);
    deal.closes.filter(|_| closed)
}

impl HindcastWindow {
    /// The window before `start`; `None` if the history is too short. The window begins with a
    /// quarter, counted from `horizon`, because seasons within a quarter count from the first month.
    pub fn new(book: &Book, start: Date, horizon: Date) -> Option<Self> {
        let found = Self::of_closings(book, start).or_else(|| Self::of_production(book, start))?;
        let index = |day: Date| i32::from(day.year()) * 12 + i32::from(day.month());
        let skipped = (index(horizon) - index(found.from)).rem_euclid(3);
        let months = found.months.checked_sub(skipped.unsigned_abs())?;
        let from = found.from.saturating_add(i64::from(skipped).months());
        (months as usize >= SHORTEST).then_some(Self { from, months, ..found })
    }

    /// Months of production before `start`, if there are no opportunities.
    fn of_production(book: &Book, start: Date) -> Option<Self> {
        let months = || book.production.iter().map(|row| row.month.first_of_month()).filter(|month| *month < start);
        let (first, last) = (months().min()?, months().max()?);
        let index = |day: Date| i32::from(day.year()) * 12 + i32::from(day.month());
        let count = usize::try_from(index(last) - index(first) + 1).ok()?.min(LONGEST);
        let from = last.saturating_sub((count.saturating_sub(1) as i64).months());
        let until = last.last_of_month();
        (count >= SHORTEST).then_some(Self { from, until, months: count as u32, production_only: true })
    }

    fn of_closings(book: &Book, start: Date) -> Option<Self> {
        let mut days: Vec<Date> = book.opportunities.iter().filter_map(counts).filter(|day| *day < start).collect();
        days.sort_unstable();
        let last = *days.last()?;
        // A single mistyped year does not extend the history.
        let first = days[if days.len() >= 200 { days.len() / 100 } else { 0 }];
        let until = if (start - last).get_days() <= RECENT && start.day() == 1 {
            start.yesterday().ok()?
        } else if (last.last_of_month() - last).get_days() <= QUIET {
            last.last_of_month()
        } else {
            last.first_of_month().yesterday().ok()?
        };
        let first = if i32::from(first.day()) <= QUIET {
            first.first_of_month()
        } else {
            first.first_of_month().saturating_add(1.month())
        };
        let index = |day: Date| i32::from(day.year()) * 12 + i32::from(day.month());
        let months = usize::try_from(index(until) - index(first) + 1).ok()?.min(LONGEST);
        let from = until.first_of_month().saturating_sub((months.saturating_sub(1) as i64).months());
        (months >= SHORTEST).then_some(Self { from, until, months: months as u32, production_only: false })
    }

    /// Last day before the window.
    pub fn cut(self) -> Date {
        self.from.yesterday().unwrap_or(self.from)
    }
}
