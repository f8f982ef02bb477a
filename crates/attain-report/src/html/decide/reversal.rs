//! What would change the answer: another rule, another target, more years.

use maud::{Markup, html};

use crate::headline;
use crate::html::inputs::ReportInputs;
use crate::html::target_chances::MULTIPLES;
use attain_analysis::compare::{DecisionRule, decide};
use attain_core::metric::MetricUnit;
use attain_core::number_format::{NumberFormat, decimal, whole_number};

/// Indices of the multiples of the target that are named: a tenth below and above it.
const NAMED: [usize; 2] = [2, 10];

/// Renders the list.
#[must_use]
pub fn reversal(input: &ReportInputs) -> Markup {
    let points: Vec<Markup> = [rules(input), targets(input), years(input)].into_iter().flatten().collect();
    html! {
        ul .points {
            @for point in points { li { (point) } }
            li { "Assumptions: " code { "attain regret" } " finds those under which another plan becomes the best." }
        }
    }
}

/// The choices by the other rules.
fn rules(input: &ReportInputs) -> Option<Markup> {
    let (results, decision) = (input.results, input.decision);
    if results.plans.len() < 2 {
        return None;
    }
    let chosen = |rule| decide(results, rule, decision.basis.clone()).chosen;
    let others: Vec<(DecisionRule, Option<String>)> =
        DecisionRule::ALL.into_iter().filter(|rule| *rule != decision.rule).map(|rule| (rule, chosen(rule))).collect();
    let mut plans: Vec<&str> = others.iter().filter_map(|(_, plan)| plan.as_deref()).collect();
    plans.sort_unstable();
    plans.dedup();
    let by = |plan: &str| {
        let names = others.iter().filter(|(_, other)| other.as_deref() == Some(plan)).map(|(rule, _)| rule.name());
        names.collect::<Vec<_>>().join(" or ")
    };
    let open: Vec<&str> = others.iter().filter(|(_, plan)| plan.is_none()).map(|(rule, _)| rule.name()).collect();
    Some(html! {
        "Another rule: "
        @for (i, plan) in plans.iter().enumerate() { @if i > 0 { "; " } "by " (by(plan)) " " strong { (plan) } }
        @if !open.is_empty() { @if !plans.is_empty() { "; " } "by " (open.join(" or ")) " no single plan" }
        "."
    })
}

/// The best plan for a lower and a higher target.
fn targets(input: &ReportInputs) -> Option<Markup> {
    let results = input.results;
    if results.plans.len() < 2 || results.years < 2 {
        return None;
    }
    let n = NumberFormat::in_currency(&results.currency);
    let found: Vec<_> = NAMED
        .iter()
        .filter_map(|&at| {
            let (plan, chance) = input.targets.best_at(at)?;
            let plan = &results.plans[plan];
            Some((n.plain(MetricUnit::Money, MULTIPLES[at] * headline::goal(results, plan)), &plan.name, chance))
        })
        .collect();
    (!found.is_empty()).then(|| {
        html! {
            "Another target: "
            @for (i, (goal, plan, chance)) in found.iter().enumerate() {
                @if i > 0 { "; " } "for " (goal) " " strong { (plan) } " has the best chance, " (decimal(*chance, 2))
            }
            "."
        }
    })
}

/// The number of years that separate plans one point apart.
fn years(input: &ReportInputs) -> Option<Markup> {
    let results = input.results;
    let known = results.precision.iter().find(|known| known.metric == "p_target" && known.half_width > 0.0)?;
    let points = 100.0 * known.half_width;
    let needed = results.years as f64 * points * points;
    let tied = input.decision.tied().len() > 1;
    Some(html! {
        "More years: plans within " (decimal(points, 1)) " points of each other may be tied"
        @if needed > results.years as f64 {
            "; " code { "--years " (whole_number((needed / 1000.0).ceil() * 1000.0).replace(',', "")) } " separates plans that are one point apart"
        }
        @if !tied { ". The leading plan is separated from the others already" }
        "."
    })
}
