//! Errors in the axes of a regret study.

use attain_core::diagnostics::{nearest, one_of, suggest};
use miette::Diagnostic;

use super::options::{MOST_AXES, is_assumption};
use crate::experiment::axis::{self, Axis};

/// An axis that cannot be varied, or a study file that cannot be read.
#[derive(Debug, thiserror::Error, Diagnostic)]
pub enum VariedAxisFault {
    #[error("unknown axis `{0}`")]
    #[diagnostic(code("regret::unknown-axis"), help("{}", suggest(nearest(.0, names().into_iter()), one_of(&names()))))]
    Unknown(String),
    /// The axis is controlled by the planner.
    #[error("axis `{0}` is a choice of the plan, not an assumption")]
    #[diagnostic(code("regret::no-assumption"), help("{}", one_of(&names())))]
    Choice(String),
    #[error("axis `{0}` changes nothing in these scenarios")]
    #[diagnostic(code("regret::nothing-to-vary"), help("{}", one_of(&names())))]
    Nothing(String),
    #[error("invalid range `{0}`")]
    #[diagnostic(code("regret::no-range"), help("expected NAME=LOW..HIGH, such as attrition=0.5..2 or win-odds.smb=-0.3..0.3"))]
    NoRange(String),
    #[error("the range of `{name}` is reversed: from {low} to {high}")]
    #[diagnostic(code("regret::reversed-range"), help("put the low end first"))]
    Reversed { name: String, low: f64, high: f64 },
    /// A bound that is invalid for the axis or for the scenario's own number.
    #[error("`{name}` cannot be {value}: {why}")]
    #[diagnostic(code("regret::outside-range"), help("{}", limits(name)))]
    Outside { name: String, value: f64, why: String },
    #[error("duplicate axis `{0}`")]
    #[diagnostic(code("regret::axis-twice"), help("name each axis once"))]
    Twice(String),
    /// More axes than the point sequence has dimensions.
    #[error("too many axes: {0}")]
    #[diagnostic(code("regret::too-many-axes"), help("vary at most {MOST_AXES} axes"))]
    TooMany(usize),
    #[error("axis `{0}` of the map is not varied")]
    #[diagnostic(code("regret::not-varied"), help("vary it with --axis, or choose another axis for the map"))]
    NotVaried(String),
    #[error("a map requires two axes, found {0}")]
    #[diagnostic(code("regret::no-map"), help("name two axes, such as attrition,ramp"))]
    NoMap(usize),
    #[error("cannot read the study file: {0}")]
    #[diagnostic(code("regret::unreadable"), help("expected the path of a study file (.toml)"))]
    Unreadable(std::io::Error),
    /// The file is not valid TOML or has unknown keys.
    #[error("{0}")]
    #[diagnostic(
        code("regret::syntax"),
        help(
            "expected `map` with two axes, and `[axes]` with a low and a high end for each axis, such as attrition = [0.5, 2.0]"
        )
    )]
    Syntax(String),
}

/// Names of all assumptions.
fn names() -> Vec<&'static str> {
    axis::ALL.iter().filter(|axis| is_assumption(axis)).map(|axis| axis.name).collect()
}

fn limits(name: &str) -> String {
    find_axis(name).map_or_else(String::new, |(axis, _)| {
        format!("expected a value from {} to {}, within the limits of the scenario's number", axis.low, axis.high)
    })
}

/// Finds an axis by its name in files, with the team or segment to which the name narrows it.
pub(super) fn find_axis(name: &str) -> Option<(&'static Axis, Option<String>)> {
    let (axis, part) = name.split_once('.').map_or((name, None), |(axis, part)| (axis, Some(part.to_owned())));
    axis::find(axis).map(|axis| (axis, part))
}
