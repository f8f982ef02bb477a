//! What a regret analysis varies and compares.

use super::halton;
use crate::experiment::axis::Axis;
use crate::experiment::axis_kind::DecidedBy;
use crate::experiment::axis_ranges::AxisRange;
use attain_core::metric::MetricId;

/// Largest number of axes that can be varied.
pub const MOST_AXES: usize = halton::MOST_DIMENSIONS;

/// Axes that are varied where none is named.
pub(super) const DEFAULT_AXES: [&str; 8] =
    ["attrition", "ramp", "time-to-fill", "opportunity-rate", "win-odds", "deal-size", "hand-over", "elasticity"];

/// An axis whose range here is wider than the plan's own uncertainty: name, low
/// end, high end and source.
pub(super) const WIDER_RANGES: [(&str, f64, f64, &str); 1] =
    [("hand-over", 0.0, 2.0, "A: from none to twice the published loss; gains can exceed 29 % (P: Schmitz et al. 2020)")];

/// Metrics by which plans can be compared, with the names that options use.
pub const METRICS: [(&str, MetricId); 5] = [
    ("bookings", MetricId::Bookings),
    ("contribution", MetricId::Contribution),
    ("attainment", MetricId::Attainment),
    ("participation", MetricId::Participation),
    ("p_target", MetricId::TargetHit),
];

/// What a regret analysis simulates.
#[derive(Debug, Clone)]
pub struct RegretOptions {
    /// Seed of all random draws, and of the design points.
    pub seed: u64,
    /// Years simulated at each design point.
    pub years: u32,
    /// Number of design points.
    pub points: u32,
    /// The assumptions that are varied, with their ranges.
    pub axes: Vec<AxisRange>,
    /// The metric that decides: position in [`METRICS`].
    pub metric: usize,
    /// Probability of reaching the target that is good enough.
    pub enough: f64,
}

/// Whether an axis is an assumption; axes that the planner decides are choices of a plan.
#[must_use]
pub fn is_assumption(axis: &Axis) -> bool {
    axis.decided_by == DecidedBy::World
}
