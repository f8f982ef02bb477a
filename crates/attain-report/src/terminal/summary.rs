//! Terminal summary of a comparison, in 80 columns or fewer.

use std::fmt::Write;

use super::layout::{MIDDLE, clean, paragraph, percent, plain_spaces};
use super::overview::overview;
use super::track_record::track_record;
use crate::{headline, stat};
use attain_analysis::compare::{Decision, find_pair};
use attain_core::metric::MetricUnit;
use attain_core::number_format::{self, NumberFormat};
use attain_sim::summarise::results::{Pair, PlanResult, Results};

/// Renders the summary of a comparison, `width` columns wide; `report` is the path of the
/// report. Colour marks significant differences.
#[must_use]
pub fn summary(results: &Results, decision: &Decision, report: Option<&str>, width: usize, colour: bool) -> String {
    let width = width.clamp(20, 200);
    let mut parts = vec![paragraph(&clean(&headline::text(results, decision)), width)];
    if width >= MIDDLE {
        parts.push(overview(results, width, colour));
    } else {
        parts.extend(results.plans.iter().map(|plan| paragraph(&sentence(plan, results), width)));
    }
    parts.push(track_record(results.track_record.as_ref(), &results.currency, width, colour));
    parts.push(closing(results, decision).iter().map(|line| paragraph(line, width)).collect::<Vec<_>>().join("\n"));
    if !results.warnings.is_empty() {
        parts.push(
            results.warnings.iter().map(|w| paragraph(&format!("Warning: {}", clean(w)), width)).collect::<Vec<_>>().join("\n"),
        );
    }
    if let Some(report) = report {
        // Not wrapped, so that the path can be clicked and copied.
        parts.push(format!("Report: {}", clean(report)));
    }
    plain_spaces(&parts.join("\n\n")) + "\n"
}

/// One sentence about a plan, for narrow terminals.
fn sentence(plan: &PlanResult, results: &Results) -> String {
    let n = NumberFormat::in_currency(&results.currency);
    let bookings = stat::company(plan, "bookings");
    let mut text = format!(
        "{}: reaches the target with {}; books {} (P10–P90 {}); {} at quota",
        clean(&plan.name),
        crate::chance::chance(plan),
        n.plain(MetricUnit::Money, bookings.p50),
        n.span(MetricUnit::Money, bookings.p10, bookings.p90),
        percent(stat::company(plan, "participation").mean),
    );
    for metric in ["bookings", "contribution"] {
        if let Some(pair) = find_pair(results, &plan.name, &results.reference, metric) {
            let (difference, span) =
                (n.signed(MetricUnit::Money, pair.difference), n.signed_span(MetricUnit::Money, pair.low, pair.high));
            let _ = write!(text, "; {metric} vs {}: {difference} ({span})", clean(&pair.b));
        }
    }
    text + "."
}

/// Notes on the entire run.
fn closing(results: &Results, decision: &Decision) -> Vec<String> {
    let mut lines = Vec::new();
    if results.plans.len() > 1 {
        lines.push(headline::rule(decision));
        lines.push(if results.pareto.len() == results.plans.len() {
            "All plans are Pareto-efficient (bookings, equity, disruption, cost).".to_owned()
        } else {
            format!("Pareto-efficient (bookings, equity, disruption, cost): {}.", clean(&results.pareto.join(", ")))
        });
    }
    if let Some(least) =
        results.choice.iter().min_by(|a, b| a.expected_regret.total_cmp(&b.expected_regret)).filter(|_| results.plans.len() > 1)
    {
        lines.push(format!(
            "Least regret in bookings: {} (books most in {} of worlds; {} less than the best on average).",
            clean(&least.plan),
            percent(least.p_best),
            NumberFormat::in_currency(&results.currency).plain(MetricUnit::Money, least.expected_regret)
        ));
    }
    lines.extend(precision_gain(results));
    lines.push(format!(
        "{} of {} from {}, seed {}. ± is one standard error{}.",
        number_format::plural(results.years, "year"),
        number_format::plural(results.horizon_months as usize, "month"),
        results.start,
        results.seed,
        if results.plans.len() > 1 { "; intervals of differences are simultaneous 95 % intervals" } else { "" }
    ));
    lines
}

/// The gain in precision from common random numbers.
fn precision_gain(results: &Results) -> Option<String> {
    let with_reference = |pair: &&Pair| pair.metric == "bookings" && pair.b == results.reference && pair.se > 0.0;
    let ratios: Vec<f64> = results.pairs.iter().filter(with_reference).map(|pair| pair.variance_ratio).collect();
    let least = ratios.iter().copied().reduce(f64::min)?;
    let most = ratios.iter().copied().fold(least, f64::max);
    let shown = |ratio: f64| if ratio >= 1000.0 { "over 1000".to_owned() } else { format!("{ratio:.1}") };
    let range = if shown(least) == shown(most) { shown(least) } else { format!("{} to {}", shown(least), shown(most)) };
    Some(format!(
        "Common random numbers: differences in bookings are as precise as with {range} times as many independent years."
    ))
}
