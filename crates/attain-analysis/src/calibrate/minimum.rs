//! Minimum numbers of observations for estimates. With fewer, the default is kept and the reason is
//! reported.

/// Closed opportunities required for a segment's win rate. With fewer, the report states that the
/// rate is shrunk toward the company's mean.
pub const CLOSED: usize = 30;
/// Closed opportunities required for any effect on the win odds.
pub const CLOSED_FOR_EFFECTS: usize = 200;
/// Wins with both dates, and losses with both dates, required for a segment's times to close.
pub const TIMES: usize = 25;
/// Amounts required for a segment's sizes.
pub const SIZES: usize = 30;
/// Opportunities created in the window required for a segment's creation rate.
pub const CREATED: usize = 20;
/// Account-years in the window required for a segment's inflow.
pub const ACCOUNT_YEARS: f64 = 100.0;
/// Share of a segment's accounts with a creation date required to use these dates.
pub const ACCOUNTS_DATED: f64 = 0.9;
/// Months of history required for seasonality by calendar month.
pub const SEASON_MONTHS: f64 = 12.0;
/// Quarters required for movement between quarters.
pub const QUARTERS: usize = 6;
/// Reps, regions or accounts with closed opportunities required for the spread between them.
pub const GROUPS: usize = 5;
/// Leavers required for the hazard of leaving.
pub const LEAVERS: usize = 5;
/// Vacancies required for the time to fill.
pub const VACANCIES: usize = 8;
/// Hires required for the ramp, each observed from the first months of tenure.
pub const HIRES: usize = 5;
/// Closed renewals required for churn.
pub const RENEWALS: usize = 30;
/// Closings required for a segment's own life table of times to close, and for separate hazards by
/// month of the quarter.
pub const CLOSED_FOR_TABLE: usize = 100;
