//! The answer of the comparison report.

use maud::{Markup, html};

use super::inputs::ReportInputs;
use super::months;
use crate::headline;
use attain_analysis::compare::find_pair;
use attain_core::metric::MetricUnit;
use attain_core::number_format;
use attain_core::number_format::NumberFormat;
use attain_sim::summarise::results::{PlanResult, Results};

/// Renders the answer: headline, the rule behind it and the origin of the target.
#[must_use]
pub fn answer(input: &ReportInputs) -> Markup {
    let (results, decision) = (input.results, input.decision);
    html! {
        p .headline { @for piece in headline::sentence(results, decision) { @if piece.strong { strong { (piece.text) } } @else { (piece.text) } } }
        @if results.plans.len() > 1 { p .verdict { (headline::rule(decision)) } }
        @if input.plans.iter().any(|plan| plan.scenario.target.bookings.is_none()) {
            p { "For plans without a target, the target is the street quota of " (results.reference) "." }
        }
    }
}

/// The changes of the chosen plan compared with the reference; `None` if it is the reference.
#[must_use]
pub fn change(input: &ReportInputs) -> Option<String> {
    let plan = input.results.plans.iter().find(|plan| Some(plan.name.as_str()) == input.decision.leading())?;
    (plan.name != input.results.reference).then(|| against_reference(input.results, plan)).flatten()
}

fn against_reference(results: &Results, plan: &PlanResult) -> Option<String> {
    let n = NumberFormat::in_currency(&results.currency);
    let bookings = find_pair(results, &plan.name, &results.reference, "bookings")?;
    let contribution = find_pair(results, &plan.name, &results.reference, "contribution");
    Some(format!(
        "Compared with {}, {} changes bookings by {} {} (95 % interval {}){}, and moves {} accounts at the start ({} of owned accounts, {} of revenue, \
         {} of open pipeline).",
        results.reference,
        plan.name,
        n.signed(MetricUnit::Money, bookings.difference),
        headline::time(results),
        n.signed_span(MetricUnit::Money, bookings.low, bookings.high),
        contribution.map_or(String::new(), |c| format!(", contribution by {}", n.signed(MetricUnit::Money, c.difference))),
        number_format::whole_number(plan.disruption.moved as f64),
        n.plain(MetricUnit::Share, plan.disruption.accounts),
        n.plain(MetricUnit::Share, plan.disruption.revenue),
        n.plain(MetricUnit::Share, plan.disruption.pipeline),
    ))
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
            "Differences in the chance of reaching the target are known to within ±{} points for all pairs simultaneously (95 %). ",
            number_format::decimal(100.0 * known.half_width, 1)
        )
    });
    format!(
        "{} of {} from {}, seed {}. {}{}± is one Monte Carlo standard error: it covers sampling error but not errors in the \
         assumptions, which are listed at the end.",
        number_format::plural(results.years, "simulated year"),
        number_format::plural(results.horizon_months as usize, "month"),
        months::day(&results.start),
        results.seed,
        if least <= most { pairing.as_str() } else { "" },
        known.unwrap_or_default()
    )
}
