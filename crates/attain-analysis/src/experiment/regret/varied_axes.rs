//! The varied assumptions: axes with their ranges, from options and a study file.
//!
//! ```toml
//! # study-regret.toml
//! map = ["attrition", "ramp"]
//! [axes]
//! attrition = [0.5, 2.0]
//! win-odds = [-0.3, 0.3]
//! ```

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use serde::Deserialize;
use toml::Spanned;

use super::fault::{VariedAxisFault, find_axis};
use super::options::{DEFAULT_AXES, MOST_AXES, WIDER_RANGES, is_assumption};
use crate::experiment::axis_ranges;
use crate::experiment::axis_ranges::AxisRange;
use attain_core::diagnostics::{Faults, Place, SourceFile};
use attain_core::scenario::choices::Scenario;

/// The contents of a study file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RegretFile {
    #[serde(default)]
    map: Option<Spanned<Vec<String>>>,
    #[serde(default)]
    axes: BTreeMap<String, Spanned<Vec<f64>>>,
}

/// The varied axes, and the axes of the map if they are named.
#[derive(Debug, Clone, Default)]
pub struct VariedAxes {
    pub axes: Vec<AxisRange>,
    /// Positions of the map's two axes.
    pub map: Option<(usize, usize)>,
}

/// Reads the axes of a study file and of options. Options override the file. If neither names an
/// axis, the default axes are varied.
#[must_use]
pub fn read(study: Option<&Path>, options: &[String], map: &[String], scenario: &Scenario, faults: &mut Faults) -> VariedAxes {
    let mut given: Vec<(Place, String, Vec<f64>)> = Vec::new();
    let mut map_names: Option<(Place, Vec<String>)> = (!map.is_empty()).then(|| (Place::Option("--map"), map.to_vec()));
    if let Some(path) = study {
        read_file(path, &mut given, &mut map_names, faults);
    }
    let from_file = given.len();
    for text in options {
        match parse_option(text) {
            Some((name, ends)) => {
                if let Some(at) = given[..from_file].iter().position(|(_, known, _)| *known == name) {
                    given[at] = (Place::Option("--axis"), name, ends);
                } else {
                    given.push((Place::Option("--axis"), name, ends));
                }
            }
            None => faults.push(Place::Option("--axis"), VariedAxisFault::NoRange(text.clone())),
        }
    }
    let mut varied = VariedAxes::default();
    let named = !given.is_empty() || !options.is_empty();
    for (place, name, ends) in given {
        match check_range(&name, &ends, scenario) {
            Ok(range) if varied.axes.iter().any(|known| known.name() == name) => {
                faults.push(place, VariedAxisFault::Twice(range.name()));
            }
            Ok(range) => varied.axes.push(range),
            Err(problem) => faults.push(place, problem),
        }
    }
    if !named {
        varied.axes = DEFAULT_AXES.iter().filter_map(|name| default_range(name, scenario)).collect();
    }
    if varied.axes.len() > MOST_AXES {
        faults.push(Place::Option("--axis"), VariedAxisFault::TooMany(varied.axes.len()));
    }
    if let Some((place, names)) = map_names {
        varied.map = map_axes(&place, &names, &varied.axes, faults);
    }
    varied
}

fn read_file(
    path: &Path,
    given: &mut Vec<(Place, String, Vec<f64>)>,
    map: &mut Option<(Place, Vec<String>)>,
    faults: &mut Faults,
) {
    let name = path.display().to_string();
    let text = match attain_core::input::read_text(path) {
        Ok(text) => text,
        Err(error) => return faults.push(Place::File(name), VariedAxisFault::Unreadable(error)),
    };
    let source = Arc::new(SourceFile::new(name, text));
    let file: RegretFile = match toml::from_str(&source.text) {
        Ok(file) => file,
        Err(error) => {
            let at = error.span().unwrap_or(0..0);
            return faults.push(Place::Span(source, at), VariedAxisFault::Syntax(error.message().to_owned()));
        }
    };
    for (name, ends) in file.axes {
        given.push((Place::Span(Arc::clone(&source), ends.span()), name, ends.into_inner()));
    }
    if let (None, Some(named)) = (&map, file.map) {
        *map = Some((Place::Span(source, named.span()), named.into_inner()));
    }
}

/// Parses `attrition=0.5..2`, or a name alone, which selects the default range.
fn parse_option(text: &str) -> Option<(String, Vec<f64>)> {
    let Some((name, range)) = text.split_once('=') else { return Some((text.trim().to_owned(), Vec::new())) };
    let (low, high) = range.split_once("..")?;
    let number = |text: &str| text.trim().replace('_', "").parse::<f64>().ok().filter(|value| value.is_finite());
    Some((name.trim().to_owned(), vec![number(low)?, number(high)?]))
}

fn default_range(name: &str, scenario: &Scenario) -> Option<AxisRange> {
    let (axis, narrowed_to) = find_axis(name)?;
    let mut range = axis_ranges::range(axis, narrowed_to, scenario)?;
    if let Some((_, low, high, reason)) = WIDER_RANGES.iter().find(|(wide, ..)| *wide == axis.name) {
        (range.low, range.high, range.reason) = (*low, *high, (*reason).to_owned());
    }
    Some(range)
}

