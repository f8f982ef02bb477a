//! A scenario with inheritance and defaults applied.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::choices::{Carve, Scenario};
use super::document::DocumentNode;
use super::owners::OwnerTable;
use super::{path, resolve};
use crate::diagnostics::{Place, SourceFile};

/// A scenario with inheritance and defaults applied and all checks passed, with the file that sets
/// each value.
#[derive(Debug, Clone)]
pub struct ResolvedScenario {
    pub scenario: Scenario,
    /// Path of the scenario file as given by the user.
    pub file: String,
    /// Folder of the scenario file. A relative path is resolved against the folder of the file that
    /// sets it: see [`ResolvedScenario::path_of`].
    pub folder: PathBuf,
    /// SHA-256 of the resolved choices in lower-case hex. Names and file paths are not included.
    pub hash: String,
    /// Warnings about choices that are allowed but may not be intended, one sentence each.
    pub warnings: Vec<String>,
    /// Owners specified by the scenario's table, after the table has been read.
    pub owners: Option<Arc<OwnerTable>>,
    /// Values set by the files, after inheritance.
    pub(super) given: DocumentNode,
    /// Files and their folders, starting with the scenario's own file.
    pub(super) folders: Vec<(Arc<SourceFile>, PathBuf)>,
}

impl ResolvedScenario {
    /// Creates a scenario in memory. All values count as defaults, and no rules are checked.
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

    /// Adds the owners specified by the scenario's table, which count as choices.
    #[must_use]
    pub fn with_owners(self, owners: OwnerTable) -> Self {
        let hash = resolve::hash_with(&self.scenario, &owners.hash());
        Self { hash, owners: Some(Arc::new(owners)), ..self }
    }

    /// Returns the scenario without the owners specified by a table.
    #[must_use]
    pub fn without_owners(&self) -> Self {
        Self { owners: None, ..self.clone() }
    }

    /// Returns the scenario with some of its choices changed.
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

    /// Place of the value at `pointer`, such as `territory.locks[0].rep`, for faults that are found
    /// later. If no file sets the value, returns the place of the nearest parent that is set, or
    /// the file. Names with characters other than letters, digits, `-` and `_` may be quoted.
    #[must_use]
    pub fn place(&self, pointer: &str) -> Place {
        match path::find(&self.given, pointer) {
            (node, _) if std::ptr::eq(node, &raw const self.given) => Place::File(self.file.clone()),
            (node, _) => node.place(),
        }
    }

    /// Whether a file sets the value at `pointer`. Otherwise, it is a default.
    #[must_use]
    pub fn is_given(&self, pointer: &str) -> bool {
        path::find(&self.given, pointer).1
    }

    /// All scenario files from which this scenario was read, and the data files that it refers to.
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

    /// Resolves the path of the data file at `pointer` (`data.accounts.file`, or its table),
    /// relative to the scenario file that sets it, or to this file if none does.
    #[must_use]
    pub fn path_of(&self, pointer: &str, file: &str) -> PathBuf {
        let named = match path::find(&self.given, pointer) {
            // The file of a table may be set in another scenario file than the table's other keys.
            (node, true) => Some(&node.get("file").unwrap_or(node).source),
            (_, false) => None,
        };
        let folder = self.folders.iter().find(|(known, _)| named.is_some_and(|named| Arc::ptr_eq(known, named)));
        folder.map_or(&self.folder, |(_, folder)| folder).join(file)
    }
}
