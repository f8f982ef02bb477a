//! The book of business: from files, or generated from aggregates.
//!
//! ```text
//! file ─ table ─► text ─ columns, dialect ─► our columns ─ mend ─► Sheet ┐ (clean: the mended text, and a log)
//! Sheet ─ reps, accounts, opportunities, side, production, field ───────┴► Book, ReadReport
//!                                             aggregates ─ generate ─────► Book
//! ```
//! Cells are read by `parse`, amounts by `numbers` with `currency`; faults are
//! worded in `problem` and told by `findings`; what is noteworthy and no fault
//! is a finding of `quality`. `names` and `family` tie the tables together,
//! `hash` is the fingerprint of the result.

mod accounts;
mod amounts;
mod book;
mod bought;
mod clean;
mod columns;
mod crm_id;
mod currency;
pub mod demo;
mod desk;
mod dialect;
mod family;
mod fault;
mod field;
mod files;
mod findings;
mod generate;
mod hash;
mod mend;
mod names;
mod numbers;
mod opportunities;
mod owners;
mod parse;
mod production;
pub mod quality;
mod reading;
mod reps;
mod sheet;
mod side;
mod stages;
mod table;
#[cfg(test)]
mod tests;

pub use book::{
    Account, BlendedFigure, Book, BusinessType, FieldView, Opportunity, Outcome, Product, Production, Rep, StageChange,
    UnattachedOpportunity,
};
pub use clean::{CleanFile, REPAIR_LOG};
pub use owners::read_owners;
pub use reading::{ColumnReport, FileReport, ReadReport};

use attain_core::diagnostics::Faults;
use attain_core::scenario::ResolvedScenario;

/// What was read of a scenario's files, usable or not.
#[derive(Debug)]
pub struct Examination {
    /// The book; `None` where a fault was found.
    pub book: Option<Book>,
    /// What was read, and what was found.
    pub reading: ReadReport,
    record: desk::Record,
}

impl Examination {
    /// Every table that could be read, with all that was put right, and the log of it.
    #[must_use]
    pub fn cleaned(&self) -> Vec<CleanFile> {
        clean::files(&self.record)
    }
}

/// Reads (or generates) the book of business of a scenario. Faults are added
/// to `faults`; `None` when it cannot be used.
pub fn load(resolved: &ResolvedScenario, faults: &mut Faults) -> Option<Book> {
    examine(resolved, faults).book
}

/// Like [`load`], with what was read even where the book cannot be used.
pub fn examine(resolved: &ResolvedScenario, faults: &mut Faults) -> Examination {
    let before = faults.0.len();
    let mut record = desk::Record::default();
    let book = names::Frame::of(resolved, faults).and_then(|frame| {
        let mut desk = desk::Desk::new(resolved);
        files::read(&mut desk, &frame, &mut record, faults)
    });
    let reading = record.reading();
    let finish = |mut book: Book| {
        book.reading = reading.clone();
        book.hash = hash::of(&book);
        book
    };
    let book = book.filter(|_| faults.0.len() == before).map(finish);
    Examination { book, reading, record }
}

/// Whether two scenarios read the same book: same files, same mapping, same
/// names of segments, teams, industries and sources, and the same of whatever
/// else decides what is read or generated.
#[must_use]
pub fn same_input(a: &ResolvedScenario, b: &ResolvedScenario) -> bool {
    inputs(a) == inputs(b)
}

/// Everything of a scenario that the book depends on.
fn inputs(resolved: &ResolvedScenario) -> impl PartialEq {
    let scenario = &resolved.scenario;
    let data = scenario.data.clone();
    let path = |table: &str, file: &str| resolved.path_of(&format!("data.{table}.file"), file);
    let paths: Vec<_> = data.sources().map(|source| (source.table, path(source.table, source.file))).collect();
    let segments: Vec<_> = scenario
        .market
        .segments
        .iter()
        .map(|(name, s)| (name.clone(), s.potential_from, s.accounts, s.potential.clone(), s.sold, s.reps, s.quota))
        .collect();
    let teams: Vec<_> = scenario.teams.iter().map(|(name, team)| (name.clone(), team.segments.clone(), team.span)).collect();
    let industries: Vec<String> = scenario.market.industries.keys().cloned().collect();
    let sources: Vec<String> = scenario.market.sources.keys().cloned().collect();
    (data, paths, segments, teams, industries, sources, scenario.horizon.start, scenario.money.currency.clone())
}
