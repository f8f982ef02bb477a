//! Which account goes to which seat, and why.

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
    /// Index into the plan's seats of today's owner, if that rep has a seat in this plan.
    pub before: Option<usize>,
    /// Index into the plan's seats of the planned owner; `None` for the house account.
    pub seat: Option<usize>,
    /// Whether a protection or a lock keeps the account with its owner.
    pub is_protected: bool,
    /// Why the account is assigned to this seat.
    pub reason: Reason,
    /// The next best seat and what it would cost.
    pub next_best: Option<Alternative>,
    /// What it would cost to leave the account with today's owner, if the plan moves it and
    /// rules and limits allow its return.
    pub return_to_owner: Option<Alternative>,
}

/// Additional yearly cost of an account, with its family, in another seat than the
/// planned one, with everything else unchanged. A part is negative where the other seat
/// is better. The sum is negative where a lock, a protection or a table keeps the account
/// from a cheaper seat.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Alternative {
    /// Index into the plan's seats.
    pub seat: usize,
    /// Cost of the imbalance of potential of the two books.
    pub balance: f64,
    /// Cost of work beyond the planned capacity of the two seats.
    pub workload: f64,
    /// Cost of travel.
    pub travel: f64,
    /// Business that the change of owner is expected to lose, and the time that it takes.
    pub relationship: f64,
    /// Business lost because the seat lacks the skill, the team or knowledge of the industry.
    pub fit: f64,
}

impl Alternative {
    /// Sum of all parts.
    #[must_use]
    pub fn cost(&self) -> f64 {
        self.balance + self.workload + self.travel + self.relationship + self.fit
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
    /// The move brings the potential of a book back within the tolerance, or nearer to it.
    Balance,
    /// Both books would have been within the tolerance, and the move makes them more alike.
    Evenness,
    /// The move brings work to where there is capacity for it.
    Workload,
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
    pub const ALL: [Self; 17] = [
        Self::Kept,
        Self::Locked,
        Self::Protected,
        Self::Family,
        Self::Dedicated,
        Self::OwnerGone,
        Self::Unowned,
        Self::Balance,
        Self::Evenness,
        Self::Workload,
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
            Self::Balance => "brings potential into balance",
            Self::Evenness => "makes books within the tolerance more alike",
            Self::Workload => "brings work to where there is capacity",
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
        // What versions before 0.2 wrote for potential and workload alike.
        let words = if words == "brings potential or workload into balance" { Self::Balance.words() } else { words };
        Self::ALL.into_iter().find(|reason| reason.words() == words)
    }
}
