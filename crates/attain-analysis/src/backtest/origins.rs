//! The cuts of a backtest: the last day whose data is used, and the months forecast from it.

use jiff::ToSpan;
use jiff::civil::Date;

use attain_data::{Book, Outcome};

/// Fewest closed opportunities before a cut.
pub const CLOSED: usize = 30;
/// Most days between the last event of the history and the end of a month that still counts as whole.
pub(super) const QUIET: i32 = 7;

/// A cut and its horizon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ForecastOrigin {
    /// The last day whose data is used.
    pub cut: Date,
    /// Number of months that are forecast.
    pub months: u32,
}

impl ForecastOrigin {
    /// First day of the horizon, the day after the cut.
    #[must_use]
    pub fn start(self) -> Date {
        self.cut.saturating_add(1.day())
    }

    /// First day of the first whole month with closings.
    #[must_use]
    pub fn first_month(self, past: &Book) -> Date {
        let first = first_closing(past).unwrap_or(self.cut).first_of_month();
        // A history that begins in the middle of a month counts from the next one, if there is one.
        let opening = first_closing(past).is_some_and(|day| i32::from(day.day()) > QUIET) && first < self.cut.first_of_month();
        if opening { first.saturating_add(1.month()) } else { first }
    }

    /// Number of whole months of history before the cut.
    #[must_use]
    pub fn past_months(self, past: &Book) -> usize {
        months_between(self.first_month(past), self.start())
    }
}

/// Closing dates of all opportunities that have closed.
pub(super) fn closings(book: &Book) -> Vec<Date> {
    let open = |outcome: &Outcome| matches!(outcome, Outcome::Open(_));
    let known = book.opportunities.iter().filter(|one| !open(&one.outcome)).filter_map(|one| one.closes);
    known.chain(book.unattached.iter().filter(|one| !open(&one.outcome)).filter_map(|one| one.closes)).collect()
}

/// Day of the first closing. Of 200 closings or more the earliest 1 % are skipped, so
/// that one mistyped year does not stretch the history.
fn first_closing(book: &Book) -> Option<Date> {
    let mut days = closings(book);
    days.sort_unstable();
    let skipped = if days.len() >= 200 { days.len() / 100 } else { 0 };
    days.get(skipped).copied()
}

/// Number of months between the months of two days.
pub(super) fn months_between(from: Date, to: Date) -> usize {
    let index = |day: Date| i32::from(day.year()) * 12 + i32::from(day.month());
    usize::try_from(index(to) - index(from)).unwrap_or(0)
}
