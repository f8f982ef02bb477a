//! Fairness of the books as the year drifts.

use super::steps::Steps;
use crate::html::figure::Figure;
use crate::html::tables::Table;
use crate::html::{Input, months};
use crate::stat;
use attain_core::metric::MetricUnit;
use attain_core::number_format::NumberFormat;
use attain_core::plan::Equity;

/// The figure.
#[must_use]
pub fn figure(input: &Input) -> Option<Figure> {
    let results = input.results;
    let count = results.plans.iter().filter_map(|p| stat::series(p, "equity_range")).map(|s| s.steps.len()).max()?;
    let labels = months::quarters(count);
    let start = |pick: fn(&Equity) -> f64| Some(results.plans.iter().map(|p| pick(&p.equity.after)).collect());
    let steps = |series, title, note, unit, start| Steps {
        series,
        title,
        note,
        labels: &labels,
        start,
        unit,
        height: 280,
        from_zero: true,
    };
    let drawn = [
        steps("equity_range", "Range", "highest over lowest book, less one", MetricUnit::Ratio, start(|e| e.range)),
        steps("equity_cv", "Spread", "coefficient of variation", MetricUnit::Ratio, start(|e| e.cv)),
    ];
    let panels: Vec<_> = drawn.iter().filter_map(|s| s.panel(results)).collect();
    let mut head = vec!["Plan", "What"];
    head.extend(labels.iter().map(String::as_str));
    let mut table = Table::new("Equity of potential by quarter: mean (P10–P90)", &head);
    for steps in &drawn {
        steps.rows(results, &mut table);
    }
    (!panels.is_empty()).then(|| Figure {
        id: "equity",
        short: "Equity",
        title: "How fair the books start, and how they drift".into(),
        lead: format!(
            "Potential of like seats at the start and at every quarter's end, mean over the simulated years; lower is fairer. {}",
            today(input)
        ),
        selectors: vec![],
        panel_width: 330,
        legend: true,
        panels,
        table,
    })
}

/// Where the books stand today, before any plan.
fn today(input: &Input) -> String {
    let n = NumberFormat::in_currency(&input.results.currency);
    let before = input.results.plans.first().map(|p| p.equity.before);
    before.filter(|e| e.range.is_finite() && e.range > 0.0).map_or(String::new(), |e| {
        format!("Today the range is {} and the spread {}.", n.plain(MetricUnit::Ratio, e.range), n.plain(MetricUnit::Ratio, e.cv))
    })
}
