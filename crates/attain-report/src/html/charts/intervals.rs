//! Rows of points with intervals.

use serde_json::{Value, json};

use super::style;
use crate::html::figure::ChartView;
use crate::html::scale;
use crate::html::scale::drawn;
use attain_core::metric::MetricUnit;

/// A point with its interval.
pub struct IntervalRow {
    pub plan: usize,
    pub name: String,
    pub point: f64,
    pub low: f64,
    pub high: f64,
    /// Tooltip of the point.
    pub tip: Value,
}

/// Height in px of a chart with the given number of rows.
#[must_use]
pub fn height(rows: usize) -> u32 {
    40 + 36 * rows as u32
}

/// Builds the chart. With `zero`, it has a line at zero, and points whose interval contains zero
/// are hollow.
#[must_use]
pub fn view(unit: MetricUnit, rows: &[IntervalRow], zero: bool) -> ChartView {
    let scale = scale::round(rows.iter().flat_map(|r| [r.low, r.high, r.point]).chain([if zero { 0.0 } else { f64::NAN }]), 3.5);
    let names: Vec<String> = rows.iter().map(|r| r.name.clone()).collect();
    let mut series: Vec<Value> = rows.iter().enumerate().flat_map(|(place, row)| marks(place, row, zero)).collect();
    if zero {
        let mut line = json!({ "type": "line", "name": "all", "data": [], "silent": true });
        line["markLine"] = style::rule_at("xAxis", 0.0, "");
        series.push(line);
    }
    let mut axis = style::value_axis(unit, scale);
    if zero && unit == MetricUnit::Share {
        axis["axisLabel"]["formatter"] = "@points".into();
    }
    ChartView::with_point_tooltips(style::chart(&axis, &style::name_axis(&names), &series, "item"))
}

fn marks(place: usize, row: &IntervalRow, zero: bool) -> [Value; 2] {
    let clear = !zero || row.low > 0.0 || row.high < 0.0;
    let fill = if clear { style::colour(row.plan) } else { "var(--card)".to_owned() };
    [
        style::bar_between(row.plan, row.low, row.high, place as f64, 3.5),
        json!({
            "type": "scatter", "name": style::series(row.plan), "symbol": style::symbol(row.plan), "symbolSize": 10, "z": 5,
            "itemStyle": { "color": fill, "borderColor": style::colour(row.plan), "borderWidth": 2, "opacity": 1 },
            "data": [{ "value": [drawn(row.point), place], "tip": row.tip }],
        }),
    ]
}
