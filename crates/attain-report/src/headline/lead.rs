//! The first sentence: the best plan in the first criterion, or the plans that are tied in it.

use super::comparative::{amount, interval, subject};
use super::listing::{plans, values};
use super::span::{HeadlineSpan, plain, strong};
use super::target::{self, aim};
use crate::{chance, stat};
use attain_analysis::compare::decision::DecisionStep;
use attain_analysis::compare::{Decision, DecisionRule, find_pair};
use attain_core::metric::MetricUnit;
use attain_core::number_format::{NumberFormat, decimal, plural, whole_number};
use attain_sim::summarise::results::{PlanResult, Results};

/// The first sentence.
pub(super) fn lead(results: &Results, decision: &Decision) -> Vec<HeadlineSpan> {
    let Some(step) = decision.steps.first() else { return vec![plain("No plan was simulated.")] };
    let named = |name: &String| results.plans.iter().find(|plan| plan.name == *name);
    let tied: Vec<&PlanResult> = step.tied.iter().filter_map(named).collect();
    let next = step.worse.first().and_then(named);
    match tied.as_slice() {
        [] => vec![plain("No plan was simulated.")],
        [best] if decision.rule == DecisionRule::Target || results.plans.len() == 1 => reaches(results, decision, best, next),
        [best] => leads(results, decision.rule, best, next),
        _ => vec![plain(tie(results, decision, step, &tied))],
    }
}

/// The chance of the best plan, and that of the next.
fn reaches(results: &Results, decision: &Decision, best: &PlanResult, next: Option<&PlanResult>) -> Vec<HeadlineSpan> {
    let goal = target::amount(results, decision, best);
    let years = whole_number(results.years as f64);
    let end = chance::end_of_interval(best);
    if best.p_target <= 0.0 {
        let text = match (results.years, end) {
            (1, _) => "in the only simulated year; simulate more years for a probability.".to_owned(),
            (_, Some(end)) => format!("in any of {years} simulated years: probability {end}."),
            (_, None) => format!("in any of {years} simulated years."),
        };
        return vec![plain(format!("{} did not reach {goal} {text}", best.name))];
    }
    let mut spans = vec![strong(&best.name), plain(" reaches "), strong(goal)];
    match end {
        Some(_) if results.years == 1 => {
            spans.push(plain(" in the only simulated year; simulate more years for a probability."));
            return spans;
        }
        Some(end) => spans.extend([plain(format!(" in all {years} simulated years, probability ")), strong(end)]),
        None => spans.extend([plain(" with probability "), strong(chance::chance(best))]),
    }
    if let Some(next) = next {
        spans.push(plain(format!("; next best {}, {}", next.name, chance::chance(next))));
        if next.target != best.target {
            spans.push(plain(format!(", for a target of {}", target::amount(results, decision, next))));
        }
    }
    spans.push(plain("."));
    spans
}

/// The best plan by a rule other than the target, and the next.
fn leads(results: &Results, rule: DecisionRule, best: &PlanResult, next: Option<&PlanResult>) -> Vec<HeadlineSpan> {
    let (metric, verb, than) = match rule {
        DecisionRule::Contribution | DecisionRule::Target => ("contribution", "contributes most", "less"),
        DecisionRule::Bookings => ("bookings", "books most", "less"),
        DecisionRule::Fairness => ("equity_range", "is fairest", ""),
        DecisionRule::Cost => ("cost", "costs least", "more"),
    };
    let n = NumberFormat::in_currency(&results.currency);
    let value = |plan: &PlanResult| {
        let stat = stat::company(plan, metric);
        match metric {
            "equity_range" => format!("equity range {}", decimal(stat.mean, 2)),
            _ => format!("{} {}", n.with_error(MetricUnit::Money, stat.mean, stat.se), target::time(results)),
        }
    };
    let mut spans = vec![strong(&best.name), plain(format!(" {verb}: ")), strong(value(best))];
    if let Some(next) = next {
        let pair = find_pair(results, &best.name, &next.name, metric).filter(|_| metric != "equity_range");
        let behind =
            pair.map_or_else(|| value(next), |pair| format!("{} {than} ({})", amount(results, &pair), interval(results, &pair)));
        spans.push(plain(format!("; next best {}, {behind}", next.name)));
    }
    spans.push(plain("."));
    spans
}

/// The plans that are tied, with their figures.
fn tie(results: &Results, decision: &Decision, step: &DecisionStep, tied: &[&PlanResult]) -> String {
    let best = tied[0];
    let years = whole_number(results.years as f64);
    let on_target = step.metric == "p_target";
    let subject = if on_target { aim(results, decision, best) } else { subject(step.metric).to_owned() };
    if results.years == 1 {
        return format!("One simulated year cannot distinguish {}; simulate more years.", plans(&step.tied));
    }
    if on_target && best.p_target <= 0.0 {
        let end = chance::end_of_interval(best).map_or_else(String::new, |end| format!(": probability {end}"));
        return format!("No plan reached {subject} in any of {years} simulated years{end}.");
    }
    let n = NumberFormat::in_currency(&results.currency);
    let shown = |plan: &&PlanResult| {
        let mean = stat::company(plan, step.metric).mean;
        match step.metric {
            "p_target" => decimal(plan.p_target, 2),
            "equity_range" => decimal(mean, 2),
            _ => n.plain(MetricUnit::Money, mean),
        }
    };
    let figures = values(&tied.iter().map(shown).collect::<Vec<_>>());
    let figures = if on_target { format!("chance {figures}") } else { figures };
    if tied.len() == results.plans.len() && tied.len() > 4 {
        return format!("All {} are tied on {subject} ({figures}).", plural(tied.len(), "plan"));
    }
    format!("Tied on {subject} ({figures}): {}.", plans(&step.tied))
}
