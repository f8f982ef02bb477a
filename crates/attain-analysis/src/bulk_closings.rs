//! Closings of a bulk update.
//!
//! When a CRM is cleaned up or filled by an import, many opportunities get the same closing day. It
//! says neither when nor how they ended, so they are left out of every estimate, and named.

use std::collections::BTreeSet;

use jiff::civil::Date;

use attain_data::{Book, Outcome, quality};

/// Number of days at the end of a month that never count as a bulk update.
const MONTH_END: i32 = 3;

/// Days on which opportunities were closed in bulk.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct BulkClosings {
    days: BTreeSet<Date>,
    /// Number of opportunities closed on them.
    pub count: usize,
}

impl BulkClosings {
    /// Finds the days among the closings up to `until`.
    pub(crate) fn new(book: &Book, until: Date) -> Self {
        let closed =
            |outcome: Outcome, closes: Option<Date>| closes.filter(|day| !matches!(outcome, Outcome::Open(_)) && *day <= until);
        let days: Vec<Option<Date>> = book.opportunities.iter().map(|one| closed(one.outcome, one.closes)).collect();
        // At the end of a month, many opportunities close in earnest.
        let ordinary = |day: Date| (day.last_of_month() - day).get_days() >= MONTH_END;
        let found: Vec<(Date, usize)> = quality::bulk_days(&days).into_iter().filter(|(day, _)| ordinary(*day)).collect();
        Self { count: found.iter().map(|(_, count)| count).sum(), days: found.into_iter().map(|(day, _)| day).collect() }
    }

    /// Whether an opportunity that closed on a day was closed in bulk.
    pub(crate) fn contains(&self, day: Option<Date>) -> bool {
        day.is_some_and(|day| self.days.contains(&day))
    }

    /// A sentence about them; `None` if there are none.
    pub(crate) fn note(&self) -> Option<String> {
        let days: Vec<String> = self.days.iter().map(Date::to_string).collect();
        (!days.is_empty()).then(|| {
            format!(
                "{} opportunities were closed on {}, as after a bulk update: they are left out of all estimates.",
                self.count,
                days.join(", ")
            )
        })
    }
}
