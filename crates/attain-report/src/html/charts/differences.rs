//! Paired differences with simultaneous intervals, one panel per metric.

use super::intervals::{self, IntervalRow};
use super::style;
use crate::html::figure::{Panel, ReportFigure, Selector};
use crate::html::html_table::HtmlTable;
use crate::html::inputs::ReportInputs;
use crate::html::metric_label;
use crate::stat;
use attain_analysis::compare::find_pair;
use attain_core::metric::MetricUnit;
use attain_core::number_format::NumberFormat;
use attain_sim::summarise::results::Results;

/// Builds the figure; `None` if there is only one plan.
#[must_use]
pub fn figure(input: &ReportInputs) -> Option<ReportFigure> {
    let results = input.results;
    let metrics = stat::compared(results);
    let reference = stat::reference(results).unwrap_or(0);
    let leading = input.decision.leading();
    let is_base = |i: &usize| *i == reference || Some(results.plans[*i].name.as_str()) == leading;
    let bases: Vec<usize> = (0..results.plans.len()).filter(is_base).collect();
    let panel = |metric: &&'static str| Panel {
        title: metric_label::label(metric),
        note: note(metric),
        plan: None,
        height: intervals::height(results.plans.len().saturating_sub(1)),
        views: bases.iter().map(|base| intervals::view(unit(metric), &rows(results, *base, metric), true)).collect(),
    };
    (!metrics.is_empty()).then(|| ReportFigure {
        id: "differences",
        short: "Differences",
        title: "Differences between plans in the same worlds".into(),
        lead:
            "Difference of the means, with every plan simulated in the same worlds. Bars are simultaneous 95 % intervals for all \
               plans and metrics; a hollow mark means that the difference is not significant."
                .into(),
        selectors: vec![Selector {
            label: "Compared with",
            options: bases.iter().map(|base| results.plans[*base].name.clone()).collect(),
            chosen: bases.iter().position(|base| *base == reference).unwrap_or(0),
        }],
        panel_width: 330,
        legend: false,
        panels: metrics.iter().map(panel).collect(),
        table: table(results),
    })
}

fn note(metric: &str) -> String {
    let points = if unit(metric) == MetricUnit::Share { "percentage points" } else { "" };
    [metric_label::direction(metric), points].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · ")
}

fn unit(metric: &str) -> MetricUnit {
    metric_label::unit(metric)
}

fn rows(results: &Results, base: usize, metric: &str) -> Vec<IntervalRow> {
    let n = NumberFormat::in_currency(&results.currency);
    let against = &results.plans[base].name;
    let row = |(plan, result): (usize, &attain_sim::summarise::results::PlanResult)| {
        let pair = find_pair(results, &result.name, against, metric)?;
        let unit = unit(metric);
        let lines = [
            style::line("Difference", n.signed(unit, pair.difference)),
            style::line("95 % interval", n.signed_span(unit, pair.low, pair.high)),
            style::line("Better in", format!("{} of worlds", n.plain(MetricUnit::Share, pair.p_a_beats_b))),
            style::line("Pairing gain", format!("{} ×", n.plain(MetricUnit::Ratio, pair.variance_ratio))),
        ];
        let tip = style::tip(&format!("{} vs {against}", result.name), &lines);
        Some(IntervalRow { plan, name: result.name.clone(), point: pair.difference, low: pair.low, high: pair.high, tip })
    };
    results.plans.iter().enumerate().filter(|(i, _)| *i != base).filter_map(row).collect()
}

fn table(results: &Results) -> HtmlTable {
    let n = NumberFormat::in_currency(&results.currency);
    let head = ["Plan", "Compared with", "Metric", "Difference", "95 % interval", "Better in", "Pairing gain"];
    let mut table = HtmlTable::new("Paired differences, all pairs", &head);
    for pair in &results.pairs {
        let unit = unit(pair.metric);
        table.row(&pair.a, &[pair.b.clone(), metric_label::label(pair.metric), n.signed(unit, pair.difference)]);
        table.extend([
            n.signed_span(unit, pair.low, pair.high),
            n.plain(MetricUnit::Share, pair.p_a_beats_b),
            format!("{} ×", n.plain(MetricUnit::Ratio, pair.variance_ratio)),
        ]);
    }
    table
}
