//! Which plans no other plan beats.

use super::means::MetricMeans;
use attain_core::metric::{ALL, MetricId};
use attain_sim::summarise::results::Pair;

/// What a plan is weighed on.
pub(super) const WEIGHED: [MetricId; 4] = [MetricId::Bookings, MetricId::EquityRange, MetricId::Disruption, MetricId::Cost];

/// A difference below this share of the figure matters to nobody.
const MATERIAL: f64 = 0.005;

/// Names of the plans that stay. A plan is dropped when another one is better
/// in one of the four figures and worse in none, where better and worse mean by
/// more than chance (the simultaneous interval leaves out zero) and by more
/// than a trifle. Should every plan be beaten by some other, all stay.
pub(super) fn pareto(names: &[&str], plans: usize, means: &MetricMeans, pairs: &[Pair]) -> Vec<String> {
    let means: Vec<[f64; 4]> = (0..plans.min(names.len())).map(|plan| WEIGHED.map(|id| means.worth(plan, id))).collect();
    let ahead = |a: usize, b: usize, k: usize| {
        let gap = means[a][k] - means[b][k];
        gap > MATERIAL * means[b][k].abs() && proven(names[a], names[b], k, pairs)
    };
    let beats = |a: usize, b: usize| {
        let figures = || 0..WEIGHED.len();
        figures().any(|k| ahead(a, b, k)) && !figures().any(|k| ahead(b, a, k))
    };
    let plans = means.len();
    let left: Vec<String> =
        (0..plans).filter(|&b| !(0..plans).any(|a| a != b && beats(a, b))).map(|plan| names[plan].to_owned()).collect();
    if left.is_empty() { names.iter().map(ToString::to_string).collect() } else { left }
}

fn proven(a: &str, b: &str, weighed: usize, pairs: &[Pair]) -> bool {
    let metric = ALL[WEIGHED[weighed] as usize].name;
    let between = |pair: &&Pair| pair.metric == metric && ((pair.a == a && pair.b == b) || (pair.a == b && pair.b == a));
    pairs.iter().find(between).is_some_and(|pair| pair.low > 0.0 || pair.high < 0.0)
}
