//! A plan: the seats, books and quotas that were designed for a scenario.

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
}

impl CarveCertificate {
    /// Largest possible distance from the best assignment, as a share of the
    /// assignment's own cost; 0 if it costs nothing.
    #[must_use]
    pub fn gap(&self) -> f64 {
        if self.value.abs() > 0.0 { ((self.value - self.bound) / self.value.abs()).max(0.0) } else { 0.0 }
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

/// The plan's decision about one account.
#[derive(Debug, Clone, PartialEq)]
pub struct Assignment {
    /// Score of the account, from 0 to 1.
    pub score: f64,
    /// Each part of the score times its weight, in the order of [`SCORE_PARTS`]; they sum to the score.
    pub score_parts: [f64; 7],
    /// Index into the scenario's tiers.
    pub tier: usize,
    /// Workload of touches in hours a month, without travel and open opportunities.
    pub hours: f64,
    /// Touches per month.
    pub touches: f64,
    /// Touches per month that need travel; 0 for inside and digital teams.
    pub field_touches: f64,
    /// Index into [`Plan::seats`] of today's owner, if that rep has a seat in this plan.
    pub before: Option<usize>,
    /// Index into [`Plan::seats`] of the planned owner; `None` for the house account.
    pub seat: Option<usize>,
    /// Whether a protection or a lock keeps the account with its owner.
    pub held: bool,
    /// Why the account is assigned to this seat.
    pub reason: Reason,
    /// The next best seat and what it would cost.
    pub next_best: Option<Alternative>,
    /// What it would cost to leave the account with today's owner, if the plan moves it and
    /// rules and limits allow its return.
    pub back: Option<Alternative>,
}

/// Additional yearly cost of an account, with its family, in another seat than the
/// planned one, with everything else unchanged. A part is negative where the other seat
/// is better. The sum is negative where a lock, a protection or a table keeps the account
/// from a cheaper seat.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Alternative {
    /// Index into [`Plan::seats`].
    pub seat: usize,
    /// Cost of the imbalance of potential and workload of the two books.
    pub balance: f64,
    /// Cost of travel.
    pub travel: f64,
    /// Business that the change of owner is expected to lose.
    pub relationship: f64,
    /// Business lost because the seat lacks the skill, the team or knowledge of the industry.
    pub fit: f64,
}

impl Alternative {
    /// Sum of all parts.
    #[must_use]
    pub fn cost(&self) -> f64 {
        self.balance + self.travel + self.relationship + self.fit
    }
}

/// Names of the parts of a score, in order.
pub const SCORE_PARTS: [&str; 7] = ["potential", "conversion", "growth", "strategic", "fit", "engagement", "risk"];

/// Why an account is assigned to its seat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// The plan keeps present owners.
    Kept,
    /// A lock names the rep.
    Locked,
    /// The relationship is protected.
    Protected,
    /// The account follows its parent account.
    Family,
    /// The account goes to the dedicated team.
    Dedicated,
    /// The seat of its owner is gone or no longer serves the account.
    OwnerGone,
    /// Nobody owned the account.
    Unowned,
    /// The move brings potential or workload into balance.
    Balance,
    /// The new seat is closer.
    Travel,
    /// The new seat knows the industry or has the skill.
    Fit,
    /// The present owner is also the best owner.
    Best,
    /// The account is part of the book of an added seat.
    NewSeat,
    /// The new seat has the time to cover the account, so that it brings more business.
    Coverage,
    /// The scenario's table of owners names the owner.
    Listed,
    /// No seat may take the account.
    NoSeat,
}

impl Reason {
    /// All reasons, in the order of their declaration.
    pub const ALL: [Self; 15] = [
        Self::Kept,
        Self::Locked,
        Self::Protected,
        Self::Family,
        Self::Dedicated,
        Self::OwnerGone,
        Self::Unowned,
        Self::Balance,
        Self::Travel,
        Self::Fit,
        Self::Best,
        Self::NewSeat,
        Self::Coverage,
        Self::Listed,
        Self::NoSeat,
    ];

    /// The reason in plain words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Kept => "the plan keeps present owners",
            Self::Locked => "a lock names the rep",
            Self::Protected => "the relationship is protected",
            Self::Family => "stays with its parent account",
            Self::Dedicated => "goes to the dedicated team",
            Self::OwnerGone => "the owner's seat is gone or no longer serves it",
            Self::Unowned => "nobody owned it",
            Self::Balance => "brings potential or workload into balance",
            Self::Travel => "the new owner is nearer",
            Self::Fit => "the new owner knows the industry or has the skill",
            Self::Best => "the present owner is also the best one",
            Self::NewSeat => "makes the book of a new seat",
            Self::Coverage => "the new owner has the time to cover it",
            Self::Listed => "the table of owners says so",
            Self::NoSeat => "no seat may take it",
        }
    }

    /// The reason that is worded in this way, if any.
    #[must_use]
    pub fn from_words(words: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.words() == words)
    }
}

/// The books of a team and the capacity of its seats.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TeamLoad {
    /// Index into `Book::teams`.
    pub team: usize,
    /// Number of seats.
    pub seats: usize,
    /// Number of accounts in all its books.
    pub accounts: usize,
    /// Workload of all its books, in hours a month (or in accounts, if the team counts accounts).
    pub workload: f64,
    /// Mean planned capacity of a seat: capacity minus absence and growth buffer.
    pub planned: f64,
}

/// Fairness of books within groups of like seats, which are seats of one team.
#[derive(Debug, Clone, Copy, PartialEq, Default, serde::Serialize)]
pub struct Equity {
    /// Highest divided by lowest potential, minus one, in the worst group. The design crate caps it.
    pub range: f64,
    /// Largest deviation from the group's mean potential, as a share of the mean.
    pub largest_deviation: f64,
    /// Coefficient of variation of potential: mean over groups, weighted by seats.
    pub cv: f64,
    /// Gini coefficient of potential: mean over groups, weighted by seats.
    pub gini: f64,
    /// Largest ratio of workload to capacity.
    pub peak_load: f64,
}

/// Equity today and in the plan.
#[derive(Debug, Clone, Copy, PartialEq, Default, serde::Serialize)]
pub struct EquityChange {
    /// Equity with today's owners.
    pub before: Equity,
    /// Equity with the planned owners.
    pub after: Equity,
}

/// Expected business and costs of a set of books in a year, in closed form: without
/// chance, drift or attrition. It is meant for comparing assignments to the same seats;
/// the level comes from the simulation.
#[derive(Debug, Clone, Copy, PartialEq, Default, serde::Serialize)]
pub struct ExpectedYear {
    /// New business at the coverage that each book's hours give its accounts.
    pub new: f64,
    /// Expansion and renewals.
    pub existing: f64,
    /// Business lost by changes of owner.
    pub lost: f64,
    /// Cost of travel.
    pub travel: f64,
    /// Pay at full attainment, including employer's costs.
    pub pay: f64,
    /// Margin on the business, minus travel and pay.
    pub contribution: f64,
}

/// Shares of accounts, revenue and open pipeline that change owner. Accounts without an
/// owner today do not count as disrupted; those of a rep who left or whose seat is cut do.
#[derive(Debug, Clone, Copy, PartialEq, Default, serde::Serialize)]
pub struct Disruption {
    /// Number of accounts that change owner.
    pub moved: usize,
    /// Accounts that change owner, as a share of owned accounts.
    pub accounts: f64,
    /// Revenue that changes owner, as a share of owned revenue.
    pub revenue: f64,
    /// Open pipeline that changes owner, as a share of the owned open pipeline.
    pub pipeline: f64,
}
