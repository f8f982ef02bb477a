//! Market figures by segment, and the months between two days.

use attain_core::scenario::choices::{Scenario, Segment};
use attain_data::Book;
use jiff::civil::Date;

/// Market figures of the segments of a book, in its order. Segments that the scenario does
/// not name have default figures.
pub(crate) fn segments_of_book(book: &Book, scenario: &Scenario) -> Vec<Segment> {
    book.segments.iter().map(|name| scenario.market.segments.get(name).cloned().unwrap_or_default()).collect()
}

/// Months of 30.44 days from one day to another; negative if the second day is earlier.
pub(crate) fn months_between(from: Date, to: Date) -> f64 {
    to.duration_since(from).as_hours() as f64 / 24.0 / 30.4375
}
