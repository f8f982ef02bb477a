//! The headline as a whole.

use super::basis::not_calibrated;
use super::lead::lead;
use super::span::{HeadlineSpan, plain};
use super::tie_break::tie_break;
use super::trade_off::{chance_of_chosen, trade_off};
use attain_analysis::compare::Decision;
use attain_sim::summarise::results::Results;

/// The headline: the plan chosen by the rule of the decision, or the plans that are tied, with
/// what separates them.
#[must_use]
pub fn sentence(results: &Results, decision: &Decision) -> Vec<HeadlineSpan> {
    let basis = not_calibrated(&decision.basis.default_market).map(plain).into_iter().collect();
    let mut all = lead(results, decision);
    for more in [tie_break(results, decision), trade_off(results, decision), chance_of_chosen(results, decision), basis] {
        if !more.is_empty() {
            all.push(plain(" "));
            all.extend(more);
        }
    }
    all
}

/// The headline as text.
#[must_use]
pub fn text(results: &Results, decision: &Decision) -> String {
    sentence(results, decision).into_iter().map(|span| span.text).collect()
}
