//! Study files: a scenario with the grid for its stress test.
//!
//! ```toml
//! scenario = "../potential-over-conversion.toml"
//! description = "How many reps it takes, and what attrition does to it."
//!
//! [grid]
//! adds.mid-market = { from = 0, to = 10 }   # step = 1
//! attrition = [0.5, 1, 1.5, 2]
//!
//! [hire]                                    # last month in which one more rep pays off
//! team = "mid-market"
//! ```

use std::path::{Path, PathBuf};

use super::axis::{self, Axis};
use super::axis_kind::AxisScope;
use super::fault::StudyFileFault;
use super::grid::{AxisGrid, GridAxis, MOST_CELLS, count, range};
use attain_core::diagnostics::{Faults, Place};
use attain_core::scenario;
use attain_core::scenario::choices::Scenario;
use attain_core::scenario::{DocumentNode, NodeKind};
use attain_data::Book;

/// The parsed content of a study file.
#[derive(Debug)]
pub struct StudyFile {
    /// Name of the study: the file name without its extension.
    pub name: String,
    /// Description for the report, in one sentence; may be empty.
    pub description: String,
    pub scenario: PathBuf,
    /// The grid; `None` for the default one.
    pub grid: Option<AxisGrid>,
    /// The hire that is evaluated for every start month.
    pub hire: FollowedHire,
    /// Locations of each axis and of the hire's team, for faults found only by checking against the
    /// book.
    places: Vec<Place>,
    hire_place: Option<Place>,
}

/// Which hire is evaluated for every start month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FollowedHire {
    /// A hire in the first team to which the grid adds seats.
    Default,
    /// A hire in this team.
    Team(String),
    /// No hire.
    Disabled,
}

/// Keys of a study file.
const KEYS: [&str; 4] = ["scenario", "description", "grid", "hire"];
/// Keys of a range.
const RANGE: [&str; 3] = ["from", "to", "step"];
/// Keys of `[hire]`.
const HIRE: [&str; 2] = ["team", "follow"];

/// Returns whether a TOML file is a study rather than a scenario: it has a `scenario` or a `grid`
/// key.
#[must_use]
pub fn is_study(path: &Path) -> bool {
    let text = attain_core::input::read_text(path).unwrap_or_default();
    let table = text.trim_start_matches('\u{feff}').parse::<toml::Table>();
    match table {
        Ok(table) => table.contains_key("scenario") || table.contains_key("grid"),
        // Classify a file that cannot be parsed by the beginnings of its lines.
        Err(_) => text.lines().any(|line| line.trim_start().starts_with("scenario") || line.trim_start().starts_with("[grid")),
    }
}

/// Reads a study file.
///
/// # Errors
/// Returns every fault that can be found without the book.
pub fn read(path: &Path) -> Result<StudyFile, Faults> {
    let mut faults = Faults::default();
    let Some(root) = scenario::read_tree(path, &mut faults) else { return Err(faults) };
    unknown_keys(&root, &KEYS, "the study", &mut faults);
    let text = |key: &str, faults: &mut Faults| root.get(key).and_then(|node| text_of(node, faults));
    let description = text("description", &mut faults).unwrap_or_default();
    let folder = path.parent().unwrap_or(Path::new(""));
    let named = text("scenario", &mut faults);
    if root.get("scenario").is_none() {
        faults.push(Place::File(path.display().to_string()), StudyFileFault::NoScenario);
    }
    let mut places = Vec::new();
    let grid = root.get("grid").map(|node| grid(node, &mut places, &mut faults));
    let (hire, hire_place) = root.get("hire").map_or((FollowedHire::Default, None), |node| hire(node, &mut faults));
    let name = path.file_stem().map_or_else(|| "study".to_owned(), |stem| stem.to_string_lossy().into_owned());
    let scenario = folder.join(named.unwrap_or_default());
    faults.into_result(StudyFile { name, description, scenario, grid, hire, places, hire_place })
}

