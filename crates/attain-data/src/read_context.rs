//! What reading every file needs: the scenario, exchange rates and known names.

use std::collections::BTreeMap;

use super::currency::CurrencyRates;
use super::quality::KnownNames;
use super::repair::RepairRules;
use attain_core::scenario::ResolvedScenario;

/// What reading every file needs.
#[derive(Debug)]
pub(super) struct ReadContext<'a> {
    pub resolved: &'a ResolvedScenario,
    pub rates: CurrencyRates,
    /// Names of the products, once a file of products was read.
    pub products: Vec<String>,
}

impl<'a> ReadContext<'a> {
    /// The context of a scenario, before any file is read.
    pub fn new(resolved: &'a ResolvedScenario) -> Self {
        Self { resolved, rates: CurrencyRates::new(resolved), products: Vec::new() }
    }

    /// The rules by which a table is repaired.
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
