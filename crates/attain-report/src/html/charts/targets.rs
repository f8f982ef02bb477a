//! Chance of reaching targets above and below the plan's target.

use serde_json::{Value, json};

use super::style;
use crate::headline;
use crate::html::figure::{ChartView, Panel, ReportFigure};
use crate::html::html_table::HtmlTable;
use crate::html::inputs::ReportInputs;
use crate::html::scale::{AxisScale, drawn};
use crate::html::target_chances::MULTIPLES;
use attain_core::metric::MetricUnit;
use attain_core::number_format::{NumberFormat, decimal};

/// Builds the figure.
#[must_use]
pub fn figure(input: &ReportInputs) -> Option<ReportFigure> {
    let plans = &input.results.plans;
    if plans.is_empty() || input.results.years < 2 {
        return None;
    }
    let mut series: Vec<Value> = (0..plans.len()).map(|plan| curve(input, plan)).collect();
    series.first_mut()?["markLine"] = style::rule_at("xAxis", 1.0, "target");
    let x = style::named_axis(
        MetricUnit::Share,
        AxisScale { low: 0.85, high: 1.15, step: 0.05 },
        "target, as a share of the plan's",
        26,
    );
    let y = style::value_axis(MetricUnit::Share, AxisScale { low: 0.0, high: 1.0, step: 0.2 });
    let mut option = style::chart(&x, &y, &series, "axis");
    option["grid"] = json!({ "top": 22, "bottom": 22 });
    Some(ReportFigure {
        id: "targets",
        short: "Other targets",
        title: "Chance of a higher or lower target".into(),
        lead: "Share of the simulated years in which the bookings reach the target, if it were set higher or lower. Quotas stay as they are."
            .into(),
        selectors: vec![],
        panel_width: 300,
        legend: true,
        panels: vec![Panel {
            title: String::new(),
            note: String::new(),
            plan: None,
            height: 340,
            views: vec![ChartView { option, tips: (0..MULTIPLES.len()).map(|at| tip(input, at)).collect() }],
        }],
        table: table(input),
    })
}

fn curve(input: &ReportInputs, plan: usize) -> Value {
    let points: Vec<_> = MULTIPLES.iter().zip(&input.targets.0[plan]).map(|(x, chance)| json!([x, drawn(*chance)])).collect();
    json!({
        "type": "line", "name": style::series(plan), "data": points, "symbol": style::symbol(plan), "symbolSize": 5,
        "lineStyle": { "color": style::colour(plan), "width": 2, "type": style::dash(plan) },
        "itemStyle": { "color": style::colour(plan) },
    })
}

fn tip(input: &ReportInputs, at: usize) -> Value {
    let lines: Vec<_> = input
        .results
        .plans
        .iter()
        .enumerate()
        .map(|(i, plan)| (plan.name.clone(), decimal(input.targets.0[i][at], 2), Some(i)))
        .collect();
    style::tip(&format!("{} % of the target", decimal(100.0 * MULTIPLES[at], 1)), &lines)
}

fn table(input: &ReportInputs) -> HtmlTable {
    let n = NumberFormat::in_currency(&input.results.currency);
    let mut table = HtmlTable::new("Chance of reaching the target, by target", &["Plan", "Target"]);
    for multiple in MULTIPLES {
        table.head(&format!("{} %", decimal(100.0 * multiple, 1)));
    }
    for (plan, chances) in input.results.plans.iter().zip(&input.targets.0) {
        table.row(&plan.name, &[n.plain(MetricUnit::Money, headline::goal(input.results, plan))]);
        table.extend(chances.iter().map(|chance| decimal(*chance, 2)));
    }
    table
}