impl StudyFile {
    /// Creates a study of a scenario on the default grid.
    #[must_use]
    pub fn of_scenario(path: &Path) -> Self {
        Self {
            name: String::new(),
            description: String::new(),
            scenario: path.to_owned(),
            grid: None,
            hire: FollowedHire::Default,
            places: Vec::new(),
            hire_place: None,
        }
    }

    /// Checks the study against the book and the scenario for unknown teams and segments and for
    /// invalid values.
    pub fn check(&self, book: &Book, scenario: &Scenario, faults: &mut Faults) {
        let teams: Vec<&str> = book.teams.iter().map(String::as_str).collect();
        let segments: Vec<&str> = book.segments.iter().map(String::as_str).collect();
        for (line, place) in self.grid.iter().flat_map(|grid| &grid.axes).zip(&self.places) {
            let known = if line.axis.scope == AxisScope::Segment { &segments } else { &teams };
            if let Some(name) = line.narrowed_to.as_ref().filter(|name| !known.contains(&name.as_str())) {
                faults.push(place.clone(), StudyFileFault::unknown_of(line.axis, name, known));
                continue;
            }
            for &value in &line.values {
                if let Err(unfit) = line.axis.set(&mut scenario.clone(), line.narrowed_to.as_deref(), value) {
                    faults.push(place.clone(), StudyFileFault::Unfit { name: line.name(), value, unfit });
                    break;
                }
            }
        }
        if let (FollowedHire::Team(team), Some(place)) = (&self.hire, &self.hire_place)
            && !teams.contains(&team.as_str())
        {
            faults.push(place.clone(), StudyFileFault::unknown_team(team, &teams));
        }
    }
}

fn unknown_keys(node: &DocumentNode, known: &'static [&'static str], table: &'static str, faults: &mut Faults) {
    let NodeKind::Table(entries) = &node.kind else { return };
    for (key, entry) in entries.iter().filter(|(key, _)| !known.contains(&key.as_str())) {
        faults.push(entry.key_place(), StudyFileFault::UnknownKey { key: key.clone(), table, known });
    }
}

fn text_of(node: &DocumentNode, faults: &mut Faults) -> Option<String> {
    let text = node.text().map(str::to_owned);
    if text.is_none() {
        faults.push(node.place(), StudyFileFault::Wrong { allowed: "text in quotes" });
    }
    text
}

fn hire(node: &DocumentNode, faults: &mut Faults) -> (FollowedHire, Option<Place>) {
    unknown_keys(node, &HIRE, "`[hire]`", faults);
    if let Some(NodeKind::Leaf(serde_json::Value::Bool(false))) = node.get("follow").map(|node| &node.kind) {
        return (FollowedHire::Disabled, None);
    }
    match node.get("team") {
        None => (FollowedHire::Default, None),
        Some(node) => (text_of(node, faults).map_or(FollowedHire::Default, FollowedHire::Team), Some(node.place())),
    }
}

fn grid(node: &DocumentNode, places: &mut Vec<Place>, faults: &mut Faults) -> AxisGrid {
    let mut grid = AxisGrid::default();
    let NodeKind::Table(entries) = &node.kind else {
        faults.push(node.place(), StudyFileFault::Wrong { allowed: "a table of axes with their values" });
        return grid;
    };
    let before = faults.0.len();
    // Keep the order of the file, which is also the order of the report's rows and columns.
    let mut ordered: Vec<_> = entries.iter().collect();
    ordered.sort_by_key(|(_, node)| node.key.as_ref().map_or(0, |key| key.start));
    for (key, entry) in ordered {
        let (name, narrowed_to) = key.split_once('.').map_or((key.as_str(), None), |(name, part)| (name, Some(part)));
        let Some(axis) = axis::find(name) else {
            faults.push(entry.key_place(), StudyFileFault::UnknownAxis { name: name.to_owned() });
            continue;
        };
        match &entry.kind {
            NodeKind::Table(inner) if narrowed_to.is_none() && !inner.keys().any(|key| RANGE.contains(&key.as_str())) => {
                for (part, entry) in inner {
                    grid_axis(axis, Some(part), entry, &mut grid, places, faults);
                }
            }
            _ => grid_axis(axis, narrowed_to, entry, &mut grid, places, faults),
        }
    }
    if grid.axes.is_empty() && faults.0.len() == before {
        faults.push(node.place(), StudyFileFault::NoAxis);
    }
    let cells = grid.axes.iter().map(|line| line.values.len() as f64).product::<f64>();
    if cells > MOST_CELLS as f64 && faults.0.len() == before {
        faults.push(node.place(), StudyFileFault::TooManyCells { cells });
    }
    grid
}

