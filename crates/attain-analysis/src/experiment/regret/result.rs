//! The result of a regret analysis.

use serde::Serialize;

use super::rule::LossRule;
use crate::experiment::axis_kind::{AxisEffect, AxisUnit};
use crate::experiment::interval_estimate::IntervalEstimate;

/// A varied assumption.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RegretAxis {
    pub name: String,
    /// Description of the axis, in one sentence.
    pub meaning: &'static str,
    pub unit: AxisUnit,
    #[serde(rename = "act")]
    pub effect: AxisEffect,
    /// The value that changes nothing.
    pub base: f64,
    pub low: f64,
    pub high: f64,
    /// Source of the range.
    pub reason: String,
    /// The scenario's own number, if a factor applied to it reads better as the product, such as a
    /// yearly share of reps.
    pub times: Option<f64>,
}

/// A set of assumptions with the results of the plans under it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DesignPoint {
    /// Value of each axis.
    pub values: Vec<f64>,
    /// Mean of the metric for each plan.
    pub means: Vec<f64>,
    /// Probability of reaching the target for each plan.
    pub p_target: Vec<f64>,
    /// Position of the plan with the best mean.
    pub best: usize,
    /// Whether the best plan beats the next one by more than two standard errors of the paired
    /// difference.
    #[serde(rename = "sure")]
    pub significant: bool,
    /// Shortfall of each plan's mean against the best.
    pub regret: Vec<f64>,
}

/// The consequences of choosing a plan, over all design points.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlanRegret {
    /// Name of the plan.
    pub plan: String,
    /// Share of points at which the plan is best.
    pub wins: f64,
    /// Mean regret over the points.
    pub regret: f64,
    /// Mean shortfall over all points against the plan that is best overall. Its standard error
    /// comes from the chance effects of the years, which all points share.
    pub behind: IntervalEstimate,
    /// Largest regret.
    pub largest: f64,
    /// Standard error of the paired difference behind the largest regret.
    pub largest_se: f64,
    /// Position of the point with the largest regret.
    pub largest_at: usize,
    /// Share of points at which the probability of reaching the target is sufficient.
    pub satisfices: f64,
}

/// The conditions under which the plan that is best overall loses to another one.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlanLoss {
    /// Name of the plan that is best overall.
    pub plan: String,
    /// Name of the other plan.
    pub to: String,
    /// Share of points at which the other plan is better.
    pub better: f64,
    /// The rule; `None` if no box gains.
    pub rule: Option<LossRule>,
}

/// The best plans under varied assumptions.
#[derive(Debug, Clone, Serialize)]
pub struct RegretAnalysis {
    /// Name of the deciding metric.
    pub metric: &'static str,
    /// Probability of reaching the target that is considered sufficient.
    pub enough: f64,
    /// Names of the plans.
    pub plans: Vec<String>,
    /// Number of years simulated at each point.
    pub years: u32,
    /// Market figures that are defaults; empty if all are calibrated or stated.
    pub default_market: Vec<&'static str>,
    pub axes: Vec<RegretAxis>,
    pub points: Vec<DesignPoint>,
    /// The consequences of choosing each plan.
    pub choices: Vec<PlanRegret>,
    /// Position of the plan with the best mean over all points.
    #[serde(rename = "on_the_whole")]
    pub best_overall: usize,
    /// Position of the plan with the smallest largest regret.
    pub minimax: usize,
    /// Position of the plan that is sufficient at the most points; ties go to the smaller mean
    /// regret.
    pub satisficing: usize,
    /// Conditions under which the best plan overall loses, for each plan that is better at some
    /// point.
    pub rules: Vec<PlanLoss>,
}
