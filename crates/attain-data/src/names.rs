//! Names that files and scenario share: found without regard to case, blanks,
//! underscores and hyphens, kept in one spelling.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::fault::{DataFault, NameKind, UnknownName};
use super::parse::{normal, shorten};
use attain_core::diagnostics::Faults;
use attain_core::scenario::ResolvedScenario;

/// Known names, by their position in a list.
#[derive(Debug)]
pub(super) struct Lookup {
    what: NameKind,
    exact: bool,
    names: Arc<Vec<String>>,
    places: HashMap<String, usize>,
    /// Positions by what else people call them; `None` where several are called so.
    called: HashMap<String, Option<usize>>,
    allowed: Arc<str>,
}

impl Lookup {
    /// Names of the scenario; of names that compare equal the first counts.
    pub fn defined(what: NameKind, names: Vec<String>) -> Self {
        let places = names.iter().enumerate().rev().map(|(place, name)| (normal(name), place)).collect();
        let allowed = format!("one of: {}", names.join(", ")).into();
        Self { what, exact: false, names: Arc::new(names), places, called: HashMap::new(), allowed }
    }

    /// Ids of another table, found exactly as they are written.
    pub fn ids<'a>(what: NameKind, ids: impl Iterator<Item = &'a str>) -> Self {
        let names: Vec<String> = ids.map(str::to_owned).collect();
        let places = names.iter().enumerate().map(|(place, id)| (id.clone(), place)).collect();
        let allowed = match what {
            NameKind::Rep => "an id, a name or an email address from the file of reps",
            NameKind::Opportunity => "an id from the file of opportunities",
            _ => "an id or a name from the file of accounts",
        };
        Self { what, exact: true, names: Arc::new(names), places, called: HashMap::new(), allowed: allowed.into() }
    }

    /// Other names by which the same are found, where only one is called so.
    pub fn or_called<'a>(mut self, names: impl Iterator<Item = (usize, &'a str)>) -> Self {
        for (place, name) in names.filter(|(_, name)| !name.is_empty()) {
            let known = self.called.entry(normal(name)).or_insert(Some(place));
            if known.is_some_and(|known| known != place) {
                *known = None;
            }
        }
        self
    }

    /// All names.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Position of a name.
    pub fn find(&self, name: &str) -> Result<usize, DataFault> {
        let place = if self.exact { self.places.get(name) } else { self.places.get(&normal(name)) };
        let called = || self.called.get(&normal(name)).copied();
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

/// Names that come from the files, such as industries: one entry for all
/// spellings, in the scenario's spelling or else the first in the alphabet.
#[derive(Debug, Default)]
pub(super) struct Spellings(BTreeMap<String, String>);

impl Spellings {
    /// Spellings that win over the files'; names that no file has stay out.
    pub fn prefer<'a>(&mut self, names: impl Iterator<Item = &'a String>) {
        for name in names {
            if let Some(entry) = self.0.get_mut(&normal(name)) {
                name.clone_into(entry);
            }
        }
    }

    /// A name as a file spells it.
    pub fn add(&mut self, name: &str) {
        let entry = self.0.entry(normal(name)).or_insert_with(|| name.to_owned());
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

    /// Position in [`Spellings::list`] by the comparable form of a name.
    pub fn places(&self) -> HashMap<String, usize> {
        self.list().iter().enumerate().map(|(place, name)| (normal(name), place)).collect()
    }
}

/// What the scenario says that the reading of the files needs.
#[derive(Debug)]
pub(super) struct Frame {
    /// Segments.
    pub segments: Lookup,
    /// Lowest potential of each segment.
    pub potential_from: Vec<f64>,
    /// Teams.
    pub teams: Lookup,
    /// Positions of the segments each team serves.
    pub serves: Vec<Vec<usize>>,
    /// Sources.
    pub sources: Vec<String>,
    /// First simulated day.
    pub start: jiff::civil::Date,
}

impl Frame {
    /// Takes from the scenario what reading needs; `None` without segments or teams.
    pub fn of(resolved: &ResolvedScenario, faults: &mut Faults) -> Option<Self> {
        let scenario = &resolved.scenario;
        let names: Vec<String> = scenario.market.segments.keys().cloned().collect();
        if names.is_empty() {
            faults.push(resolved.place("market.segments"), DataFault::NoSegments);
        }
        if scenario.teams.is_empty() {
            faults.push(resolved.place("teams"), DataFault::NoTeams);
        }
        if names.is_empty() || scenario.teams.is_empty() {
            return None;
        }
        let serves = scenario.teams.values().map(|team| {
            let served = |name: &String| team.segments.is_empty() || team.segments.contains(name);
            (0..names.len()).filter(|segment| served(&names[*segment])).collect()
        });
        Some(Self {
            serves: serves.collect(),
            segments: Lookup::defined(NameKind::Segment, names),
            potential_from: scenario.market.segments.values().map(|segment| segment.potential_from.get()).collect(),
            teams: Lookup::defined(NameKind::Team, scenario.teams.keys().cloned().collect()),
            sources: scenario.market.sources.keys().cloned().collect(),
            start: scenario.horizon.start,
        })
    }

    /// The segment with the highest `potential-from` that a potential reaches.
    pub fn segment_for(&self, potential: f64) -> Option<usize> {
        let reached = (0..self.potential_from.len()).filter(|segment| self.potential_from[*segment] <= potential);
        reached.min_by(|a, b| self.potential_from[*b].total_cmp(&self.potential_from[*a]))
    }

    /// Present reps of the teams that serve a segment, by position.
    pub fn present(&self, reps: &[super::Rep], segment: usize) -> Vec<usize> {
        let serving = |rep: &super::Rep| rep.left.is_none() && self.serves[rep.team].contains(&segment);
        (0..reps.len()).filter(|place| serving(&reps[*place])).collect()
    }
}
