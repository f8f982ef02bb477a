//! The scenario's table of owners: seats, reasons and house accounts.

use super::bound_seat::{BindingReason, BoundSeat};
use super::fault::TerritoryFault;
use super::lookup::find_account;
use super::roster::Roster;
use attain_core::diagnostics::Faults;
use attain_core::diagnostics::nearest;
use attain_core::plan::Reason;
use attain_core::scenario::ResolvedScenario;
use attain_data::Book;

/// Binds the accounts of the table to their seats. The table outranks owners that the
/// plan would keep, but may not move protected accounts, unless their owner leaves.
pub(crate) fn bind_listed(
    book: &Book,
    resolved: &ResolvedScenario,
    roster: &Roster,
    current: &[Option<usize>],
    bound: &mut [Option<BoundSeat>],
    faults: &mut Faults,
) {
    for row in resolved.owners.iter().flat_map(|owners| &owners.rows) {
        let seat = row.seat.as_ref().map(|id| find_seat(book, roster, id)).transpose();
        let seat = seat.map_err(|problem| faults.push(row.seat_at.clone(), problem));
        let found = find_account(book, &row.account).map_err(|problem| faults.push(row.account_at.clone(), problem));
        let (Ok(found), Ok(seat)) = (found, seat) else { continue };
        // Nothing protects a relationship with a rep who is known to have left by then.
        let month = row.from_month.unwrap_or(resolved.scenario.territory.from_month);
        let owner_leaves = current[found].is_some_and(|owner| {
            let leavers = &resolved.scenario.attrition.leavers;
            leavers.iter().any(|leaver| leaver.rep == roster.seats[owner].id && leaver.month <= month)
        });
        let protected = !owner_leaves && bound[found].is_some_and(|binding| binding.reason == BindingReason::Protected);
        if protected && current[found] != seat {
            let owner = current[found].map_or_else(String::new, |owner| roster.seats[owner].id.clone());
            faults.push(row.seat_at.clone(), TerritoryFault::ListedAgainstProtection { account: row.account.clone(), owner });
        } else if !protected {
            bound[found] = seat.map(|seat| BoundSeat { seat, reason: BindingReason::Listed });
        }
    }
}

/// For each account, the reason given in the table.
pub(crate) fn listed_reasons(book: &Book, resolved: &ResolvedScenario) -> Vec<Option<Reason>> {
    let mut reasons = vec![None; book.accounts.len()];
    for row in resolved.owners.iter().flat_map(|owners| &owners.rows) {
        if let Ok(found) = find_account(book, &row.account) {
            reasons[found] = row.reason;
        }
    }
    reasons
}

/// For each account, whether the table leaves it with the house.
pub(crate) fn house_accounts(book: &Book, resolved: &ResolvedScenario) -> Vec<bool> {
    let mut house = vec![false; book.accounts.len()];
    for row in resolved.owners.iter().flat_map(|owners| &owners.rows).filter(|row| row.seat.is_none()) {
        if let Ok(found) = find_account(book, &row.account) {
            house[found] = true;
        }
    }
    house
}

/// The seat with this id, with this label (`NAME (ID)`), or the only one with this name.
fn seat_called(roster: &Roster, text: &str) -> Option<usize> {
    let seats = &roster.seats;
    if let Some(seat) = seats.iter().position(|seat| seat.id == text) {
        return Some(seat);
    }
    if let Some((name, id)) = text.strip_suffix(')').and_then(|text| text.rsplit_once(" (")) {
        return seats.iter().position(|seat| seat.id == id && seat.name == name);
    }
    let mut named = (0..seats.len()).filter(|&seat| seats[seat].name == text);
    named.next().filter(|_| named.next().is_none())
}

/// Finds the seat with an id, which may belong to a present rep or be added.
fn find_seat(book: &Book, roster: &Roster, id: &str) -> Result<usize, TerritoryFault> {
    if let Some(seat) = seat_called(roster, id) {
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
