//! The second sentence for tied plans: what separates them, or that nothing does.

use super::comparative::{brief, detailed, subject};
use super::listing::{capital, listed, plans};
use super::span::{HeadlineSpan, plain, strong};
use attain_analysis::compare::{Decision, find_lead};
use attain_sim::summarise::results::Results;

/// Metrics of which the advantages of either plan are stated.
const STATED: [&str; 4] = ["contribution", "bookings", "equity_range", "disruption"];

/// What separates the plans that are tied in the first criterion; empty if only one leads in it.
pub(super) fn tie_break(results: &Results, decision: &Decision) -> Vec<HeadlineSpan> {
    if decision.tied().len() < 2 || results.years < 2 {
        return Vec::new();
    }
    match &decision.chosen {
        Some(chosen) => separated(results, decision, chosen),
        None => vec![plain(undecided(decision))],
    }
}

/// The plan that is left, what it does better than the next, and what the next does better.
fn separated(results: &Results, decision: &Decision, chosen: &str) -> Vec<HeadlineSpan> {
    let Some(last) = decision.steps.last() else { return Vec::new() };
    let Some(rival) = last.worse.first() else { return Vec::new() };
    let many = last.worse.len() > 1;
    let Some(pair) = find_lead(results, chosen, rival, last.metric) else { return Vec::new() };
    let stated = |plan: &str, other: &str| -> Vec<String> {
        let others = STATED.iter().filter(|metric| **metric != last.metric);
        others.filter_map(|metric| Some(brief(results, &find_lead(results, plan, other, metric)?))).collect()
    };
    let mut points = vec![detailed(results, &pair, many)];
    points.extend(stated(chosen, rival));
    let against = stated(rival, chosen);
    let against = if against.is_empty() { String::new() } else { format!("; {rival} {}", listed(&against)) };
    let before = match (narrowed(decision), open_criteria(decision)) {
        (Some(narrowed), _) => format!("{narrowed}; "),
        (None, open) if !open.is_empty() => format!("{open} separate them; "),
        (None, _) if many => "Of these, ".to_owned(),
        _ => String::new(),
    };
    vec![plain(before), strong(chosen), plain(format!(" {}{against}.", listed(&points)))]
}

/// The criteria that leave fewer plans before the last one decides, such as "Contribution leaves
/// a and b".
fn narrowed(decision: &Decision) -> Option<String> {
    let between = decision.steps.get(1..decision.steps.len() - 1)?;
    let narrowing: Vec<_> = between.iter().filter(|step| !step.worse.is_empty()).collect();
    let (last, subjects) = (narrowing.last()?, narrowing.iter().map(|step| subject(step.metric)).collect::<Vec<_>>());
    Some(format!("Of these, {} {}", leave(&subjects), plans(&last.tied)))
}

/// Subjects with their verb, such as "contribution leaves".
fn leave(subjects: &[&str]) -> String {
    format!("{} {}", listed(subjects), if subjects.len() == 1 { "leaves" } else { "leave" })
}

/// The criteria after the first that separate no plans, such as "Contribution does not".
fn open_criteria(decision: &Decision) -> String {
    let open: Vec<&str> =
        decision.steps.iter().skip(1).filter(|step| step.worse.is_empty()).map(|step| subject(step.metric)).collect();
    match open.as_slice() {
        [] => String::new(),
        [only] => format!("{} does not", capital(only)),
        many => format!("{} do not", capital(&listed(many))),
    }
}

/// The plans that no criterion separates.
fn undecided(decision: &Decision) -> String {
    let left = decision.left();
    if left.len() == decision.tied().len() {
        return format!("{} separate them either: simulate more years.", open_criteria(decision));
    }
    let deciding: Vec<&str> =
        decision.steps.iter().skip(1).filter(|step| !step.worse.is_empty()).map(|step| subject(step.metric)).collect();
    format!("Of these, {} {}, which no criterion separates: simulate more years.", leave(&deciding), plans(left))
}
