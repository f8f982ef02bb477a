//! Common style of charts: axes, colours, marks and tooltips.

use serde_json::{Value, json};

use crate::html::scale::{AxisScale, drawn};
use crate::names;
use attain_core::metric::MetricUnit;
use attain_core::number_format::NumberFormat;

const DOWN: &str = "path://M0,0L10,0L5,9Z";
const PENTAGON: &str = "path://M5,0L10,3.8L8.1,9.5L1.9,9.5L0,3.8Z";
const INK: &str = "var(--ink)";
const MUTED: &str = "var(--muted)";
const RULE: &str = "var(--rule)";

/// Colour of a plan.
#[must_use]
pub fn colour(plan: usize) -> String {
    format!("var(--plan-{plan})")
}

/// Name of a plan's series, which the legend toggles.
#[must_use]
pub fn series(plan: usize) -> String {
    format!("p{plan}")
}

/// Mark of a plan, so that plans differ by more than colour.
#[must_use]
pub fn symbol(plan: usize) -> &'static str {
    ["circle", "rect", "triangle", "diamond", DOWN, PENTAGON][plan % 6]
}

/// Line style of a plan.
#[must_use]
pub fn dash(plan: usize) -> Value {
    [json!("solid"), json!([8, 3]), json!([2, 3]), json!([10, 3, 2, 3]), json!([5, 2]), json!([1, 2, 6, 2])][plan % 6].clone()
}

/// Builds a chart from axes and series, with tooltips triggered by points (`item`) or the axis
/// (`axis`). The script adds the options that all charts share.
#[must_use]
pub fn chart(x: &Value, y: &Value, series: &[Value], trigger: &str) -> Value {
    json!({ "trigger": trigger, "xAxis": x, "yAxis": y, "series": series })
}

/// An axis of values.
#[must_use]
pub fn value_axis(unit: MetricUnit, scale: AxisScale) -> Value {
    json!({
        "type": "value", "min": scale.low, "max": scale.high, "interval": scale.step,
        "axisLabel": { "color": MUTED, "fontSize": 11, "formatter": formatter(unit), "hideOverlap": true },
    })
}

/// An axis of values with its name below or beside it.
#[must_use]
pub fn named_axis(unit: MetricUnit, scale: AxisScale, name: &str, gap: u32) -> Value {
    let mut axis = value_axis(unit, scale);
    axis["name"] = json!(name);
    axis["nameLocation"] = json!("middle");
    axis["nameGap"] = json!(gap);
    axis["nameTextStyle"] = json!({ "color": MUTED, "fontSize": 12 });
    axis
}

/// An axis of months or quarters.
#[must_use]
pub fn time_axis(labels: &[String]) -> Value {
    json!({
        "type": "category", "data": labels, "boundaryGap": false,
        "axisLabel": { "color": MUTED, "fontSize": 11, "hideOverlap": true },
        "axisLine": { "show": true, "lineStyle": { "color": RULE } },
    })
}

/// A vertical axis of names, with the first at the top.
#[must_use]
pub fn name_axis(names: &[String]) -> Value {
    let names: Vec<String> = names.iter().map(|name| names::lines(name, 19).join("\n")).collect();
    json!({
        "type": "category", "data": names, "inverse": true,
        "axisLabel": { "color": INK, "fontSize": 12, "width": 128, "overflow": "break", "lineHeight": 14, "interval": 0 },
        "splitLine": { "show": true, "lineStyle": { "color": RULE, "opacity": 0.6 } },
    })
}

/// A hidden vertical axis.
#[must_use]
pub fn rows_axis(low: f64, high: f64) -> Value {
    json!({ "type": "value", "min": low, "max": high, "show": false })
}

/// A line at `at` across the chart; `axis` is `xAxis` or `yAxis`.
#[must_use]
pub fn rule_at(axis: &str, at: f64, label: &str) -> Value {
    let position = if axis == "xAxis" { "end" } else { "insideStartTop" };
    json!({
        "silent": true, "symbol": "none",
        "lineStyle": { "color": INK, "type": [4, 3], "width": 1, "opacity": 0.7 },
        "label": {
            "show": !label.is_empty(), "formatter": label, "position": position,
            "color": MUTED, "fontSize": 11, "textBorderColor": "var(--card)", "textBorderWidth": 3,
        },
        "data": [{ axis: at }],
    })
}

/// A horizontal line from low to high at a given height, with thickness `width`.
#[must_use]
pub fn bar_between(plan: usize, low: f64, high: f64, y: f64, width: f64) -> Value {
    json!({
        "type": "line", "name": series(plan), "data": [[drawn(low), y], [drawn(high), y]], "symbol": "none", "silent": true,
        "lineStyle": { "color": colour(plan), "width": width, "cap": "butt" }, "z": 3,
    })
}

/// A tooltip with a title and lines of label, value and, optionally, plan.
#[must_use]
pub fn tip(title: &str, lines: &[(String, String, Option<usize>)]) -> Value {
    let line = |(label, value, plan): &(String, String, Option<usize>)| json!([label, value, plan]);
    json!({ "t": title, "r": lines.iter().map(line).collect::<Vec<_>>() })
}

/// A line of a tooltip.
#[must_use]
pub fn line(label: &str, value: String) -> (String, String, Option<usize>) {
    (label.to_owned(), value, None)
}

/// Name of the script function that formats axis labels of a unit.
#[must_use]
pub fn formatter(unit: MetricUnit) -> &'static str {
    match unit {
        MetricUnit::Money => "@money",
        MetricUnit::Share => "@share",
        MetricUnit::Ratio | MetricUnit::Count | MetricUnit::Months => "@number",
    }
}

/// Formats a distribution as "mean (P10–P90)".
#[must_use]
pub fn mean_and_range(n: NumberFormat, unit: MetricUnit, stat: &attain_sim::summarise::results::Stat) -> String {
    format!("{} ({})", n.plain(unit, stat.mean), n.span(unit, stat.p10, stat.p90))
}
