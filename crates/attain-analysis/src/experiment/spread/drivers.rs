//! All results of `attain spread`, in the shape of `spread.json`.

use serde::Serialize;

use super::{CrossedEffects, TerritoryRepSplit, Tornado, VarianceDecomposition};

/// What drives a study's results.
#[derive(Debug, Clone, Serialize)]
pub struct Drivers {
    /// Version of the file format.
    pub format: u32,
    /// Version of attain that made the result.
    pub version: &'static str,
    /// Seed of all random draws.
    pub seed: u64,
    /// First day of the horizon.
    pub start: String,
    /// Length of the horizon, months.
    pub horizon_months: u32,
    /// SHA-256 of the book of business.
    pub data_hash: String,
    /// Plans with the SHA-256 of their scenarios.
    pub scenarios: Vec<(String, String)>,
    /// Symbol or code shown with amounts.
    pub currency: String,
    /// Where the variance comes from.
    pub spread: VarianceDecomposition,
    /// What moves the median, where it was asked for.
    pub tornado: Option<Tornado>,
    /// Territory or rep, for every seat and region of the plan.
    #[serde(rename = "whose")]
    pub splits: Vec<TerritoryRepSplit>,
    /// Id of the seat, or name of the region, that was asked for.
    #[serde(rename = "asked")]
    pub selected: Option<String>,
    /// Effects of rep and territory in history, for the seat that was asked for.
    pub history: Option<CrossedEffects>,
}

impl Drivers {
    /// The split of the seat or region that was asked for.
    #[must_use]
    pub fn selected_split(&self) -> Option<&TerritoryRepSplit> {
        self.splits.iter().find(|split| Some(&split.subject.id) == self.selected.as_ref())
    }
}
