//! The seats of a plan, and who holds them.

use attain_core::plan::Seat;

/// The seats of a plan, and which of them each present rep holds.
#[derive(Debug, Clone)]
pub(crate) struct Roster {
    /// Seats of present reps in the order of the book's reps, then the added
    /// ones. Their books and quotas are still empty.
    pub(crate) seats: Vec<Seat>,
    /// For each rep of the book, the seat that he or she holds in the plan.
    pub(crate) seat_of_rep: Vec<Option<usize>>,
    /// The team of the top strategic accounts, where the scenario has one.
    pub(crate) dedicated: Option<DedicatedTeam>,
}

/// A team that serves only the top strategic accounts, and alone serves them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DedicatedTeam {
    /// Index into `Book::teams`.
    pub(crate) team: usize,
    /// For each account of the book, whether the team serves it.
    pub(crate) accounts: Vec<bool>,
    /// Indices into `Book::reps` of the reps who change to the team.
    pub(crate) joining: Vec<usize>,
}

impl Roster {
    /// Whether an account belongs to the dedicated team.
    pub(crate) fn is_dedicated(&self, account: usize) -> bool {
        self.dedicated.as_ref().is_some_and(|dedicated| dedicated.accounts[account])
    }

    /// Whether a team may serve an account. The dedicated team serves the
    /// `dedicated` accounts and no others; for the other teams `serves` decides.
    pub(crate) fn may_serve(&self, team: usize, dedicated: bool, serves: impl Fn() -> bool) -> bool {
        let of_dedicated_team = self.dedicated.as_ref().is_some_and(|dedicated| dedicated.team == team);
        of_dedicated_team == dedicated && (dedicated || serves())
    }
}
