//! Coverage of the accounts by month.

use super::steps::Steps;
use crate::html::figure::Figure;
use crate::html::tables::Table;
use crate::html::{Input, months};
use crate::stat;
use attain_core::metric::MetricUnit;

/// The figure.
#[must_use]
pub fn figure(input: &Input) -> Option<Figure> {
    let results = input.results;
    let count = results.plans.iter().filter_map(|p| stat::series(p, "coverage")).map(|s| s.steps.len()).max()?;
    let labels = months::months(&results.start, count);
    let steps = Steps {
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
    let mut head = vec!["Plan", "What"];
    head.extend(labels.iter().map(String::as_str));
    let mut table = Table::new("Coverage by month: mean (P10–P90)", &head);
    steps.rows(results, &mut table);
    Some(Figure {
        id: "coverage",
        short: "Coverage",
        title: "How much of the needed selling time accounts get".into(),
        lead: "Hours given over hours the coverage model asks for, mean over the simulated years. Vacancies and ramping reps pull it down. \
               The axis does not begin at zero."
            .into(),
        selectors: vec![],
        panel_width: 300,
        legend: true,
        panels: vec![panel],
        table,
    })
}
