//! `manifest.json`: the run, its inputs and its files. It is the only file that contains
//! times; all others are identical for the same study.

use serde::Serialize;

use attain_core::output::WrittenFile;
use attain_sim::run::ScenarioHash;

use super::error::ExportError;
use super::json;
use attain_sim::summarise::results::Results;

/// The content of `manifest.json`.
#[derive(Debug, Clone, Serialize)]
pub struct Manifest {
    /// Version of attain.
    pub version: &'static str,
    /// Version of the format of `results.json`.
    pub format: u32,
    pub seed: u64,
    /// Years simulated.
    pub years: usize,
    /// Horizon of a simulated year in months.
    pub horizon_months: u32,
    /// First day of the horizon.
    pub start: String,
    /// Name of the reference plan.
    pub reference: String,
    /// SHA-256 of the book of business.
    pub data_hash: String,
    /// Plans with the hashes of their scenarios.
    pub scenarios: Vec<ScenarioHash>,
    /// Paths of the scenario files relative to the folder, in the order of `scenarios`.
    pub scenario_files: Vec<String>,
    /// Start of the run in UTC.
    pub started: String,
    /// End of the run in UTC.
    pub finished: String,
    /// Number of threads, which does not affect results.
    pub threads: usize,
    /// Number of blocks reused from an interrupted run.
    pub resumed_blocks: usize,
    /// The value of `--precision`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub precision: Option<String>,
    /// The metric given by `--race`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub race: Option<String>,
    /// All other files of the folder.
    pub files: Vec<WrittenFile>,
}

/// How a comparison was run.
#[derive(Debug, Clone)]
pub struct RunRecord {
    /// Start of the run.
    pub started: jiff::Timestamp,
    /// End of the run.
    pub finished: jiff::Timestamp,
    pub threads: usize,
    /// Number of blocks reused from an interrupted run.
    pub resumed_blocks: usize,
    /// The value of `--precision`.
    pub precision: Option<String>,
    /// The value of `--race`.
    pub race: Option<String>,
}

/// Creates the manifest of a run.
#[must_use]
pub fn manifest(results: &Results, run: RunRecord, scenario_files: Vec<String>, files: Vec<WrittenFile>) -> Manifest {
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
        scenario_files,
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
    /// Encodes the manifest as indented JSON.
    ///
    /// # Errors
    /// Never for manifests created by this crate.
    pub fn bytes(&self) -> Result<Vec<u8>, ExportError> {
        json::pretty("manifest.json", self)
    }
}
