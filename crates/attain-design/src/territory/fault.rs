//! What can be wrong between the choices of a scenario and its book.

use attain_core::diagnostics::Problem;

/// The smallest set of constraints found that cannot hold together.
#[derive(Debug)]
pub struct Clash {
    /// What each says, and where.
    pub members: Vec<String>,
    /// Why they cannot hold together.
    pub why: String,
    /// How any of them could give way.
    pub relax: Vec<String>,
}

impl Clash {
    /// Constraints that are told one by one.
    const TOLD: usize = 12;

    fn words(&self) -> String {
        let told: Vec<&str> = self.members.iter().take(Self::TOLD).map(String::as_str).collect();
        let more = self.members.len().saturating_sub(Self::TOLD);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let hold = if self.members.len() == 1 { "cannot hold" } else { "cannot hold together" };
        format!("{}{more} {hold}: {}", told.join(", "), self.why)
    }
}

/// A contradiction between the scenario's choices and the book.
#[derive(Debug, thiserror::Error)]
pub enum Wrong {
    #[error("no rep has the id `{id}`")]
    UnknownRep { id: String, near: Option<String> },
    #[error("no account has the id `{id}`")]
    UnknownAccount { id: String, near: Option<String> },
    #[error("no team is called `{name}`")]
    UnknownTeam { name: String, near: Option<String> },
    #[error("no region is called `{name}`")]
    UnknownRegion { name: String, near: Option<String> },
    #[error("the rep `{id}` has left")]
    RepLeft { id: String },
    #[error("the seat of the rep `{id}` is cut")]
    RepCut { id: String },
    #[error("{asked} seats are cut of team `{team}`, which has {has}")]
    TooManyCuts { team: String, asked: usize, has: usize },
    #[error("the cut names neither a team nor a rep")]
    CutsNobody,
    #[error("{asked} seats are taken from team `{team}`, which has {has}")]
    TooFewToDedicate { team: String, asked: usize, has: usize },
    #[error("the dedicated team `{team}` has no seat")]
    DedicatedWithoutSeats { team: String },
    #[error("the account `{account}` is locked to both `{first}` and `{second}`")]
    LockedTwice { account: String, first: String, second: String },
    #[error("the account `{account}` is locked to `{rep}` of team `{team}`, which does not serve it")]
    LockOutsideTeam { account: String, rep: String, team: String },
    #[error("the account `{account}` is locked to `{rep}` and protected where it is, with `{owner}`")]
    LockAgainstProtection { account: String, rep: String, owner: String },
    #[error("the account `{account}` is locked to `{rep}`, and the table of owners gives it to `{listed}`")]
    LockAgainstTable { account: String, rep: String, listed: String },
    #[error("the table moves the account `{account}`, which is protected where it is, with `{owner}`")]
    ListedAgainstProtection { account: String, owner: String },
    #[error("{}", .0.words())]
    Contradiction(Clash),
    #[error("{accounts} accounts found no seat")]
    LeftOver { accounts: usize },
    #[error("nobody serves segment `{segment}`, which has {accounts} accounts")]
    SegmentWithoutSeat { segment: String, accounts: usize },
    #[error("there is no seat to give accounts to")]
    NoSeats,
    #[error("{accounts} accounts and {seats} seats are more than fit into memory")]
    TooLarge { accounts: usize, seats: usize },
    #[error("the best possible carve is not proven: {0}")]
    NotProven(attain_solver::Unproven),
    #[error("fewest accounts of a seat, {min}, is more than most accounts, {max}")]
    FewestOverMost { min: u32, max: u32 },
}

impl Problem for Wrong {
    fn code(&self) -> &'static str {
        match self {
            Self::UnknownRep { .. } => "territory::unknown-rep",
            Self::UnknownAccount { .. } => "territory::unknown-account",
            Self::UnknownTeam { .. } => "territory::unknown-team",
            Self::UnknownRegion { .. } => "territory::unknown-region",
            Self::RepLeft { .. } => "territory::rep-left",
            Self::RepCut { .. } => "territory::rep-cut",
            Self::TooManyCuts { .. } => "territory::too-many-cuts",
            Self::CutsNobody => "territory::cuts-nobody",
            Self::TooFewToDedicate { .. } => "territory::too-few-to-dedicate",
            Self::DedicatedWithoutSeats { .. } => "territory::dedicated-without-seats",
            Self::LockedTwice { .. } => "territory::locked-twice",
            Self::LockOutsideTeam { .. } => "territory::lock-outside-team",
            Self::LockAgainstProtection { .. } => "territory::lock-against-protection",
            Self::LockAgainstTable { .. } => "territory::lock-against-table",
            Self::ListedAgainstProtection { .. } => "territory::table-against-protection",
            Self::Contradiction(_) => "territory::contradiction",
            Self::LeftOver { .. } => "territory::left-over",
            Self::SegmentWithoutSeat { .. } => "territory::segment-without-seat",
            Self::NoSeats => "territory::no-seats",
            Self::TooLarge { .. } => "territory::too-large",
            Self::NotProven(_) => "territory::not-proven",
            Self::FewestOverMost { .. } => "territory::fewest-over-most",
        }
    }

    fn allowed(&self) -> String {
        match self {
            Self::UnknownRep { .. } => "the id of a present rep",
            Self::UnknownAccount { .. } => "the id of an account",
            Self::UnknownTeam { .. } => "a team of `[teams]`",
            Self::UnknownRegion { .. } => "a region of the account or rep data",
            Self::RepLeft { .. } => "a rep without a day of leaving",
            Self::RepCut { .. } => "a rep who keeps a seat in this plan",
            Self::TooManyCuts { .. } | Self::TooFewToDedicate { .. } => "at most the seats the team has",
            Self::CutsNobody => "`team` with `seats`, or `rep`",
            Self::DedicatedWithoutSeats { .. } => "`seats-from` with `seats`, or reps of the team in the data, or added seats",
            Self::LockedTwice { .. } => "one lock an account",
            Self::LockOutsideTeam { .. } => "a rep whose team serves the account, or `containment = false`",
            Self::LockAgainstProtection { .. } => "either the lock or the protection",
            Self::LockAgainstTable { .. } => "either the lock or the row of the table",
            Self::ListedAgainstProtection { .. } => "the present owner, or a `protection` that lets the account go",
            Self::Contradiction(clash) => return format!("all but one of them; relax one: {}", clash.relax.join(", ")),
            Self::LeftOver { .. } => {
                "a seat for every account, or `house = true`; `family-lock = false` may help where families are large"
            }
            Self::SegmentWithoutSeat { .. } => "at least one rep in a team that serves the segment",
            Self::NoSeats => "at least one present rep or added seat",
            Self::TooLarge { .. } => "accounts times seats up to 400 million",
            Self::NotProven(_) => {
                "a small problem, or one that regions, teams and protection part into small ones; without `--exact` the carve comes with its gap"
            }
            Self::FewestOverMost { .. } => "`min-accounts` at most `max-accounts`",
        }
        .to_owned()
    }

    fn help(&self) -> Option<String> {
        match self {
            Self::UnknownRep { near, .. }
            | Self::UnknownAccount { near, .. }
            | Self::UnknownTeam { near, .. }
            | Self::UnknownRegion { near, .. } => near.as_ref().map(|near| format!("did you mean `{near}`?")),
            _ => None,
        }
    }
}
