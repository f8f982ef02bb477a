//! Results of a comparison with given means and interval widths, for tests of decisions.

use attain_core::plan::{Disruption, EquityChange};
use attain_sim::summarise::results::{Pair, PlanResult, Results, Stat};
use serde_json::{Map, json};

/// A metric: name, mean of each plan, and half-width of the intervals of all paired differences.
pub type DecisionColumn<'a> = (&'static str, &'a [f64], f64);

/// Returns results of 1,000 years for a target of $42M. Metrics that are not listed have no value.
///
/// # Panics
/// Panics if a column has fewer values than there are plans.
#[must_use]
pub fn results(names: &[&str], columns: &[DecisionColumn<'_>]) -> Results {
    let mut pairs = Vec::new();
    for a in 1..names.len() {
        for b in 0..a {
            pairs
                .extend(columns.iter().map(|&(metric, means, half)| pair(names[a], names[b], metric, means[a] - means[b], half)));
        }
    }
    Results {
        format: 1,
        version: "0.1.0",
        seed: 1,
        years: 1000,
        horizon_months: 12,
        start: "2027-01-01".into(),
        data_hash: String::new(),
        currency: "$".into(),
        reference: names.first().map_or(String::new(), |name| (*name).to_owned()),
        plans: names.iter().enumerate().map(|(at, name)| plan(name, at, columns)).collect(),
        pairs,
        precision: vec![],
        dropped: vec![],
        choice: vec![],
        pareto: vec![],
        track_record: None,
        warnings: vec![],
    }
}

fn pair(a: &str, b: &str, metric: &'static str, difference: f64, half: f64) -> Pair {
    Pair {
        a: a.to_owned(),
        b: b.to_owned(),
        metric,
        difference,
        se: half / 3.0,
        low: difference - half,
        high: difference + half,
        p_a_beats_b: 0.5,
        variance_ratio: 10.0,
    }
}

fn plan(name: &str, at: usize, columns: &[DecisionColumn<'_>]) -> PlanResult {
    let chance = columns.iter().find(|(metric, ..)| *metric == "p_target").map_or(0.5, |(_, means, _)| means[at]);
    let company: Map<_, _> =
        columns.iter().map(|(metric, means, half)| ((*metric).to_owned(), json!(stat(means[at], half / 3.0)))).collect();
    PlanResult {
        name: name.to_owned(),
        description: String::new(),
        scenario_hash: String::new(),
        target: 42e6,
        street_quota: 46e6,
        seats_planned: 1,
        p_target: chance,
        p_target_se: 0.01,
        p_target_low: (chance - 0.02).max(0.0),
        p_target_high: (chance + 0.02).min(1.0),
        company,
        groups: vec![],
        seats: vec![],
        series: vec![],
        periods: vec![],
        participation_histogram: vec![],
        equity: EquityChange::default(),
        disruption: Disruption::default(),
        carve: None,
        notes: vec![],
    }
}

fn stat(mean: f64, se: f64) -> Stat {
    Stat { mean, se, sd: se, p05: mean, p10: mean, p25: mean, p50: mean, p75: mean, p90: mean, p95: mean }
}
