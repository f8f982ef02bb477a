//! Cumulative bookings by month: one fan chart per plan, on a common scale.

use serde_json::{Value, json};

use super::style;
use crate::html::figure::{ChartView, Panel, ReportFigure};
use crate::html::html_table::HtmlTable;
use crate::html::inputs::ReportInputs;
use crate::html::months;
use crate::html::scale;
use crate::html::scale::{AxisScale, drawn};
use crate::{headline, stat};
use attain_core::metric::MetricUnit;
use attain_core::number_format::NumberFormat;
use attain_sim::summarise::results::Stat;

/// Builds the figure.
#[must_use]
pub fn figure(input: &ReportInputs) -> Option<ReportFigure> {
    let n = NumberFormat::in_currency(&input.results.currency);
    let results = input.results;
    let fans: Vec<(usize, &[Stat])> = (0..results.plans.len())
        .filter_map(|i| stat::series(&results.plans[i], "cumulative_bookings").map(|s| (i, s.steps.as_slice())))
        .collect();
    let count = fans.iter().map(|(_, steps)| steps.len()).max().filter(|n| *n > 0)?;
    let labels = months::months(&results.start, count);
    let ends = fans.iter().flat_map(|(_, steps)| steps.iter().map(|s| s.p95));
    let scale = scale::round(ends.chain(results.plans.iter().map(|p| headline::goal(results, p))).chain([0.0]), 5.0);
    let reference = stat::reference(results).and_then(|r| fans.iter().find(|(i, _)| *i == r)).map(|(_, steps)| *steps);
    let panel = |(i, steps): &(usize, &[Stat])| Panel {
        title: results.plans[*i].name.clone(),
        note: String::new(),
        plan: Some(*i),
        height: 230,
        views: vec![view(n, headline::goal(results, &results.plans[*i]), *i, steps, reference.unwrap_or(&[]), &labels, scale)],
    };
    Some(ReportFigure {
        id: "fan",
        short: "Bookings",
        title: format!(
            "Cumulative bookings over the {}",
            if results.horizon_months == 12 { "year".into() } else { format!("{} months", results.horizon_months) }
        ),
        lead: "Line: median of the simulated years. Dark band: P25 to P75. Light band: P5 to P95. Grey dashes: \
               median of the reference plan. Dashed level: target."
            .into(),
        selectors: vec![],
        panel_width: 290,
        legend: false,
        panels: fans.iter().map(panel).collect(),
        table: table(input, &fans, &labels),
    })
}

fn view(
    n: NumberFormat,
    goal: f64,
    i: usize,
    steps: &[Stat],
    reference: &[Stat],
    labels: &[String],
    scale: AxisScale,
) -> ChartView {
    let pick = |f: fn(&Stat) -> f64| steps.iter().map(|s| drawn(f(s))).collect::<Vec<_>>();
    let mut series = vec![
        band(i, &pick(|s| s.p05), 0.0),
        band(i, &pick(|s| s.p25 - s.p05), 0.16),
        band(i, &pick(|s| s.p75 - s.p25), 0.36),
        band(i, &pick(|s| s.p95 - s.p75), 0.16),
        json!({ "type": "line", "name": "all", "data": reference.iter().map(|s| drawn(s.p50)).collect::<Vec<_>>(), "symbol": "none",
            "silent": true, "lineStyle": { "color": "var(--ref)", "width": 1.5, "type": [5, 4] } }),
        json!({ "type": "line", "name": "all", "data": pick(|s| s.p50), "symbol": "none", "lineStyle": { "color": style::colour(i), "width": 2.25 } }),
    ];
    series[5]["markLine"] = style::rule_at("yAxis", goal, &format!("target {}", n.plain(MetricUnit::Money, goal)));
    let tips = labels.iter().zip(steps).map(|(label, s)| tip(n, label, s, goal)).collect();
    ChartView {
        option: style::chart(&style::time_axis(labels), &style::value_axis(MetricUnit::Money, scale), &series, "axis"),
        tips,
    }
}

fn band(plan: usize, data: &[f64], opacity: f64) -> Value {
    json!({
        "type": "line", "name": "all", "stack": "fan", "stackStrategy": "all", "data": data, "symbol": "none", "silent": true,
        "lineStyle": { "opacity": 0 },
        "areaStyle": { "color": style::colour(plan), "opacity": opacity },
    })
}

fn tip(n: NumberFormat, label: &str, s: &Stat, target: f64) -> Value {
    let line = |name, value| style::line(name, n.plain(MetricUnit::Money, value));
    style::tip(
        label,
        &[
            line("P95", s.p95),
            line("P75", s.p75),
            line("Median", s.p50),
            line("P25", s.p25),
            line("P5", s.p05),
            line("Target", target),
        ],
    )
}

fn table(input: &ReportInputs, fans: &[(usize, &[Stat])], labels: &[String]) -> HtmlTable {
    let n = NumberFormat::in_currency(&input.results.currency);
    let mut table =
        HtmlTable::new("Cumulative bookings at the end of each month", &["Plan", "Month", "P5", "P25", "P50", "P75", "P95"]);
    for (i, steps) in fans {
        for (label, s) in labels.iter().zip(*steps) {
            table.row(&input.results.plans[*i].name, std::slice::from_ref(label));
            table.extend([s.p05, s.p25, s.p50, s.p75, s.p95].map(|v| n.plain(MetricUnit::Money, v)));
        }
    }
    table
}
