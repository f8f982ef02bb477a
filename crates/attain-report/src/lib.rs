//! Results for readers: the terminal and the report in a browser.

use serde::Serialize;

use attain_core::scenario;
use attain_core::scenario::ResolvedScenario;

mod answer;
pub mod cadence;
mod chance;
pub mod drivers;
pub mod export;
mod heat;
pub mod html;
mod names;
pub mod regret;
mod stat;
pub mod terminal;
pub mod why;

/// One choice behind the figures: what it is, what it was set to and who says so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Assumption {
    /// Where it stands in the scenario file, such as `attrition.annual`.
    pub path: String,
    /// The value, as the scenario file would write it.
    pub value: String,
    /// Who set it: file and line, calibration, the default.
    pub origin: String,
    /// The source of the value.
    pub source: String,
    /// What it means.
    pub meaning: String,
    /// Names of the plans that use this value; empty: all of them.
    pub plans: Vec<String>,
}

/// Every choice of every scenario, by table; what several plans share is told once.
#[must_use]
pub fn assumptions(scenarios: &[ResolvedScenario]) -> Vec<Assumption> {
    let mut all: Vec<Assumption> = Vec::new();
    let mut known: std::collections::BTreeMap<[String; 3], usize> = std::collections::BTreeMap::new();
    for resolved in scenarios {
        for found in scenario::resolved_values(resolved) {
            // Folders differ between machines; the file's name says enough.
            let origin = found.origin.rsplit(['/', '\\']).next().unwrap_or("").to_owned();
            let at = *known.entry([found.path.clone(), found.value.clone(), origin.clone()]).or_insert_with(|| {
                all.push(Assumption {
                    path: found.path,
                    value: found.value,
                    origin,
                    source: found.source,
                    meaning: found.meaning,
                    plans: Vec::new(),
                });
                all.len() - 1
            });
            all[at].plans.push(resolved.scenario.name.clone());
        }
    }
    all.sort_by(|a, b| top(&a.path).cmp(top(&b.path)));
    for assumption in &mut all {
        if assumption.plans.len() == scenarios.len() {
            assumption.plans.clear();
        }
    }
    all
}

/// The table that a choice stands in.
fn top(path: &str) -> &str {
    path.split(['.', '[']).next().unwrap_or("")
}
