//! Scenario files: reading, inheritance, checking, showing.
//!
//! ```text
//! files ─ reading ─► documents ─ check ─► values that fit the schema
//!   ─ resolve ─► one tree, defaults filled in ─ rules ─► ResolvedScenario ─ show
//! ```

mod check;
pub mod choices;
mod document;
mod file_fault;
mod owners;
mod path;
mod reading;
mod resolve;
mod rule_fault;
mod rules;
mod schema;
mod schema_fault;
mod show;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use owners::{AccountOwner, OwnerTable};
pub use schema::schema;
pub use show::{ResolvedValue, resolved_values, show};

use crate::diagnostics::{Faults, Place, SourceFile};
pub use document::{DocumentNode, NodeKind};
use file_fault::ScenarioFileFault;
pub use reading::read_tree;

use choices::{Carve, Scenario};

/// A scenario with everything inherited and checked, and where each value came from.
#[derive(Debug, Clone)]
pub struct ResolvedScenario {
    /// The choices.
    pub scenario: Scenario,
    /// The file, as the user named it.
    pub file: String,
    /// Folder that the file's relative paths start from, by the file that names them: see [`ResolvedScenario::path_of`].
    pub folder: PathBuf,
    /// SHA-256 of the resolved choices, lower-case hex; paths of files do not count.
    pub hash: String,
    /// What is allowed but may not be meant, a sentence each.
    pub warnings: Vec<String>,
    /// The owners that a table of the scenario names, once it is read.
    pub owners: Option<Arc<OwnerTable>>,
    /// What the files give, inheritance done.
    given: DocumentNode,
    /// The files with their folders, this one first.
    folders: Vec<(Arc<SourceFile>, PathBuf)>,
}

impl ResolvedScenario {
    /// A scenario made in memory: no file gives any of its values. No rule is checked.
    #[must_use]
    pub fn in_memory(scenario: Scenario, file: &str, folder: &Path) -> Self {
        let source = Arc::new(SourceFile::new(file.to_owned(), String::new()));
        let hash = resolve::hash(&scenario);
        let given = DocumentNode::empty(&source);
        let folders = vec![(source, folder.to_owned())];
        Self {
            scenario,
            file: file.to_owned(),
            folder: folder.to_owned(),
            hash,
            warnings: Vec::new(),
            owners: None,
            given,
            folders,
        }
    }

    /// The scenario with the owners that its table names; they count as choices.
    #[must_use]
    pub fn with_owners(self, owners: OwnerTable) -> Self {
        let hash = resolve::hash_with(&self.scenario, &owners.hash());
        Self { hash, owners: Some(Arc::new(owners)), ..self }
    }

    /// The scenario without the owners of a table.
    #[must_use]
    pub fn without_owners(&self) -> Self {
        Self { owners: None, ..self.clone() }
    }

    /// The scenario with other choices in the place of some of its own.
    #[must_use]
    pub fn with_choices(&self, change: impl FnOnce(&mut Scenario)) -> Self {
        let mut changed = self.clone();
        change(&mut changed.scenario);
        changed.hash = match &changed.owners {
            Some(owners) => resolve::hash_with(&changed.scenario, &owners.hash()),
            None => resolve::hash(&changed.scenario),
        };
        changed
    }

    /// Place of a choice, for faults found later: the place where the value at
    /// `pointer` (such as `territory.locks[0].rep`) was given; its nearest
    /// given parent, or the file, where it was not given. Names with other
    /// characters than letters, digits, `-` and `_` may be quoted.
    #[must_use]
    pub fn place(&self, pointer: &str) -> Place {
        match path::find(&self.given, pointer) {
            (node, _) if std::ptr::eq(node, &raw const self.given) => Place::File(self.file.clone()),
            (node, _) => node.place(),
        }
    }

    /// Whether a file gives a value at `pointer`, so that it is no default.
    #[must_use]
    pub fn is_given(&self, pointer: &str) -> bool {
        path::find(&self.given, pointer).1
    }

    /// All files that this scenario was read from and the data files it names.
    pub fn inputs(&self) -> impl Iterator<Item = PathBuf> {
        let scenarios = self.folders.iter().map(|(source, _)| PathBuf::from(&source.name));
        let table = match &self.scenario.territory.carve {
            Carve::Table { file, .. } => Some(self.path_of("territory.carve.table.file", file)),
            _ => None,
        };
        scenarios
            .chain(table)
            .chain(self.scenario.data.sources().map(|source| self.path_of(&format!("data.{}.file", source.table), source.file)))
    }

    /// A data file named at `pointer` (`data.accounts.file`, or the table that
    /// holds it), relative to the scenario file that names it; to this file where none does.
    #[must_use]
    pub fn path_of(&self, pointer: &str, file: &str) -> PathBuf {
        let named = match path::find(&self.given, pointer) {
            // A table's file may come from another scenario file than the rest of it.
            (node, true) => Some(&node.get("file").unwrap_or(node).source),
            (_, false) => None,
        };
        let folder = self.folders.iter().find(|(known, _)| named.is_some_and(|named| Arc::ptr_eq(known, named)));
        folder.map_or(&self.folder, |(_, folder)| folder).join(file)
    }
}

/// Reads one scenario file with all it extends. Faults are added to `faults`,
/// none that is there already; `None` when it cannot be used.
pub fn load(path: &Path, faults: &mut Faults) -> Option<ResolvedScenario> {
    let mut new = Faults::default();
    let chain = reading::chain(path, &mut new);
    let resolved = resolve_chain(path, chain, &mut new);
    let sound = new.0.is_empty();
    // Several scenarios may extend the same broken base.
    let known: BTreeSet<String> = faults.0.iter().map(ToString::to_string).collect();
    faults.0.extend(new.0.into_iter().filter(|fault| !known.contains(&fault.to_string())));
    resolved.filter(|_| sound)
}

/// A scenario from texts in memory, each with the name that faults show: the
/// first one extends the second, and so on. All checks are those of files.
///
/// # Errors
/// Every fault of every text.
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

fn resolve_chain(path: &Path, chain: reading::Chain, faults: &mut Faults) -> Option<ResolvedScenario> {
    let reading::Chain { mut documents, complete } = chain;
    let mut taken = Vec::new();
    for document in &mut documents {
        taken.append(&mut check::check(&mut document.root, &document.broken_lines, faults));
    }
    let legible = complete && documents.iter().all(|document| document.broken_lines.is_empty());
    let folders = documents.iter().map(|document| (Arc::clone(&document.source), document.folder.clone())).collect();
    let mut roots = documents.into_iter().map(|document| document.root);
    let mut given = roots.next()?;
    let mut bases: Vec<DocumentNode> = roots.collect();
    // The oldest base lies lowest.
    if let Some(mut lowest) = bases.pop() {
        while let Some(base) = bases.pop() {
            lowest = resolve::merge(lowest, base, schema::root());
        }
        for own in ["name", "description", "extends"] {
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
