//! Options of a regret analysis.

use super::halton;
use crate::experiment::axis::Axis;
use crate::experiment::axis_kind::DecidedBy;
use crate::experiment::axis_ranges::AxisRange;
use attain_core::metric::MetricId;

/// Largest number of axes that can be varied.
pub const MOST_AXES: usize = halton::MOST_DIMENSIONS;

/// Axes that are varied by default.
pub(super) const DEFAULT_AXES: [&str; 8] =
    ["attrition", "ramp", "time-to-fill", "opportunity-rate", "win-odds", "deal-size", "hand-over", "elasticity"];

/// Axes whose range is wider here than the plan's own uncertainty: name, low end, high end and
/// source.
pub(super) const WIDER_RANGES: [(&str, f64, f64, &str); 1] =
    [("hand-over", 0.0, 2.0, "A: from none to twice the published loss; gains can exceed 29 % (P: Schmitz et al. 2020)")];

/// Metrics on which plans can be compared, with their names in options.
pub const METRICS: [(&str, MetricId); 5] = [
    ("bookings", MetricId::Bookings),
    ("contribution", MetricId::Contribution),
    ("bookings_over_target", MetricId::Attainment),
    ("participation", MetricId::Participation),
    ("p_target", MetricId::TargetHit),
];

/// Options of a regret analysis.
#[derive(Debug, Clone)]
pub struct RegretOptions {
    /// Seed of all random draws and of the design points.
    pub seed: u64,
    /// Number of years simulated at each design point.
    pub years: u32,
    /// Number of design points.
    pub points: u32,
    /// The varied assumptions with their ranges.
    pub axes: Vec<AxisRange>,
    /// The deciding metric, as a position in [`METRICS`].
    pub metric: usize,
    /// Probability of reaching the target that is considered sufficient.
    pub enough: f64,
}

/// Returns whether an axis is an assumption. Axes that the planner controls are choices of a plan.
#[must_use]
pub fn is_assumption(axis: &Axis) -> bool {
    axis.decided_by == DecidedBy::World
}
