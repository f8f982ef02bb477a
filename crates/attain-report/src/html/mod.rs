//! The report as one HTML file that needs nothing else.
//!
//! ```text
//! Input ─ answer, tables, seats, assumptions ─► static HTML (reads without scripts)
//!       └ charts (one file each) ─► Figure ─► options as JSON ─► report.js + echarts
//! ```
//! Colours are CSS variables all the way into the charts, so dark mode and
//! print are matters of the stylesheet alone.

mod answer;
mod assumptions;
pub mod backtest;
mod cadence;
mod capacity;
mod chart_page;
mod charts;
mod density;
mod density_curves;
mod drivers;
mod fairness;
mod figure;
mod guide;
mod html_table;
mod inputs;
mod metric_label;
mod months;
mod page;
mod regret;
mod scale;
mod seats;
mod static_page;
pub mod stress;
mod tables;

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod tests;

pub use cadence::cadence_sheet;
pub use density_curves::DensityCurves;
pub use drivers::drivers_sheet;
pub use inputs::ReportInputs;
pub use regret::regret_sheet;

/// The page of a plan's capacity. The same figures give the same bytes.
#[must_use]
pub fn capacity(found: &attain_analysis::capacity::Capacity, assumptions: &[crate::AssumptionRow]) -> String {
    capacity::page(found, assumptions).into_string()
}

/// The report. The same input gives the same bytes.
#[must_use]
pub fn render(input: &ReportInputs) -> String {
    page::page(input).into_string()
}