/// Reads an axis with its values.
fn grid_axis(
    axis: &'static Axis,
    narrowed_to: Option<&str>,
    node: &DocumentNode,
    grid: &mut AxisGrid,
    places: &mut Vec<Place>,
    faults: &mut Faults,
) {
    match (axis.scope, narrowed_to) {
        (AxisScope::OneTeam, None) => return faults.push(node.key_place(), StudyFileFault::NeedsTeam { axis: axis.name }),
        (AxisScope::Company, Some(part)) => {
            return faults.push(node.key_place(), StudyFileFault::NotNarrowed { axis: axis.name, of: part.to_owned() });
        }
        _ => {}
    }
    let Some(values) = values(node, faults) else { return };
    let outside = |value: &&f64| !(axis.low..=axis.high).contains(*value) || (axis.is_whole() && value.fract() != 0.0);
    if let Some(&value) = values.iter().find(outside) {
        return faults.push(node.place(), StudyFileFault::Outside { axis, value });
    }
    if let Some(at) = (1..values.len()).find(|&at| values[..at].contains(&values[at])) {
        return faults.push(node.place(), StudyFileFault::Twice { value: values[at] });
    }
    grid.axes.push(GridAxis { axis, narrowed_to: narrowed_to.map(str::to_owned), values });
    places.push(node.key_place());
}

/// Reads a list of numbers, or `from`, `to` and `step`.
fn values(node: &DocumentNode, faults: &mut Faults) -> Option<Vec<f64>> {
    let before = faults.0.len();
    let mut number = |node: &DocumentNode| match &node.kind {
        NodeKind::Leaf(value) if value.is_number() => value.as_f64(),
        // Null denotes a value that was already reported as a fault during parsing.
        NodeKind::Leaf(serde_json::Value::Null) => None,
        _ => {
            faults.push(node.place(), StudyFileFault::Wrong { allowed: "a number" });
            None
        }
    };
    match &node.kind {
        NodeKind::List(list) if list.is_empty() => faults.push(node.place(), StudyFileFault::EmptyAxis),
        NodeKind::List(list) => {
            let values: Vec<Option<f64>> = list.iter().map(number).collect();
            return values.into_iter().collect();
        }
        NodeKind::Table(entries) => {
            let step = entries.get("step").map_or(Some(1.0), &mut number);
            let ends = ["from", "to"].map(|end| entries.get(end).map(&mut number));
            unknown_keys(node, &RANGE, "a range", faults);
            if let Some(missing) = ["from", "to"].into_iter().zip(&ends).find_map(|(end, value)| value.is_none().then_some(end)) {
                faults.push(node.place(), StudyFileFault::HalfRange { missing });
            }
            let ([Some(Some(from)), Some(Some(to))], Some(step)) = (ends, step) else { return None };
            let values = count(from, to, step);
            if step <= 0.0 {
                faults.push(node.place(), StudyFileFault::Step { step });
            } else if from > to {
                faults.push(node.place(), StudyFileFault::Reversed { from, to });
            } else if values > MOST_CELLS as f64 {
                faults.push(node.place(), StudyFileFault::TooManyCells { cells: values });
            } else if faults.0.len() == before {
                return Some(range(from, to, step));
            }
        }
        NodeKind::Leaf(serde_json::Value::Null) => {}
        NodeKind::Leaf(_) => return number(node).map(|value| vec![value]),
    }
    None
}
