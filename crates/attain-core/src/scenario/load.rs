//! Loads scenarios: reads their files, applies inheritance and defaults, and checks them.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use super::choices::Scenario;
use super::document::DocumentNode;
use super::file_fault::ScenarioFileFault;
use super::resolved::ResolvedScenario;
use super::{check, format, reading, resolve, rules, schema};
use crate::diagnostics::Faults;

/// Reads a scenario file and all files that it extends. Returns `None` if the scenario cannot be
/// used. Faults are added to `faults`, except for duplicates.
pub fn load(path: &Path, faults: &mut Faults) -> Option<ResolvedScenario> {
    let mut new = Faults::default();
    let chain = reading::chain(path, &mut new);
    let resolved = resolve_chain(path, chain, &mut new);
    let sound = new.0.is_empty();
    // Several scenarios may extend the same faulty base.
    let known: BTreeSet<String> = faults.0.iter().map(ToString::to_string).collect();
    faults.0.extend(new.0.into_iter().filter(|fault| !known.contains(&fault.to_string())));
    resolved.filter(|_| sound)
}

/// Creates a scenario from texts in memory, each with the name shown in faults. The first text
/// extends the second, and so on. The checks are the same as for files.
///
/// # Errors
/// Returns all faults of all texts.
pub fn from_texts(texts: &[(&str, &str)]) -> Result<ResolvedScenario, Faults> {
    let mut faults = Faults::default();
    let chain = reading::texts(texts, &mut faults);
    let name = texts.first().map_or("", |(name, _)| name);
    let resolved = resolve_chain(Path::new(name), chain, &mut faults);
    match resolved {
        Some(resolved) => faults.into_result(resolved),
        None => Err(faults),
    }
}

fn resolve_chain(path: &Path, chain: reading::DocumentChain, faults: &mut Faults) -> Option<ResolvedScenario> {
    let reading::DocumentChain { mut documents, complete } = chain;
    let mut taken = Vec::new();
    for document in &mut documents {
        format::check(&document.root, faults);
        taken.append(&mut check::check(&mut document.root, &document.broken_lines, faults));
    }
    let legible = complete && documents.iter().all(|document| document.broken_lines.is_empty());
    let folders = documents.iter().map(|document| (Arc::clone(&document.source), document.folder.clone())).collect();
    let mut roots = documents.into_iter().map(|document| document.root);
    let mut given = roots.next()?;
    let mut bases: Vec<DocumentNode> = roots.collect();
    // Merging starts with the base that does not extend another file.
    if let Some(mut lowest) = bases.pop() {
        while let Some(base) = bases.pop() {
            lowest = resolve::merge(lowest, base, schema::root());
        }
        for own in ["name", "description", "extends", "format"] {
            lowest.remove(&[own.to_owned()]);
        }
        given = resolve::merge(lowest, given, schema::root());
    }
    if !legible {
        return None;
    }
    let filled = resolve::fill(&given, schema::root(), None);
    let mut scenario: Scenario = match serde_json::from_value(filled) {
        Ok(scenario) => scenario,
        Err(error) => {
            if faults.0.is_empty() {
                faults.push(given.place(), ScenarioFileFault::Undecodable { error });
            }
            return None;
        }
    };
    if given.get("name").is_none() {
        scenario.name = path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
    }
    let hash = resolve::hash(&scenario);
    let folder = path.parent().unwrap_or(Path::new("")).to_owned();
    let file = path.display().to_string();
    let mut resolved = ResolvedScenario { scenario, file, folder, hash, warnings: Vec::new(), owners: None, given, folders };
    resolved.warnings = rules::check(&resolved, &taken, faults);
    Some(resolved)
}
