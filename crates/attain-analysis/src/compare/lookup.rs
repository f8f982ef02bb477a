//! Paired differences by the names of plans and metric.

use attain_core::metric::{self, Direction};
use attain_sim::summarise::results::{Pair, Results};

/// Finds the comparison `a` minus `b` in a metric. The results store each pair once; the opposite
/// order is mirrored.
#[must_use]
pub fn find_pair(results: &Results, a: &str, b: &str, metric: &str) -> Option<Pair> {
    let of = |a: &str, b: &str| results.pairs.iter().find(|pair| pair.metric == metric && pair.a == a && pair.b == b);
    let mirrored = |pair: &Pair| Pair {
        a: pair.b.clone(),
        b: pair.a.clone(),
        difference: -pair.difference,
        low: -pair.high,
        high: -pair.low,
        p_a_beats_b: 1.0 - pair.p_a_beats_b,
        ..pair.clone()
    };
    of(a, b).cloned().or_else(|| of(b, a).map(mirrored))
}

/// Differences in fairness and disruption below this value are ties, even if they are significant:
/// the books on the first day do not vary, so every difference in them would be.
const MATERIAL: f64 = 0.01;

/// The difference of two plans in a metric, if `plan` is significantly better than `other`. A
/// single year does not separate plans.
#[must_use]
pub fn find_lead(results: &Results, plan: &str, other: &str, metric: &str) -> Option<Pair> {
    let is_better = |pair: &Pair| if is_better_higher(metric) { pair.low > 0.0 } else { pair.high < 0.0 };
    let is_material = |pair: &Pair| !["equity_range", "disruption"].contains(&metric) || pair.difference.abs() >= MATERIAL;
    find_pair(results, plan, other, metric).filter(|pair| results.years > 1 && is_better(pair) && is_material(pair))
}

/// Whether higher values of a compared metric are better.
#[must_use]
pub fn is_better_higher(metric: &str) -> bool {
    let name = if metric == "p_target" { "target_hit" } else { metric };
    metric::company_index(name).is_none_or(|at| metric::of_company(at).direction != Direction::Lower)
}
