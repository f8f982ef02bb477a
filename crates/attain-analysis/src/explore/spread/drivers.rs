//! All that `attain spread` found out, in the shape of `spread.json`.

use serde::Serialize;

use super::{History, Spread, Tornado, Whose};

/// What drives a study's results.
#[derive(Debug, Clone, Serialize)]
pub struct Drivers {
    /// Version of this shape.
    pub format: u32,
    /// Version of attain.
    pub version: &'static str,
    /// Seed.
    pub seed: u64,
    /// First day.
    pub start: String,
    /// Length of a lived year, months.
    pub horizon_months: u32,
    /// SHA-256 of the book of business.
    pub data_hash: String,
    /// Plans with the SHA-256 of their scenarios.
    pub scenarios: Vec<(String, String)>,
    /// Symbol or code shown with amounts.
    pub currency: String,
    /// Where the spread comes from.
    pub spread: Spread,
    /// What moves the middle, where it was asked for.
    pub tornado: Option<Tornado>,
    /// Territory or rep, for every seat and region of the plan.
    pub whose: Vec<Whose>,
    /// Id of the seat, or name of the region, that was asked for.
    pub asked: Option<String>,
    /// What history says about the seat that was asked for.
    pub history: Option<History>,
}

impl Drivers {
    /// The answer that was asked for.
    #[must_use]
    pub fn asked(&self) -> Option<&Whose> {
        self.whose.iter().find(|whose| Some(&whose.id) == self.asked.as_ref())
    }
}