fn check_range(name: &str, ends: &[f64], scenario: &Scenario) -> Result<AxisRange, VariedAxisFault> {
    let owned = || name.to_owned();
    let (axis, narrowed_to) = find_axis(name).ok_or_else(|| VariedAxisFault::Unknown(owned()))?;
    if !is_assumption(axis) {
        return Err(VariedAxisFault::Choice(owned()));
    }
    let base = axis.base(scenario, narrowed_to.as_deref()).ok_or_else(|| VariedAxisFault::Nothing(owned()))?;
    let &[low, high] = ends else {
        let none = if ends.is_empty() { VariedAxisFault::Nothing(owned()) } else { VariedAxisFault::NoRange(owned()) };
        return default_range(name, scenario).filter(|_| ends.is_empty()).ok_or(none);
    };
    if low.partial_cmp(&high) != Some(std::cmp::Ordering::Less) {
        return Err(VariedAxisFault::Reversed { name: owned(), low, high });
    }
    for value in [low, high] {
        let fits = axis.set(&mut scenario.clone(), narrowed_to.as_deref(), value);
        fits.map_err(|unfit| VariedAxisFault::Outside { name: owned(), value, why: unfit.to_string() })?;
    }
    Ok(AxisRange { axis, narrowed_to, base, low, high, reason: "as given".to_owned() })
}

fn map_axes(place: &Place, names: &[String], axes: &[AxisRange], faults: &mut Faults) -> Option<(usize, usize)> {
    let [x, y] = names else {
        faults.push(place.clone(), VariedAxisFault::NoMap(names.len()));
        return None;
    };
    let mut find = |name: &String| {
        let at = axes.iter().position(|range| range.name() == *name);
        if at.is_none() {
            faults.push(place.clone(), VariedAxisFault::NotVaried(name.clone()));
        }
        at
    };
    let (x, y) = (find(x), find(y));
    if x.is_some() && x == y {
        faults.push(place.clone(), VariedAxisFault::Twice(names[0].clone()));
        return None;
    }
    x.zip(y)
}

#[cfg(test)]
mod tests {
    use super::*;
    use attain_fixtures::studies::{SMALL, plans};

    fn varied(options: &[&str], map: &[&str], file: Option<&str>) -> (VariedAxes, Vec<String>) {
        let (study, _) = plans(&[SMALL]);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("study-regret.toml");
        if let Some(text) = file {
            std::fs::write(&path, text).unwrap();
        }
        let owned = |texts: &[&str]| texts.iter().map(ToString::to_string).collect::<Vec<String>>();
        let mut faults = Faults::default();
        let path = file.map(|_| path.as_path());
        let varied = read(path, &owned(options), &owned(map), &study.scenarios[0].scenario, &mut faults);
        (varied, faults.0.iter().map(|fault| fault.code().to_owned()).collect())
    }

    #[test]
    fn default_axes_where_none_is_named() {
        let (varied, faults) = varied(&[], &["attrition", "ramp"], None);
        assert!(faults.is_empty() && varied.map == Some((0, 1)), "{faults:?}");
        assert_eq!(varied.axes.len(), DEFAULT_AXES.len());
    }

    #[test]
    fn options_override_a_file() {
        let file = "map = [\"win-odds\", \"attrition\"]\n[axes]\nattrition = [0.5, 1.2]\nwin-odds = [-0.3, 0.3]\n";
        let (varied, faults) = varied(&["attrition=0.9..1.1", "ramp"], &[], Some(file));
        assert!(faults.is_empty(), "{faults:?}");
        let names: Vec<String> = varied.axes.iter().map(AxisRange::name).collect();
        assert_eq!(names, ["attrition", "win-odds", "ramp"]);
        assert_eq!((varied.axes[0].low, varied.axes[0].high, varied.map), (0.9, 1.1, Some((1, 0))));
    }

    #[test]
    fn every_fault_at_once() {
        let options = [
            "atrition=0.5..2",
            "adds.field=0..3",
            "ramp=2..1",
            "ramp=1..1",
            "churn=0..1e9",
            "cycle=a..b",
            "win-rate=-0.9..0.1",
            "deal-size",
            "deal-size",
        ];
        let (_, faults) = varied(&options, &["hours", "deal-size"], None);
        assert_eq!(
            faults,
            [
                "regret::no-range",
                "regret::unknown-axis",
                "regret::no-assumption",
                "regret::reversed-range",
                "regret::reversed-range",
                "regret::outside-range",
                "regret::outside-range",
                "regret::axis-twice",
                "regret::not-varied",
            ]
        );
        assert_eq!(varied(&[], &[], Some("axes = 3")).1, ["regret::syntax"]);
        assert_eq!(varied(&[], &[], Some("[axes]\nramp = [1]\n")).1, ["regret::no-range"]);
        assert_eq!(varied(&[], &[], Some("typo = 3\n")).1, ["regret::syntax"]);
    }
}
