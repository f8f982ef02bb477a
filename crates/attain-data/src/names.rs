//! Names shared by files and scenario. Comparison ignores case, blanks, underscores and
//! hyphens, and each name is stored in one spelling.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::comparable_name::comparable;
use super::fault::{DataFault, NameKind, UnknownName};
use super::parse::shorten;

/// Lookup of names by index in a list.
#[derive(Debug)]
pub(super) struct NameLookup {
    what: NameKind,
    exact: bool,
    names: Arc<Vec<String>>,
    places: HashMap<String, usize>,
    /// Indices keyed by alternative names; `None` if several records have the name.
    called: HashMap<String, Option<usize>>,
    allowed: Arc<str>,
}

impl NameLookup {
    /// Creates a lookup of the scenario's names. If names compare equal, the first one is used.
    pub fn defined(what: NameKind, names: Vec<String>) -> Self {
        let places = names.iter().enumerate().rev().map(|(place, name)| (comparable(name), place)).collect();
        let allowed = format!("one of: {}", names.join(", ")).into();
        Self { what, exact: false, names: Arc::new(names), places, called: HashMap::new(), allowed }
    }

    /// Creates a lookup of another table's ids, which are matched exactly.
    pub fn ids<'a>(what: NameKind, ids: impl Iterator<Item = &'a str>) -> Self {
        let names: Vec<String> = ids.map(str::to_owned).collect();
        let places = names.iter().enumerate().map(|(place, id)| (id.clone(), place)).collect();
        let allowed = match what {
            NameKind::Rep => "an id, a name or an email address from the reps file",
            NameKind::Opportunity => "an id from the opportunities file",
            _ => "an id or a name from the accounts file",
        };
        Self { what, exact: true, names: Arc::new(names), places, called: HashMap::new(), allowed: allowed.into() }
    }

    /// Adds alternative names, which match if only one record has the name.
    pub fn or_called<'a>(mut self, names: impl Iterator<Item = (usize, &'a str)>) -> Self {
        for (place, name) in names.filter(|(_, name)| !name.is_empty()) {
            let known = self.called.entry(comparable(name)).or_insert(Some(place));
            if known.is_some_and(|known| known != place) {
                *known = None;
            }
        }
        self
    }

    /// All names, in index order.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The index of a name.
    pub fn find(&self, name: &str) -> Result<usize, DataFault> {
        let place = if self.exact { self.places.get(name) } else { self.places.get(&comparable(name)) };
        let called = || self.called.get(&comparable(name)).copied();
        place.copied().or_else(|| called().flatten()).ok_or_else(|| {
            self.what.unknown(UnknownName {
                found: shorten(name),
                several: called() == Some(None),
                allowed: Arc::clone(&self.allowed),
                names: Arc::clone(&self.names),
            })
        })
    }
}

/// Names collected from the files, such as industries. All spellings of a name form one entry,
/// with the scenario's spelling or, if there is none, the alphabetically first one.
#[derive(Debug, Default)]
pub(super) struct Spellings(BTreeMap<String, String>);

impl Spellings {
    /// Prefers the given spellings to those of the files. Names that do not occur in any file are
    /// not added.
    pub fn prefer<'a>(&mut self, names: impl Iterator<Item = &'a String>) {
        for name in names {
            if let Some(entry) = self.0.get_mut(&comparable(name)) {
                name.clone_into(entry);
            }
        }
    }

    /// Adds a name as spelled in a file.
    pub fn add(&mut self, name: &str) {
        let entry = self.0.entry(comparable(name)).or_insert_with(|| name.to_owned());
        if name < entry.as_str() {
            name.clone_into(entry);
        }
    }

    /// All names, sorted.
    pub fn list(&self) -> Vec<String> {
        let mut names: Vec<String> = self.0.values().cloned().collect();
        names.sort();
        names
    }

    /// Indices in [`Spellings::list`], keyed by the comparable form of a name.
    pub fn places(&self) -> HashMap<String, usize> {
        self.list().iter().enumerate().map(|(place, name)| (comparable(name), place)).collect()
    }
}
