//! The book of business: from files, or generated from aggregates.
//!
//! ```text
//! file ─ records ─ table ─ columns ─► Sheet ─ reps, accounts, opportunities, production ─► Book
//!        (lines)   (text)   (names)                  aggregates ─ generate ──────────────► Book
//! ```
//! Cells are read by `parse`, faults are worded in `problem` and told by
//! `findings`; `names` and `family` tie the tables together, `hash` is the
//! fingerprint of the result.

mod accounts;
mod book;
mod columns;
mod family;
mod files;
mod findings;
mod generate;
mod hash;
mod names;
mod opportunities;
mod owners;
mod parse;
mod problem;
mod production;
mod records;
mod reps;
mod sheet;
mod table;
#[cfg(test)]
mod tests;

pub use book::{Account, Book, Opportunity, Outcome, Place, Production, Rep};
pub use owners::{Owner, Owners, read as owners};

use crate::fault::Faults;
use crate::scenario::Resolved;

/// Reads (or generates) the book of business of a scenario. Faults are added
/// to `faults`; `None` when it cannot be used.
pub fn load(resolved: &Resolved, faults: &mut Faults) -> Option<Book> {
    let before = faults.0.len();
    let frame = names::Frame::of(resolved, faults)?;
    let mut book = files::read(resolved, &frame, faults)?;
    if faults.0.len() > before {
        return None;
    }
    book.hash = hash::of(&book);
    Some(book)
}

/// Whether two scenarios read the same book: same files, same mapping, same
/// names of segments, teams, industries and sources, and the same of whatever
/// else decides what is read or generated.
#[must_use]
pub fn same_input(a: &Resolved, b: &Resolved) -> bool {
    inputs(a) == inputs(b)
}

/// Everything of a scenario that the book depends on.
fn inputs(resolved: &Resolved) -> impl PartialEq {
    let scenario = &resolved.scenario;
    let data = scenario.data.clone();
    let path = |table: &str, file: &str| resolved.path_of(&format!("data.{table}.file"), file);
    let paths = [
        data.accounts.as_ref().map(|table| path("accounts", &table.file)),
        data.reps.as_ref().map(|table| path("reps", &table.file)),
        data.opportunities.as_ref().map(|table| path("opportunities", &table.file)),
        data.production.as_ref().map(|table| path("production", &table.file)),
    ];
    let segments: Vec<_> = scenario
        .market
        .segments
        .iter()
        .map(|(name, s)| (name.clone(), s.potential_from, s.accounts, s.potential.clone(), s.sold, s.reps, s.quota))
        .collect();
    let teams: Vec<_> = scenario.teams.iter().map(|(name, team)| (name.clone(), team.segments.clone(), team.span)).collect();
    let industries: Vec<String> = scenario.market.industries.keys().cloned().collect();
    let sources: Vec<String> = scenario.market.sources.keys().cloned().collect();
    (data, paths, segments, teams, industries, sources, scenario.horizon.start)
}
