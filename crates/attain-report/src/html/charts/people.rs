//! Ramped reps and vacancies by month.

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
    let count = results.plans.iter().filter_map(|p| stat::series(p, "ramped_reps")).map(|s| s.steps.len()).max()?;
    let labels = months::months(&results.start, count);
    let steps = |series, title, note, from_zero| StepChart {
        series,
        title,
        note,
        labels: &labels,
        start: None,
        unit: MetricUnit::Count,
        height: 270,
        from_zero,
    };
    let drawn = [
        steps("ramped_reps", "Ramped rep equivalents", "the axis does not start at zero", false),
        steps("vacant_seats", "Seats without a rep", "", true),
    ];
    let panels: Vec<_> = drawn.iter().filter_map(|s| s.panel(results)).collect();
    let mut head = vec!["Plan", "Figure"];
    head.extend(labels.iter().map(String::as_str));
    let mut table = HtmlTable::new("People by month: mean (P10–P90)", &head);
    for steps in &drawn {
        steps.rows(results, &mut table);
    }
    (!panels.is_empty()).then(|| ReportFigure {
        id: "people",
        short: "People",
        title: "Ramped reps and vacancies".into(),
        lead: "Reps weighted by their position on the ramp, and seats that are vacant because a rep left or a hire is late."
            .into(),
        selectors: vec![],
        panel_width: 330,
        legend: true,
        panels,
        table,
    })
}
