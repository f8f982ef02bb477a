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

/// Whether higher values of a compared metric are better.
#[must_use]
pub fn is_better_higher(metric: &str) -> bool {
    let name = if metric == "p_target" { "target_hit" } else { metric };
    metric::company_index(name).is_none_or(|at| metric::of_company(at).direction != Direction::Lower)
}
