//! A seat in a review.

use serde::Serialize;

use super::trouble::{EarlierOwner, SeatTrouble};

/// The figures of a seat since the plan was frozen.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SeatReview {
    pub id: String,
    pub name: String,
    pub team: String,
    pub manager: String,
    /// Whether a rep has the seat's id; an added seat has none until its rep is in the data.
    pub filled: bool,
    /// Whether the rep is still there.
    pub present: bool,
    /// Yearly quota of the frozen plan; `None` for reps who came since.
    pub quota: Option<f64>,
    /// The part of the quota that is due.
    pub quota_to_date: Option<f64>,
    /// Bookings that count toward quota since the first day of the plan.
    pub bookings: f64,
    /// Bookings over the quota that is due.
    pub attainment: Option<f64>,
    /// Amount of the rep's open opportunities.
    pub pipeline: f64,
    /// Open pipeline over the part of the yearly quota that is not booked yet.
    pub pipeline_coverage: Option<f64>,
    /// Accounts in the frozen plan and now.
    pub accounts: [usize; 2],
    /// Potential in the frozen plan and now.
    pub potential: [f64; 2],
    /// Potential now over the mean of like seats, minus one.
    pub off_mean: Option<f64>,
    /// Accounts touched in the last 90 days.
    pub touched: usize,
    /// Potential now of the accounts that the seat had and still has, over their potential then,
    /// minus one.
    pub drift: Option<f64>,
    /// Accounts that came since.
    pub came: usize,
    /// Accounts that went since.
    pub went: usize,
    /// Why the seat is behind, if it is.
    pub trouble: Option<SeatTrouble>,
    /// People who won opportunities in the seat's accounts before the plan.
    pub earlier_owners: Vec<EarlierOwner>,
}
