//! The smallest set of moves that brings books back within the tolerance.

use super::books::Books;
use super::least::{self, Most};
use super::{Carving, Proposal, kept, propose};
use crate::design::design;
use attain_core::diagnostics::Faults;
use attain_core::plan::{Plan, Reason};
use attain_core::scenario::ResolvedScenario;
use attain_data::Book;

/// Most that a rebalance may move.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct MoveLimits {
    /// Most accounts.
    pub accounts: Option<usize>,
    /// Most recurring revenue a year.
    pub revenue: Option<f64>,
}

/// A rebalance, and what is known of how small it could be.
#[derive(Debug, Clone)]
pub struct RebalanceProposal {
    /// The moves.
    pub proposal: Proposal,
    /// The books before any of them: present owners, what nobody has assigned.
    pub start: Plan,
    /// Fewest accounts that any set of moves among like seats must move to mend as much, as far as is
    /// proven; `None` where it is cut short by a limit or books stay outside.
    pub least: Option<usize>,
}

/// Moves as few accounts as can be found so that every book comes within the
/// tolerance around the mean potential of like seats (of its team, and of its
/// region where accounts stay in theirs). Accounts move among like seats;
/// nobody gets more work than capacity (or than before, where that was more);
/// locks, protection, skills, regions and families hold as in a redesign. With
/// limits, the moves that mend most for each account come first.
///
/// # Errors
/// Every contradiction between the scenario's choices and the book.
pub fn propose_rebalance(book: &Book, resolved: &ResolvedScenario, limits: MoveLimits) -> Result<RebalanceProposal, Faults> {
    let kept = kept(resolved);
    let start = design(book, &kept)?;
    let mut books = Books::new(book, &kept, &start)?;
    let untouched = books.clone();
    let proven = least::mend(&mut books);
    let most =
        Most { accounts: limits.accounts.unwrap_or(Most::ALL.accounts), revenue: limits.revenue.unwrap_or(Most::ALL.revenue) };
    let needed = books.spent();
    let limited = needed.0 > most.accounts || needed.1 > most.revenue;
    if limited {
        books = untouched.clone();
        least::greedy(&mut books, most);
    }
    let mended = !limited && books.total() <= 0.0;
    let mut carve = Carving::of(&start);
    for mover in books.moved() {
        for &account in &books.movers[mover].accounts {
            carve.after[account] = Some(start.seats[books.seat(mover)].id.clone());
            carve.reasons[account] = Reason::Balance;
        }
    }
    let name = format!("rebalance-{}", resolved.scenario.name);
    let moved = books.spent().0;
    let description = format!("Present owners, and {moved} accounts moved to bring potential back into balance.");
    let mut proposal = propose(book, &kept, &name, description, &carve)?;
    proposal.remarks = remarks((&untouched, &books), &start, limited.then_some(needed.0), mended.then_some(proven));
    Ok(RebalanceProposal { proposal, start, least: mended.then_some(proven) })
}

fn remarks((before, books): (&Books, &Books), start: &Plan, limited: Option<usize>, proven: Option<usize>) -> Vec<String> {
    let moved = books.spent().0;
    let outside = |books: &Books| (0..books.shelves.len()).filter(|&seat| books.amiss(seat) > 0.0).count();
    let mut remarks = vec![format!(
        "Outside the tolerance of like seats: {} of {} books before, {} after.",
        outside(before),
        books.shelves.len(),
        outside(books)
    )];
    if let Some(needed) = limited {
        remarks.push(format!("The limit stops it after {moved} accounts; without one, {needed} would move."));
    }
    match proven {
        Some(least) if least == moved => {
            remarks.push(format!("{moved} is the least: no smaller set of moves among like seats does it."));
        }
        Some(least) => {
            remarks.push(format!("No set of fewer than {least} moves among like seats does it; {moved} is the best found."));
        }
        None => {}
    }
    let outside: Vec<&str> =
        (0..books.shelves.len()).filter(|&seat| books.amiss(seat) > 0.0).map(|seat| start.seats[seat].name.as_str()).collect();
    if !outside.is_empty() && limited.is_none() {
        remarks.push(format!(
            "No further move among like seats mends these books: {}. What holds their accounts (locks, protection, skills, families, capacity, or \
             accounts too large to move) would have to give way.",
            outside.join(", ")
        ));
    }
    remarks
}
