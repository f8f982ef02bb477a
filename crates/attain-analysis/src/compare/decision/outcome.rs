//! The outcome of a decision.

use serde::Serialize;

use super::rule::DecisionRule;
use crate::forecast_basis::ForecastBasis;

/// The choice between the plans of a comparison.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Decision {
    pub rule: DecisionRule,
    /// The chosen plan; `None` if plans remain tied after all criteria.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chosen: Option<String>,
    /// One step per criterion, until a single plan is left.
    pub steps: Vec<DecisionStep>,
    /// What the figures rest on.
    #[serde(flatten)]
    pub basis: ForecastBasis,
}

/// A criterion of a decision.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DecisionStep {
    /// Name of the compared metric.
    pub metric: &'static str,
    /// Plans that are not significantly worse than the best, best first.
    pub tied: Vec<String>,
    /// The other plans that the step before left, best first.
    pub worse: Vec<String>,
}

impl Decision {
    /// The plans that are tied in the first criterion, best first.
    #[must_use]
    pub fn tied(&self) -> &[String] {
        self.steps.first().map_or(&[], |step| &step.tied)
    }

    /// The plans that are left after all criteria, best first.
    #[must_use]
    pub fn left(&self) -> &[String] {
        self.steps.last().map_or(&[], |step| &step.tied)
    }

    /// The chosen plan or, if there is none, the first of the plans that are tied in the first
    /// criterion.
    #[must_use]
    pub fn leading(&self) -> Option<&str> {
        self.chosen.as_deref().or_else(|| self.tied().first().map(String::as_str))
    }
}
