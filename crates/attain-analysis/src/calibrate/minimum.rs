//! Under these numbers a figure is not estimated: its default stands, and says why.

/// Closed opportunities for a segment's win rate; with fewer it is drawn wholly to what all segments show.
pub const CLOSED: usize = 30;
/// Closed opportunities for any effect on the odds of winning.
pub const CLOSED_FOR_EFFECTS: usize = 200;
/// Wins, and losses, with both their days for a segment's times to close.
pub const TIMES: usize = 25;
/// Amounts for a segment's sizes.
pub const SIZES: usize = 30;
/// Opportunities created in the window for a segment's rate.
pub const CREATED: usize = 20;
/// Months of window for seasons.
pub const SEASON_MONTHS: f64 = 12.0;
/// Quarters for movements between quarters.
pub const QUARTERS: usize = 6;
/// Reps (or regions, or accounts) with closed opportunities for the spread between them.
pub const GROUPS: usize = 5;
/// Leavers for the hazard.
pub const LEAVERS: usize = 5;
/// Vacancies for the time to fill.
pub const VACANCIES: usize = 8;
/// Hires seen in their first year for the ramp.
pub const HIRES: usize = 5;
/// Renewals for churn.
pub const RENEWALS: usize = 30;
