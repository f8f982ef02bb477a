//! The smallest set of moves that brings books back within the tolerance.

use super::greedy_moves::MoveBudget;
use super::limited_moves::move_within;
use super::minimal_moves::move_minimally;
use super::proposal::{NamedCarve, Proposal, keep_owners, propose};
use super::trial_books::TrialBooks;
use super::trial_setup::trial_books;
use crate::design::design;
use attain_core::diagnostics::Faults;
use attain_core::plan::{Plan, Reason};
use attain_core::scenario::ResolvedScenario;
use attain_data::Book;

/// Limits on the moves of a rebalance.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct MoveLimits {
    /// Maximum number of accounts; `None` for no limit.
    pub accounts: Option<usize>,
    /// Maximum recurring revenue per year; `None` for no limit.
    pub revenue: Option<f64>,
}

/// A rebalance, with a proven lower bound on its size.
#[derive(Debug, Clone)]
pub struct RebalanceProposal {
    /// The proposal with the moves.
    pub proposal: Proposal,
    /// The plan before any move: present owners keep their accounts, and accounts
    /// without an owner are assigned.
    pub start: Plan,
    /// Proven lower bound on the number of accounts that any set of moves among peer seats must
    /// move for the same effect; `None` if a limit cuts the moves short or books stay outside the
    /// tolerance.
    pub least: Option<usize>,
}

/// Moves as few accounts as can be found so that every book comes within the tolerance
/// around the mean potential of like seats (of its team, and of its region when
/// accounts stay in theirs). Accounts move among like seats. Nobody gets more work than
/// capacity, or than before where that was more. Locks, protection, skills, regions and
/// families are kept as in a redesign. With limits, the excess is
/// reduced as far as they allow.
///
/// # Errors
/// Returns all contradictions between the scenario's choices and the book.
pub fn propose_rebalance(book: &Book, resolved: &ResolvedScenario, limits: MoveLimits) -> Result<RebalanceProposal, Faults> {
    let keeping = keep_owners(resolved);
    let start = design(book, &keeping)?;
    let mut books = trial_books(book, &keeping, &start)?;
    let untouched = books.clone();
    let proven = move_minimally(&mut books);
    let unlimited = MoveBudget::UNLIMITED;
    let budget = MoveBudget {
        accounts: limits.accounts.unwrap_or(unlimited.accounts),
        revenue: limits.revenue.unwrap_or(unlimited.revenue),
    };
    let needed = books.moved_totals();
    let limited = needed.accounts > budget.accounts || needed.revenue > budget.revenue;
    if limited {
        books = untouched.clone();
        move_within(&mut books, budget);
    }
    let balanced = !limited && books.total_excess() <= 0.0;
    let within = limited && books.total_excess() <= 0.0;
    let mut carve = NamedCarve::from_plan(&start);
    for unit in books.moved_units() {
        for &account in &books.units[unit].accounts {
            carve.seats[account] = Some(start.seats[books.seat(unit)].id.clone());
            carve.reasons[account] = Reason::Balance;
        }
    }
    let name = format!("rebalance-{}", resolved.scenario.name);
    let moved = books.moved_totals().accounts;
    let description = format!("Current owners, with {moved} accounts moved to restore the balance of potential.");
    let mut proposal = propose(book, &keeping, &name, description, &carve)?;
    let least = balanced.then_some(proven);
    let outcome = RebalanceOutcome {
        before: &untouched,
        after: &books,
        start: &start,
        needed: limited.then_some(needed.accounts),
        within,
        least,
    };
    proposal.remarks = outcome.remarks();
    Ok(RebalanceProposal { proposal, start, least })
}

/// The facts behind the remarks on a rebalance.
struct RebalanceOutcome<'a> {
    before: &'a TrialBooks,
    after: &'a TrialBooks,
    start: &'a Plan,
    /// Number of accounts that would move without a limit, if a limit cuts the moves short.
    needed: Option<usize>,
    /// Whether all books come within the tolerance although a limit rules out the fewest moves.
    within: bool,
    least: Option<usize>,
}

impl RebalanceOutcome<'_> {
    fn remarks(&self) -> Vec<String> {
        let Self { before, after, start, needed, within, least } = *self;
        let moved = after.moved_totals().accounts;
        let outside = |books: &TrialBooks| (0..books.limits.len()).filter(|&seat| books.excess(seat) > 0.0).count();
        let mut remarks = vec![format!(
            "Books outside the tolerance of peer seats: {} of {} before, {} after.",
            outside(before),
            after.limits.len(),
            outside(after)
        )];
        if let Some(needed) = needed {
            remarks.push(if within {
                format!("Within the limit, {moved} accounts move; without it, {needed} would be enough.")
            } else {
                format!("The limit allows {moved} accounts to move; without it, {needed} would move.")
            });
        }
        match least {
            Some(least) if least == moved => {
                remarks.push(format!("{moved} is the minimum: no smaller set of moves among peer seats is enough."));
            }
            Some(least) => {
                remarks.push(format!("At least {least} accounts must move among peer seats; {moved} is the best found."));
            }
            None => {}
        }
        let outside: Vec<&str> = (0..after.limits.len())
            .filter(|&seat| after.excess(seat) > 0.0)
            .map(|seat| start.seats[seat].name.as_str())
            .collect();
        if !outside.is_empty() && needed.is_none() {
            remarks.push(format!(
                "No further move among peer seats helps these books: {}. Relax the constraints on their accounts: locks, \
                 protection, skills, families or capacity; some accounts may be too large to move.",
                outside.join(", ")
            ));
        }
        remarks
    }
}
