//! Which part of a plan's year is replayed.

use attain_core::diagnostics::{Fault, Place};
use attain_core::plan::Plan;
use attain_data::Book;

use super::fault::UnknownReplayTarget;

/// Which part of a plan's year is replayed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReplayScope {
    /// The whole plan.
    Plan,
    /// A seat, by its position in the plan: its rep, its book and all that comes and goes.
    Seat(usize),
    /// An account, by its position in the book, whoever owns it.
    Account(usize),
}

/// The position of the plan that is asked for among `names`; the only one when nothing is.
///
/// # Errors
/// When there is no such plan, or it is not said which of several.
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

/// The seat of a plan by id, or else by name.
///
/// # Errors
/// When there is none, or several have the name.
pub fn seat(asked: &str, plan: &Plan) -> Result<ReplayScope, Fault> {
    let seats: Vec<(&str, &str)> = plan.seats.iter().map(|seat| (seat.id.as_str(), seat.name.as_str())).collect();
    let none = |found, known| UnknownReplayTarget::Seat { found, known };
    find(asked, &seats, none).map(ReplayScope::Seat).map_err(|problem| Fault::new(Place::Option("--seat"), problem))
}

/// The account of a book by id, or else by name.
///
/// # Errors
/// When there is none, or several have the name.
pub fn account(asked: &str, book: &Book) -> Result<ReplayScope, Fault> {
    let accounts: Vec<(&str, &str)> = book.accounts.iter().map(|a| (a.id.as_str(), a.name.as_str())).collect();
    let none = |found, known| UnknownReplayTarget::Account { found, known };
    find(asked, &accounts, none).map(ReplayScope::Account).map_err(|problem| Fault::new(Place::Option("--account"), problem))
}

/// The position of an id, or else of a name that only one has, whatever its case.
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
