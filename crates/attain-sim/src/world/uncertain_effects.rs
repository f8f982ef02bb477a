//! Uncertain effects on win rates, drawn once per world.

use attain_core::random::key_of;
use attain_core::scenario::choices::Market;
use attain_data::{Account, Book};

/// Shifts of log odds that are drawn once per world. The lists are empty if all effects are
/// certain.
#[derive(Debug, Clone, Default)]
pub struct UncertainEffects {
    /// Key and standard error of each industry, then of each region of the book, followed by one
    /// entry that is certain.
    pub effects: Vec<(u64, f64)>,
    /// Indices of each account's industry and region among the effects.
    pub of_account: Vec<[u32; 2]>,
    /// Key and standard error of each source.
    pub sources: Vec<(u64, f64)>,
}

impl UncertainEffects {
    pub(crate) fn new(book: &Book, market: &Market) -> Self {
        let key = |kind: &str, name: &str| key_of(&format!("{kind} {name}"));
        let industry = |name: &String| market.industries.get(name).map_or(0.0, |of| of.uncertainty.get());
        let region = |name: &String| market.regions.get(name).map_or(0.0, |of| of.uncertainty.get());
        let mut effects: Vec<(u64, f64)> = book.industries.iter().map(|name| (key("industry", name), industry(name))).collect();
        effects.extend(book.regions.iter().map(|name| (key("region", name), region(name))));
        let mut sources: Vec<(u64, f64)> =
            market.sources.iter().map(|(name, of)| (key("source", name), of.uncertainty.get())).collect();
        if sources.iter().all(|(_, sd)| *sd == 0.0) {
            sources.clear();
        }
        if effects.iter().all(|(_, sd)| *sd == 0.0) {
            return Self { sources, ..Self::default() };
        }
        let certain = effects.len();
        effects.push((0, 0.0));
        let first_region = book.industries.len();
        let places = |account: &Account| {
            [account.industry.unwrap_or(certain) as u32, account.region.map_or(certain, |region| first_region + region) as u32]
        };
        Self { of_account: book.accounts.iter().map(places).collect(), effects, sources }
    }
}
