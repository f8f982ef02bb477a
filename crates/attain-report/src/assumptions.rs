//! The assumptions behind the figures, with their values, origins and sources.

use serde::Serialize;

use attain_core::scenario;
use attain_core::scenario::ResolvedScenario;

/// One assumption: its meaning, its value and its origin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AssumptionRow {
    /// Key in the scenario file, such as `attrition.annual`.
    pub path: String,
    /// The value in TOML.
    pub value: String,
    /// Where it is set: file and line, calibration or default.
    pub origin: String,
    /// The published source of the value, if there is one.
    pub source: String,
    pub meaning: String,
    /// Names of the plans that use this value; empty if all do.
    pub plans: Vec<String>,
}

/// Returns all values of all scenarios, sorted by table. A value that several plans share is
/// listed once.
#[must_use]
pub fn assumptions(scenarios: &[ResolvedScenario]) -> Vec<AssumptionRow> {
    let mut all: Vec<AssumptionRow> = Vec::new();
    let mut known: std::collections::BTreeMap<[String; 3], usize> = std::collections::BTreeMap::new();
    for resolved in scenarios {
        for found in scenario::resolved_values(resolved) {
            // Only the file name is kept, because folders differ between machines.
            let origin = found.origin.rsplit(['/', '\\']).next().unwrap_or("").to_owned();
            let at = *known.entry([found.path.clone(), found.value.clone(), origin.clone()]).or_insert_with(|| {
                all.push(AssumptionRow {
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

/// The top-level table of a key.
fn top(path: &str) -> &str {
    path.split(['.', '[']).next().unwrap_or("")
}
