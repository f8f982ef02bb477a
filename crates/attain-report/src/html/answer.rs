//! The answer in plain words.

use maud::{Markup, html};

use super::{Input, months};
use crate::answer;
use crate::stat;
use attain_core::metric::MetricUnit;
use attain_core::number_format;
use attain_core::number_format::NumberFormat;
use attain_sim::summarise::results::{PlanResult, Results};

/// The answer: headline, how sure it is, what the best plan changes, where the target comes from.
#[must_use]
pub fn answer(input: &Input) -> Markup {
    let results = input.results;
    let ranked = answer::ranked(results);
    html! {
        p .headline { @for piece in answer::sentence(results) { @if piece.strong { strong { (piece.text) } } @else { (piece.text) } } }
        @if let [best, next, ..] = ranked.as_slice() { p .verdict { (verdict(results, best, next, &ranked)) } }
        @if let Some(best) = ranked.first().filter(|best| best.name != results.reference) {
            @if let Some(text) = change(results, best) { p { (text) } }
        }
        @if input.plans.iter().any(|plan| plan.scenario.target.bookings.is_none()) {
            p { "Where a plan states no target, the street quota of " (results.reference) " stands for it." }
        }
    }
}

/// Whether the best plan really is better than the next.
fn verdict(results: &Results, best: &PlanResult, next: &PlanResult, ranked: &[&PlanResult]) -> String {
    if best.p_target <= 0.0 {
        return "Compare the plans by bookings and attainment below, or set a target within reach.".to_owned();
    }
    let rivals: Vec<&str> = ranked.iter().skip(1).filter(|p| answer::close(results, best, p)).map(|p| p.name.as_str()).collect();
    if rivals.is_empty() {
        return format!("The lead over {} is larger than chance explains, at 95 % confidence.", next.name);
    }
    if results.years == 1 {
        return "One year tells luck from nothing. Simulate more of them.".to_owned();
    }
    format!(
        "Too close to call: on the chance of reaching the target, {} cannot be told apart from {} with this many simulated years. \
         Let fairness, disruption and cost decide, or simulate more years.",
        best.name,
        listed(&rivals)
    )
}

/// What the best plan changes against the reference.
fn change(results: &Results, best: &PlanResult) -> Option<String> {
    let n = NumberFormat::in_currency(&results.currency);
    let bookings = stat::pair(results, &best.name, &results.reference, "bookings")?;
    let contribution = stat::pair(results, &best.name, &results.reference, "contribution");
    Some(format!(
        "Against {} it books {} {} (95 % interval {}){}, and moves {} accounts at the start ({} of owned accounts, {} of revenue, \
         {} of open pipeline).",
        results.reference,
        n.signed(MetricUnit::Money, bookings.difference),
        answer::time(results),
        n.signed_span(MetricUnit::Money, bookings.low, bookings.high),
        contribution.map_or(String::new(), |c| format!(", contributes {}", n.signed(MetricUnit::Money, c.difference))),
        number_format::whole_number(best.disruption.moved as f64),
        n.plain(MetricUnit::Share, best.disruption.accounts),
        n.plain(MetricUnit::Share, best.disruption.revenue),
        n.plain(MetricUnit::Share, best.disruption.pipeline),
    ))
}

fn listed(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        many if many.len() > 4 => format!("{} other plans", many.len()),
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
    let range = match (number_format::decimal(least, 1), number_format::decimal(most, 1)) {
        (least, most) if least == most => least,
        (least, most) => format!("{least} to {most}"),
    };
    let pairing = format!(
        "All plans lived in the same worlds: for differences in bookings that is worth {range} times as many years in separate worlds. "
    );
    let known = results.precision.iter().find(|known| known.metric == "p_target" && known.half_width > 0.0).map(|known| {
        format!(
            "Differences between two plans' chances of the target are known to ±{} points or better, for all pairs at once (95 %). ",
            number_format::decimal(100.0 * known.half_width, 1)
        )
    });
    format!(
        "{} of {} from {}, seed {}. {}{}± is one Monte Carlo standard error: it covers the luck of the draw, not the \
         assumptions, which are listed at the end.",
        number_format::plural(results.years, "simulated year"),
        number_format::plural(results.horizon_months as usize, "month"),
        months::day(&results.start),
        results.seed,
        if least <= most { pairing.as_str() } else { "" },
        known.unwrap_or_default()
    )
}
