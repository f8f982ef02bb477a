//! Distributions of results: one density curve per plan, with quantiles on the baseline.

use serde_json::{Value, json};

use super::style;
use crate::html::density_curves::{METRICS, range};
use crate::html::figure::{ChartView, Panel, ReportFigure, Selector};
use crate::html::html_table::HtmlTable;
use crate::html::inputs::ReportInputs;
use crate::html::metric_label;
use crate::html::scale::{AxisScale, drawn};
use crate::stat;
use attain_core::metric;
use attain_core::number_format::NumberFormat;
use attain_sim::summarise::results::Stat;

/// Builds the figure.
#[must_use]
pub fn figure(input: &ReportInputs) -> Option<ReportFigure> {
    let plans = &input.results.plans;
    if plans.is_empty() {
        return None;
    }
    Some(ReportFigure {
        id: "results",
        short: "Results",
        title: "Distribution of results under each plan".into(),
        lead:
            "Each curve is the density of one plan's simulated years. Dot: median. Thick bar: P25 to P75. Thin bar: P10 to P90."
                .into(),
        selectors: vec![Selector {
            label: "Show",
            options: METRICS.iter().map(|name| metric_label::label(name)).collect(),
            chosen: 0,
        }],
        panel_width: 300,
        legend: false,
        panels: vec![Panel {
            title: String::new(),
            note: String::new(),
            plan: None,
            height: 70 + 84 * plans.len() as u32,
            views: METRICS.iter().map(|name| view(input, name)).collect(),
        }],
        table: table(input),
    })
}

fn view(input: &ReportInputs, name: &str) -> ChartView {
    let Some(unit) = metric_label::find(name).map(|metric| metric.unit) else {
        return ChartView::with_point_tooltips(Value::Null);
    };
    let count = input.results.plans.len();
    let range = range(input.results, name);
    let curves =
        METRICS.iter().position(|metric| *metric == name).and_then(|at| input.densities.0.get(at)).map_or(&[][..], Vec::as_slice);
    let peak = curves.iter().flatten().map(|(_, d)| *d).fold(0.0, f64::max);
    let mut series = Vec::new();
    for (plan, curve) in curves.iter().take(count).enumerate() {
        let base = (count - 1 - plan) as f64;
        let height = |d: f64| if peak > 0.0 { 0.68 * d / peak } else { 0.0 };
        let outline: Vec<_> = curve.iter().map(|(x, d)| json!([drawn(*x), drawn(base + height(*d))])).collect();
        series.push(json!({
            "type": "line", "name": style::series(plan), "data": outline, "symbol": "none", "silent": true, "z": 2,
            "lineStyle": { "color": style::colour(plan), "width": 1.5 },
            "areaStyle": { "color": style::colour(plan), "opacity": 0.22, "origin": base },
        }));
        series.extend(marks(input, plan, name, base - 0.085, range));
    }
    if name == "bookings_over_target" {
        series[0]["markLine"] = style::rule_at("xAxis", 1.0, "target");
    }
    let mut option = style::chart(&style::value_axis(unit, range), &style::rows_axis(-0.25, count as f64), &series, "item");
    option["grid"] = json!({ "top": 18 });
    ChartView::with_point_tooltips(option)
}

fn marks(input: &ReportInputs, plan: usize, name: &str, y: f64, range: AxisScale) -> [Value; 4] {
    let result = &input.results.plans[plan];
    let stat = stat::company(result, name);
    let n = NumberFormat::in_currency(&input.results.currency);
    let unit = metric_label::unit(name);
    let clip = |v: f64| v.clamp(range.low, range.high);
    let dot = json!({
        "type": "scatter", "name": style::series(plan), "symbol": "circle", "symbolSize": 11, "z": 5,
        "itemStyle": { "color": "var(--card)", "borderColor": style::colour(plan), "borderWidth": 2.5, "opacity": 1 },
        "data": [{ "value": [drawn(clip(stat.p50)), y], "tip": tip(n, &result.name, unit, &stat) }],
    });
    let name = json!({
        "type": "scatter", "name": style::series(plan), "symbolSize": 0.01, "silent": true, "z": 6,
        "data": [{ "value": [range.low, y + 0.085 + 0.62], "name": result.name }],
        "label": {
            "show": true, "formatter": "@name", "position": [2, -8], "align": "left", "color": "var(--ink)", "fontSize": 12.5,
            "fontWeight": 600, "textBorderColor": "var(--card)", "textBorderWidth": 3,
        },
    });
    [
        style::bar_between(plan, clip(stat.p10), clip(stat.p90), y, 2.0),
        style::bar_between(plan, clip(stat.p25), clip(stat.p75), y, 6.0),
        dot,
        name,
    ]
}

fn tip(n: NumberFormat, name: &str, unit: metric::MetricUnit, stat: &Stat) -> Value {
    let rows = [
        style::line("Mean", n.with_error(unit, stat.mean, stat.se)),
        style::line("P90", n.plain(unit, stat.p90)),
        style::line("P75", n.plain(unit, stat.p75)),
        style::line("Median", n.plain(unit, stat.p50)),
        style::line("P25", n.plain(unit, stat.p25)),
        style::line("P10", n.plain(unit, stat.p10)),
    ];
    style::tip(name, &rows)
}

fn table(input: &ReportInputs) -> HtmlTable {
    let n = NumberFormat::in_currency(&input.results.currency);
    let mut table = HtmlTable::new(
        "Distributions over the simulated years",
        &["Plan", "Metric", "Mean ± se", "P5", "P10", "P25", "P50", "P75", "P90", "P95"],
    );
    for name in METRICS {
        let Some(metric) = metric_label::find(name) else { continue };
        for plan in &input.results.plans {
            let s = stat::company(plan, name);
            table.row(&plan.name, &[metric_label::label(name), n.with_error(metric.unit, s.mean, s.se)]);
            table.extend([s.p05, s.p10, s.p25, s.p50, s.p75, s.p90, s.p95].map(|v| n.plain(metric.unit, v)));
        }
    }
    table
}
