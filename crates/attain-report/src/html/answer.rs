//! The answer of the comparison report.

use maud::{Markup, html};

use super::inputs::ReportInputs;
use super::months;
use crate::headline;
use crate::stat;
use attain_core::metric::MetricUnit;
use attain_core::number_format;
use attain_core::number_format::NumberFormat;
use attain_sim::summarise::results::{PlanResult, Results};

/// Renders the answer: headline, its certainty, the changes of the best plan and the origin of
/// the target.
#[must_use]
pub fn answer(input: &ReportInputs) -> Markup {
    let results = input.results;
    let ranked = headline::ranked(results);
    html! {
        p .headline { @for piece in headline::sentence(results) { @if piece.strong { strong { (piece.text) } } @else { (piece.text) } } }
        @if let [best, next, ..] = ranked.as_slice() { p .verdict { (verdict(results, best, next, &ranked)) } }
        @if let Some(best) = ranked.first().filter(|best| best.name != results.reference) {
            @if let Some(text) = change(results, best) { p { (text) } }
        }
        @if input.plans.iter().any(|plan| plan.scenario.target.bookings.is_none()) {
            p { "For plans without a target, the target is the street quota of " (results.reference) "." }
        }
    }
}

/// Whether the best plan is significantly better than the next.
fn verdict(results: &Results, best: &PlanResult, next: &PlanResult, ranked: &[&PlanResult]) -> String {
    if best.p_target <= 0.0 {
        return "Compare the plans by bookings and attainment below, or set a target that can be reached.".to_owned();
    }
    let rivals: Vec<&str> =
        ranked.iter().skip(1).filter(|p| headline::close(results, best, p)).map(|p| p.name.as_str()).collect();
    if rivals.is_empty() {
        return format!("The lead over {} is statistically significant at the 95 % level.", next.name);
    }
    if results.years == 1 {
        return "One simulated year does not separate plans from chance. Simulate more years.".to_owned();
    }
    format!(
        "Too close to call: by the chance of reaching the target, {} cannot be distinguished from {} with this many simulated years. \
         Let fairness, disruption and cost decide, or simulate more years.",
        best.name,
        listed(&rivals)
    )
}

/// The changes of the best plan compared with the reference.
fn change(results: &Results, best: &PlanResult) -> Option<String> {
    let n = NumberFormat::in_currency(&results.currency);
    let bookings = stat::pair(results, &best.name, &results.reference, "bookings")?;
    let contribution = stat::pair(results, &best.name, &results.reference, "contribution");
    Some(format!(
        "Compared with {}, it changes bookings by {} {} (95 % interval {}){}, and moves {} accounts at the start ({} of owned accounts, {} of revenue, \
         {} of open pipeline).",
        results.reference,
        n.signed(MetricUnit::Money, bookings.difference),
        headline::time(results),
        n.signed_span(MetricUnit::Money, bookings.low, bookings.high),
        contribution.map_or(String::new(), |c| format!(", contribution by {}", n.signed(MetricUnit::Money, c.difference))),
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

/// One paragraph on the precision of the figures.
#[must_use]
pub fn precision(results: &Results) -> String {
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
        "All plans are simulated in the same worlds: differences in bookings are as precise as with {range} times as many independent years. "
    );
    let known = results.precision.iter().find(|known| known.metric == "p_target" && known.half_width > 0.0).map(|known| {
        format!(
            "Differences between the chances of the target are known to ±{} points or better, for all pairs at once (95 %). ",
            number_format::decimal(100.0 * known.half_width, 1)
        )
    });
    format!(
        "{} of {} from {}, seed {}. {}{}± is one Monte Carlo standard error: it covers sampling error, not errors of the \
         assumptions, which are listed at the end.",
        number_format::plural(results.years, "simulated year"),
        number_format::plural(results.horizon_months as usize, "month"),
        months::day(&results.start),
        results.seed,
        if least <= most { pairing.as_str() } else { "" },
        known.unwrap_or_default()
    )
}
