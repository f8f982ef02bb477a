//! Lookup of the accounts, seats, reps, teams and regions named on the command line.

use super::fault::NamedTargetFault;
use attain_core::diagnostics::{Fault, Faults, Place};
use attain_core::plan::Plan;
use attain_data::Book;

/// Returns the index of the account given by `--why`.
///
/// # Errors
/// If no account or more than one account has this name.
pub(super) fn account(book: &Book, given: &str) -> Result<usize, Faults> {
    let all = book.accounts.iter().map(|account| (account.id.as_str(), account.name.as_str()));
    find(all, given, "account", "--why")
}

/// Returns the index of the seat given by `--rep`.
///
/// # Errors
/// If no seat or more than one seat has this name.
pub(super) fn seat(plan: &Plan, given: &str) -> Result<usize, Faults> {
    seat_of(plan, given, "--rep")
}

/// Returns the index of the seat that an option names.
///
/// # Errors
/// If no seat or more than one seat has this name.
pub(super) fn seat_of(plan: &Plan, given: &str, option: &'static str) -> Result<usize, Faults> {
    find(plan.seats.iter().map(|seat| (seat.id.as_str(), seat.name.as_str())), given, "rep", option)
}

/// Returns the id of the rep given by `--rep`, among the reps who have not left.
///
/// # Errors
/// If no rep or more than one rep has this name.
pub(super) fn rep<'a>(book: &'a Book, given: &str) -> Result<&'a str, Faults> {
    let same = |text: &str| text.to_lowercase() == given.to_lowercase();
    let named: Vec<_> = book.reps.iter().filter(|rep| same(&rep.id) || same(&rep.name)).collect();
    if let [rep] = named.as_slice()
        && let Some(day) = rep.left
    {
        let problem = NamedTargetFault::RepLeft { found: given.to_owned(), day: day.to_string() };
        return Err(Faults(vec![Fault::new(Place::Option("--rep"), problem)]));
    }
    let present: Vec<usize> = (0..book.reps.len()).filter(|&rep| book.reps[rep].left.is_none()).collect();
    let all = present.iter().map(|&rep| (book.reps[rep].id.as_str(), book.reps[rep].name.as_str()));
    find(all, given, "rep", "--rep").map(|at| book.reps[present[at]].id.as_str())
}

/// Checks that the team or region named by an option exists.
///
/// # Errors
/// If it does not exist.
pub(super) fn one_of(names: &[String], given: &str, what: &'static str, option: &'static str) -> Result<(), Faults> {
    if names.iter().any(|name| name == given) {
        return Ok(());
    }
    let (found, known) = (given.to_owned(), names.to_vec());
    let problem = match what {
        "team" => NamedTargetFault::UnknownTeam { found, known },
        _ => NamedTargetFault::UnknownRegion { found, known },
    };
    Err(Faults(vec![Fault::new(Place::Option(option), problem)]))
}

/// Checks that a month is within the horizon.
///
/// # Errors
/// If it is after the last month.
pub(super) fn month(given: u32, months: u32) -> Result<(), Faults> {
    if given <= months {
        return Ok(());
    }
    Err(Faults(vec![Fault::new(Place::Option("--month"), NamedTargetFault::Beyond { asked: given, months })]))
}

/// Finds an entry by its id, or by its name if only one entry has that name.
fn find<'a>(
    all: impl Iterator<Item = (&'a str, &'a str)> + Clone,
    given: &str,
    what: &'static str,
    option: &'static str,
) -> Result<usize, Faults> {
    if let Some(found) = all.clone().position(|(id, _)| id == given) {
        return Ok(found);
    }
    let same = |name: &str| name.to_lowercase() == given.to_lowercase();
    let found = given.to_owned();
    let named: Vec<(usize, &str)> =
        all.clone().enumerate().filter(|(_, (id, name))| same(id) || same(name)).map(|(at, (id, _))| (at, id)).collect();
    let problem = match named.as_slice() {
        [(only, _)] => return Ok(*only),
        [] if what == "account" => NamedTargetFault::UnknownAccount { found, near: nearest(all, given) },
        [] => NamedTargetFault::UnknownRep { found, near: nearest(all, given) },
        several => {
            let ids: Vec<&str> = several.iter().take(8).map(|(_, id)| *id).collect();
            NamedTargetFault::Several { what, found, count: several.len(), ids: ids.join(", ") }
        }
    };
    Err(Faults(vec![Fault::new(Place::Option(option), problem)]))
}

/// Returns the most similar id or name, if it is similar enough to suggest.
fn nearest<'a>(all: impl Iterator<Item = (&'a str, &'a str)>, given: &str) -> Option<String> {
    let both = all.flat_map(|(id, name)| [id, name]);
    attain_core::diagnostics::nearest(given, both.filter(|text| !text.is_empty()))
}
