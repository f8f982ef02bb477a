//! What the reading of every file needs, and what it leaves behind.

use std::collections::BTreeMap;

use super::currency::Rates;
use super::mend::Means;
use super::quality::{DataFinding, KnownNames};
use super::reading::ReadReport;
use super::sheet::Sheet;
use attain_core::diagnostics::Faults;
use attain_core::scenario::ResolvedScenario;

/// What the reading of every file needs.
#[derive(Debug)]
pub(super) struct Desk<'a> {
    /// The scenario.
    pub resolved: &'a ResolvedScenario,
    /// Currencies.
    pub rates: Rates,
    /// Names of the products, where a file lists them.
    pub products: Vec<String>,
}

impl<'a> Desk<'a> {
    /// For a scenario; no product is known yet.
    pub fn new(resolved: &'a ResolvedScenario) -> Self {
        Self { resolved, rates: Rates::of(resolved), products: Vec::new() }
    }

    /// What a table is put right with.
    pub fn means<'p>(&self, places: &'p BTreeMap<&'static str, usize>) -> Means<'p> {
        let scenario = &self.resolved.scenario;
        let known = |own: Vec<String>, spelling| KnownNames { own, spelling, keep: scenario.data.keep_names.clone() };
        Means {
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

/// What was read: the sheets, and what was found across them.
#[derive(Debug, Default)]
pub(super) struct Record {
    /// Every file that could be opened.
    pub sheets: Vec<Sheet>,
    /// Findings about several tables together.
    pub across: Vec<DataFinding>,
}

impl Record {
    /// Hands on a sheet's faults and keeps the rest of it.
    pub fn close(&mut self, mut sheet: Sheet, faults: &mut Faults) {
        std::mem::replace(&mut sheet.findings, super::findings::Findings::new(String::new())).tell(faults);
        self.sheets.push(sheet);
    }

    /// What was read, for the report.
    pub fn reading(&self) -> ReadReport {
        let findings = self.sheets.iter().flat_map(|sheet| sheet.found.iter().cloned());
        ReadReport {
            files: self.sheets.iter().map(|sheet| sheet.reading.clone()).collect(),
            findings: findings.chain(self.across.iter().cloned()).collect(),
        }
    }
}
