//! Plans: the seats, books and quotas designed for a scenario.

mod assignment;
mod measures;
mod point_scale;
mod stage;

pub use assignment::{Alternative, Assignment, Reason, SCORE_PARTS};
pub use measures::{Disruption, Equity, EquityChange, ExpectedYear, TeamLoad};
pub use point_scale::PointScale;
pub use stage::PlanStage;

use crate::scenario::choices::{RampShape, Scenario};

/// Seats, books and quotas of one scenario.
#[derive(Debug, Clone)]
pub struct Plan {
    pub name: String,
    /// Resolved choices on which the plan is based.
    pub scenario: Scenario,
    /// Choices on which the design was based, if the plan is simulated under other conditions. In
    /// that case, `scenario` holds the simulated conditions.
    pub assumed: Option<Box<Scenario>>,
    /// All seats that exist at any time in the horizon: present seats by rep id, then added seats,
    /// then seats that close after the start.
    pub seats: Vec<Seat>,
    /// The assignment of each account, in the order of the book.
    pub accounts: Vec<Assignment>,
    /// Books and quotas of the months before the last dated change, in order; empty if the whole
    /// plan applies from the start.
    pub stages: Vec<PlanStage>,
    /// Fairness of the books today and in the plan.
    pub equity: EquityChange,
    /// Accounts, revenue and pipeline that change owner, compared with today.
    pub disruption: Disruption,
    /// Expected business and costs of the books in a year.
    pub expected: ExpectedYear,
    /// Cost of the assignment and a proven lower bound. `None` if accounts were moved further to
    /// maximise contribution.
    pub certificate: Option<CarveCertificate>,
    /// Load of each team that has seats.
    pub teams: Vec<TeamLoad>,
    /// Street quota: the sum of the yearly quotas of all seats at full ramp.
    pub street_quota: f64,
    /// Yearly target against which the company's bookings are measured.
    pub target: f64,
    /// Notes about the plan for planners, in short sentences.
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
    /// Stable 64-bit key of the id, which is the address of the seat's random draws.
    pub key: u64,
    /// Name shown in reports: the rep's name, or a name such as "New mid-market rep 1".
    pub name: String,
    /// Index into `Book::teams`.
    pub team: usize,
    /// Index into `Book::regions`.
    pub region: Option<usize>,
    pub manager: String,
    /// Index into `Book::reps` of the rep who holds the seat at the start.
    pub incumbent: Option<usize>,
    /// Months of tenure of the incumbent at the start of the horizon.
    pub tenure_months: f64,
    /// Month, counted from 0, in which the seat is planned to be staffed; 0 for present seats.
    pub start_month: u32,
    /// Month, counted from 0, at whose start the seat closes; `None` if it stays.
    pub end_month: Option<u32>,
    /// Indices into `Book::skills`.
    pub skills: Vec<usize>,
    /// Location from which the rep travels.
    pub place: Option<crate::geography::GeoPoint>,
    /// Yearly quota at full ramp.
    pub quota: f64,
    /// Realistic potential: bookings credited to quota that a ramped rep who stays all year can be
    /// expected to make with the planned book, given the seat's hours and its open pipeline.
    pub realistic: f64,
    /// Ramp of new reps in this seat.
    pub ramp: RampShape,
    /// Capacity of a ramped rep before absence, in hours per month (or in accounts, if the team
    /// counts accounts). The assignment plans with this capacity minus absence and growth buffer.
    pub capacity: f64,
    /// Capacity at the start of the horizon, net of absence, in the unit of `capacity`: what a
    /// workload is compared with.
    pub usable_capacity: f64,
    /// Workload of the planned book, including travel and open opportunities, in the unit of
    /// `capacity`.
    pub workload: f64,
    /// Potential per year of the planned book.
    pub potential: f64,
    /// Potential per year of the book that the seat's rep has today.
    pub potential_before: f64,
}

impl Seat {
    /// A workload over the capacity of the seat; 0 without capacity.
    #[must_use]
    pub fn load_of(&self, workload: f64) -> f64 {
        if self.usable_capacity > 0.0 { workload / self.usable_capacity } else { 0.0 }
    }

    /// The workload of the planned book over the capacity of the seat.
    #[must_use]
    pub fn load(&self) -> f64 {
        self.load_of(self.workload)
    }
}
