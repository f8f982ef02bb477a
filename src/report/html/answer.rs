//! The answer in plain words.

use maud::{Markup, html};

use super::stat;
use super::{months, number};
use crate::metric::Unit;
use crate::summarise::results::{PlanResult, Results};

/// The plans from the best chance of their target to the worst; ties go to higher mean bookings, then to the order given.
#[must_use]
pub fn ranked(results: &Results) -> Vec<&PlanResult> {
    let mut plans: Vec<&PlanResult> = results.plans.iter().collect();
    let bookings = |plan: &PlanResult| stat::company(plan, "bookings").mean;
    plans.sort_by(|a, b| b.p_target.total_cmp(&a.p_target).then(bookings(b).total_cmp(&bookings(a))));
    plans
}

/// The answer: headline, how sure it is, what the best plan changes.
#[must_use]
pub fn answer(results: &Results) -> Markup {
    let ranked = ranked(results);
    let Some((best, others)) = ranked.split_first() else {
        return html! { p .headline { "No plan was simulated." } };
    };
    html! {
        p .headline { (headline(best, others)) }
        @if let Some(next) = others.first() { p .verdict { (verdict(results, best, next, &ranked)) } }
        @if best.name != results.reference { @if let Some(text) = change(results, best) { p { (text) } } }
    }
}

fn headline(best: &PlanResult, others: &[&PlanResult]) -> Markup {
    let chance = number::chance(best.p_target, best.p_target_se, best.p_target_low, best.p_target_high);
    let target = number::plain(Unit::Money, best.target);
    if best.p_target <= 0.0 {
        return html! { "No plan reached its target (" (target) ") in any simulated year." };
    }
    html! {
        strong { (best.name) } " reaches " strong { (target) } " with probability " strong { (chance) }
        @if let Some(next) = others.first() {
            "; next best " (number::with_error(Unit::Ratio, next.p_target, next.p_target_se)) " (" (next.name) ")"
            @if next.target != best.target { ", for a target of " (number::plain(Unit::Money, next.target)) }
        }
        "."
    }
}

/// Whether the best plan really is better than the next.
fn verdict(results: &Results, best: &PlanResult, next: &PlanResult, ranked: &[&PlanResult]) -> String {
    if best.p_target <= 0.0 {
        return "Compare the plans by bookings and attainment below, or set a target within reach.".to_owned();
    }
    let rivals: Vec<&str> = ranked.iter().skip(1).filter(|p| close(results, best, p)).map(|p| p.name.as_str()).collect();
    if rivals.is_empty() {
        return format!("The lead over {} is larger than chance explains, at 95 % confidence.", next.name);
    }
    format!(
        "Too close to call: on the chance of reaching the target, {} cannot be told apart from {} with this many simulated years. \
         Let fairness, disruption and cost decide, or simulate more years.",
        best.name,
        listed(&rivals)
    )
}

/// Whether the chances of two plans may be equal: by the paired interval, else by the overlap of their own.
fn close(results: &Results, best: &PlanResult, other: &PlanResult) -> bool {
    match stat::pair(results, &best.name, &other.name, "target_hit") {
        Some(pair) => pair.low <= 0.0,
        None => other.p_target_high >= best.p_target_low,
    }
}

/// What the best plan changes against the reference.
fn change(results: &Results, best: &PlanResult) -> Option<String> {
    let bookings = stat::pair(results, &best.name, &results.reference, "bookings")?;
    let contribution = stat::pair(results, &best.name, &results.reference, "contribution");
    Some(format!(
        "Against {} it books {} a year (95 % interval {}){}, and moves {} accounts at the start ({} of owned accounts, {} of revenue, \
         {} of open pipeline).",
        results.reference,
        number::signed(Unit::Money, bookings.difference),
        number::signed_span(Unit::Money, bookings.low, bookings.high),
        contribution.map_or(String::new(), |c| format!(", contributes {}", number::signed(Unit::Money, c.difference))),
        number::whole(best.disruption.moved as f64),
        number::plain(Unit::Share, best.disruption.accounts),
        number::plain(Unit::Share, best.disruption.revenue),
        number::plain(Unit::Share, best.disruption.pipeline),
    ))
}

fn listed(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

/// How much the figures can be trusted, in a paragraph.
#[must_use]
pub fn surety(results: &Results) -> String {
    let ratios: Vec<f64> = results
        .pairs
        .iter()
        .filter(|p| p.metric == "bookings" && p.b == results.reference && p.variance_ratio.is_finite())
        .map(|p| p.variance_ratio)
        .collect();
    let least = ratios.iter().copied().fold(f64::INFINITY, f64::min);
    let most = ratios.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let pairing = format!(
        "All plans lived in the same worlds, which makes differences in bookings as sharp as {} to {} times as many years in separate worlds \
         would. ",
        number::digits(least, 1),
        number::digits(most, 1)
    );
    format!(
        "{} simulated years of {} months from {}, seed {}. {}± is one Monte Carlo standard error: it covers the luck of the draw, not the \
         assumptions, which are listed at the end.",
        number::whole(results.years as f64),
        results.horizon_months,
        months::day(&results.start),
        results.seed,
        if least <= most { pairing.as_str() } else { "" }
    )
}
