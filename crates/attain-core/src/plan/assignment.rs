//! Assignment of accounts to seats, with reasons.

/// Assignment of one account.
#[derive(Debug, Clone, PartialEq)]
pub struct Assignment {
    /// Score of the account, from 0 to 1.
    pub score: f64,
    /// Parts of the score, each multiplied by its weight, in the order of [`SCORE_PARTS`]. They sum
    /// to the score.
    pub score_parts: [f64; 7],
    /// Index into the scenario's tiers.
    pub tier: usize,
    /// Monthly workload of touches in hours, without travel and open opportunities.
    pub hours: f64,
    /// Touches per month.
    pub touches: f64,
    /// Touches per month that need travel; 0 for inside and digital teams.
    pub field_touches: f64,
    /// Index of today's owner among the plan's seats, if that rep has a seat in this plan.
    pub before: Option<usize>,
    /// Index of the planned owner among the plan's seats; `None` for the house account.
    pub seat: Option<usize>,
    /// Whether a protection or a lock keeps the account with its owner.
    pub is_protected: bool,
    /// Reason for the assignment.
    pub reason: Reason,
    /// The next best seat, with its additional cost.
    pub next_best: Option<Alternative>,
    /// Additional cost of leaving the account with today's owner, if the plan moves it and rules
    /// and limits allow it to stay.
    pub return_to_owner: Option<Alternative>,
}

/// Additional yearly cost of moving an account, with its family, to another seat than the planned
/// one, with everything else unchanged. A component is negative if the other seat is better. The
/// total is negative if a lock, a protection or a table keeps the account from a cheaper seat.
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
    /// Business that is lost because the seat lacks the skill, the team or knowledge of the
    /// industry.
    pub fit: f64,
}

impl Alternative {
    /// Sum of all components.
    #[must_use]
    pub fn cost(&self) -> f64 {
        self.balance + self.workload + self.travel + self.relationship + self.fit
    }
}

/// Names of the parts of a score, in the order of [`Assignment::score_parts`].
pub const SCORE_PARTS: [&str; 7] = ["potential", "conversion", "growth", "strategic", "fit", "engagement", "risk"];

/// Reason for which an account is assigned to its seat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// The plan keeps present owners.
    Kept,
    /// The account is locked to the rep.
    Locked,
    /// The relationship is protected.
    Protected,
    /// The account follows its parent account.
    Family,
    /// The account goes to the dedicated team.
    Dedicated,
    /// The owner's seat no longer exists or no longer serves the account.
    OwnerGone,
    /// The account had no owner.
    Unowned,
    /// The move brings the potential of a book back within the tolerance, or nearer to it.
    Balance,
    /// Both books would have been within the tolerance, and the move makes them more alike.
    Evenness,
    /// The move moves work to available capacity for it.
    Workload,
    /// The new seat is closer.
    Travel,
    /// The new seat knows the industry or has the skill.
    Fit,
    /// The present owner is also the best owner.
    Best,
    /// The account is part of an added seat's book.
    NewSeat,
    /// The new seat has time to cover the account and generate more business.
    Coverage,
    /// The scenario's table of owners specifies the owner.
    Listed,
    /// No seat can take the account.
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

    /// Describes the reason.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Kept => "the plan keeps current owners",
            Self::Locked => "a lock assigns it to the rep",
            Self::Protected => "the relationship is protected",
            Self::Family => "stays with its parent account",
            Self::Dedicated => "goes to the dedicated team",
            Self::OwnerGone => "the owner's seat no longer exists or does not serve it",
            Self::Unowned => "the account had no owner",
            Self::Balance => "balances potential",
            Self::Evenness => "evens out books within the tolerance",
            Self::Workload => "moves work to available capacity",
            Self::Travel => "the new owner is closer",
            Self::Fit => "the new owner knows the industry or has the skill",
            Self::Best => "the current owner is also the best one",
            Self::NewSeat => "becomes part of the book of a new seat",
            Self::Coverage => "the new owner has time to cover it",
            Self::Listed => "the table of owners assigns it",
            Self::NoSeat => "no seat may own it",
        }
    }

    /// Returns the reason with this description, or `None` if there is no such reason.
    #[must_use]
    pub fn from_words(words: &str) -> Option<Self> {
        // What versions before 0.2 wrote for potential and workload alike.
        let words = if words == "balances potential or workload" { Self::Balance.words() } else { words };
        Self::ALL.into_iter().find(|reason| reason.words() == words)
    }
}
