//! `manifest.json`: what was run, with which inputs, and what came out. The
//! only file with times in it; all others are the same for the same study.

use serde::Serialize;

use attain_core::output::WrittenFile;
use attain_sim::run::ScenarioHash;

use super::{ExportError, json};
use attain_sim::summarise::results::Results;

/// The whole of `manifest.json`.
#[derive(Debug, Clone, Serialize)]
pub struct Manifest {
    /// Version of attain.
    pub version: &'static str,
    /// Version of the shape of `results.json`.
    pub format: u32,
    /// Seed.
    pub seed: u64,
    /// Years lived.
    pub years: usize,
    /// Length of a lived year, months.
    pub horizon_months: u32,
    /// First day.
    pub start: String,
    /// Name of the reference plan.
    pub reference: String,
    /// SHA-256 of the book of business.
    pub data_hash: String,
    /// Plans and their scenarios' hashes.
    pub scenarios: Vec<ScenarioHash>,
    /// When the run began, UTC.
    pub started: String,
    /// When it ended, UTC.
    pub finished: String,
    /// Threads it ran on; they change no result.
    pub threads: usize,
    /// Blocks of years that an earlier, interrupted run had left.
    pub resumed_blocks: usize,
    /// The precision that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub precision: Option<String>,
    /// The metric of the race that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub race: Option<String>,
    /// The other files of the folder.
    pub files: Vec<WrittenFile>,
}

/// How a run was made.
#[derive(Debug, Clone)]
pub struct Run {
    /// When it began.
    pub started: jiff::Timestamp,
    /// When it ended.
    pub finished: jiff::Timestamp,
    /// Threads.
    pub threads: usize,
    /// Blocks of an earlier run.
    pub resumed_blocks: usize,
    /// What `--precision` said.
    pub precision: Option<String>,
    /// What `--race` said.
    pub race: Option<String>,
}

/// The manifest of a run.
#[must_use]
pub fn manifest(results: &Results, run: Run, files: Vec<WrittenFile>) -> Manifest {
    let scenario = |plan: &attain_sim::summarise::results::PlanResult| ScenarioHash {
        plan: plan.name.clone(),
        scenario_hash: plan.scenario_hash.clone(),
    };
    Manifest {
        version: results.version,
        format: results.format,
        seed: results.seed,
        years: results.years,
        horizon_months: results.horizon_months,
        start: results.start.clone(),
        reference: results.reference.clone(),
        data_hash: results.data_hash.clone(),
        scenarios: results.plans.iter().map(scenario).collect(),
        started: run.started.to_string(),
        finished: run.finished.to_string(),
        threads: run.threads,
        resumed_blocks: run.resumed_blocks,
        precision: run.precision,
        race: run.race,
        files,
    }
}

impl Manifest {
    /// The manifest as indented text.
    ///
    /// # Errors
    /// Never for manifests made by this crate.
    pub fn bytes(&self) -> Result<Vec<u8>, ExportError> {
        json::pretty("manifest.json", self)
    }
}
