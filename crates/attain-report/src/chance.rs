//! Text for the chance of reaching the target.

use attain_core::metric::MetricUnit;
use attain_core::number_format::{NBSP, NumberFormat, decimal};
use attain_sim::summarise::results::PlanResult;

/// Formats a plan's chance of reaching its target with the standard error, or, for a chance of
/// 0 or 1, with the end of its interval.
#[must_use]
pub fn chance(plan: &PlanResult) -> String {
    match end_of_interval(plan) {
        Some(end) => format!("{}{NBSP}({end})", decimal(plan.p_target, 2)),
        None => NumberFormat::in_currency("").with_error(MetricUnit::Ratio, plan.p_target, plan.p_target_se),
    }
}

/// The finite end of the interval of a chance of 0 or 1, such as "under 0.010" or "over 0.990";
/// `None` for other chances.
#[must_use]
pub fn end_of_interval(plan: &PlanResult) -> Option<String> {
    let p = plan.p_target;
    if p >= 1.0 {
        Some(format!("over{NBSP}{}", decimal((plan.p_target_low * 1000.0).floor() / 1000.0, 3)))
    } else if p <= 0.0 {
        Some(format!("under{NBSP}{}", decimal((plan.p_target_high * 1000.0).ceil() / 1000.0, 3)))
    } else {
        None
    }
}
