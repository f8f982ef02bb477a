//! Ramped reps and vacancies by month.

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
    let count = results.plans.iter().filter_map(|p| stat::series(p, "ramped_reps")).map(|s| s.steps.len()).max()?;
    let labels = months::months(&results.start, count);
    let steps = |series, title, note, from_zero| Steps {
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
        steps("ramped_reps", "Ramped rep equivalents", "the axis does not begin at zero", false),
        steps("vacant_seats", "Seats without a rep", "", true),
    ];
    let panels: Vec<_> = drawn.iter().filter_map(|s| s.panel(results)).collect();
    let mut head = vec!["Plan", "What"];
    head.extend(labels.iter().map(String::as_str));
    let mut table = Table::new("People by month: mean (P10–P90)", &head);
    for steps in &drawn {
        steps.rows(results, &mut table);
    }
    (!panels.is_empty()).then(|| Figure {
        id: "people",
        short: "People",
        title: "Who is there to sell".into(),
        lead: "Reps weighted by where they are on the ramp, and seats that stand empty because someone left or a hire is late."
            .into(),
        selectors: vec![],
        panel_width: 330,
        legend: true,
        panels,
        table,
    })
}
