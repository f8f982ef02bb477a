//! Terminal summary of a comparison, in 80 columns or fewer.

use std::fmt::Write;

use comfy_table::{Cell, Color};

use super::layout::{AmountScale, MIDDLE, amount_range, clean, hyphened, paragraph, percent, plain_spaces, ratio, table};
use super::track_record::track_record;
use crate::headline;
use attain_core::metric::MetricUnit;
use attain_core::number_format::{self, NumberFormat};
use attain_sim::summarise::results::{Pair, PlanResult, Results};

/// Minimum width for all columns.
const WIDE: usize = 79;

/// Renders the summary of a comparison, `width` columns wide; `report` is the path of the
/// report. Colour marks significant differences.
#[must_use]
pub fn summary(results: &Results, report: Option<&str>, width: usize, colour: bool) -> String {
    let width = width.clamp(20, 200);
    let scale = AmountScale::for_amounts(results.plans.iter().flat_map(|plan| [plan.target, figure(plan, "bookings", "p90")]));
    let mut parts = vec![paragraph(&answer(results), width)];
    if width >= MIDDLE {
        parts.push(overview(results, &scale, width, colour));
    } else {
        parts.extend(results.plans.iter().map(|plan| paragraph(&sentence(plan, results), width)));
    }
    parts.push(track_record(results, width, colour));
    parts.push(closing(results).iter().map(|line| paragraph(line, width)).collect::<Vec<_>>().join("\n"));
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

/// The answer in one sentence.
#[must_use]
pub fn answer(results: &Results) -> String {
    let mut text: String = headline::sentence(results).into_iter().map(|piece| clean(&piece.text)).collect();
    if let [best, next, ..] = headline::ranked(results).as_slice()
        && best.p_target > 0.0
        && results.years > 1
        && headline::close(results, best, next)
    {
        text.pop();
        text += "; too close to call.";
    }
    text
}

fn figure(plan: &PlanResult, metric: &str, field: &str) -> f64 {
    plan.company.get(metric).and_then(|stat| stat.get(field)).and_then(serde_json::Value::as_f64).unwrap_or(f64::NAN)
}

fn against_reference<'a>(plan: &PlanResult, results: &'a Results) -> Option<&'a Pair> {
    results.pairs.iter().find(|pair| pair.a == plan.name && pair.b == results.reference && pair.metric == "bookings")
}

/// A table with one row per plan; related figures share a cell.
fn overview(results: &Results, scale: &AmountScale, width: usize, colour: bool) -> String {
    let wide = width >= WIDE;
    let all = ["plan", "reach\ntarget", "", "of\ntarget", "at\nquota", "equity\nrange", "moved", ""];
    let bookings = format!("bookings\n{}", scale.heading("P10–P90 ", NumberFormat::in_currency(&results.currency)));
    let difference = format!("vs\n{}", hyphened(&results.reference, 11));
    let mut shown: Vec<usize> = if wide { (0..8).collect() } else { vec![0, 1, 2, 4, 7] };
    shown.retain(|i| *i != 7 || results.plans.len() > 1);
    let header: Vec<String> = shown
        .iter()
        .map(|&i| match i {
            2 => bookings.clone(),
            7 => difference.clone(),
            _ => all[i].to_owned(),
        })
        .collect();
    let differences =
        AmountScale::for_amounts(results.pairs.iter().filter(|p| p.metric == "bookings").flat_map(|p| [p.low, p.high]))
            .no_larger_than(scale);
    let rows: Vec<Vec<Cell>> = results
        .plans
        .iter()
        .map(|plan| {
            let cells = cells(plan, results, scale, &differences, if wide { 17 } else { 16 });
            cells.into_iter().enumerate().filter(|(i, _)| shown.contains(i)).map(|(_, cell)| cell).collect()
        })
        .collect();
    table(&header, rows, width, colour)
}

fn cells(plan: &PlanResult, results: &Results, scale: &AmountScale, differences: &AmountScale, name_width: usize) -> Vec<Cell> {
    let mean = |metric| figure(plan, metric, "mean");
    let bookings = |field| figure(plan, "bookings", field);
    let difference = match against_reference(plan, results) {
        None => Cell::new(if plan.name == results.reference { "reference" } else { "" }),
        Some(pair) => {
            let unit = if differences.unit() == scale.unit() { String::new() } else { differences.unit() };
            let text =
                format!("{}{unit}\n{}", differences.signed(pair.difference), amount_range(differences, pair.low, pair.high));
            match (pair.low > 0.0, pair.high < 0.0) {
                (true, _) => Cell::new(text).fg(Color::Green),
                (_, true) => Cell::new(text).fg(Color::Red),
                _ => Cell::new(text),
            }
        }
    };
    vec![
        Cell::new(hyphened(&plan.name, name_width)),
        Cell::new(chance(plan)),
        Cell::new(format!("{}\n{}–{}", scale.plain(bookings("p50")), scale.plain(bookings("p10")), scale.plain(bookings("p90")))),
        Cell::new(percent(mean("attainment"))),
        Cell::new(percent(mean("participation"))),
        Cell::new(ratio(mean("equity_range"))),
        Cell::new(percent(plan.disruption.accounts)),
        difference,
    ]
}

/// The chance on one line and its standard error or interval end on the next.
fn chance(plan: &PlanResult) -> String {
    match crate::chance::end_of_interval(plan) {
        Some(end) => format!("{:.2}\n{}", plan.p_target, end.replace("under\u{a0}", "<").replace("over\u{a0}", ">")),
        None => crate::chance::chance(plan).replace("\u{a0}±\u{a0}", "\n±"),
    }
}

/// One sentence about a plan, for narrow terminals.
fn sentence(plan: &PlanResult, results: &Results) -> String {
    let n = NumberFormat::in_currency(&results.currency);
    let bookings = |field| figure(plan, "bookings", field);
    let mut text = format!(
        "{}: reaches the target with {}; books {} (P10–P90 {}); {} at quota",
        clean(&plan.name),
        crate::chance::chance(plan),
        n.plain(MetricUnit::Money, bookings("p50")),
        n.span(MetricUnit::Money, bookings("p10"), bookings("p90")),
        percent(figure(plan, "participation", "mean")),
    );
    if let Some(pair) = against_reference(plan, results) {
        let (difference, span) =
            (n.signed(MetricUnit::Money, pair.difference), n.signed_span(MetricUnit::Money, pair.low, pair.high));
        let _ = write!(text, "; vs {}: {difference} ({span})", clean(&pair.b));
    }
    text + "."
}

/// Notes on the entire run.
fn closing(results: &Results) -> Vec<String> {
    let mut lines = Vec::new();
    if results.plans.len() > 1 {
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
            "Least regret: {} (best in {} of worlds; mean regret {}).",
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
