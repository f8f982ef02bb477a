//! Errors in a study file, in a goal, and in the lever of a search.

use super::axis::{self, Axis};
use super::axis_kind::AxisScope;
use super::error::AxisValueError;
use super::grid::{MOST_CELLS, MOST_YEARS};
use attain_core::diagnostics::{nearest, one_of, suggest};
use miette::Diagnostic;

/// An error in a study file.
#[derive(Debug, thiserror::Error, Diagnostic)]
pub(super) enum StudyFileFault {
    #[error("unknown key `{key}` in {table}")]
    #[diagnostic(
        code("stress::unknown-key"),
        help("{}", suggest(nearest(key, known.iter().copied()), one_of(known)))
    )]
    UnknownKey { key: String, table: &'static str, known: &'static [&'static str] },
    #[error("the study does not name a scenario")]
    #[diagnostic(
        code("stress::no-scenario"),
        help("add `scenario = \"…\"` with the path of a scenario file relative to this file")
    )]
    NoScenario,
    #[error("wrong type")]
    #[diagnostic(code("stress::wrong-type"), help("expected {allowed}"))]
    Wrong { allowed: &'static str },
    #[error("unknown axis `{name}`")]
    #[diagnostic(
        code("stress::unknown-axis"),
        help("{}", suggest(nearest(name, axis::ALL.iter().map(|axis| axis.name)), one_of(&axis::ALL.map(|axis| axis.name))))
    )]
    UnknownAxis { name: String },
    #[error("axis `{axis}` needs a team: `{axis}.TEAM`")]
    #[diagnostic(code("stress::needs-team"), help("add a team after a dot, such as `adds.mid-market`"))]
    NeedsTeam { axis: &'static str },
    #[error("axis `{axis}` applies to the whole company and cannot be narrowed to `{of}`")]
    #[diagnostic(code("stress::not-narrowed"), help("write `{axis}`"))]
    NotNarrowed { axis: &'static str, of: String },
    #[error("unknown segment `{found}` in axis `{axis}.{found}`")]
    #[diagnostic(
        code("stress::unknown-segment"),
        help("{}", suggest(near.as_ref(), format_args!("expected one of: {known}")))
    )]
    UnknownAxisSegment { axis: &'static str, found: String, known: String, near: Option<String> },
    #[error("unknown team `{found}` in axis `{axis}.{found}`")]
    #[diagnostic(
        code("stress::unknown-team"),
        help("{}", suggest(near.as_ref(), format_args!("expected one of: {known}")))
    )]
    UnknownAxisTeam { axis: &'static str, found: String, known: String, near: Option<String> },
    #[error("unknown team `{found}`")]
    #[diagnostic(
        code("stress::unknown-team"),
        help("{}", suggest(near.as_ref(), format_args!("expected one of: {known}")))
    )]
    UnknownTeam { found: String, known: String, near: Option<String> },
    #[error("the axis has no values")]
    #[diagnostic(code("stress::empty-axis"), help("{AXIS_VALUES}"))]
    EmptyAxis,
    #[error("the grid has no axes")]
    #[diagnostic(
        code("stress::no-axis"),
        help("add at least one axis with its values, or leave out `[grid]` for the default one")
    )]
    NoAxis,
    #[error("the range has no `{missing}`")]
    #[diagnostic(code("stress::half-range"), help("{AXIS_VALUES}"))]
    HalfRange { missing: &'static str },
    #[error("the range is reversed: from {from} to {to}")]
    #[diagnostic(code("stress::reversed-range"), help("set `from` to at most `to`, or list the values in descending order"))]
    Reversed { from: f64, to: f64 },
    #[error("invalid step {step}")]
    #[diagnostic(code("stress::bad-step"), help("expected a step greater than 0"))]
    Step { step: f64 },
    #[error("duplicate value {value}")]
    #[diagnostic(code("stress::value-twice"), help("list each value once"))]
    Twice { value: f64 },
    #[error("`{}` cannot be {value}", axis.name)]
    #[diagnostic(code("stress::out-of-range"), help("{}", limits(axis)))]
    Outside { axis: &'static Axis, value: f64 },
    #[error("`{name}` cannot be {value} in this scenario: {unfit}")]
    #[diagnostic(code("stress::unfit-value"), help("{}", fitting(unfit)))]
    Unfit { name: String, value: f64, unfit: AxisValueError },
    #[error("the grid has {cells:.0} cells")]
    #[diagnostic(code("stress::too-many-cells"), help("use at most {MOST_CELLS} cells; every combination of values is a cell"))]
    TooManyCells { cells: f64 },
}

const AXIS_VALUES: &str = "expected a list such as [0.5, 1, 2], or { from = 0, to = 10, step = 2 }";

impl StudyFileFault {
    pub(super) fn unknown_of(axis: &Axis, found: &str, known: &[&str]) -> Self {
        let near = nearest(found, known.iter().copied());
        let (segment, axis, found, known) = (axis.scope == AxisScope::Segment, axis.name, found.to_owned(), known.join(", "));
        if segment {
            Self::UnknownAxisSegment { axis, found, known, near }
        } else {
            Self::UnknownAxisTeam { axis, found, known, near }
        }
    }

    pub(super) fn unknown_team(found: &str, known: &[&str]) -> Self {
        Self::UnknownTeam { found: found.to_owned(), known: known.join(", "), near: nearest(found, known.iter().copied()) }
    }
}

fn limits(axis: &Axis) -> String {
    let kind = if axis.is_whole() { "a whole number" } else { "a number" };
    format!("expected {kind} from {} to {}: {}", axis.low, axis.high, axis.meaning.trim_end_matches('.'))
}

fn fitting(unfit: &AxisValueError) -> &'static str {
    match unfit {
        AxisValueError::Number(_) => "choose a value that keeps the scenario's number within its range",
        _ => "choose an axis that changes something in this scenario",
    }
}

