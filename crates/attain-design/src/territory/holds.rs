//! Accounts that may not move: locks, protection, and owners a plan keeps.

use super::fault::TerritoryFault;
use super::listed;
use super::rules::Eligible;
use super::seats::{Roster, account, present_rep};
use attain_core::diagnostics::Faults;
use attain_core::scenario::ResolvedScenario;
use attain_core::scenario::choices::Protection;
use attain_data::{Book, Outcome};

/// Why an account may not move.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Why {
    /// A lock names the seat's rep.
    Locked,
    /// The relationship is protected.
    Protected,
    /// The plan keeps present owners.
    Kept,
    /// The scenario's table names the seat.
    Listed,
}

/// The seat an account is bound to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Hold {
    pub(crate) seat: usize,
    pub(crate) why: Why,
}

/// Present owners' seats in the plan; for each account of the book.
pub(crate) fn before(book: &Book, roster: &Roster) -> Vec<Option<usize>> {
    book.accounts.iter().map(|account| account.owner.and_then(|rep| roster.of_rep[rep])).collect()
}

/// What holds each account. A lock outranks protection, protection outranks
/// containment and the dedicated team; an owner is kept only where the account
/// does not go to or come from the dedicated team.
pub(crate) fn holds(
    book: &Book,
    resolved: &ResolvedScenario,
    roster: &Roster,
    eligible: &Eligible,
    before: &[Option<usize>],
    faults: &mut Faults,
) -> Vec<Option<Hold>> {
    let protected = protected(book, resolved, faults);
    let keep = resolved.scenario.territory.carve.keeps();
    let mut holds: Vec<Option<Hold>> = before
        .iter()
        .enumerate()
        .map(|(i, seat)| {
            let seat = (*seat)?;
            let stays = roster.may_serve(roster.seats[seat].team, roster.is_dedicated(i), || true);
            match (protected[i], keep && stays) {
                (true, _) => Some(Hold { seat, why: Why::Protected }),
                (false, true) => Some(Hold { seat, why: Why::Kept }),
                (false, false) => None,
            }
        })
        .collect();
    listed::hold(book, resolved, roster, before, &mut holds, faults);
    lock(book, resolved, roster, eligible, &mut holds, faults);
    holds
}

fn lock(
    book: &Book,
    resolved: &ResolvedScenario,
    roster: &Roster,
    eligible: &Eligible,
    holds: &mut [Option<Hold>],
    faults: &mut Faults,
) {
    let named = matches!(resolved.scenario.protection, Protection::Named { .. });
    for (i, lock) in resolved.scenario.territory.locks.iter().enumerate() {
        let pointer = format!("territory.locks[{i}]");
        let found =
            account(book, &lock.account).map_err(|problem| faults.push(resolved.place(&format!("{pointer}.account")), problem));
        let rep = present_rep(book, &lock.rep).and_then(|rep| match roster.of_rep[rep] {
            Some(seat) => Ok(seat),
            None => Err(TerritoryFault::RepCut { id: lock.rep.clone() }),
        });
        let seat = rep.map_err(|problem| faults.push(resolved.place(&format!("{pointer}.rep")), problem));
        let (Ok(found), Ok(seat)) = (found, seat) else { continue };
        let id = |seat: usize| roster.seats[seat].id.clone();
        let problem = match holds[found] {
            Some(Hold { seat: first, why: Why::Locked }) if first != seat => {
                Some(TerritoryFault::LockedTwice { account: lock.account.clone(), first: id(first), second: id(seat) })
            }
            Some(Hold { seat: listed, why: Why::Listed }) if listed != seat => {
                Some(TerritoryFault::LockAgainstTable { account: lock.account.clone(), rep: id(seat), listed: id(listed) })
            }
            Some(Hold { seat: owner, why: Why::Protected }) if named && owner != seat => {
                Some(TerritoryFault::LockAgainstProtection { account: lock.account.clone(), rep: id(seat), owner: id(owner) })
            }
            _ if !eligible.team_may(book, roster, found, roster.seats[seat].team) => Some(TerritoryFault::LockOutsideTeam {
                account: lock.account.clone(),
                rep: id(seat),
                team: book.teams[roster.seats[seat].team].clone(),
            }),
            _ => None,
        };
        match problem {
            Some(problem) => faults.push(resolved.place(&pointer), problem),
            None => holds[found] = Some(Hold { seat, why: Why::Locked }),
        }
    }
}

/// For each account, whether no move may break its relationship.
fn protected(book: &Book, resolved: &ResolvedScenario, faults: &mut Faults) -> Vec<bool> {
    let mut protected = vec![false; book.accounts.len()];
    match &resolved.scenario.protection {
        Protection::None | Protection::Priced { .. } => {}
        Protection::All => protected.fill(true),
        Protection::ActivePipeline { from_chance } => {
            for opportunity in &book.opportunities {
                if matches!(opportunity.outcome, Outcome::Open(chance) if chance >= from_chance.get()) {
                    protected[opportunity.account] = true;
                }
            }
        }
        Protection::Named { accounts } => {
            for (i, id) in accounts.iter().enumerate() {
                match account(book, id) {
                    Ok(found) => protected[found] = true,
                    Err(problem) => faults.push(resolved.place(&format!("protection.named.accounts[{i}]")), problem),
                }
            }
        }
    }
    protected
}
