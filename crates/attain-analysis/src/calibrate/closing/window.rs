//! What closed, and the days that are seen.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::calibrate::season::quarter_month;

/// One that closed: days of creation and closing, counted from the last one that is seen, which is 0.
#[derive(Debug, Clone, Copy)]
pub struct ClosedDeal {
    /// Day of creation.
    pub created: i32,
    /// Day of closing.
    pub closed: i32,
    /// Whether it was won.
    pub won: bool,
}

/// The days that are seen, and which month of the quarter they are in.
#[derive(Debug, Clone)]
pub struct ObservationWindow {
    pub(super) as_of: Date,
    pub(super) start: Date,
    /// First day; the last one is 0.
    pub from: i32,
}

impl ObservationWindow {
    /// From a day to another, both seen; quarters count from `start`.
    #[must_use]
    pub fn new(from: Date, as_of: Date, start: Date) -> Self {
        Self { as_of, start, from: (from - as_of).get_days() }
    }

    /// The date of a day.
    pub(super) fn date(&self, day: i32) -> Date {
        self.as_of.saturating_add(day.days())
    }

    /// By day, from `first` to the last one that is seen: the month of the quarter.
    pub(super) fn months(&self, first: i32) -> Vec<usize> {
        (first..=0).map(|day| quarter_month(self.date(day), self.start)).collect()
    }
}
