//! The waterfall chart from quota capacity to median bookings.

use serde_json::{Value, json};

use crate::html::charts::style;
use crate::html::figure::{ChartView, Panel, ReportFigure, Selector};
use crate::html::html_table::HtmlTable;
use crate::html::scale;
use crate::html::scale::{AxisScale, drawn};
use attain_analysis::capacity::{Capacity, CapacityBridge};
use attain_core::metric::MetricUnit;
use attain_core::number_format::NumberFormat;

/// Builds the figure for the company and each team.
pub fn figure(capacity: &Capacity) -> ReportFigure {
    let rows = capacity.bridges[0].steps.len() + 3;
    ReportFigure {
        id: "bridge",
        short: "The bridge",
        title: "From quota capacity to median bookings".into(),
        lead: "Each bar shows how much one mechanism adds (blue) or subtracts (red) when it is enabled after those above it, in the same worlds. The \
               axis does not start at zero."
            .into(),
        selectors: vec![Selector {
            label: "Show",
            options: capacity.bridges.iter().map(|bridge| bridge.subject.clone()).collect(),
            chosen: 0,
        }],
        panel_width: 300,
        legend: false,
        panels: vec![Panel {
            title: String::new(),
            note: String::new(),
            plan: None,
            height: 50 + 34 * rows as u32,
            views: capacity.bridges.iter().enumerate().map(|(i, bridge)| view(capacity, bridge, i == 0)).collect(),
        }],
        table: table(capacity),
    }
}

/// A level, or a step between two levels.
struct WaterfallBar {
    name: String,
    from: f64,
    to: f64,
    colour: &'static str,
    label: String,
    tip: Value,
}

fn view(capacity: &Capacity, bridge: &CapacityBridge, company: bool) -> ChartView {
    let bars = bars(capacity, bridge, company);
    let scale = axis(bars.iter().flat_map(|bar| [bar.from, bar.to]).filter(|level| level.is_finite()));
    let names: Vec<String> = bars.iter().map(|bar| bar.name.clone()).collect();
    let base: Vec<Value> = bars.iter().map(|bar| json!(drawn(low(bar, scale)))).collect();
    let body: Vec<Value> = bars
        .iter()
        .map(|bar| {
            let value = drawn(bar.to.max(low(bar, scale)).max(bar.from) - low(bar, scale));
            json!({ "value": value, "itemStyle": { "color": bar.colour, "borderRadius": 2 }, "tip": bar.tip })
        })
        .collect();
    let label = |(i, bar): (usize, &WaterfallBar)| json!({ "value": [drawn(bar.to.max(low(bar, scale)).max(bar.from)), i], "name": bar.label });
    let series = [
        json!({ "type": "bar", "name": "all", "stack": "w", "barWidth": 18, "silent": true, "itemStyle": { "color": "transparent" }, "data": base }),
        json!({ "type": "bar", "name": "all", "stack": "w", "barWidth": 18, "data": body }),
        json!({
            "type": "scatter", "name": "all", "symbolSize": 0.01, "silent": true, "z": 6,
            "data": bars.iter().enumerate().map(label).collect::<Vec<_>>(),
            "label": { "show": true, "formatter": "@name", "position": "right", "color": "var(--ink)", "fontSize": 11.5 },
        }),
    ];
    let mut option = style::chart(&style::value_axis(MetricUnit::Money, scale), &style::name_axis(&names), &series, "item");
    option["grid"] = json!({ "right": 74 });
    ChartView::with_point_tooltips(option)
}

/// The start of a bar on a scale that may not contain zero.
fn low(bar: &WaterfallBar, scale: AxisScale) -> f64 {
    let from = if bar.from.is_finite() { bar.from } else { scale.low };
    from.min(bar.to)
}

fn bars(capacity: &Capacity, bridge: &CapacityBridge, company: bool) -> Vec<WaterfallBar> {
    let n = NumberFormat::in_currency(&capacity.currency);
    let level = |name: &str, at: f64, colour, line: &str| WaterfallBar {
        name: name.to_owned(),
        from: f64::NEG_INFINITY,
        to: at,
        colour,
        label: n.plain(MetricUnit::Money, at),
        tip: style::tip(name, &[style::line(line, n.plain(MetricUnit::Money, at))]),
    };
    let first = bridge.quota_capacity.amount();
    let mut bars = vec![level("quota capacity", first, "var(--ref)", "Seats times quota")];
    let mut before = first;
    for step in &bridge.steps {
        let after = step.after.amount();
        let change = step.change.amount();
        bars.push(WaterfallBar {
            name: step.name.to_owned(),
            from: before,
            to: after,
            colour: if change < 0.0 { "var(--under)" } else { "var(--over)" },
            label: n.signed(MetricUnit::Money, change),
            tip: style::tip(
                step.name,
                &[
                    style::line("Step", n.signed(MetricUnit::Money, change)),
                    style::line("Standard error", n.plain(MetricUnit::Money, step.se)),
                    style::line("After it", n.plain(MetricUnit::Money, after)),
                ],
            ),
        });
        before = after;
    }
    bars.push(level("P50 of bookings", before, "var(--accent)", "Median of the years"));
    if company {
        bars.push(level("target", capacity.target, "var(--ref)", "Over the horizon"));
    }
    bars
}

/// An axis that starts near the lowest level if all levels are far from zero.
fn axis(levels: impl Iterator<Item = f64>) -> AxisScale {
    let levels: Vec<f64> = levels.collect();
    let (low, high) = levels.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), &v| (low.min(v), high.max(v)));
    let begin = if high - low < 0.5 * high { (low - 0.15 * (high - low)).max(0.0) } else { low.min(0.0) };
    scale::round(levels.into_iter().chain([begin]), 4.0)
}

fn table(capacity: &Capacity) -> HtmlTable {
    let n = NumberFormat::in_currency(&capacity.currency);
    let mut table = HtmlTable::new(
        "The bridge: change at each step, its standard error, and bookings after it",
        &["Company or team", "Step", "Change", "s.e.", "After"],
    );
    for bridge in &capacity.bridges {
        let first = n.plain(MetricUnit::Money, bridge.quota_capacity.amount());
        table.row(&bridge.subject, &["quota capacity".to_owned(), String::new(), String::new(), first]);
        for step in &bridge.steps {
            table.row(&bridge.subject, &[step.name.to_owned(), n.signed(MetricUnit::Money, step.change.amount())]);
            table.extend([n.plain(MetricUnit::Money, step.se), n.plain(MetricUnit::Money, step.after.amount())]);
        }
    }
    table
}
