//! Backtest cuts: the last day whose data is used, and the number of months forecast from it.

use jiff::ToSpan;
use jiff::civil::Date;

use attain_data::{Book, Outcome};

/// Minimum number of closed opportunities before a cut.
pub const CLOSED: usize = 30;
/// Maximum number of days between the last event and the end of its month for that month to count
/// as whole. Also the latest day of the first closing for its month to count as whole.
pub(super) const QUIET: i32 = 7;

/// A cut and its horizon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ForecastOrigin {
    /// Last day whose data is used.
    pub cut: Date,
    /// Number of months to forecast.
    pub months: u32,
}

impl ForecastOrigin {
    /// Returns the first day of the horizon, which is the day after the cut.
    #[must_use]
    pub fn start(self) -> Date {
        self.cut.saturating_add(1.day())
    }

    /// Returns the first day of the first whole month with closings.
    #[must_use]
    pub fn first_month(self, past: &Book) -> Date {
        let first = first_closing(past).unwrap_or(self.cut).first_of_month();
        // A history that begins in the middle of a month counts from the next one, if there is one.
        let opening = first_closing(past).is_some_and(|day| i32::from(day.day()) > QUIET) && first < self.cut.first_of_month();
        if opening { first.saturating_add(1.month()) } else { first }
    }

    /// Returns the number of whole months of history before the cut.
    #[must_use]
    pub fn past_months(self, past: &Book) -> usize {
        months_between(self.first_month(past), self.start())
    }
}

/// Returns the closing dates of all closed opportunities.
pub(super) fn closings(book: &Book) -> Vec<Date> {
    let open = |outcome: &Outcome| matches!(outcome, Outcome::Open(_));
    let known = book.opportunities.iter().filter(|one| !open(&one.outcome)).filter_map(|one| one.closes);
    known.chain(book.unattached.iter().filter(|one| !open(&one.outcome)).filter_map(|one| one.closes)).collect()
}

/// Returns the date of the first closing. With 200 closings or more, the earliest 1 % are skipped,
/// so that a single mistyped year does not extend the history.
fn first_closing(book: &Book) -> Option<Date> {
    let mut days = closings(book);
    days.sort_unstable();
    let skipped = if days.len() >= 200 { days.len() / 100 } else { 0 };
    days.get(skipped).copied()
}

/// Returns the number of months from the month of `from` to the month of `to`; 0 if `to` is
/// earlier.
pub(super) fn months_between(from: Date, to: Date) -> usize {
    let index = |day: Date| i32::from(day.year()) * 12 + i32::from(day.month());
    usize::try_from(index(to) - index(from)).unwrap_or(0)
}
