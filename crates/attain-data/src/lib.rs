//! Reads, checks and repairs the book of business of a sales organisation: its accounts,
//! reps and opportunities.
//!
//! The data comes from CSV, Parquet or Excel files, such as CRM exports, or is generated from
//! the aggregates of a scenario. All faults are reported at once, each with its file, line
//! and column. Obvious slips are repaired, and every repair is logged.
//!
//! ```text
//!              open_sheet                                                      ┌─► clean: repaired files, log
//! file ─ table ─► TextTable ─ column_match ─► columns ─ repair ─► DataSheet ───┤
//!                                                                              ▼
//!       Book, ReadReport ◄─ reps, accounts, opportunities, lookup_tables, production, field
//!       Book ◄─ generate ◄─ aggregates of the scenario
//! ```
//!
//! Cells are parsed in `parse` and the `sheet_…` modules. Noteworthy properties of the data
//! that are not faults are findings of [`quality`]. `names` resolves references between
//! tables, and `hash` computes the fingerprint of the result.
//!
//! # Main types
//! - [`Book`]: the accounts, reps and opportunities used by all later stages.
//! - [`Examination`]: a book with the report on its files and findings.
//! - [`ReadReport`]: files, columns and findings.
//! - [`demo`]: a synthetic company with known parameters.
//!
//! # Example
//! ```
//! use attain_core::diagnostics::Faults;
//! use attain_core::scenario;
//!
//! let text = r#"
//!     name = "four reps"
//!     market.segments.smb = { accounts = 100, reps = 4 }
//!     teams.inside = {}
//! "#;
//! let scenario = scenario::from_texts(&[("plan.toml", text)])?;
//!
//! let mut faults = Faults::default();
//! let book = attain_data::load(&scenario, &mut faults).ok_or(faults)?;
//! assert_eq!((book.accounts.len(), book.reps.len()), (100, 4));
//! # Ok::<(), Faults>(())
//! ```

mod accounts;
mod amounts;
mod book;
mod clean;
mod column_match;
mod column_specs;
mod comparable_name;
mod crm_id;
mod crm_records;
mod currency;
mod deal_tables;
pub mod demo;
mod dialect;
mod family;
mod fault;
mod field;
mod file_faults;
mod files;
mod generate;
mod hash;
mod lookup_tables;
mod names;
mod open_sheet;
mod opportunities;
mod opportunity_columns;
mod owners;
mod parse;
mod people_and_accounts;
mod production;
mod purchase_history;
mod purchase_potentials;
pub mod quality;
mod read_context;
mod read_record;
mod reading;
mod repair;
mod reps;
mod scenario_frame;
mod sheet;
mod sheet_columns;
mod sheet_numbers;
mod stages;
mod table;
#[cfg(test)]
mod tests;
mod workbook;
pub mod workbook_format;

pub use book::{
    Account, BlendedFigure, Book, BusinessType, FieldView, Opportunity, Outcome, Product, Production, PurchasePotentials, Rep,
    StageChange, UnattachedOpportunity,
};
pub use clean::CleanFile;
pub use crm_id::salesforce_id;
pub use crm_records::{CrmRecord, CrmRecordKind, CrmTable, read_crm_ids, read_crm_table, read_text_rows, written_owners};
pub use owners::read_owners;
pub use purchase_potentials::restore_potentials;
pub use reading::{ColumnReport, FileReport, ReadReport};
pub use workbook::{WorkbookOrigin, read_workbook_origin};

use attain_core::diagnostics::Faults;
use attain_core::scenario::ResolvedScenario;
use hash::content_hash;
use read_context::ReadContext;
use read_record::ReadRecord;
use scenario_frame::ScenarioFrame;

/// The result of reading a scenario's files, whether or not the book is usable.
#[derive(Debug)]
pub struct Examination {
    /// The book, or `None` if a fault was found.
    pub book: Option<Book>,
    /// The report on files and findings.
    pub reading: ReadReport,
    record: ReadRecord,
}

impl Examination {
    /// All readable tables after repairs, and the log of the repairs.
    #[must_use]
    pub fn cleaned(&self) -> Vec<CleanFile> {
        clean::files(&self.record)
    }
}

/// Reads or generates the book of business of a scenario. Returns `None` and adds to
/// `faults` if the book cannot be used.
pub fn load(resolved: &ResolvedScenario, faults: &mut Faults) -> Option<Book> {
    examine(resolved, faults).book
}

/// Like [`load`], but reps who leave in the horizon are present, because only the history counts.
pub fn load_history(resolved: &ResolvedScenario, faults: &mut Faults) -> Option<Book> {
    examine_frame(resolved, true, faults).book
}

/// Like [`load`], but also returns the readable parts if the book cannot be used.
pub fn examine(resolved: &ResolvedScenario, faults: &mut Faults) -> Examination {
    examine_frame(resolved, false, faults)
}

fn examine_frame(resolved: &ResolvedScenario, history_only: bool, faults: &mut Faults) -> Examination {
    let before = faults.0.len();
    let mut record = ReadRecord::default();
    let book = ScenarioFrame::new(resolved, faults).and_then(|frame| {
        let frame = ScenarioFrame { history_only, ..frame };
        let mut context = ReadContext::new(resolved);
        files::read(&mut context, &frame, &mut record, faults)
    });
    let reading = record.reading();
    let finish = |mut book: Book| {
        book.reading = reading.clone();
        book.hash = content_hash(&book);
        book
    };
    let book = book.filter(|_| faults.0.len() == before).map(finish);
    Examination { book, reading, record }
}

/// Whether two scenarios read the same book: the same files with the same column mappings,
/// the same names of segments, teams, industries and sources, and the same values of all
/// other settings that affect the data read or generated.
#[must_use]
pub fn same_input(a: &ResolvedScenario, b: &ResolvedScenario) -> bool {
    inputs(a) == inputs(b)
}

/// All settings of a scenario that affect the book.
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
