//! `solve.json`: a goal, the answer, and every cell that was tried.

use serde::Serialize;

use super::ExportError;
use super::json::pretty;
use attain_analysis::explore::solve::Solution;
use attain_core::output::OutputFolder;

/// Name of the file.
pub const NAME: &str = "solve.json";

/// The shape of `solve.json`.
#[derive(Debug, Clone, Serialize)]
pub struct Solved<'a> {
    /// Version of attain.
    pub version: &'static str,
    /// Name of the scenario.
    pub scenario: &'a str,
    /// SHA-256 of the resolved scenario.
    pub scenario_hash: &'a str,
    /// SHA-256 of the book of business.
    pub data_hash: &'a str,
    /// Seed of all chance.
    pub seed: u64,
    /// Years of each cell.
    pub years: u32,
    /// Symbol or code shown with amounts.
    pub currency: &'a str,
    /// Yearly target, where one is stated.
    pub target: Option<f64>,
    /// The goal as it was asked.
    pub goal: &'a str,
    /// The axis that was searched along.
    pub by: &'static str,
    /// The teams that may change.
    pub teams: &'a [String],
    /// Most that may be spent more.
    pub budget: Option<f64>,
    /// What was found.
    pub solution: &'a Solution,
}

/// Writes the file.
///
/// # Errors
/// What cannot be written.
pub fn write(folder: &mut OutputFolder, solved: &Solved) -> Result<(), ExportError> {
    Ok(folder.put(NAME, &pretty(NAME, solved)?)?)
}
