//! Plans against each other, in the same worlds: paired differences with
//! simultaneous intervals, what choosing a plan means in hindsight, and which
//! plans no other one beats.

mod assemble;
mod choice;
mod chunks;
mod critical;
mod fault;
mod means;
mod paired;
mod pareto;
mod precision;
mod race;
pub mod require;
#[cfg(test)]
mod tests;
mod warnings;

pub use assemble::{FORMAT, assemble_results};
pub use precision::PrecisionGoal;
pub use race::Race;
pub use require::Requirement;

use attain_core::metric::MetricId;
use attain_core::plan::Plan;
use attain_sim::run::{ReadError, YearSource};
use attain_sim::summarise::results::{Pair, PlanChoice};

/// The metrics that are compared, by the name they have in `pairs[].metric`.
/// A new one is one line; the simultaneous intervals grow with it.
pub const COMPARED_METRICS: [(&str, MetricId); 14] = [
    ("bookings", MetricId::Bookings),
    ("attainment", MetricId::Attainment),
    ("participation", MetricId::Participation),
    ("p_target", MetricId::TargetHit),
    ("coverage", MetricId::Coverage),
    ("win_rate", MetricId::WinRate),
    ("equity_range", MetricId::EquityRange),
    ("disruption", MetricId::Disruption),
    ("hand_over_cost", MetricId::HandOverCost),
    ("leavers", MetricId::Leavers),
    ("vacancy_months", MetricId::VacancyMonths),
    ("retained_revenue", MetricId::RetainedRevenue),
    ("cost", MetricId::Cost),
    ("contribution", MetricId::Contribution),
];

/// What the years of several plans say about each other.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// Every plan with the reference, then all other pairs, each for every metric of [`COMPARED_METRICS`].
    pub pairs: Vec<Pair>,
    /// How often each plan is best, in the order of the plans.
    pub choice: Vec<PlanChoice>,
    /// Names of the plans that no other plan beats.
    pub pareto: Vec<String>,
    /// What a reader should know before trusting a difference.
    pub warnings: Vec<String>,
    /// Standard errors on each side of a simultaneous interval.
    pub critical: f64,
}

/// Compares the years of all plans; `reference` is an index into `plans`. A
/// couple is compared over the years that both of its plans lived.
///
/// # Errors
/// When the years cannot be read.
pub fn compare(plans: &[Plan], years: &dyn YearSource, reference: usize) -> Result<Comparison, ReadError> {
    let couples = couples(plans.len().min(years.plans()), reference);
    let critical = critical::critical(years, &couples, reference)?;
    let names: Vec<&str> = plans.iter().map(|plan| plan.name.as_str()).collect();
    let pairs = paired::pairs(&names, years, &couples, critical)?;
    let choice = choice::choice(&names, years)?;
    let judged: Vec<MetricId> = pareto::WEIGHED.into_iter().chain([MetricId::CapTouched, MetricId::TargetHit]).collect();
    let means = means::MetricMeans::of(years, &judged)?;
    let pareto = pareto::pareto(&names, years.plans(), &means, &pairs);
    let mut warnings = warnings::unlike(plans, reference);
    warnings.extend(warnings::warnings(&names, years, &means, &pairs));
    Ok(Comparison { pairs, choice, pareto, warnings, critical })
}

/// Pairs of plan indices: every plan with the reference, then all others.
fn couples(plans: usize, reference: usize) -> Vec<(usize, usize)> {
    let others = || (0..plans).filter(move |&plan| plan != reference);
    let with_reference = others().filter(|_| reference < plans).map(|plan| (plan, reference));
    let rest = others().flat_map(|a| others().filter(move |&b| b > a).map(move |b| (a, b)));
    with_reference.chain(rest).collect()
}
