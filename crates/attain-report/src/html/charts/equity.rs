//! Fairness of the books over time.

use super::steps::StepChart;
use crate::html::figure::ReportFigure;
use crate::html::html_table::HtmlTable;
use crate::html::inputs::ReportInputs;
use crate::html::months;
use crate::stat;
use attain_core::metric::MetricUnit;
use attain_core::number_format::NumberFormat;
use attain_core::plan::Equity;

/// Builds the figure.
#[must_use]
pub fn figure(input: &ReportInputs) -> Option<ReportFigure> {
    let results = input.results;
    let count = results.plans.iter().filter_map(|p| stat::series(p, "equity_range")).map(|s| s.steps.len()).max()?;
    let labels = months::quarters(count);
    let start = |pick: fn(&Equity) -> f64| Some(results.plans.iter().map(|p| pick(&p.equity.after)).collect());
    let steps = |series, title, note, unit, start| StepChart {
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
        steps("equity_range", "Range", "highest over lowest book, minus one", MetricUnit::Ratio, start(|e| e.range)),
        steps("equity_cv", "Variation", "coefficient of variation", MetricUnit::Ratio, start(|e| e.cv)),
    ];
    let panels: Vec<_> = drawn.iter().filter_map(|s| s.panel(results)).collect();
    let mut head = vec!["Plan", "Figure"];
    head.extend(labels.iter().map(String::as_str));
    let mut table = HtmlTable::new("Equity of potential by quarter: mean (P10–P90)", &head);
    for steps in &drawn {
        steps.rows(results, &mut table);
    }
    (!panels.is_empty()).then(|| ReportFigure {
        id: "equity",
        short: "Equity",
        title: "Equity of the books at the start and over time".into(),
        lead: format!(
            "Potential of peer seats at the start and at the end of every quarter, mean over the simulated years; lower is fairer. {}",
            today(input)
        ),
        selectors: vec![],
        panel_width: 330,
        legend: true,
        panels,
        table,
    })
}

/// Equity of today's books.
fn today(input: &ReportInputs) -> String {
    let n = NumberFormat::in_currency(&input.results.currency);
    let before = input.results.plans.first().map(|p| p.equity.before);
    before.filter(|e| e.range.is_finite() && e.range > 0.0).map_or(String::new(), |e| {
        format!(
            "Today the range is {} and the coefficient of variation {}.",
            n.plain(MetricUnit::Ratio, e.range),
            n.plain(MetricUnit::Ratio, e.cv)
        )
    })
}
