//! Mean attainment of every seat, with one strip per plan.

use serde_json::{Value, json};

use super::style;
use crate::html::figure::{ChartView, Panel, ReportFigure};
use crate::html::html_table::HtmlTable;
use crate::html::inputs::ReportInputs;
use crate::html::scale;
use crate::html::scale::{AxisScale, drawn};
use crate::stat;
use attain_core::metric::MetricUnit;
use attain_core::number_format;
use attain_core::number_format::NumberFormat;
use attain_sim::summarise::results::{Results, SeatResult};

/// Number of columns in which the points of a strip are stacked.
const COLUMNS: f64 = 90.0;

/// Builds the figure.
#[must_use]
pub fn figure(input: &ReportInputs) -> Option<ReportFigure> {
    let results = input.results;
    let means = |r: &Results| r.plans.iter().flat_map(|p| p.seats.iter().map(mean)).collect::<Vec<_>>();
    let scale = scale::round(means(results).into_iter().chain([0.9, 1.1]), 8.0);
    let count = results.plans.len();
    let mut series: Vec<Value> = (0..count).flat_map(|i| strip(results, i, scale)).collect();
    series.first_mut()?["markLine"] = style::rule_at("xAxis", 1.0, "quota");
    let mut option =
        style::chart(&style::value_axis(MetricUnit::Share, scale), &style::rows_axis(-0.3, count as f64), &series, "item");
    option["grid"] = json!({ "top": 18 });
    results.plans.iter().any(|p| !p.seats.is_empty()).then(|| ReportFigure {
        id: "seats",
        short: "Seats",
        title: "Mean attainment of every seat".into(),
        lead: "Every dot is the mean attainment of a seat over the simulated years. Dots close to 100 % indicate fair books and realistic quotas; a \
               dot far to the left indicates a territory in which any rep would struggle to make quota. The full table is below."
            .into(),
        selectors: vec![],
        panel_width: 300,
        legend: false,
        panels: vec![Panel {
            title: String::new(),
            note: String::new(),
            plan: None,
            height: 60 + 76 * count as u32,
            views: vec![ChartView::with_point_tooltips(option)],
        }],
        table: table(results),
    })
}

fn mean(seat: &SeatResult) -> f64 {
    stat::stat(&seat.metrics, "attainment").mean
}

fn strip(results: &Results, i: usize, scale: AxisScale) -> [Value; 2] {
    let plan = &results.plans[i];
    let n = NumberFormat::in_currency(&results.currency);
    let base = (results.plans.len() - 1 - i) as f64;
    let mut order: Vec<&SeatResult> = plan.seats.iter().filter(|seat| mean(seat).is_finite()).collect();
    order.sort_by(|a, b| mean(a).total_cmp(&mean(b)));
    let column = |seat: &SeatResult| ((mean(seat) - scale.low) / (scale.high - scale.low) * COLUMNS).floor();
    let mut points = Vec::new();
    for column_of in order.chunk_by(|a, b| column(a) == column(b)) {
        for (k, seat) in column_of.iter().enumerate() {
            let lift = (k as f64 * 0.12).min(0.6);
            points.push(
                json!({ "value": [drawn(mean(seat)), drawn(base + lift)], "tip": tip(n, seat), "k": [seat.team, seat.name] }),
            );
        }
    }
    [
        json!({
            "type": "scatter", "name": style::series(i), "data": points, "symbol": "circle", "symbolSize": 8,
            "itemStyle": { "color": style::colour(i), "opacity": 0.85, "borderColor": "var(--card)", "borderWidth": 0.5 },
        }),
        json!({
            "type": "scatter", "name": style::series(i), "symbolSize": 0.01, "silent": true, "z": 6,
            "data": [{ "value": [scale.low, base + 0.72], "name": plan.name }],
            "label": { "show": true, "formatter": "@name", "position": [2, -8], "align": "left", "color": "var(--ink)", "fontSize": 12.5,
                "fontWeight": 600, "textBorderColor": "var(--card)", "textBorderWidth": 3 },
        }),
    ]
}

fn tip(n: NumberFormat, seat: &SeatResult) -> Value {
    let s = stat::stat(&seat.metrics, "attainment");
    let lines = [
        style::line("Attainment", style::mean_and_range(n, MetricUnit::Share, &s)),
        style::line("Quota", n.plain(MetricUnit::Money, seat.quota)),
        style::line("Potential", n.plain(MetricUnit::Money, seat.potential)),
        style::line("Accounts", number_format::whole_number(seat.accounts as f64)),
        style::line("Workload", format!("{} of capacity", n.plain(MetricUnit::Share, seat.load))),
    ];
    style::tip(&format!("{} · {}", seat.name, seat.team), &lines)
}

fn table(results: &Results) -> HtmlTable {
    let n = NumberFormat::in_currency(&results.currency);
    let head = ["Plan", "Seats", "Lowest mean", "Median seat", "Highest mean", "Seats with mean at or above quota"];
    let mut table = HtmlTable::new("Mean attainment over seats", &head);
    for plan in &results.plans {
        let mut means: Vec<f64> = plan.seats.iter().map(mean).filter(|v| v.is_finite()).collect();
        means.sort_by(f64::total_cmp);
        let at = |place: usize| n.plain(MetricUnit::Share, means.get(place).copied().unwrap_or(f64::NAN));
        let over = means.iter().filter(|v| **v >= 1.0).count();
        table.row(
            &plan.name,
            &[number_format::whole_number(means.len() as f64), at(0), at(means.len() / 2), at(means.len().saturating_sub(1))],
        );
        table.extend([number_format::whole_number(over as f64)]);
    }
    table
}
