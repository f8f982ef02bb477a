//! The result of a regret analysis.

use serde::Serialize;

use super::rule::LossRule;
use crate::experiment::axis_kind::{AxisEffect, AxisUnit};
use crate::experiment::interval_estimate::IntervalEstimate;

/// An assumption that is varied.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RegretAxis {
    pub name: String,
    /// What the axis stands for, one sentence.
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
    /// The scenario's own number, where a factor on it reads better as the product, such as a share of reps a year.
    pub times: Option<f64>,
}

/// A set of assumptions, and the results of the plans under it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DesignPoint {
    /// Values, by axis.
    pub values: Vec<f64>,
    /// Mean of the metric, by plan.
    pub means: Vec<f64>,
    /// Probability of reaching the target, by plan.
    pub p_target: Vec<f64>,
    /// Position of the plan with the best mean.
    pub best: usize,
    /// Whether the best plan is better than the next one by more than two standard errors of the paired difference.
    #[serde(rename = "sure")]
    pub significant: bool,
    /// What each plan's mean falls short of the best.
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
    /// What the plan falls short of the plan that is best overall, mean over all points. Its error is the chance
    /// effect of the years, which all points share.
    pub behind: IntervalEstimate,
    /// Largest regret.
    pub largest: f64,
    /// Standard error of the paired difference behind the largest regret.
    pub largest_se: f64,
    /// Position of the point with the largest regret.
    pub largest_at: usize,
    /// Share of points at which the probability of reaching the target is good enough.
    pub satisfices: f64,
}

/// When the plan that is best overall loses to another one.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlanLoss {
    /// Name of the plan that is best overall.
    pub plan: String,
    /// Name of the other plan.
    pub to: String,
    /// Share of points at which the other plan is better.
    pub better: f64,
    /// The rule; `None` where no box gains.
    pub rule: Option<LossRule>,
}

/// Which plan is best under which assumptions.
#[derive(Debug, Clone, Serialize)]
pub struct RegretAnalysis {
    /// Name of the metric that decides.
    pub metric: &'static str,
    /// Probability of reaching the target that is good enough.
    pub enough: f64,
    /// Names of the plans.
    pub plans: Vec<String>,
    /// Years simulated at each point.
    pub years: u32,
    pub axes: Vec<RegretAxis>,
    pub points: Vec<DesignPoint>,
    /// The consequences of choosing each plan.
    pub choices: Vec<PlanRegret>,
    /// Position of the plan with the best mean over all points.
    #[serde(rename = "on_the_whole")]
    pub best_overall: usize,
    /// Position of the plan whose largest regret is smallest.
    pub minimax: usize,
    /// Position of the plan that is good enough at most points; ties go to the smaller mean regret.
    pub satisficing: usize,
    /// When the best plan overall loses, to each plan that is better at some point.
    pub rules: Vec<PlanLoss>,
}
