//! The verdict on whether territory or rep explains a gap.

use super::result::{GapParts, SplitVerdict};

/// Smallest relevant part of a gap, in points of attainment.
const SMALLEST: f64 = 0.02;

/// Returns the verdict on the parts of a gap.
pub(super) fn verdict(parts: &GapParts) -> SplitVerdict {
    let counts = |value: f64, low: f64, high: f64| value.abs() >= SMALLEST && (low > 0.0 || high < 0.0);
    let (book, rep) = (&parts.book.points, &parts.rep.points);
    let book_counts = counts(book.value, book.low, book.high);
    let rep_counts = counts(rep.value, parts.rep_low, parts.rep_high);
    let (b, r) = (book.value, rep.value);
    match (book_counts, rep_counts) {
        (false, false) => SplitVerdict::Neither,
        (true, true) if b > 0.0 && r < 0.0 => SplitVerdict::RepMakesUp,
        (true, true) if b < 0.0 && r > 0.0 => SplitVerdict::BookMakesUp,
        (true, true) if b.abs() < 2.0 * r.abs() && r.abs() < 2.0 * b.abs() => SplitVerdict::Both,
        _ if book_counts && (!rep_counts || b.abs() >= r.abs()) => SplitVerdict::Territory,
        _ => SplitVerdict::Rep,
    }
}
