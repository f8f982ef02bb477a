//! Line charts over months or quarters, with one line per plan.

use serde_json::{Value, json};

use super::style;
use crate::html::figure::{ChartView, Panel};
use crate::html::html_table::HtmlTable;
use crate::html::scale;
use crate::html::scale::drawn;
use crate::stat;
use attain_core::metric::MetricUnit;
use attain_core::number_format::NumberFormat;
use attain_sim::summarise::results::{Results, Stat};

/// A line chart of one series.
pub struct StepChart<'a> {
    /// Name of the series in the results.
    pub series: &'a str,
    /// Heading of the panel.
    pub title: &'a str,
    /// Short note beside the heading.
    pub note: &'a str,
    /// Labels of the steps.
    pub labels: &'a [String],
    /// Initial values by plan, if the first label is the start.
    pub start: Option<Vec<f64>>,
    pub unit: MetricUnit,
    /// Height in px.
    pub height: u32,
    /// Whether the axis starts at zero.
    pub from_zero: bool,
}

impl StepChart<'_> {
    /// Builds the panel; `None` if no plan has the series.
    #[must_use]
    pub fn panel(&self, results: &Results) -> Option<Panel> {
        let lines: Vec<Vec<Stat>> = (0..results.plans.len()).map(|i| self.line(results, i)).collect();
        if lines.iter().all(Vec::is_empty) {
            return None;
        }
        let zero = if self.from_zero { 0.0 } else { f64::NAN };
        let scale = scale::round(lines.iter().flatten().map(|s| s.mean).chain([zero]), 4.0);
        let series: Vec<Value> = lines.iter().enumerate().map(|(i, steps)| series(i, steps)).collect();
        let tips = (0..self.labels.len()).map(|step| self.tip(results, &lines, step)).collect();
        let option = style::chart(&style::time_axis(self.labels), &style::value_axis(self.unit, scale), &series, "axis");
        Some(Panel {
            title: self.title.into(),
            note: self.note.into(),
            plan: None,
            height: self.height,
            views: vec![ChartView { option, tips }],
        })
    }

    /// Adds mean and P10–P90 of every plan and step to a table.
    pub fn rows(&self, results: &Results, table: &mut HtmlTable) {
        let n = NumberFormat::in_currency(&results.currency);
        for (i, plan) in results.plans.iter().enumerate() {
            let line = self.line(results, i);
            if !line.is_empty() {
                table.row(&plan.name, &[self.title.to_owned()]);
                table.extend(line.iter().map(|s| style::mean_and_range(n, self.unit, s)));
            }
        }
    }

    fn line(&self, results: &Results, plan: usize) -> Vec<Stat> {
        let Some(found) = stat::series(&results.plans[plan], self.series) else { return Vec::new() };
        let start = self.start.as_ref().and_then(|values| values.get(plan)).map(|v| certain(*v));
        start.into_iter().chain(found.steps.iter().copied()).collect()
    }

    fn tip(&self, results: &Results, lines: &[Vec<Stat>], step: usize) -> Value {
        let n = NumberFormat::in_currency(&results.currency);
        let entry = |(i, steps): (usize, &Vec<Stat>)| {
            steps.get(step).map(|s| (results.plans[i].name.clone(), style::mean_and_range(n, self.unit, s), Some(i)))
        };
        style::tip(&self.labels[step], &lines.iter().enumerate().filter_map(entry).collect::<Vec<_>>())
    }
}

fn series(plan: usize, steps: &[Stat]) -> Value {
    json!({
        "type": "line", "name": style::series(plan), "data": steps.iter().map(|s| drawn(s.mean)).collect::<Vec<_>>(),
        "symbol": style::symbol(plan), "symbolSize": 6, "showAllSymbol": true, "itemStyle": { "color": style::colour(plan) },
        "lineStyle": { "color": style::colour(plan), "width": 2, "type": style::dash(plan) },
    })
}

/// The degenerate distribution of a single value.
fn certain(v: f64) -> Stat {
    Stat { mean: v, se: 0.0, sd: 0.0, p05: v, p10: v, p25: v, p50: v, p75: v, p90: v, p95: v }
}
