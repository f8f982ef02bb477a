//! Where revenue comes from, what it costs and what is left.

use serde_json::{Value, json};

use super::intervals::{self, Row};
use super::style;
use crate::html::figure::{Figure, Panel, View};
use crate::html::scale;
use crate::html::scale::drawn;
use crate::html::tables::Table;
use crate::html::{Input, label};
use crate::stat;
use attain_core::metric::MetricUnit;
use attain_core::number_format::NumberFormat;
use attain_sim::summarise::results::Results;

const SOURCES: [(&str, f64); 3] = [("bookings_new", 0.95), ("bookings_expansion", 0.6), ("bookings_renewal", 0.3)];
const SPREADS: [&str; 2] = ["cost", "contribution"];
const LISTED: [&str; 6] = ["bookings", "bookings_new", "bookings_expansion", "bookings_renewal", "cost", "contribution"];

/// The figure.
#[must_use]
pub fn figure(input: &Input) -> Option<Figure> {
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
        title: label::of(name),
        note: "mean and P10–P90".into(),
        plan: None,
        height,
        views: vec![intervals::view(MetricUnit::Money, &rows(results, name), false)],
    };
    (!results.plans.is_empty()).then(|| Figure {
        id: "money",
        short: "Money",
        title: "What it costs and what is left".into(),
        lead: "Cost is pay, hiring and travel; contribution is the margin on bookings less cost.".into(),
        selectors: vec![],
        panel_width: 330,
        legend: false,
        panels: std::iter::once(sources).chain(SPREADS.iter().map(spread)).collect(),
        table: table(results),
    })
}

fn sources(results: &Results) -> View {
    let n = NumberFormat::in_currency(&results.currency);
    let names: Vec<String> = results.plans.iter().map(|p| p.name.clone()).collect();
    let total = |p| SOURCES.iter().map(|(name, _)| stat::company(p, name).mean).filter(|v| v.is_finite()).sum::<f64>();
    let scale = scale::round(results.plans.iter().map(total).chain([0.0]), 3.5);
    let bars: Vec<Value> = SOURCES.iter().map(|(name, opacity)| bar(results, name, *opacity)).collect();
    let option = style::chart(&style::value_axis(MetricUnit::Money, scale), &style::name_axis(&names), &bars, "axis");
    let tips = results.plans.iter().map(|plan| {
        let line = |(name, _): &(&str, f64)| {
            let s = stat::company(plan, name);
            style::line(&label::of(name), n.with_error(MetricUnit::Money, s.mean, s.se))
        };
        style::tip(&plan.name, &SOURCES.iter().map(line).collect::<Vec<_>>())
    });
    View { tips: tips.collect(), option }
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

fn rows(results: &Results, name: &str) -> Vec<Row> {
    let n = NumberFormat::in_currency(&results.currency);
    let row = |(plan, result): (usize, &attain_sim::summarise::results::PlanResult)| {
        let s = stat::company(result, name);
        let lines = [
            style::line("Mean", n.with_error(MetricUnit::Money, s.mean, s.se)),
            style::line("P10–P90", n.span(MetricUnit::Money, s.p10, s.p90)),
        ];
        Row { plan, name: result.name.clone(), point: s.mean, low: s.p10, high: s.p90, tip: style::tip(&result.name, &lines) }
    };
    results.plans.iter().enumerate().map(row).collect()
}

fn table(results: &Results) -> Table {
    let n = NumberFormat::in_currency(&results.currency);
    let names: Vec<String> = LISTED.iter().map(|name| label::of(name)).collect();
    let head: Vec<&str> = std::iter::once("Plan").chain(names.iter().map(String::as_str)).collect();
    let mut table = Table::new("Money over the horizon: mean (P10–P90)", &head);
    for plan in &results.plans {
        table.row(&plan.name, &[]);
        table.extend(LISTED.iter().map(|name| style::mean_and_range(n, MetricUnit::Money, &stat::company(plan, name))));
    }
    table
}
