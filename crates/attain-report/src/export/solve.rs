//! `solve.json`: a goal, the answer and all simulated cells.

use serde::Serialize;

use super::error::ExportError;
use super::json::pretty;
use attain_analysis::experiment::solve::Solution;
use attain_core::output::OutputFolder;

/// Name of the file.
pub const NAME: &str = "solve.json";

/// The content of `solve.json`.
#[derive(Debug, Clone, Serialize)]
pub struct SolveReport<'a> {
    /// Version of attain.
    pub version: &'static str,
    /// Name of the scenario.
    pub scenario: &'a str,
    /// SHA-256 of the resolved scenario.
    pub scenario_hash: &'a str,
    /// SHA-256 of the book of business.
    pub data_hash: &'a str,
    /// Seed for the random numbers.
    pub seed: u64,
    /// Simulated years per cell.
    pub years: u32,
    /// Currency symbol or code shown with amounts.
    pub currency: &'a str,
    /// Yearly target, if there is one.
    pub target: Option<f64>,
    /// Market figures that are defaults; empty if all are calibrated or stated.
    pub default_market: Vec<&'static str>,
    /// The goal as given on the command line.
    pub goal: &'a str,
    /// The axis of the search.
    pub by: &'static str,
    /// The teams that may change.
    pub teams: &'a [String],
    /// Largest number of seats that may be cut.
    pub max_cuts: u32,
    /// The budget for added reps.
    pub budget: Option<f64>,
    /// The answer and all simulated cells.
    pub solution: &'a Solution,
}

/// Writes the file.
///
/// # Errors
/// If the file cannot be written.
pub fn write(folder: &mut OutputFolder, solved: &SolveReport) -> Result<(), ExportError> {
    Ok(folder.put(NAME, &pretty(NAME, solved)?)?)
}
