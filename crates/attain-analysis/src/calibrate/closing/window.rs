//! Closed deals and the observation window.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::calibrate::season::quarter_month;

/// A closed deal. Days count from the last day of observation, which is 0.
#[derive(Debug, Clone, Copy)]
pub struct ClosedDeal {
    pub created: i32,
    pub closed: i32,
    pub won: bool,
}

/// Observation window, with the start of the quarters.
#[derive(Debug, Clone)]
pub struct ObservationWindow {
    pub(super) as_of: Date,
    pub(super) start: Date,
    /// First day of the window. The last day is 0.
    pub from: i32,
}

impl ObservationWindow {
    /// Creates the window between two days, both inclusive. Quarters are counted from `start`.
    #[must_use]
    pub fn new(from: Date, as_of: Date, start: Date) -> Self {
        Self { as_of, start, from: (from - as_of).get_days() }
    }

    /// Converts a day into a date.
    pub(super) fn date(&self, day: i32) -> Date {
        self.as_of.saturating_add(day.days())
    }

    /// Returns the month of the quarter of each day from `first` to the last day.
    pub(super) fn quarter_months(&self, first: i32) -> Vec<usize> {
        (first..=0).map(|day| quarter_month(self.date(day), self.start)).collect()
    }
}
