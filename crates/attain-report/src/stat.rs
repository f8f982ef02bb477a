//! Access to distributions and comparisons in the results.

use serde_json::{Map, Value};

use attain_sim::summarise::results::{PlanResult, Results, SeriesResult, Stat};

/// The distribution of a metric. Missing fields are NaN.
#[must_use]
pub fn stat(metrics: &Map<String, Value>, name: &str) -> Stat {
    let entry = metrics.get(name);
    let field = |key: &str| entry.and_then(|e| e.get(key)).and_then(Value::as_f64).unwrap_or(f64::NAN);
    Stat {
        mean: field("mean"),
        se: field("se"),
        sd: field("sd"),
        p05: field("p05"),
        p10: field("p10"),
        p25: field("p25"),
        p50: field("p50"),
        p75: field("p75"),
        p90: field("p90"),
        p95: field("p95"),
    }
}

/// The distribution of a company metric of a plan.
#[must_use]
pub fn company(plan: &PlanResult, name: &str) -> Stat {
    stat(&plan.company, name)
}

/// The series of a plan with the given name.
#[must_use]
pub fn series<'a>(plan: &'a PlanResult, name: &str) -> Option<&'a SeriesResult> {
    plan.series.iter().find(|s| s.series.name == name)
}

/// Names of the compared metrics, in order of first appearance.
#[must_use]
pub fn compared(results: &Results) -> Vec<&'static str> {
    let mut names = Vec::new();
    for pair in &results.pairs {
        if !names.contains(&pair.metric) {
            names.push(pair.metric);
        }
    }
    names
}

/// Mean over the seats of their mean attainment; NaN if no seat carries enough quota.
#[must_use]
pub fn seat_attainment(plan: &PlanResult) -> f64 {
    let means = plan.seats.iter().map(|seat| stat(&seat.metrics, "attainment").mean).filter(|mean| mean.is_finite());
    let (sum, count) = means.fold((0.0, 0.0), |(sum, count), mean| (sum + mean, count + 1.0));
    sum / count
}

/// Index of the reference plan.
#[must_use]
pub fn reference(results: &Results) -> Option<usize> {
    results.plans.iter().position(|plan| plan.name == results.reference)
}
