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
/// simultaneous interval excludes zero and it exceeds [`MATERIAL`], and a lower cost counts only if
/// the plan does not contribute significantly less. If every plan is dominated, all are returned.
pub(super) fn pareto_efficient(names: &[&str], plans: usize, means: &MetricMeans, pairs: &[Pair]) -> Vec<String> {
    let contribution: Vec<f64> =
        (0..plans.min(names.len())).map(|plan| means.mean(plan, MetricId::Contribution).unwrap_or(f64::NAN)).collect();
    let means: Vec<[f64; 4]> = (0..plans.min(names.len())).map(|plan| CRITERIA.map(|id| means.signed_mean(plan, id))).collect();
    let ahead = |a: usize, b: usize, k: usize| {
        let gap = means[a][k] - means[b][k];
        gap > MATERIAL * means[b][k].abs() && significant(names[a], names[b], k, pairs)
    };
    // A lower cost is no advantage if it costs more contribution than it saves.
    let earns_more = |a: usize, b: usize| {
        contribution[a] > contribution[b] && significant_in(names[a], names[b], MetricId::Contribution, pairs)
    };
    let better = |a: usize, b: usize, k: usize| ahead(a, b, k) && (CRITERIA[k] != MetricId::Cost || !earns_more(b, a));
    let dominates = |a: usize, b: usize| {
        let figures = || 0..CRITERIA.len();
        figures().any(|k| better(a, b, k)) && !figures().any(|k| better(b, a, k))
    };
    let plans = means.len();
    let efficient: Vec<String> =
        (0..plans).filter(|&b| !(0..plans).any(|a| a != b && dominates(a, b))).map(|plan| names[plan].to_owned()).collect();
    if efficient.is_empty() { names.iter().map(ToString::to_string).collect() } else { efficient }
}

fn significant(a: &str, b: &str, weighed: usize, pairs: &[Pair]) -> bool {
    significant_in(a, b, CRITERIA[weighed], pairs)
}

fn significant_in(a: &str, b: &str, id: MetricId, pairs: &[Pair]) -> bool {
    let metric = ALL[id as usize].name;
    let between = |pair: &&Pair| pair.metric == metric && ((pair.a == a && pair.b == b) || (pair.a == b && pair.b == a));
    pairs.iter().find(between).is_some_and(|pair| pair.low > 0.0 || pair.high < 0.0)
}
