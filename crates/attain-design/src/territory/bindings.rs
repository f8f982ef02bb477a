//! Bindings of accounts to seats: locks, protection, the scenario's table of owners, and
//! owners that a plan keeps.

use super::bound_seat::{BindingReason, BoundSeat};
use super::eligibility::EligibleSeats;
use super::fault::TerritoryFault;
use super::lookup::{find_account, find_present_rep};
use super::owner_table::bind_listed;
use super::roster::Roster;
use attain_core::diagnostics::Faults;
use attain_core::scenario::ResolvedScenario;
use attain_core::scenario::choices::Protection;
use attain_data::{Book, Outcome};

/// The seat to which each account is bound, if any; `current` contains the seats of the
/// present owners. A lock outranks protection, and protection outranks containment
/// and the dedicated team. An owner is kept only if the account neither joins nor
/// leaves the dedicated team.
pub(crate) fn bind_accounts(
    book: &Book,
    resolved: &ResolvedScenario,
    roster: &Roster,
    eligible: &EligibleSeats,
    current: &[Option<usize>],
    faults: &mut Faults,
) -> Vec<Option<BoundSeat>> {
    let protected = protected_accounts(book, resolved, faults);
    let keep = resolved.scenario.territory.carve.keeps();
    let mut bound: Vec<Option<BoundSeat>> = current
        .iter()
        .enumerate()
        .map(|(i, seat)| {
            let seat = (*seat)?;
            let stays = roster.may_serve(roster.seats[seat].team, roster.is_dedicated(i), || true);
            match (protected[i], keep && stays) {
                (true, _) => Some(BoundSeat { seat, reason: BindingReason::Protected }),
                (false, true) => Some(BoundSeat { seat, reason: BindingReason::Kept }),
                (false, false) => None,
            }
        })
        .collect();
    bind_listed(book, resolved, roster, current, &mut bound, faults);
    bind_locked(book, resolved, roster, eligible, &mut bound, faults);
    bound
}

fn bind_locked(
    book: &Book,
    resolved: &ResolvedScenario,
    roster: &Roster,
    eligible: &EligibleSeats,
    bound: &mut [Option<BoundSeat>],
    faults: &mut Faults,
) {
    let named = matches!(resolved.scenario.protection, Protection::Named { .. });
    for (i, lock) in resolved.scenario.territory.locks.iter().enumerate() {
        let pointer = format!("territory.locks[{i}]");
        let found = find_account(book, &lock.account)
            .map_err(|problem| faults.push(resolved.place(&format!("{pointer}.account")), problem));
        let rep = find_present_rep(book, &lock.rep).and_then(|rep| match roster.seat_of_rep[rep] {
            Some(seat) => Ok(seat),
            None => Err(TerritoryFault::RepCut { id: lock.rep.clone() }),
        });
        let seat = rep.map_err(|problem| faults.push(resolved.place(&format!("{pointer}.rep")), problem));
        let (Ok(found), Ok(seat)) = (found, seat) else { continue };
        let id = |seat: usize| roster.seats[seat].id.clone();
        let problem = match bound[found] {
            Some(BoundSeat { seat: first, reason: BindingReason::Locked }) if first != seat => {
                Some(TerritoryFault::LockedTwice { account: lock.account.clone(), first: id(first), second: id(seat) })
            }
            Some(BoundSeat { seat: listed, reason: BindingReason::Listed }) if listed != seat => {
                Some(TerritoryFault::LockAgainstTable { account: lock.account.clone(), rep: id(seat), listed: id(listed) })
            }
            Some(BoundSeat { seat: owner, reason: BindingReason::Protected }) if named && owner != seat => {
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
            None => bound[found] = Some(BoundSeat { seat, reason: BindingReason::Locked }),
        }
    }
}

/// For each account, whether its relationship is protected from moves.
fn protected_accounts(book: &Book, resolved: &ResolvedScenario, faults: &mut Faults) -> Vec<bool> {
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
                match find_account(book, id) {
                    Ok(found) => protected[found] = true,
                    Err(problem) => faults.push(resolved.place(&format!("protection.named.accounts[{i}]")), problem),
                }
            }
        }
    }
    protected
}
