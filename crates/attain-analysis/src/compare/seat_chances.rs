//! Warnings about seats whose chance of making quota is too low or too high.

use attain_sim::summarise::results::{PlanResult, SeatResult};

/// Range of a healthy chance of making quota: 60 to 70 % of reps at quota is healthy, and the
/// average company is at about 45 %.
const HEALTHY: (f64, f64) = (0.40, 0.75);
/// Number of seats named in a warning.
const NAMED: usize = 4;

/// Returns a warning for each plan in which seats have a chance of making quota that is outside
/// the healthy range by more than two standard errors.
pub(super) fn unlikely_quotas(plans: &[PlanResult]) -> Vec<String> {
    plans.iter().filter_map(|plan| Some(format!("{}: {}.", plan.name, outside(&plan.seats)?))).collect()
}

/// A number of a metric's summary.
fn number(metric: &serde_json::Value, name: &str) -> f64 {
    metric.get(name).and_then(serde_json::Value::as_f64).unwrap_or(f64::NAN)
}

/// Names the seats outside the range, the most extreme ones first.
fn outside(seats: &[SeatResult]) -> Option<String> {
    let chances: Vec<(&str, f64, f64)> = seats
        .iter()
        .filter_map(|seat| {
            seat.metrics.get("target_hit").map(|chance| (seat.name.as_str(), number(chance, "mean"), 2.0 * number(chance, "se")))
        })
        .collect();
    let (mut low, mut high) = (Vec::new(), Vec::new());
    for &(name, chance, error) in &chances {
        if chance + error < HEALTHY.0 {
            low.push((name, chance));
        } else if chance - error > HEALTHY.1 {
            high.push((name, chance));
        }
    }
    if low.is_empty() && high.is_empty() {
        return None;
    }
    low.sort_by(|a, b| a.1.total_cmp(&b.1));
    high.sort_by(|a, b| b.1.total_cmp(&a.1));
    let part = |seats: &[(&str, f64)], what: String| {
        let named: Vec<String> =
            seats.iter().take(NAMED).map(|(name, chance)| format!("{name} {:.0} %", 100.0 * chance)).collect();
        let more = if seats.len() > NAMED { ", …" } else { "" };
        let make = if seats.len() == 1 { "makes" } else { "make" };
        format!("{} of {} seats {make} quota in {what} of the years ({}{more})", seats.len(), chances.len(), named.join(", "))
    };
    let mut parts = Vec::new();
    if !low.is_empty() {
        parts.push(part(&low, format!("less than {:.0} %", 100.0 * HEALTHY.0)));
    }
    if !high.is_empty() {
        parts.push(part(&high, format!("more than {:.0} %", 100.0 * HEALTHY.1)));
    }
    Some(parts.join("; "))
}

#[cfg(test)]
mod tests {
    use crate::compare::assemble_results;
    use attain_core::metric::MetricId;

    #[test]
    fn a_seat_that_never_makes_its_quota_is_named() {
        let (book, plans, mut output) = attain_fixtures::years::study(&["a"], 100);
        let hit = MetricId::TargetHit as usize;
        for (s, chance) in [(0, 0.05), (1, 0.6)] {
            output.plans[0].seats[s][hit] = (0..100).map(|year| f32::from(u8::from(f64::from(year) < 100.0 * chance))).collect();
        }
        let results = assemble_results(&book, &plans, &[String::new()], &output, 0).unwrap();
        let name = &results.plans[0].seats[0].name;
        let expected = format!("a: 1 of 2 seats makes quota in less than 40 % of the years ({name} 5 %).");
        assert!(results.warnings.contains(&expected), "{:?}", results.warnings);
    }
}
