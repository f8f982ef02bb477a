//! Context for reading files: the scenario, exchange rates and known names.

use std::collections::BTreeMap;

use super::currency::CurrencyRates;
use super::quality::KnownNames;
use super::repair::RepairRules;
use attain_core::scenario::ResolvedScenario;

/// Context for reading files.
#[derive(Debug)]
pub(super) struct ReadContext<'a> {
    pub resolved: &'a ResolvedScenario,
    pub rates: CurrencyRates,
    /// Names of the products, available after a file of products was read.
    pub products: Vec<String>,
}

impl<'a> ReadContext<'a> {
    /// Creates the context of a scenario before any file is read.
    pub fn new(resolved: &'a ResolvedScenario) -> Self {
        Self { resolved, rates: CurrencyRates::new(resolved), products: Vec::new() }
    }

    /// The rules for repairing a table.
    pub fn repair_rules<'p>(&self, places: &'p BTreeMap<&'static str, usize>) -> RepairRules<'p> {
        let scenario = &self.resolved.scenario;
        let known = |own: Vec<String>, spelling| KnownNames { own, spelling, keep: scenario.data.keep_names.clone() };
        RepairRules {
            repair: scenario.data.repair,
            keep_deleted: scenario.data.keep_deleted,
            known: BTreeMap::from([
                ("industry", known(scenario.market.industries.keys().cloned().collect(), false)),
                ("region", known(Vec::new(), false)),
                ("source", known(scenario.market.sources.keys().cloned().collect(), false)),
                ("product", known(self.products.clone(), true)),
            ]),
            places: Some(places),
        }
    }
}
