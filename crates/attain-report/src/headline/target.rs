//! The target and the horizon in words.

use attain_analysis::compare::Decision;
use attain_core::metric::MetricUnit;
use attain_core::number_format::NumberFormat;
use attain_sim::summarise::results::{PlanResult, Results};

/// The target of a plan over the whole horizon.
#[must_use]
pub fn goal(results: &Results, plan: &PlanResult) -> f64 {
    plan.target * f64::from(results.horizon_months) / 12.0
}

/// The horizon as a phrase, such as "a year" or "in 24 months".
#[must_use]
pub fn time(results: &Results) -> String {
    match results.horizon_months {
        12 => "a year".to_owned(),
        1 => "in a month".to_owned(),
        months => format!("in {months} months"),
    }
}

/// The amount that a plan is to reach, such as "$42.0M". If no target is set, it says so.
pub(super) fn amount(results: &Results, decision: &Decision, plan: &PlanResult) -> String {
    let amount = horizon_amount(results, plan);
    if decision.basis.has_target { amount } else { format!("the street quota of {amount} (no target is set)") }
}

fn horizon_amount(results: &Results, plan: &PlanResult) -> String {
    let amount = NumberFormat::in_currency(&results.currency).plain(MetricUnit::Money, goal(results, plan));
    if results.horizon_months == 12 { amount } else { format!("{amount} {}", time(results)) }
}

/// What all plans are to reach, such as "the target of $42.0M".
pub(super) fn aim(results: &Results, decision: &Decision, plan: &PlanResult) -> String {
    if results.plans.iter().any(|other| other.target != plan.target) {
        return "its own target".to_owned();
    }
    let amount = horizon_amount(results, plan);
    if decision.basis.has_target {
        format!("the target of {amount}")
    } else {
        format!("the street quota of {amount}, since no target is set")
    }
}
