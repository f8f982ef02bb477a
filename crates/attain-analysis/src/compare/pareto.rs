//! Pareto-efficient plans.

use super::means::MetricMeans;
use attain_core::metric::{ALL, MetricId};
use attain_sim::summarise::results::Pair;

/// Metrics that determine Pareto efficiency.
pub(super) const CRITERIA: [MetricId; 4] = [MetricId::Bookings, MetricId::EquityRange, MetricId::Disruption, MetricId::Cost];

/// Smallest relative difference that is considered material.
const MATERIAL: f64 = 0.005;

/// Returns the names of the Pareto-efficient plans. A plan is dominated if another plan is better
/// in at least one of the four metrics and worse in none. A difference counts only if its
/// simultaneous interval excludes zero and it exceeds [`MATERIAL`]. If every plan is dominated, all
/// are returned.
pub(super) fn pareto_efficient(names: &[&str], plans: usize, means: &MetricMeans, pairs: &[Pair]) -> Vec<String> {
    let means: Vec<[f64; 4]> = (0..plans.min(names.len())).map(|plan| CRITERIA.map(|id| means.signed_mean(plan, id))).collect();
    let ahead = |a: usize, b: usize, k: usize| {
        let gap = means[a][k] - means[b][k];
        gap > MATERIAL * means[b][k].abs() && significant(names[a], names[b], k, pairs)
    };
    let dominates = |a: usize, b: usize| {
        let figures = || 0..CRITERIA.len();
        figures().any(|k| ahead(a, b, k)) && !figures().any(|k| ahead(b, a, k))
    };
    let plans = means.len();
    let efficient: Vec<String> =
        (0..plans).filter(|&b| !(0..plans).any(|a| a != b && dominates(a, b))).map(|plan| names[plan].to_owned()).collect();
    if efficient.is_empty() { names.iter().map(ToString::to_string).collect() } else { efficient }
}

fn significant(a: &str, b: &str, weighed: usize, pairs: &[Pair]) -> bool {
    let metric = ALL[CRITERIA[weighed] as usize].name;
    let between = |pair: &&Pair| pair.metric == metric && ((pair.a == a && pair.b == b) || (pair.a == b && pair.b == a));
    pairs.iter().find(between).is_some_and(|pair| pair.low > 0.0 || pair.high < 0.0)
}
