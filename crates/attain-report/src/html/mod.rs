//! Reports as self-contained HTML files.
//!
//! ```text
//! Input ─ decide, understand, verify ─► static HTML in three layers (reads without scripts)
//!       └ charts (one file each) ─► Figure ─► options as JSON ─► report.js + echarts
//! ```
//! All colours, including those of the charts, are CSS variables, so only the stylesheet
//! handles dark mode and print.

mod answer;
mod assumptions;
pub mod backtest;
mod cadence;
mod capacity;
mod chart_page;
mod charts;
mod decide;
mod density;
mod density_curves;
mod drivers;
mod fairness;
mod figure;
mod guide;
mod html_table;
mod inputs;
mod interned;
mod map;
mod metric_label;
mod months;
mod page;
mod regret;
mod scale;
mod seats;
mod static_page;
pub mod stress;
mod tables;
mod target_chances;
mod verify;

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod tests;

pub use cadence::cadence_sheet;
pub use chart_page::STYLE as STYLESHEET;
pub use density_curves::DensityCurves;
pub use drivers::drivers_sheet;
pub use inputs::ReportInputs;
pub use regret::regret_sheet;
pub use target_chances::TargetChances;

/// Renders the page of `attain capacity`. The same figures produce the same bytes.
#[must_use]
pub fn capacity(found: &attain_analysis::capacity::Capacity, assumptions: &[crate::AssumptionRow]) -> String {
    capacity::page(found, assumptions).into_string()
}

/// Renders the comparison report. The same input produces the same bytes.
#[must_use]
pub fn render(input: &ReportInputs) -> String {
    page::page(input).into_string()
}
