//! Looks up accounts, seats, reps, teams and regions that the command line names.

use super::fault::NamedTargetFault;
use attain_core::diagnostics::{Fault, Faults, Place};
use attain_core::plan::Plan;
use attain_data::Book;

/// The account that `--why` asks for, as an index into the book's accounts.
///
/// # Errors
/// Nobody or several of that name.
pub(super) fn account(book: &Book, asked: &str) -> Result<usize, Faults> {
    let all = book.accounts.iter().map(|account| (account.id.as_str(), account.name.as_str()));
    find(all, asked, "account", "--why")
}

/// The seat that `--rep` asks for, as an index into the plan's seats.
///
/// # Errors
/// Nobody or several of that name.
pub(super) fn seat(plan: &Plan, asked: &str) -> Result<usize, Faults> {
    seat_of(plan, asked, "--rep")
}

/// The seat that an option asks for, as an index into the plan's seats.
///
/// # Errors
/// Nobody or several of that name.
pub(super) fn seat_of(plan: &Plan, asked: &str, option: &'static str) -> Result<usize, Faults> {
    find(plan.seats.iter().map(|seat| (seat.id.as_str(), seat.name.as_str())), asked, "rep", option)
}

/// The present rep that `--rep` asks for, by id.
///
/// # Errors
/// Nobody or several of that name.
pub(super) fn rep<'a>(book: &'a Book, asked: &str) -> Result<&'a str, Faults> {
    let present: Vec<usize> = (0..book.reps.len()).filter(|&rep| book.reps[rep].left.is_none()).collect();
    let all = present.iter().map(|&rep| (book.reps[rep].id.as_str(), book.reps[rep].name.as_str()));
    find(all, asked, "rep", "--rep").map(|at| book.reps[present[at]].id.as_str())
}

/// A team or a region that an option asks for.
///
/// # Errors
/// None of that name.
pub(super) fn one_of(names: &[String], asked: &str, what: &'static str, option: &'static str) -> Result<(), Faults> {
    if names.iter().any(|name| name == asked) {
        return Ok(());
    }
    let (found, known) = (asked.to_owned(), names.to_vec());
    let problem = match what {
        "team" => NamedTargetFault::UnknownTeam { found, known },
        _ => NamedTargetFault::UnknownRegion { found, known },
    };
    Err(Faults(vec![Fault::new(Place::Option(option), problem)]))
}

/// Whether a month that an option asks for is within the horizon.
///
/// # Errors
/// A month after the last one.
pub(super) fn month(asked: u32, months: u32) -> Result<(), Faults> {
    if asked <= months {
        return Ok(());
    }
    Err(Faults(vec![Fault::new(Place::Option("--month"), NamedTargetFault::Beyond { asked, months })]))
}

/// By id; or by name, where only one has it.
fn find<'a>(
    all: impl Iterator<Item = (&'a str, &'a str)> + Clone,
    asked: &str,
    what: &'static str,
    option: &'static str,
) -> Result<usize, Faults> {
    if let Some(found) = all.clone().position(|(id, _)| id == asked) {
        return Ok(found);
    }
    let same = |name: &str| name.to_lowercase() == asked.to_lowercase();
    let found = asked.to_owned();
    let named: Vec<(usize, &str)> =
        all.clone().enumerate().filter(|(_, (id, name))| same(id) || same(name)).map(|(at, (id, _))| (at, id)).collect();
    let problem = match named.as_slice() {
        [(only, _)] => return Ok(*only),
        [] if what == "account" => NamedTargetFault::UnknownAccount { found, near: nearest(all, asked) },
        [] => NamedTargetFault::UnknownRep { found, near: nearest(all, asked) },
        several => {
            let ids: Vec<&str> = several.iter().take(8).map(|(_, id)| *id).collect();
            NamedTargetFault::Several { what, found, count: several.len(), ids: ids.join(", ") }
        }
    };
    Err(Faults(vec![Fault::new(Place::Option(option), problem)]))
}

/// The id or name nearest to what was asked, when it is near enough to be meant.
fn nearest<'a>(all: impl Iterator<Item = (&'a str, &'a str)>, asked: &str) -> Option<String> {
    let both = all.flat_map(|(id, name)| [id, name]);
    attain_core::diagnostics::nearest(asked, both.filter(|text| !text.is_empty()))
}
