//! Coverage of the accounts by month.

use super::steps::StepChart;
use crate::html::figure::ReportFigure;
use crate::html::html_table::HtmlTable;
use crate::html::inputs::ReportInputs;
use crate::html::months;
use crate::stat;
use attain_core::metric::MetricUnit;

/// Builds the figure.
#[must_use]
pub fn figure(input: &ReportInputs) -> Option<ReportFigure> {
    let results = input.results;
    let count = results.plans.iter().filter_map(|p| stat::series(p, "coverage")).map(|s| s.steps.len()).max()?;
    let labels = months::months(&results.start, count);
    let steps = StepChart {
        series: "coverage",
        title: "Coverage",
        note: "",
        labels: &labels,
        start: None,
        unit: MetricUnit::Share,
        height: 290,
        from_zero: false,
    };
    let mut panel = steps.panel(results)?;
    panel.title.clear();
    let mut head = vec!["Plan", "Figure"];
    head.extend(labels.iter().map(String::as_str));
    let mut table = HtmlTable::new("Coverage by month: mean (P10–P90)", &head);
    steps.rows(results, &mut table);
    Some(ReportFigure {
        id: "coverage",
        short: "Coverage",
        title: "Share of the required selling time that accounts receive".into(),
        lead: "Hours spent divided by the hours that the coverage model requires, mean over the simulated years. Vacancies and ramping reps lower it. \
               The axis does not start at zero."
            .into(),
        selectors: vec![],
        panel_width: 300,
        legend: true,
        panels: vec![panel],
        table,
    })
}
