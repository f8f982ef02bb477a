//! The choice between plans, criterion by criterion.

use super::outcome::{Decision, DecisionStep};
use super::rule::DecisionRule;
use crate::compare::lookup::{find_lead, is_better_higher};
use crate::forecast_basis::ForecastBasis;
use attain_sim::summarise::results::{PlanResult, Results};

/// Chooses a plan by a rule. Plans that a race dropped are not candidates, and plans that were not
/// compared are tied.
#[must_use]
pub fn decide(results: &Results, rule: DecisionRule, basis: ForecastBasis) -> Decision {
    let dropped = |plan: &PlanResult| results.dropped.iter().any(|gone| gone.plan == plan.name);
    let mut left: Vec<&PlanResult> = results.plans.iter().filter(|plan| !dropped(plan)).collect();
    let mut steps = Vec::new();
    for &metric in rule.criteria() {
        left.sort_by(|a, b| signed(b, metric).total_cmp(&signed(a, metric)));
        let Some(&best) = left.first() else { break };
        let (tied, worse): (Vec<_>, Vec<_>) =
            left.iter().partition(|plan| find_lead(results, &best.name, &plan.name, metric).is_none());
        let names = |plans: &[&PlanResult]| plans.iter().map(|plan| plan.name.clone()).collect();
        steps.push(DecisionStep { metric, tied: names(&tied), worse: names(&worse) });
        left = tied;
        if left.len() == 1 {
            break;
        }
    }
    let chosen = if let [only] = left.as_slice() { Some(only.name.clone()) } else { None };
    Decision { rule, chosen, steps, basis }
}

/// The mean of a metric, signed so that more is better; plans without a value come last.
fn signed(plan: &PlanResult, metric: &str) -> f64 {
    let mean = match metric {
        "p_target" => Some(plan.p_target),
        _ => plan.company.get(metric).and_then(|stat| stat.get("mean")).and_then(serde_json::Value::as_f64),
    };
    let mean = mean.filter(|mean| mean.is_finite());
    mean.map_or(f64::NEG_INFINITY, |mean| if is_better_higher(metric) { mean } else { -mean })
}
