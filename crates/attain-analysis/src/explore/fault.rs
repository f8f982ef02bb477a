//! What can be wrong with a study file.

use super::axis::{self, Axis, Of, Unfit};
use attain_core::diagnostics::Problem;
use attain_core::diagnostics::nearest;

use super::grid::{MOST_CELLS, MOST_YEARS};

/// A fault of a study file.
#[derive(Debug, thiserror::Error)]
pub(super) enum StudyFault {
    #[error("`{key}` is no key of {table}")]
    UnknownKey { key: String, table: &'static str, known: &'static [&'static str] },
    #[error("the study names no scenario")]
    NoScenario,
    #[error("this is something else")]
    Wrong { allowed: &'static str },
    #[error("there is no axis `{name}`")]
    UnknownAxis { name: String },
    #[error("the axis `{axis}` needs a team: `{axis}.TEAM`")]
    NeedsTeam { axis: &'static str },
    #[error("the axis `{axis}` is of the whole company and has no `{of}`")]
    NotNarrowed { axis: &'static str, of: String },
    #[error("the {what} `{found}` of `{axis}.{found}` is not there")]
    UnknownOf { axis: &'static str, what: &'static str, found: String, known: String, near: Option<String> },
    #[error("there is no team `{found}`")]
    UnknownTeam { found: String, known: String, near: Option<String> },
    #[error("the axis has no values")]
    EmptyAxis,
    #[error("the grid has no axis")]
    NoAxis,
    #[error("the range has no `{missing}`")]
    HalfRange { missing: &'static str },
    #[error("the range goes from {from} down to {to}")]
    Reversed { from: f64, to: f64 },
    #[error("the step is {step}")]
    Step { step: f64 },
    #[error("{value} stands there twice")]
    Twice { value: f64 },
    #[error("`{}` cannot be {value}", axis.name)]
    Outside { axis: &'static Axis, value: f64 },
    #[error("`{name}` cannot be {value} in this scenario: {unfit}")]
    Unfit { name: String, value: f64, unfit: Unfit },
    #[error("the grid has {cells:.0} cells")]
    TooManyCells { cells: f64 },
}

impl StudyFault {
    pub(super) fn unknown_of(axis: &Axis, found: &str, known: &[&str]) -> Self {
        let what = if axis.of == Of::Segment { "segment" } else { "team" };
        let near = nearest(found, known.iter().copied());
        Self::UnknownOf { axis: axis.name, what, found: found.to_owned(), known: known.join(", "), near }
    }

    pub(super) fn unknown_team(found: &str, known: &[&str]) -> Self {
        Self::UnknownTeam { found: found.to_owned(), known: known.join(", "), near: nearest(found, known.iter().copied()) }
    }
}

impl Problem for StudyFault {
    fn code(&self) -> &'static str {
        match self {
            Self::UnknownKey { .. } => "stress::unknown-key",
            Self::NoScenario => "stress::no-scenario",
            Self::Wrong { .. } => "stress::wrong-type",
            Self::UnknownAxis { .. } => "stress::unknown-axis",
            Self::NeedsTeam { .. } => "stress::needs-team",
            Self::NotNarrowed { .. } => "stress::not-narrowed",
            Self::UnknownOf { what: "segment", .. } => "stress::unknown-segment",
            Self::UnknownOf { .. } | Self::UnknownTeam { .. } => "stress::unknown-team",
            Self::EmptyAxis => "stress::empty-axis",
            Self::NoAxis => "stress::no-axis",
            Self::HalfRange { .. } => "stress::half-range",
            Self::Reversed { .. } => "stress::reversed-range",
            Self::Step { .. } => "stress::bad-step",
            Self::Twice { .. } => "stress::value-twice",
            Self::Outside { .. } => "stress::out-of-range",
            Self::Unfit { .. } => "stress::unfit-value",
            Self::TooManyCells { .. } => "stress::too-many-cells",
        }
    }

    fn allowed(&self) -> String {
        match self {
            Self::UnknownKey { known, .. } => known.join(", "),
            Self::NoScenario => "`scenario = \"…\"`, a scenario file relative to this file".to_owned(),
            Self::Wrong { allowed } => (*allowed).to_owned(),
            Self::UnknownAxis { .. } => axis::ALL.map(|axis| axis.name).join(", "),
            Self::NeedsTeam { .. } => "a team after a dot, such as `adds.mid-market`".to_owned(),
            Self::NotNarrowed { axis, .. } => format!("`{axis}`"),
            Self::UnknownOf { known, .. } | Self::UnknownTeam { known, .. } => known.clone(),
            Self::EmptyAxis | Self::HalfRange { .. } => {
                "a list such as [0.5, 1, 2], or { from = 0, to = 10, step = 2 }".to_owned()
            }
            Self::NoAxis => "at least one axis with its values, or no `[grid]` for the usual one".to_owned(),
            Self::Reversed { .. } => "`from` at most `to`; for falling values, a list".to_owned(),
            Self::Step { .. } => "a step over 0".to_owned(),
            Self::Twice { .. } => "each value once".to_owned(),
            Self::Outside { axis, .. } => {
                let kind = if axis.whole() { "a whole number" } else { "a number" };
                format!("{kind} from {} to {}: {}", axis.low, axis.high, axis.meaning.trim_end_matches('.'))
            }
            Self::Unfit { unfit: Unfit::Number(_), .. } => "a value that keeps the scenario's own number in its range".to_owned(),
            Self::Unfit { .. } => "an axis that has something to change in this scenario".to_owned(),
            Self::TooManyCells { .. } => format!("up to {MOST_CELLS} cells; every combination of values is one"),
        }
    }

    fn help(&self) -> Option<String> {
        let near = match self {
            Self::UnknownKey { key, known, .. } => nearest(key, known.iter().copied()),
            Self::UnknownAxis { name } => nearest(name, axis::ALL.iter().map(|axis| axis.name)),
            Self::UnknownOf { near, .. } | Self::UnknownTeam { near, .. } => near.clone(),
            _ => None,
        };
        near.map(|near| format!("did you mean `{near}`?"))
    }
}

/// More years of cells than are kept in memory.
#[derive(Debug, thiserror::Error)]
#[error("{cells} cells of {years} years each are {:.0} million years", *cells as f64 * f64::from(*years) / 1e6)]
pub struct TooMuch {
    /// Cells.
    pub cells: usize,
    /// Years of each.
    pub years: u32,
}

impl Problem for TooMuch {
    fn code(&self) -> &'static str {
        "stress::too-many-years"
    }
    fn allowed(&self) -> String {
        format!("up to {} million years in all: fewer cells, or fewer years of each", MOST_YEARS / 1_000_000)
    }
}

impl Problem for super::cell::CellError {
    fn code(&self) -> &'static str {
        "stress::unfit-value"
    }
    fn allowed(&self) -> String {
        "a value that keeps the scenario's own numbers in their ranges".to_owned()
    }
}
