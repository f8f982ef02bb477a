//! The content of a review, and what the next review reads of it.

use serde::Serialize;
use serde_json::Value;

use super::seat_review::SeatReview;
use crate::diff::AccountDifference;

/// Equity of the books among like seats.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ReviewEquity {
    /// Highest potential over the lowest, minus one, in the least balanced group.
    pub range: f64,
    /// Largest deviation from the mean of a group.
    pub largest_deviation: f64,
    /// Coefficient of variation.
    pub cv: f64,
}

/// Where the bookings to date lie among the simulated years of the frozen plan.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct BookingsBand {
    /// Number of whole months.
    pub month: usize,
    /// Simulated bookings at the end of that month: 10 % quantile, median, 90 % quantile.
    pub quantiles: [f64; 3],
    /// Share of the simulated years with lower bookings, in percent, interpolated between the
    /// quantiles that were kept (5 to 95).
    pub percentile: f64,
}

/// A move that would bring books back within the tolerance.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ProposedMove {
    pub account: String,
    pub name: String,
    pub from: String,
    pub to: String,
    pub potential: f64,
    pub reason: String,
}

/// An earlier review.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReviewTrend {
    pub as_of: String,
    pub attainment: Option<f64>,
    pub engaged: Option<f64>,
    pub largest_deviation: Option<f64>,
}

/// A review of a frozen plan on a day.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlanReview {
    pub format: u32,
    pub plan: String,
    pub currency: String,
    /// First day of the plan.
    pub start: String,
    /// Day of the review.
    pub as_of: String,
    /// Months between the two.
    pub months: f64,
    pub bookings: f64,
    /// The part of the quotas that is due.
    pub quota_to_date: f64,
    /// Bookings over the quotas that are due.
    pub attainment: Option<f64>,
    /// Amount of all open opportunities.
    pub pipeline: f64,
    /// Open pipeline over the quotas that are not booked yet.
    pub pipeline_coverage: Option<f64>,
    /// Share of accounts touched in the last 90 days.
    pub engaged: Option<f64>,
    /// Where the bookings lie in the simulated years; `None` if the plan was frozen without years or
    /// no month is over.
    pub band: Option<BookingsBand>,
    pub equity_start: ReviewEquity,
    pub equity_now: ReviewEquity,
    /// Groups of like seats that trigger a review, with the seats outside the tolerance.
    pub triggered: Vec<String>,
    /// Accounts that were added, lost or moved since.
    pub accounts: Vec<AccountDifference>,
    /// Seats of the frozen plan and reps who came since.
    pub seats: Vec<SeatReview>,
    /// Moves that bring the books back within the tolerance.
    pub proposed: Vec<ProposedMove>,
    /// Earlier reviews, oldest first.
    pub trend: Vec<ReviewTrend>,
}

/// The figures of an earlier review's JSON that show the trend; `None` if it is no review.
#[must_use]
pub fn trend_of(review: &Value) -> Option<ReviewTrend> {
    Some(ReviewTrend {
        as_of: review["as_of"].as_str()?.to_owned(),
        attainment: review["attainment"].as_f64(),
        engaged: review["engaged"].as_f64(),
        largest_deviation: review["equity_now"]["largest_deviation"].as_f64(),
    })
}
