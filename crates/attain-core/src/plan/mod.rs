//! A plan: the seats, books and quotas that were designed for a scenario.

mod assignment;
mod measures;

pub use assignment::{Alternative, Assignment, Reason, SCORE_PARTS};
pub use measures::{Disruption, Equity, EquityChange, ExpectedYear, TeamLoad};

use crate::scenario::choices::{RampShape, Scenario};

/// Seats, books and quotas of one scenario.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Name of the plan, unique in a comparison.
    pub name: String,
    /// The resolved choices from which the plan was made.
    pub scenario: Scenario,
    /// The choices that were assumed when the plan was made, if it is simulated under
    /// other conditions. `scenario` then holds the conditions that are simulated.
    pub assumed: Option<Box<Scenario>>,
    /// Every seat that exists at some time of the horizon: present seats by rep id, then added seats.
    pub seats: Vec<Seat>,
    /// The assignment of each account, in the order of the book.
    pub accounts: Vec<Assignment>,
    /// Fairness of the books today and in the plan.
    pub equity: EquityChange,
    /// What changes owner, compared with today.
    pub disruption: Disruption,
    /// Business and costs that can be expected from the books in a year.
    pub expected: ExpectedYear,
    /// Cost of the assignment and a proven lower bound. `None` if accounts were moved on
    /// to maximise contribution.
    pub certificate: Option<CarveCertificate>,
    /// Load of each team that has seats.
    pub teams: Vec<TeamLoad>,
    /// Street quota: the sum of the yearly quotas of all seats at full ramp.
    pub street_quota: f64,
    /// Yearly target against which the company's attainment is measured.
    pub target: f64,
    /// What planners should know about this plan, in short sentences.
    pub notes: Vec<String>,
}

/// The cost of an assignment and a proven lower bound on the cost of every assignment.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct CarveCertificate {
    /// Cost of the assignment.
    pub value: f64,
    /// Proven lower bound: no assignment costs less.
    pub bound: f64,
    /// Cost of today's owners, with the accounts that nobody owns in no book.
    pub today: f64,
    /// Recurring revenue that changes owner.
    pub revenue_moved: f64,
    /// Proven lower bound of it: no assignment with books as near to their means moves less.
    pub revenue_bound: f64,
    /// Largest deviation of a book from the mean it is balanced around, as a share of the mean.
    pub deviation: f64,
    /// Proven lower bound of it: accounts that may not move, or are larger than a book should be,
    /// allow no less.
    pub deviation_bound: f64,
}

impl CarveCertificate {
    /// Largest possible distance from the best assignment, as a share of the most that any
    /// assignment can save against today's owners. Where today's owners cost no more than the
    /// assignment (because accounts that nobody owns are in no book), as a share of its own cost.
    #[must_use]
    pub fn gap(&self) -> f64 {
        let whole = if self.today > self.value { self.today - self.bound } else { self.value.abs() };
        if whole > 0.0 { ((self.value - self.bound) / whole).max(0.0) } else { 0.0 }
    }
}

/// A position that successive reps may hold.
#[derive(Debug, Clone, PartialEq)]
pub struct Seat {
    /// Stable id: the present rep's id, or `team+1`, `team+2` … for added seats.
    pub id: String,
    /// Stable 64-bit key of the id: the address of the seat's random draws.
    pub key: u64,
    /// Name for reports: the rep's name, or one such as "New mid-market rep 1".
    pub name: String,
    /// Index into `Book::teams`.
    pub team: usize,
    /// Index into `Book::regions`.
    pub region: Option<usize>,
    /// Name of the manager.
    pub manager: String,
    /// Index into `Book::reps` of the rep who holds the seat at the start.
    pub incumbent: Option<usize>,
    /// Months of tenure of the incumbent at the start of the horizon.
    pub tenure_months: f64,
    /// Month, counted from 0, in which the seat is planned to be staffed; 0 for present seats.
    pub start_month: u32,
    /// Indices into `Book::skills`.
    pub skills: Vec<usize>,
    /// Where the rep travels from.
    pub place: Option<crate::geography::GeoPoint>,
    /// Yearly quota at full ramp.
    pub quota: f64,
    /// Ramp of new reps in this seat.
    pub ramp: RampShape,
    /// Capacity of a ramped rep before absence, in hours a month (or in accounts, if the team
    /// counts accounts). The assignment plans with this capacity minus absence and growth buffer.
    pub capacity: f64,
    /// Workload of the planned book including travel and open opportunities, in the unit of `capacity`.
    pub workload: f64,
    /// Potential of the planned book per year.
    pub potential: f64,
    /// Potential per year of the book that the seat's rep holds today.
    pub potential_before: f64,
}
