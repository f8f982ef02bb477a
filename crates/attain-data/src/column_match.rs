//! Finds the columns of a file by the scenario's mapping, by attain's column name, or by
//! the name in Salesforce, `HubSpot` or their warehouse copies. Case, blanks, underscores
//! and hyphens are ignored, as are the prefix `property_` and the suffix `__c`.

use std::collections::{BTreeMap, BTreeSet};

use super::column_specs::ColumnSpec;
use super::comparable_name::{bare, comparable};
use super::fault::DataFault;
use super::file_faults::FileFaults;
use attain_core::diagnostics::{Faults, nearest};
use attain_core::scenario::ResolvedScenario;
use attain_core::scenario::choices::DataSource;

/// The columns found in a file.
#[derive(Debug, Default)]
pub(super) struct ColumnMatch {
    /// Position in the file of each column found.
    pub places: BTreeMap<&'static str, usize>,
    /// Columns that the scenario maps.
    pub mapped: BTreeSet<&'static str>,
}

/// Finds the columns of a file. Each header matches at most one column.
pub(super) fn find(
    headers: &[String],
    fields: &'static [ColumnSpec],
    source: &DataSource<'_>,
    resolved: &ResolvedScenario,
    findings: &mut FileFaults,
    faults: &mut Faults,
) -> ColumnMatch {
    let places = mapped(headers, fields, source, resolved, faults);
    let mut found = ColumnMatch { mapped: places.keys().copied().collect(), places };
    let tried: Vec<String> = source.columns.keys().map(|key| comparable(key)).collect();
    let bared: Vec<String> = headers.iter().map(|header| bare(header)).collect();
    for field in fields {
        let own = comparable(field.name);
        if tried.contains(&own) {
            continue;
        }
        let names = field.before.iter().copied().chain([own.as_str()]).chain(field.aliases.iter().copied());
        let free = |place: &usize| !found.places.values().any(|taken| taken == place);
        let mut hits =
            names.map(|name| (0..headers.len()).filter(free).filter(|place| bared[*place] == name).collect::<Vec<_>>());
        match hits.find(|hits| !hits.is_empty()).as_deref() {
            Some([one]) => {
                found.places.insert(field.name, *one);
            }
            Some(several) => {
                let candidates: Vec<String> = several.iter().map(|place| format!("`{}`", headers[*place])).collect();
                findings.file(DataFault::AmbiguousColumn { column: field.name, candidates: candidates.join(" and ") });
            }
            None if field.required => findings.file(missing(field, headers)),
            None => {}
        }
    }
    found
}

/// The fault for a missing required column.
pub(super) fn missing(field: &ColumnSpec, headers: &[String]) -> DataFault {
    DataFault::MissingColumn { column: field.name, available: headers.join(", "), advice: advice(field, headers) }
}

/// The columns mapped by the scenario.
fn mapped(
    headers: &[String],
    fields: &'static [ColumnSpec],
    source: &DataSource<'_>,
    resolved: &ResolvedScenario,
    faults: &mut Faults,
) -> BTreeMap<&'static str, usize> {
    let mut found = BTreeMap::new();
    for (ours, theirs) in source.columns {
        let place = resolved.place(&format!("data.{}.columns.{ours}", source.table));
        let Some(field) = fields.iter().find(|field| comparable(field.name) == comparable(ours)) else {
            let names: Vec<&str> = fields.iter().map(|field| field.name).collect();
            let near = nearest(ours, names.iter().copied());
            faults.push(place, DataFault::UnknownKey { found: ours.clone(), known: names.join(", "), near });
            continue;
        };
        // An empty name means that the column should not be read.
        if theirs.trim().is_empty() && !field.required {
            continue;
        }
        let exact = headers.iter().position(|header| header == theirs);
        match exact.or_else(|| headers.iter().position(|header| comparable(header) == comparable(theirs))) {
            Some(position) => {
                found.insert(field.name, position);
            }
            None => faults.push(
                place,
                DataFault::MappedColumn {
                    ours: ours.clone(),
                    theirs: theirs.clone(),
                    available: headers.join(", "),
                    near: nearest(theirs, headers.iter().map(String::as_str)),
                },
            ),
        }
    }
    found
}

/// Advice on how to map a missing column.
fn advice(field: &ColumnSpec, headers: &[String]) -> Option<String> {
    let firm = headers.iter().find(|header| bare(header) == "annualrevenue");
    if let (Some(header), "potential") = (firm, field.name) {
        return Some(format!(
            "`{header}` is the customer's own turnover; to use it as potential, set `columns = {{ potential = \"{header}\" }}`"
        ));
    }
    let near = nearest(field.name, headers.iter().map(String::as_str))?;
    Some(format!("to use `{near}`, set `columns = {{ {} = \"{near}\" }}`", field.name))
}
