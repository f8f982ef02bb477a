//! Contradictions between the choices of a scenario and its book.

use attain_core::diagnostics::suggest;
use miette::Diagnostic;

/// An irreducible infeasible subset: requirements that cannot all be met, although any
/// subset without one of them can.
#[derive(Debug)]
pub struct InfeasibleSubset {
    /// Each requirement, with its place in the scenario.
    pub members: Vec<String>,
    /// The reason for the conflict.
    pub why: String,
    /// One way to relax each requirement.
    pub relax: Vec<String>,
}

impl InfeasibleSubset {
    /// Maximum number of requirements listed individually.
    const LISTED: usize = 12;

    fn message(&self) -> String {
        let listed: Vec<&str> = self.members.iter().take(Self::LISTED).map(String::as_str).collect();
        let more = self.members.len().saturating_sub(Self::LISTED);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let infeasible = if self.members.len() == 1 { "is infeasible" } else { "are infeasible together" };
        format!("{}{more} {infeasible}: {}", listed.join(", "), self.why)
    }

    fn help(&self) -> String {
        match self.relax.as_slice() {
            [only] => format!("relax it: {only}"),
            several => format!("relax one of them: {}", several.join(", ")),
        }
    }
}

/// A contradiction between the scenario's choices and the book.
#[derive(Debug, thiserror::Error, Diagnostic)]
pub enum TerritoryFault {
    #[error("unknown rep `{id}`")]
    #[diagnostic(code("territory::unknown-rep"), help("{}", suggest(near.as_ref(), "expected the id of a current rep")))]
    UnknownRep { id: String, near: Option<String> },
    #[error("unknown account `{id}`")]
    #[diagnostic(code("territory::unknown-account"), help("{}", suggest(near.as_ref(), "expected the id of an account")))]
    UnknownAccount { id: String, near: Option<String> },
    #[error("unknown team `{name}`")]
    #[diagnostic(code("territory::unknown-team"), help("{}", suggest(near.as_ref(), "expected a team of `[teams]`")))]
    UnknownTeam { name: String, near: Option<String> },
    #[error("unknown region `{name}`")]
    #[diagnostic(
        code("territory::unknown-region"),
        help("{}", suggest(near.as_ref(), "expected a region of the account or rep data"))
    )]
    UnknownRegion { name: String, near: Option<String> },
    #[error("rep `{id}` has left")]
    #[diagnostic(code("territory::rep-left"), help("name a rep without a leaving date"))]
    RepLeft { id: String },
    #[error("the seat of rep `{id}` is cut")]
    #[diagnostic(code("territory::rep-cut"), help("name a rep who keeps a seat in this plan"))]
    RepCut { id: String },
    #[error("cannot cut {asked} seats of team `{team}`, which has only {has}")]
    #[diagnostic(code("territory::too-many-cuts"), help("cut at most {has} seats"))]
    TooManyCuts { team: String, asked: usize, has: usize },
    #[error("the cut names neither a team nor a rep")]
    #[diagnostic(code("territory::cuts-nobody"), help("set `team` and `seats`, or `rep`"))]
    CutsNobody,
    #[error("cannot take {asked} seats from team `{team}`, which has only {has}")]
    #[diagnostic(code("territory::too-few-to-dedicate"), help("take at most {has} seats"))]
    TooFewToDedicate { team: String, asked: usize, has: usize },
    #[error("the dedicated team `{team}` has no seats")]
    #[diagnostic(
        code("territory::dedicated-without-seats"),
        help("set `seats-from` and `seats`, add reps of the team to the data, or add seats with `headcount.adds`")
    )]
    DedicatedWithoutSeats { team: String },
    #[error("account `{account}` is locked to both `{first}` and `{second}`")]
    #[diagnostic(code("territory::locked-twice"), help("keep one lock for each account"))]
    LockedTwice { account: String, first: String, second: String },
    #[error("account `{account}` is locked to `{rep}`, but team `{team}` does not serve it")]
    #[diagnostic(
        code("territory::lock-outside-team"),
        help("lock the account to a rep whose team serves it, or set `containment = false`")
    )]
    LockOutsideTeam { account: String, rep: String, team: String },
    #[error("account `{account}` is locked to `{rep}`, but protection keeps it with `{owner}`")]
    #[diagnostic(code("territory::lock-against-protection"), help("remove the lock, or exempt the account from `protection`"))]
    LockAgainstProtection { account: String, rep: String, owner: String },
    #[error("account `{account}` is locked to `{rep}`, but the table of owners assigns it to `{listed}`")]
    #[diagnostic(code("territory::lock-against-table"), help("remove the lock or the row in the table"))]
    LockAgainstTable { account: String, rep: String, listed: String },
    #[error("the table of owners moves account `{account}`, but protection keeps it with `{owner}`")]
    #[diagnostic(
        code("territory::table-against-protection"),
        help("list the current owner, or choose a `protection` that lets the account move")
    )]
    ListedAgainstProtection { account: String, owner: String },
    #[error("{}", .0.message())]
    #[diagnostic(code("territory::contradiction"), help("{}", .0.help()))]
    Contradiction(InfeasibleSubset),
    #[error("{accounts} accounts do not fit any seat")]
    #[diagnostic(
        code("territory::left-over"),
        help(
            "provide enough capacity for every account, or set `house = true`; if account families are large, `family-lock = false` may help"
        )
    )]
    LeftOver { accounts: usize },
    #[error("no seat serves segment `{segment}`, which has {accounts} accounts")]
    #[diagnostic(code("territory::segment-without-seat"), help("add at least one rep to a team that serves the segment"))]
    SegmentWithoutSeat { segment: String, accounts: usize },
    #[error("the plan has no seats")]
    #[diagnostic(code("territory::no-seats"), help("add at least one current rep, or a seat with `headcount.adds`"))]
    NoSeats,
    #[error("{accounts} accounts and {seats} seats do not fit in memory")]
    #[diagnostic(
        code("territory::too-large"),
        help("reduce the number of accounts times the number of seats to at most 400 million")
    )]
    TooLarge { accounts: usize, seats: usize },
    #[error("cannot prove the optimal assignment: {0}")]
    #[diagnostic(
        code("territory::not-proven"),
        help(
            "reduce the problem, or divide it by regions, teams or protection; without `--exact` the assignment is reported with its optimality gap"
        )
    )]
    NotProven(attain_solver::Unproven),
    #[error("`min-accounts` ({min}) is greater than `max-accounts` ({max})")]
    #[diagnostic(code("territory::fewest-over-most"), help("set `min-accounts` to at most `max-accounts`"))]
    FewestOverMost { min: u32, max: u32 },
}
