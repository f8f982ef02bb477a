//! A scenario with inheritance and defaults applied.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::choices::{Carve, Scenario};
use super::document::DocumentNode;
use super::owners::OwnerTable;
use super::{path, resolve};
use crate::diagnostics::{Place, SourceFile};

/// A scenario with inheritance and defaults applied and all checks passed. It remembers
/// which file gave each value.
#[derive(Debug, Clone)]
pub struct ResolvedScenario {
    pub scenario: Scenario,
    /// The file, as the user named it.
    pub file: String,
    /// Folder of the file. Relative paths start from the folder of the file that gives them: see [`ResolvedScenario::path_of`].
    pub folder: PathBuf,
    /// SHA-256 of the resolved choices in lower-case hex. Names and paths of files are not part of it.
    pub hash: String,
    /// Warnings about choices that are allowed but may not be intended, one sentence each.
    pub warnings: Vec<String>,
    /// The owners that a table of the scenario names, once the table is read.
    pub owners: Option<Arc<OwnerTable>>,
    /// What the files give, after inheritance.
    pub(super) given: DocumentNode,
    /// The files with their folders, starting with the scenario's own file.
    pub(super) folders: Vec<(Arc<SourceFile>, PathBuf)>,
}

impl ResolvedScenario {
    /// A scenario that is made in memory. No file gives any of its values, and no rule is checked.
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

    /// The scenario with the owners that its table names, which count as choices.
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

    /// The scenario with some of its choices changed.
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

    /// The place of a choice, for faults that are found later: the place that gives the
    /// value at `pointer`, such as `territory.locks[0].rep`. If no file gives it, it is the
    /// place of the nearest parent that is given, or the file. Names with characters other
    /// than letters, digits, `-` and `_` may be quoted.
    #[must_use]
    pub fn place(&self, pointer: &str) -> Place {
        match path::find(&self.given, pointer) {
            (node, _) if std::ptr::eq(node, &raw const self.given) => Place::File(self.file.clone()),
            (node, _) => node.place(),
        }
    }

    /// Whether a file gives the value at `pointer`, so that it is not a default.
    #[must_use]
    pub fn is_given(&self, pointer: &str) -> bool {
        path::find(&self.given, pointer).1
    }

    /// All files from which this scenario was read, and the data files that it names.
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

    /// The path of a data file that is named at `pointer` (`data.accounts.file`, or the table
    /// that holds it), relative to the scenario file that names it, or to this file if none
    /// does.
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
