//! A plan: what the designer made of a scenario.

use crate::scenario::choices::{RampShape, Scenario};

/// Seats, books and quotas of one scenario.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Name, unique in a comparison.
    pub name: String,
    /// The resolved choices the plan was made from.
    pub scenario: Scenario,
    /// What was assumed when the plan was made, where it is lived under other
    /// conditions than that: `scenario` then says what comes true.
    pub assumed: Option<Box<Scenario>>,
    /// Every seat that exists at some time of the horizon, present seats first by rep id, then added ones.
    pub seats: Vec<Seat>,
    /// For each account of the book, in its order.
    pub accounts: Vec<Assignment>,
    /// Fairness of the carve, before and after.
    pub equity: EquityChange,
    /// What changes hands against today.
    pub disruption: Disruption,
    /// What the books can be expected to bring in a year.
    pub expected: ExpectedYear,
    /// What the carve costs, and what no carve can cost less than; `None` where
    /// accounts went on to where they earn most.
    pub certificate: Option<CarveCertificate>,
    /// What each team serves, and how many seats that takes; teams without seats are left out.
    pub teams: Vec<TeamLoad>,
    /// Street quota: sum of yearly quotas of all seats, at full ramp.
    pub street_quota: f64,
    /// Yearly target that attainment of the company is measured against.
    pub target: f64,
    /// What planners should know about this plan: short sentences.
    pub notes: Vec<String>,
}

/// What a carve costs and what no carve can cost less than.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct CarveCertificate {
    /// Cost of the carve.
    pub value: f64,
    /// Proven lower bound: no carve costs less.
    pub bound: f64,
}

impl CarveCertificate {
    /// How far from the best possible the carve can be at most, as a share of
    /// its own cost; 0 where it costs nothing.
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
    /// Stable 64-bit key of the id, the address of its draws.
    pub key: u64,
    /// Name for reports: the rep's name, or "New mid-market rep 1".
    pub name: String,
    /// Index into `Book::teams`.
    pub team: usize,
    /// Index into `Book::regions`.
    pub region: Option<usize>,
    /// Manager's name.
    pub manager: String,
    /// Index into `Book::reps` of the rep who holds it at the start.
    pub incumbent: Option<usize>,
    /// Months of tenure of the incumbent at the start of the horizon.
    pub tenure_months: f64,
    /// Month index (0-based) in which the seat is planned to be staffed; 0 for present seats.
    pub start_month: u32,
    /// Indices into `Book::skills`.
    pub skills: Vec<usize>,
    /// Home, for travel.
    pub place: Option<crate::geography::GeoPoint>,
    /// Yearly quota at full ramp.
    pub quota: f64,
    /// Ramp of new reps in this seat.
    pub ramp: RampShape,
    /// Capacity of a ramped rep, hours a month, before absence (or accounts, when the team counts accounts).
    /// The carve plans with it less absence and growth buffer.
    pub capacity: f64,
    /// Workload of the planned book, in the unit of `capacity`, travel and open opportunities included.
    pub workload: f64,
    /// Potential of the planned book, a year.
    pub potential: f64,
    /// Potential of the book the seat's rep holds today.
    pub potential_before: f64,
}

/// What the plan decides about one account.
#[derive(Debug, Clone, PartialEq)]
pub struct Assignment {
    /// Score from 0 to 1.
    pub score: f64,
    /// Each part of the score times its weight, in the order of [`SCORE_PARTS`]; they sum to the score.
    pub score_parts: [f64; 7],
    /// Index into the scenario's tiers.
    pub tier: usize,
    /// Workload of touches, hours a month, without travel and open opportunities.
    pub hours: f64,
    /// Touches a month.
    pub touches: f64,
    /// Touches a month that cost travel (0 for inside and digital teams).
    pub field_touches: f64,
    /// Index into [`Plan::seats`] of today's owner, where that rep has a seat in this plan.
    pub before: Option<usize>,
    /// Index into [`Plan::seats`] of the planned owner; `None`: the house.
    pub seat: Option<usize>,
    /// Whether the plan's protection or a lock holds it where it is.
    pub held: bool,
    /// Why this seat.
    pub reason: Reason,
    /// The next best seat.
    pub next_best: Option<Alternative>,
    /// Today's owner, where the plan gives the account to another one and the rules and limits let it go back.
    pub back: Option<Alternative>,
}

