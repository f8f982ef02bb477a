//! Revenue by source, cost and contribution.

use serde_json::{Value, json};

use super::intervals::{self, IntervalRow};
use super::style;
use crate::html::figure::{ChartView, Panel, ReportFigure};
use crate::html::html_table::HtmlTable;
use crate::html::inputs::ReportInputs;
use crate::html::metric_label;
use crate::html::scale;
use crate::html::scale::drawn;
use crate::stat;
use attain_core::metric::MetricUnit;
use attain_core::number_format::NumberFormat;
use attain_sim::summarise::results::Results;

const SOURCES: [(&str, f64); 3] = [("bookings_new", 0.95), ("bookings_expansion", 0.6), ("bookings_renewal", 0.3)];
const SPREADS: [&str; 2] = ["cost", "contribution"];
const LISTED: [&str; 6] = ["bookings", "bookings_new", "bookings_expansion", "bookings_renewal", "cost", "contribution"];

/// Builds the figure.
#[must_use]
pub fn figure(input: &ReportInputs) -> Option<ReportFigure> {
    let results = input.results;
    let height = intervals::height(results.plans.len());
    let sources = Panel {
        title: "Revenue by source".into(),
        note: "mean; dark to light: new, expansion, renewals".into(),
        plan: None,
        height,
        views: vec![sources(results)],
    };
    let spread = |name: &&str| Panel {
        title: metric_label::label(name),
        note: "mean and P10–P90".into(),
        plan: None,
        height,
        views: vec![intervals::view(MetricUnit::Money, &rows(results, name), false)],
    };
    (!results.plans.is_empty()).then(|| ReportFigure {
        id: "money",
        short: "Money",
        title: "Revenue, cost and contribution".into(),
        lead: "Cost is pay, hiring and travel; contribution is the margin on bookings minus cost.".into(),
        selectors: vec![],
        panel_width: 330,
        legend: false,
        panels: std::iter::once(sources).chain(SPREADS.iter().map(spread)).collect(),
        table: table(results),
    })
}

fn sources(results: &Results) -> ChartView {
    let n = NumberFormat::in_currency(&results.currency);
    let names: Vec<String> = results.plans.iter().map(|p| p.name.clone()).collect();
    let total = |p| SOURCES.iter().map(|(name, _)| stat::company(p, name).mean).filter(|v| v.is_finite()).sum::<f64>();
    let scale = scale::round(results.plans.iter().map(total).chain([0.0]), 3.5);
    let bars: Vec<Value> = SOURCES.iter().map(|(name, opacity)| bar(results, name, *opacity)).collect();
    let option = style::chart(&style::value_axis(MetricUnit::Money, scale), &style::name_axis(&names), &bars, "axis");
    let tips = results.plans.iter().map(|plan| {
        let line = |(name, _): &(&str, f64)| {
            let s = stat::company(plan, name);
            style::line(&metric_label::label(name), n.with_error(MetricUnit::Money, s.mean, s.se))
        };
        style::tip(&plan.name, &SOURCES.iter().map(line).collect::<Vec<_>>())
    });
    ChartView { tips: tips.collect(), option }
}

fn bar(results: &Results, name: &str, opacity: f64) -> Value {
    let item = |(i, plan)| {
        let mean = drawn(stat::company(plan, name).mean);
        json!({ "value": mean, "itemStyle": { "color": style::colour(i), "opacity": opacity } })
    };
    json!({
        "type": "bar", "name": "all", "stack": "revenue", "barWidth": 16,
        "data": results.plans.iter().enumerate().map(item).collect::<Vec<_>>(),
    })
}

fn rows(results: &Results, name: &str) -> Vec<IntervalRow> {
    let n = NumberFormat::in_currency(&results.currency);
    let row = |(plan, result): (usize, &attain_sim::summarise::results::PlanResult)| {
        let s = stat::company(result, name);
        let lines = [
            style::line("Mean", n.with_error(MetricUnit::Money, s.mean, s.se)),
            style::line("P10–P90", n.span(MetricUnit::Money, s.p10, s.p90)),
        ];
        IntervalRow {
            plan,
            name: result.name.clone(),
            point: s.mean,
            low: s.p10,
            high: s.p90,
            tip: style::tip(&result.name, &lines),
        }
    };
    results.plans.iter().enumerate().map(row).collect()
}

fn table(results: &Results) -> HtmlTable {
    let n = NumberFormat::in_currency(&results.currency);
    let names: Vec<String> = LISTED.iter().map(|name| metric_label::label(name)).collect();
    let head: Vec<&str> = std::iter::once("Plan").chain(names.iter().map(String::as_str)).collect();
    let mut table = HtmlTable::new("Money over the horizon: mean (P10–P90)", &head);
    for plan in &results.plans {
        table.row(&plan.name, &[]);
        table.extend(LISTED.iter().map(|name| style::mean_and_range(n, MetricUnit::Money, &stat::company(plan, name))));
    }
    table
}
