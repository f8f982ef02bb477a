//! Dimensions and calendar of a synthetic company.

use jiff::ToSpan;
use jiff::civil::{Date, date};

use attain_data::Account;

/// First day after the extract.
pub(super) const START: Date = date(2027, 1, 1);
/// Number of months in the window.
pub(super) const MONTHS: usize = 24;
/// Number of months before the window in which opportunities are already created.
pub(super) const BEFORE: usize = 18;
pub(super) const SEGMENTS: [&str; 3] = ["enterprise", "mid-market", "smb"];
pub(super) const TEAMS: [&str; 2] = ["field", "inside"];
pub(super) const REGIONS: usize = 6;
pub(super) const SEATS: usize = 36;
pub(super) const ACCOUNTS: usize = 260;
pub(super) const RENEWALS: usize = 400;
/// Ratio of all opportunities to those that reps take if all seats are productive.
pub(super) const UNOWNED_RATIO: f64 = 1.4;

/// Returns the first day of a month, counted from the first month of the window.
pub(super) fn month_start(month: i32) -> Date {
    START.saturating_add((month - MONTHS as i32).months())
}

/// Returns the date of a day, counted from the start of the window.
pub(super) fn date_of(day: f64) -> Date {
    month_start(0).saturating_add((day as i64).days())
}

/// Returns whether an account was touched within 90 days of the extract.
pub(super) fn worked(account: &Account) -> bool {
    account.last_touch.is_some_and(|date| date >= START.saturating_sub(91.days()))
}
