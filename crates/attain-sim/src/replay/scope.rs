//! Scope of a replay.

use attain_core::diagnostics::{Fault, Place};
use attain_core::plan::Plan;
use attain_data::Book;

use super::fault::UnknownReplayTarget;

/// Part of a plan's year that is replayed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReplayScope {
    /// The whole plan.
    Plan,
    /// A seat, by position in the plan, with its rep, its book and its arrivals and departures.
    Seat(usize),
    /// An account, by position in the world, regardless of its owner: those of the book come first.
    Account(usize),
}

/// Returns the position of the requested plan among `names`, or of the only plan if none is
/// requested.
///
/// # Errors
/// Returns an error if there is no such plan, or if there are several plans and none is requested.
pub fn plan_at(asked: Option<&str>, names: &[&str]) -> Result<usize, Fault> {
    let known = || names.iter().map(ToString::to_string).collect();
    let problem = match asked {
        None if names.len() == 1 => return Ok(0),
        None => UnknownReplayTarget::WhichPlan { known: known() },
        Some(found) => match names.iter().position(|name| *name == found) {
            Some(at) => return Ok(at),
            None => UnknownReplayTarget::Plan { found: found.to_owned(), known: known() },
        },
    };
    Err(Fault::new(Place::Option("--plan"), problem))
}

/// Finds a seat of a plan by id or, failing that, by name.
///
/// # Errors
/// Returns an error if there is no such seat, or if several seats have the name.
pub fn seat(asked: &str, plan: &Plan) -> Result<ReplayScope, Fault> {
    let seats: Vec<(&str, &str)> = plan.seats.iter().map(|seat| (seat.id.as_str(), seat.name.as_str())).collect();
    let none = |found, known| UnknownReplayTarget::Seat { found, known };
    find(asked, &seats, none).map(ReplayScope::Seat).map_err(|problem| Fault::new(Place::Option("--seat"), problem))
}

/// Finds an account of a book by id or, failing that, by name.
///
/// # Errors
/// Returns an error if there is no such account, or if several accounts have the name.
pub fn account(asked: &str, book: &Book) -> Result<ReplayScope, Fault> {
    let accounts: Vec<(&str, &str)> = book.accounts.iter().map(|a| (a.id.as_str(), a.name.as_str())).collect();
    let none = |found, known| UnknownReplayTarget::Account { found, known };
    find(asked, &accounts, none).map(ReplayScope::Account).map_err(|problem| Fault::new(Place::Option("--account"), problem))
}

/// Position of an id or, failing that, of a unique name, ignoring case.
fn find(
    asked: &str,
    known: &[(&str, &str)],
    none: impl Fn(String, Vec<String>) -> UnknownReplayTarget,
) -> Result<usize, UnknownReplayTarget> {
    if let Some(at) = known.iter().position(|(id, _)| *id == asked) {
        return Ok(at);
    }
    let same = |text: &str| text.trim().to_lowercase() == asked.trim().to_lowercase();
    let found: Vec<usize> = (0..known.len()).filter(|&i| same(known[i].0) || same(known[i].1)).collect();
    match found.as_slice() {
        [only] => Ok(*only),
        [] => {
            let names = known.iter().flat_map(|(id, name)| [id.to_string(), name.to_string()]).collect();
            Err(none(asked.to_owned(), names))
        }
        several => {
            let ids = several.iter().map(|&i| known[i].0.to_owned()).collect();
            Err(UnknownReplayTarget::Several { found: asked.to_owned(), ids })
        }
    }
}
