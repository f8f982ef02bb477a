//! Decomposition of a deal's odds.

use std::fmt::Write;

use crate::simulate::event_details::DealTerms;
use crate::world::deal_chance::DealChance;
use attain_core::quantile::logistic;

use super::entry::TERMS;

/// Terms of a deal's log odds, in the order of [`TERMS`].
#[must_use]
pub fn terms(chance: &DealChance, plan: &DealTerms) -> [f64; TERMS.len()] {
    [
        chance.base,
        chance.industry,
        chance.source,
        chance.size,
        chance.slip,
        chance.age,
        plan.skill,
        plan.ramp,
        plan.relationship,
        plan.market,
        plan.hand_over,
        plan.hours,
    ]
}

/// Probability that results from the terms.
#[must_use]
pub fn chance(terms: &[f64]) -> f64 {
    logistic(terms.iter().sum())
}

/// Contribution of each term to the probability when the terms are added one after the other, in
/// the order of [`TERMS`]. The first is the probability of the base alone, and all contributions
/// sum to the probability.
#[must_use]
pub fn steps(terms: &[f64; TERMS.len()]) -> [f64; TERMS.len()] {
    let mut before = 0.0;
    let mut sum = 0.0;
    terms.map(|term| {
        sum += term;
        let now = logistic(sum);
        let step = now - before;
        before = now;
        step
    })
}

/// Formats the probability and the contribution of each term in percentage points, such as "31.0 %
/// = 22.0 segment + 2.1 skill − 0.4 size".
#[must_use]
pub fn in_words(terms: &[f64; TERMS.len()], base: &str, source: Option<&str>) -> String {
    let parts = steps(terms);
    let mut text = format!("{:.1} % = {:.1} {base}", 100.0 * chance(terms), 100.0 * parts[0]);
    for (name, part) in TERMS.iter().zip(parts).skip(1) {
        let points = 100.0 * part;
        if points.abs() < 0.05 {
            continue;
        }
        let name = match (*name, source) {
            ("source", Some(source)) => source,
            ("hand_over", _) => "hand-over",
            ("slip", _) => "long slip",
            ("hours", _) => "selling time",
            (name, _) => name,
        };
        let _ = write!(text, " {} {:.1} {name}", if points < 0.0 { '−' } else { '+' }, points.abs());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_add_up_to_the_odds() {
        let terms = [-1.2, 0.1, 0.3, -0.2, 0.0, 0.0, 0.25, -0.6, 0.15, 0.05, -0.1, 0.0];
        assert!((steps(&terms).iter().sum::<f64>() - chance(&terms)).abs() < 1e-12);
        let text = in_words(&terms, "segment", Some("partner"));
        assert!(text.starts_with("22.3 % = 23.1 segment + 1.8 industry + 6.0 partner − "), "{text}");
        assert!(!text.contains("slip"), "{text}");
    }
}
