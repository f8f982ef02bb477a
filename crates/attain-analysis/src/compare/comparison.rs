//! Comparison of the simulated years of several plans.

use super::choice::plan_choices;
use super::couples::couples;
use super::critical::critical_value;
use super::means::MetricMeans;
use super::paired::pairs;
use super::pareto::{CRITERIA, pareto_efficient};
use super::warnings;
use attain_core::metric::MetricId;
use attain_core::plan::Plan;
use attain_sim::run::{ReadError, YearSource};
use attain_sim::summarise::results::{Pair, PlanChoice};

/// Comparison of the simulated years of several plans.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// Paired differences of every plan with the reference, then of all other pairs, each for every
    /// metric of [`COMPARED_METRICS`](super::COMPARED_METRICS).
    pub pairs: Vec<Pair>,
    /// Probability of being best and expected regret of each plan, in the order of the plans.
    pub choice: Vec<PlanChoice>,
    /// Names of the Pareto-efficient plans (bookings, equity, disruption, cost).
    pub pareto: Vec<String>,
    /// Conditions that weaken the comparison, one sentence each.
    pub warnings: Vec<String>,
    /// Half-width of a simultaneous interval, in standard errors.
    pub critical: f64,
}

/// Compares the simulated years of all plans. `reference` is an index into `plans`. Two plans are
/// compared over the years simulated for both.
///
/// # Errors
/// Returns an error if the years cannot be read.
pub fn compare(plans: &[Plan], years: &dyn YearSource, reference: usize) -> Result<Comparison, ReadError> {
    let couples = couples(plans.len().min(years.plans()), reference);
    let critical = critical_value(years, &couples, reference)?;
    let names: Vec<&str> = plans.iter().map(|plan| plan.name.as_str()).collect();
    let pairs = pairs(&names, years, &couples, critical)?;
    let choice = plan_choices(&names, years)?;
    let needed: Vec<MetricId> = CRITERIA.into_iter().chain([MetricId::CapTouched]).collect();
    let means = MetricMeans::read(years, &needed)?;
    let pareto = pareto_efficient(&names, years.plans(), &means, &pairs);
    let mut warnings = warnings::differing_assumptions(plans, reference);
    warnings.extend(warnings::weak_results(&names, years, &means, &pairs));
    Ok(Comparison { pairs, choice, pareto, warnings, critical })
}