/// What an account, with its family, would cost more in another seat than in
/// the planned one, everything else left as it is: money a year, part by part.
/// Parts are negative where the other seat is better; their sum is negative
/// where a hold or a table keeps the account from a cheaper seat.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Alternative {
    /// Index into [`Plan::seats`].
    pub seat: usize,
    /// Balance of potential and workload of the two books.
    pub balance: f64,
    /// Travel.
    pub travel: f64,
    /// Business that a change of owner is expected to lose.
    pub relationship: f64,
    /// Business lost for want of skill, team or knowledge of the industry.
    pub fit: f64,
}

impl Alternative {
    /// All parts together.
    #[must_use]
    pub fn cost(&self) -> f64 {
        self.balance + self.travel + self.relationship + self.fit
    }
}

/// The parts of a score, in order.
pub const SCORE_PARTS: [&str; 7] = ["potential", "conversion", "growth", "strategic", "fit", "engagement", "risk"];

/// Why an account is where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// The plan keeps present owners.
    Kept,
    /// A lock names the rep.
    Locked,
    /// The relationship is protected.
    Protected,
    /// It goes with its family.
    Family,
    /// It goes to the dedicated team.
    Dedicated,
    /// Its owner's seat is gone or does not serve it any more.
    OwnerGone,
    /// Nobody owned it.
    Unowned,
    /// The move brings potential or workload into balance.
    Balance,
    /// The new seat is nearer.
    Travel,
    /// The new seat knows the industry or has the skill.
    Fit,
    /// The present owner is also the best one.
    Best,
    /// It makes the book of a seat that is added.
    NewSeat,
    /// The new seat has the time to cover it, so that it brings more.
    Coverage,
    /// The scenario's table names the owner, whatever it costs.
    Listed,
    /// No seat may take it.
    NoSeat,
}

impl Reason {
    /// All reasons.
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

    /// The reason with these words.
    #[must_use]
    pub fn from_words(words: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.words() == words)
    }
}

/// What a team serves, and what its seats are planned for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TeamLoad {
    /// Index into `Book::teams`.
    pub team: usize,
    /// Seats it has.
    pub seats: usize,
    /// Accounts of all its books.
    pub accounts: usize,
    /// Work of all its books, hours a month (or accounts, when the team counts accounts).
    pub workload: f64,
    /// What a seat is planned for: capacity less absence and growth buffer, mean of its seats.
    pub planned: f64,
}

/// Fairness of a set of books within groups of like seats (same team).
#[derive(Debug, Clone, Copy, PartialEq, Default, serde::Serialize)]
pub struct Equity {
    /// Highest over lowest potential, less one, the worst group; at most [`attain_design::territory::equity::RANGE_CAP`].
    pub range: f64,
    /// Largest deviation from the group's mean potential, as a share of it.
    pub largest_deviation: f64,
    /// Coefficient of variation of potential, mean over groups by seats.
    pub cv: f64,
    /// Gini coefficient of potential, mean over groups by seats.
    pub gini: f64,
    /// Largest workload over capacity.
    pub peak_load: f64,
}

/// Equity today and in the plan.
#[derive(Debug, Clone, Copy, PartialEq, Default, serde::Serialize)]
pub struct EquityChange {
    /// With today's owners.
    pub before: Equity,
    /// With the plan's.
    pub after: Equity,
}

/// What books can be expected to bring in a year, in closed form: no chance, no
/// drift, nobody leaves. Good for comparing carves of the same seats; the level
/// is the simulation's to tell.
#[derive(Debug, Clone, Copy, PartialEq, Default, serde::Serialize)]
pub struct ExpectedYear {
    /// New business at the coverage that each book's hours give its accounts.
    pub new: f64,
    /// Expansion and renewals.
    pub existing: f64,
    /// Business lost by changes of owner.
    pub lost: f64,
    /// Money for travel.
    pub travel: f64,
    /// Pay at full attainment, employer's cost included.
    pub pay: f64,
    /// Margin on the business, less travel and pay.
    pub contribution: f64,
}

/// Share of accounts, revenue and open pipeline that change owner. Accounts
/// without an owner today do not count as disrupted; those of a rep who left or
/// is cut do.
#[derive(Debug, Clone, Copy, PartialEq, Default, serde::Serialize)]
pub struct Disruption {
    /// Accounts that change owner.
    pub moved: usize,
    /// As a share of owned accounts.
    pub accounts: f64,
    /// As a share of owned revenue.
    pub revenue: f64,
    /// As a share of the owned open pipeline.
    pub pipeline: f64,
}