/// The total number of years of all cells exceeds the limit.
#[derive(Debug, thiserror::Error, Diagnostic)]
#[error("{cells} cells of {years} years each come to {:.0} million simulated years", *cells as f64 * f64::from(*years) / 1e6)]
#[diagnostic(
    code("stress::too-many-years"),
    help("use fewer cells or fewer years, at most {} million years in total", MOST_YEARS / 1_000_000)
)]
pub struct CellBudgetExceeded {
    pub cells: usize,
    /// Number of years per cell.
    pub years: u32,
}

/// A goal of a search that cannot be parsed.
#[derive(Debug, thiserror::Error, Diagnostic)]
pub(super) enum GoalFault {
    #[error("`{text}` is not a comparison")]
    #[diagnostic(code("solve::no-goal"), help("expected a figure, >= or <=, and a value, such as p_target >= 80%"))]
    NoSign { text: String },
    #[error("unknown figure `{name}`")]
    #[diagnostic(
        code("solve::unknown-figure"),
        help("{}", suggest(nearest(name, known.iter().copied()), one_of(known)))
    )]
    UnknownFigure { name: String, known: Vec<&'static str> },
    #[error("invalid number `{text}`")]
    #[diagnostic(code("solve::no-number"), help("expected a number such as 0.8, 80%, 42_000_000 or 42M"))]
    NoNumber { text: String },
    #[error("{value} is out of range for a share")]
    #[diagnostic(code("solve::no-share"), help("expected a share from 0 to 1, or from 0% to 100%"))]
    NoShare { value: f64 },
}

/// A lever that cannot be searched.
#[derive(Debug, thiserror::Error, Diagnostic)]
pub(super) enum LeverFault {
    #[error("unknown team `{name}`")]
    #[diagnostic(
        code("solve::unknown-team"),
        help("{}", suggest(near.as_ref(), format_args!("expected one of: {known}")))
    )]
    UnknownTeam { name: String, known: String, near: Option<String> },
    #[error("the scenario adds no seats, so there is no start month to change")]
    #[diagnostic(code("solve::no-adds"), help("add seats with `headcount.adds`, or choose another --by"))]
    NoAdds,
    #[error("no values from {from} to {to} in steps of {step}")]
    #[diagnostic(code("solve::no-range"), help("set --from to at most --to, and --step to a value greater than 0"))]
    NoRange { from: f64, to: f64, step: f64 },
    #[error("too many candidates: {values:.0}")]
    #[diagnostic(code("solve::too-many-candidates"), help("use a larger --step, for at most {MOST_CELLS} candidates"))]
    TooMany { values: f64 },
    #[error("`{axis}` cannot be changed in this scenario: {unfit}")]
    #[diagnostic(code("solve::never-fits"), help("choose a lever that exists in the scenario; see `attain show`"))]
    NeverFits { axis: &'static str, unfit: AxisValueError },
}
