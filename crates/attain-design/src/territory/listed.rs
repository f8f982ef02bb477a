//! Owners that the scenario's table names.

use super::fault::TerritoryFault;
use super::holds::{Hold, Why};
use super::seats::{Roster, account};
use attain_core::diagnostics::Faults;
use attain_core::diagnostics::nearest;
use attain_core::plan::Reason;
use attain_core::scenario::ResolvedScenario;
use attain_data::Book;

/// Binds the accounts of the scenario's table to the seats it names. A table
/// outranks whom the plan would keep; it may not move what is protected.
pub(crate) fn hold(
    book: &Book,
    resolved: &ResolvedScenario,
    roster: &Roster,
    before: &[Option<usize>],
    holds: &mut [Option<Hold>],
    faults: &mut Faults,
) {
    for row in resolved.owners.iter().flat_map(|owners| &owners.rows) {
        let seat = row.seat.as_ref().map(|id| seat(book, roster, id)).transpose();
        let seat = seat.map_err(|problem| faults.push(row.seat_at.clone(), problem));
        let found = account(book, &row.account).map_err(|problem| faults.push(row.account_at.clone(), problem));
        let (Ok(found), Ok(seat)) = (found, seat) else { continue };
        let protected = holds[found].is_some_and(|hold| hold.why == Why::Protected);
        if protected && before[found] != seat {
            let owner = before[found].map_or_else(String::new, |owner| roster.seats[owner].id.clone());
            faults.push(row.seat_at.clone(), TerritoryFault::ListedAgainstProtection { account: row.account.clone(), owner });
        } else if !protected {
            holds[found] = seat.map(|seat| Hold { seat, why: Why::Listed });
        }
    }
}

/// For each account, the reason that the scenario's table tells.
pub(crate) fn reasons(book: &Book, resolved: &ResolvedScenario) -> Vec<Option<Reason>> {
    let mut reasons = vec![None; book.accounts.len()];
    for row in resolved.owners.iter().flat_map(|owners| &owners.rows) {
        if let Ok(found) = account(book, &row.account) {
            reasons[found] = row.reason;
        }
    }
    reasons
}

/// For each account, whether the scenario's table leaves it with the house.
pub(crate) fn house(book: &Book, resolved: &ResolvedScenario) -> Vec<bool> {
    let mut house = vec![false; book.accounts.len()];
    for row in resolved.owners.iter().flat_map(|owners| &owners.rows).filter(|row| row.seat.is_none()) {
        if let Ok(found) = account(book, &row.account) {
            house[found] = true;
        }
    }
    house
}

/// The seat with an id: a rep's, or an added seat's.
fn seat(book: &Book, roster: &Roster, id: &str) -> Result<usize, TerritoryFault> {
    if let Some(seat) = roster.seats.iter().position(|seat| seat.id == id) {
        return Ok(seat);
    }
    let id = id.to_owned();
    Err(match book.reps.iter().find(|rep| rep.id == id) {
        Some(rep) if rep.left.is_some() => TerritoryFault::RepLeft { id },
        Some(_) => TerritoryFault::RepCut { id },
        None => {
            let near = nearest(&id, roster.seats.iter().map(|seat| seat.id.as_str()));
            TerritoryFault::UnknownRep { id, near }
        }
    })
}
