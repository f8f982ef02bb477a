//! Export of results to files. Exporters return bytes or write to files that were opened
//! before the simulation. Nothing is written outside the output folder.
//!
//! To add an exporter, add a module here, a name to [`file_names`] and a line to
//! [`write()`].

mod accounts;
mod appeals;
pub mod backtest;
pub mod capacity;
mod error;
mod format;
pub mod frontier;
mod json;
pub mod leaver_deals;
pub mod manifest;
mod parquet_splicer;
mod results;
mod rows;
pub mod scenario;
pub mod solve;
pub mod story;
pub mod stress;
mod table;
mod thrift;

pub use error::ExportError;
pub use format::Format;
pub use json::{json, pretty};
pub use manifest::Manifest;
pub use results::DecidedResults;

use attain_core::output::OutputFolder;
use attain_core::plan::Plan;
use attain_data::Book;
use attain_sim::run::YearSource;

/// Names of all files of a comparison, in the order in which they are moved into
/// place. The manifest comes last, so a folder with a manifest is complete.
#[must_use]
pub fn file_names(format: Format, plans: &[&str]) -> Vec<String> {
    let tables = ["years", "seats"].map(|name| format!("{name}.{}", format.ending()));
    let first = ["results.json".to_owned()].into_iter().chain(tables).chain(plan_file_names(plans));
    first.chain(["report.html".to_owned(), "manifest.json".to_owned()]).collect()
}

/// Names of the per-plan files: accounts, then appeals.
#[must_use]
pub fn plan_file_names(plans: &[&str]) -> Vec<String> {
    let mut names = accounts::names("accounts", plans);
    names.extend(accounts::names("appeals", plans));
    names
}

/// Writes the per-plan files.
///
/// # Errors
/// If a file cannot be written.
pub fn write_plans(folder: &mut OutputFolder, book: &Book, plans: &[Plan]) -> Result<(), ExportError> {
    let names: Vec<&str> = plans.iter().map(|plan| plan.name.as_str()).collect();
    let files = plan_file_names(&names);
    let (accounts_files, appeals_files) = files.split_at(plans.len());
    for ((plan, accounts), appeals) in plans.iter().zip(accounts_files).zip(appeals_files) {
        accounts::write(folder, accounts, book, plan)?;
        appeals::write(folder, appeals, book, plan)?;
    }
    Ok(())
}

/// Writes all files except the report and the manifest to an open folder.
///
/// # Errors
/// If a file cannot be written.
pub fn write(
    folder: &mut OutputFolder,
    format: Format,
    book: &Book,
    plans: &[Plan],
    years: &dyn YearSource,
    results: &DecidedResults<'_>,
) -> Result<(), ExportError> {
    folder.put("results.json", &json(results)?)?;
    rows::years(folder, format, plans, years)?;
    rows::seats(folder, format, plans, years)?;
    write_plans(folder, book, plans)
}

#[cfg(test)]
mod tests;
