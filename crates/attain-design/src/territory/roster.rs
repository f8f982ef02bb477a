//! The seats of a plan and their reps.

use attain_core::plan::Seat;

/// The seats of a plan, with the seat of each present rep.
#[derive(Debug, Clone)]
pub(crate) struct Roster {
    /// Seats of present reps in the order of the book's reps, followed by added seats. Their
    /// books and quotas are still empty.
    pub(crate) seats: Vec<Seat>,
    /// For each rep of the book, the rep's seat in the plan.
    pub(crate) seat_of_rep: Vec<Option<usize>>,
    /// The team of the top strategic accounts, if the scenario has one.
    pub(crate) dedicated: Option<DedicatedTeam>,
    /// Seats that are cut after the start; they are not among `seats`, and nothing is assigned to
    /// them.
    pub(crate) closing: Vec<ClosingSeat>,
}

/// A seat that is cut after the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ClosingSeat {
    /// Index into `Book::reps`.
    pub(crate) rep: usize,
    /// Month, counted from 0, at whose start it closes.
    pub(crate) month: u32,
}

/// The team that exclusively serves the top strategic accounts and no others.
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

    /// Whether a team may serve an account. The dedicated team serves only the `dedicated`
    /// accounts; for other teams, `serves` applies.
    pub(crate) fn may_serve(&self, team: usize, dedicated: bool, serves: impl Fn() -> bool) -> bool {
        let of_dedicated_team = self.dedicated.as_ref().is_some_and(|dedicated| dedicated.team == team);
        of_dedicated_team == dedicated && (dedicated || serves())
    }
}
