//! Distribution of the share of seats at quota by plan, with the reference plan as an outline.

use serde_json::{Value, json};

use super::style;
use crate::html::figure::{ChartView, Panel, ReportFigure};
use crate::html::html_table::HtmlTable;
use crate::html::inputs::ReportInputs;
use crate::html::scale;
use crate::html::scale::{AxisScale, drawn};
use crate::stat;
use attain_core::metric::MetricUnit;
use attain_core::number_format::NumberFormat;

/// Builds the figure.
#[must_use]
pub fn figure(input: &ReportInputs) -> Option<ReportFigure> {
    let n = NumberFormat::in_currency(&input.results.currency);
    let results = input.results;
    let top = results.plans.iter().flat_map(|p| p.participation_histogram.iter().copied());
    let scale = scale::round(top.chain([0.0]), 3.0);
    if results.plans.iter().all(|p| p.participation_histogram.is_empty()) {
        return None;
    }
    let reference = stat::reference(results).map_or(&[][..], |r| results.plans[r].participation_histogram.as_slice());
    let panel = |i: usize| {
        let plan = &results.plans[i];
        let mean = stat::company(plan, "participation");
        Panel {
            title: plan.name.clone(),
            note: format!("mean {}", n.with_error(MetricUnit::Share, mean.mean, mean.se)),
            plan: Some(i),
            height: 190,
            views: vec![view(n, i, &plan.participation_histogram, reference, scale)],
        }
    };
    Some(ReportFigure {
        id: "participation",
        short: "Participation",
        title: "Share of seats at quota".into(),
        lead:
            "Horizontal axis: share of seats at or above quota. Vertical axis: share of simulated years. Grey outline: the reference plan."
                .into(),
        selectors: vec![],
        panel_width: 290,
        legend: false,
        panels: (0..results.plans.len()).map(panel).collect(),
        table: table(input),
    })
}

fn bins(count: usize) -> Vec<String> {
    (0..count).map(|i| if i + 1 == count { "100 %".into() } else { format!("{} %", 5 * i) }).collect()
}

fn view(n: NumberFormat, plan: usize, shares: &[f64], reference: &[f64], scale: AxisScale) -> ChartView {
    let round = |v: &[f64]| v.iter().map(|s| drawn(*s)).collect::<Vec<_>>();
    let series = [
        json!({ "type": "bar", "name": "all", "data": round(shares), "barCategoryGap": "12%", "itemStyle": { "color": style::colour(plan), "opacity": 0.75 } }),
        json!({ "type": "line", "name": "all", "data": round(reference), "step": "middle", "symbol": "none", "silent": true, "z": 4,
            "lineStyle": { "color": "var(--ref)", "width": 1.5 } }),
    ];
    let mut x = style::time_axis(&bins(shares.len()));
    x["boundaryGap"] = json!(true);
    x["axisLabel"]["interval"] = json!(9);
    let tips = (0..shares.len()).map(|i| tip(n, i, shares, reference)).collect();
    ChartView { option: style::chart(&x, &style::value_axis(MetricUnit::Share, scale), &series, "axis"), tips }
}

fn tip(n: NumberFormat, i: usize, shares: &[f64], reference: &[f64]) -> Value {
    let title = if i + 1 == shares.len() {
        "All seats at quota".to_owned()
    } else {
        format!("{}–{} % of seats at quota", 5 * i, 5 * i + 5)
    };
    let share = |v: Option<&f64>| n.plain(MetricUnit::Share, v.copied().unwrap_or(f64::NAN));
    style::tip(
        &title,
        &[style::line("Share of years", share(shares.get(i))), style::line("Reference plan", share(reference.get(i)))],
    )
}

fn table(input: &ReportInputs) -> HtmlTable {
    let n = NumberFormat::in_currency(&input.results.currency);
    let plans = &input.results.plans;
    let mut head = vec!["Seats at quota"];
    head.extend(plans.iter().map(|p| p.name.as_str()));
    let mut table = HtmlTable::new("Share of simulated years by share of seats at or above quota", &head);
    let count = plans.iter().map(|p| p.participation_histogram.len()).max().unwrap_or(0);
    for (i, bin) in bins(count).iter().enumerate() {
        let name = if i + 1 == count { bin.clone() } else { format!("{}–{} %", 5 * i, 5 * i + 5) };
        table.row(&name, &[]);
        table.extend(
            plans.iter().map(|p| n.plain(MetricUnit::Share, p.participation_histogram.get(i).copied().unwrap_or(f64::NAN))),
        );
    }
    table
}
