//! All results of `attain spread`, in the structure of `spread.json`.

use serde::Serialize;

use super::{CrossedEffects, TerritoryRepSplit, Tornado, VarianceDecomposition};

/// The drivers of a study's results.
#[derive(Debug, Clone, Serialize)]
pub struct Drivers {
    /// Version of the file format.
    pub format: u32,
    /// Version of attain that produced the result.
    pub version: &'static str,
    /// Seed of all random draws.
    pub seed: u64,
    /// First day of the horizon.
    pub start: String,
    /// Length of the horizon in months.
    pub horizon_months: u32,
    /// SHA-256 of the book of business.
    pub data_hash: String,
    /// Plans with the SHA-256 of their scenarios.
    pub scenarios: Vec<(String, String)>,
    /// Currency symbol or code shown with amounts.
    pub currency: String,
    /// Market figures that are defaults; empty if all are calibrated or stated.
    pub default_market: Vec<&'static str>,
    /// Sources of the variance.
    pub spread: VarianceDecomposition,
    /// Sensitivity of the median to each axis, if requested.
    pub tornado: Option<Tornado>,
    /// Territory-or-rep split of every seat and region of the plan.
    #[serde(rename = "whose")]
    pub splits: Vec<TerritoryRepSplit>,
    /// Id of the requested seat, or name of the requested region.
    #[serde(rename = "asked")]
    pub selected: Option<String>,
    /// Effects of rep and territory in history, for the requested seat.
    pub history: Option<CrossedEffects>,
}

impl Drivers {
    /// Returns the split of the requested seat or region.
    #[must_use]
    pub fn selected_split(&self) -> Option<&TerritoryRepSplit> {
        self.splits.iter().find(|split| Some(&split.subject.id) == self.selected.as_ref())
    }
}
