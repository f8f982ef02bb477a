//! Benefits of each plan plotted against its costs.

mod label_sides;

use serde_json::{Value, json};

use super::style;
use crate::html::figure::{ChartView, Panel, ReportFigure, Selector};
use crate::html::html_table::HtmlTable;
use crate::html::inputs::ReportInputs;
use crate::html::metric_label;
use crate::html::scale;
use crate::html::scale::{AxisScale, drawn};
use crate::{names, stat};
use attain_core::number_format::NumberFormat;
use attain_sim::summarise::results::{PlanResult, Results};

const GAINS: [&str; 4] = ["bookings", "target_hit", "participation", "contribution"];
const PRICES: [&str; 4] = ["disruption", "equity_range", "cost", "leavers"];

/// Maximum width of a name in columns before it is wrapped.
const NAME: usize = 24;

/// Half-width of a 95 % interval in standard errors.
const HALF_WIDTH: f64 = 1.96;

/// Builds the figure.
#[must_use]
pub fn figure(input: &ReportInputs) -> Option<ReportFigure> {
    let results = input.results;
    let views = GAINS.iter().flat_map(|gain| PRICES.iter().map(|price| view(results, price, gain))).collect();
    let options = |names: [&str; 4]| names.iter().map(|name| metric_label::label(name)).collect();
    (!results.plans.is_empty()).then(|| ReportFigure {
        id: "tradeoff",
        short: "Trade-offs",
        title: "Benefit and cost of each plan".into(),
        lead: "Higher and further left is better. Filled marks are Pareto-efficient plans (bookings, equity, disruption, cost); hollow marks are \
               dominated by another plan. Crosses are 95 % intervals of the means."
            .into(),
        selectors: vec![
            Selector { label: "Vertical axis", options: options(GAINS), chosen: 0 },
            Selector { label: "Horizontal axis", options: options(PRICES), chosen: 0 },
        ],
        panel_width: 300,
        legend: true,
        panels: vec![Panel { title: String::new(), note: String::new(), plan: None, height: 400, views }],
        table: table(results),
    })
}

fn view(results: &Results, price: &str, gain: &str) -> ChartView {
    let names: Vec<Vec<String>> = results.plans.iter().map(|plan| names::lines(&plan.name, NAME)).collect();
    let sides = label_sides::sides(&places(results, price, gain), &names);
    let series: Vec<Value> = results
        .plans
        .iter()
        .enumerate()
        .flat_map(|(i, _)| point(results, i, PlanLabel { side: sides[i], text: &names[i].join("\n") }, price, gain))
        .collect();
    let axis = |name: &str, gap| {
        let title = format!("{} ({})", metric_label::label(name), metric_label::direction(name));
        style::named_axis(metric_label::unit(name), axis_scale(results, name), &title, gap)
    };
    let mut option = style::chart(&axis(price, 26), &axis(gain, 52), &series, "item");
    option["grid"] = json!({ "right": 48, "top": 16, "outerBoundsContain": "all" });
    ChartView::with_point_tooltips(option)
}

/// The name of a plan beside its mark.
#[derive(Clone, Copy)]
struct PlanLabel<'a> {
    /// Side of the mark, in the chart library's terms.
    side: &'a str,
    text: &'a str,
}

fn point(results: &Results, i: usize, label: PlanLabel, price: &str, gain: &str) -> [Value; 3] {
    let n = NumberFormat::in_currency(&results.currency);
    let plan = &results.plans[i];
    let (x, y) = (stat::company(plan, price), stat::company(plan, gain));
    let dominated = !results.pareto.contains(&plan.name);
    let arm = |from: [f64; 2], to: [f64; 2]| {
        json!({
            "type": "line", "name": style::series(i), "data": [from.map(drawn), to.map(drawn)], "symbol": "none", "silent": true,
            "lineStyle": { "color": style::colour(i), "width": 1.5, "opacity": 0.7 },
        })
    };
    let (dx, dy) = (HALF_WIDTH * x.se, HALF_WIDTH * y.se);
    let line = |name: &str, s: &attain_sim::summarise::results::Stat| {
        style::line(&metric_label::label(name), n.with_error(metric_label::unit(name), s.mean, s.se))
    };
    let mut lines = vec![line(gain, &y), line(price, &x)];
    lines.push(style::line("Pareto-efficient", if dominated { "no".into() } else { "yes".into() }));
    [
        arm([x.mean - dx, y.mean], [x.mean + dx, y.mean]),
        arm([x.mean, y.mean - dy], [x.mean, y.mean + dy]),
        json!({
            "type": "scatter", "name": style::series(i), "symbol": style::symbol(i), "symbolSize": 14, "z": 5,
            "itemStyle": { "color": if dominated { "var(--card)".to_owned() } else { style::colour(i) }, "borderColor": style::colour(i), "borderWidth": 2.5, "opacity": 1 },
            "label": { "show": true, "formatter": "@name", "position": label.side, "distance": 8, "color": "var(--ink)", "fontSize": 12,
                "lineHeight": 14, "textBorderColor": "var(--card)", "textBorderWidth": 3 },
            "labelLayout": { "hideOverlap": true },
            "data": [{ "value": [drawn(x.mean), drawn(y.mean)], "name": label.text, "tip": style::tip(&plan.name, &lines) }],
        }),
    ]
}

/// Positions of the plans as shares of the axes.
fn places(results: &Results, price: &str, gain: &str) -> Vec<(f64, f64)> {
    let share = |plan: &PlanResult, name| {
        let scale = axis_scale(results, name);
        (stat::company(plan, name).mean - scale.low) / (scale.high - scale.low)
    };
    results.plans.iter().map(|plan| (share(plan, price), share(plan, gain))).collect()
}

/// An axis that contains the intervals of all plans.
fn axis_scale(results: &Results, name: &str) -> AxisScale {
    let interval = |plan: &PlanResult| {
        let s = stat::company(plan, name);
        [s.mean - HALF_WIDTH * s.se, s.mean + HALF_WIDTH * s.se]
    };
    scale::round(results.plans.iter().flat_map(interval), 5.0)
}

fn table(results: &Results) -> HtmlTable {
    let n = NumberFormat::in_currency(&results.currency);
    let names: Vec<String> = GAINS.iter().chain(&PRICES).map(|name| metric_label::label(name)).collect();
    let head: Vec<&str> = std::iter::once("Plan").chain(names.iter().map(String::as_str)).chain(["Pareto-efficient"]).collect();
    let mut table = HtmlTable::new("Means ± standard errors", &head);
    for plan in &results.plans {
        table.row(&plan.name, &[]);
        table.extend(GAINS.iter().chain(&PRICES).map(|name| {
            let s = stat::company(plan, name);
            n.with_error(metric_label::unit(name), s.mean, s.se)
        }));
        table.extend([if results.pareto.contains(&plan.name) { "yes" } else { "no" }.to_owned()]);
    }
    table
}
