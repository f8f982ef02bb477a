//! The second sentence for a clear winner: the plan that is better in what the rule does not ask.

use super::comparative::detailed;
use super::span::{HeadlineSpan, plain};
use attain_analysis::compare::{Decision, DecisionRule, find_lead};
use attain_sim::summarise::results::{Pair, Results};

/// The plan that is furthest ahead of a clear winner in contribution (or in the chance of the
/// target, if contribution decides), and the winner's own chance if the rule is not about it.
pub(super) fn trade_off(results: &Results, decision: &Decision) -> Vec<HeadlineSpan> {
    let (Some(chosen), [_]) = (&decision.chosen, decision.tied()) else { return Vec::new() };
    if results.plans.len() < 2 {
        return Vec::new();
    }
    let metric = if decision.rule == DecisionRule::Contribution { "p_target" } else { "contribution" };
    let ahead = results.plans.iter().filter_map(|plan| find_lead(results, &plan.name, chosen, metric));
    let furthest = ahead
        .fold(None, |most: Option<Pair>, pair| most.filter(|most| most.difference.abs() >= pair.difference.abs()).or(Some(pair)));
    furthest.map(|pair| plain(format!("{} {}.", pair.a, detailed(results, &pair, false)))).into_iter().collect()
}

/// The chance of the chosen plan to reach the target, for rules that do not begin with it.
pub(super) fn chance_of_chosen(results: &Results, decision: &Decision) -> Vec<HeadlineSpan> {
    let chosen = results.plans.iter().find(|plan| Some(plan.name.as_str()) == decision.chosen.as_deref());
    let Some(plan) = chosen.filter(|_| decision.rule != DecisionRule::Target && results.plans.len() > 1) else {
        return Vec::new();
    };
    let goal = super::target::amount(results, decision, plan);
    vec![plain(format!("{} reaches {goal} with probability {}.", plan.name, crate::chance::chance(plan)))]
}
