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
mod charts;
mod density;
mod drivers;
mod fairness;
mod figure;
mod guide;
mod label;
mod months;
mod page;
mod regret;
mod scale;
mod seats;
mod sheet;
mod shell;
pub mod stress;
mod tables;

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod tests;

pub use cadence::cadence_sheet;
pub use charts::Hills;
pub use drivers::drivers_sheet;
pub use regret::regret_sheet;

use super::Assumption;
use attain_core::plan::Plan;
use attain_data::Book;
use attain_sim::summarise::results::Results;

/// What the report is made from. Plans are in the same order everywhere.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// The results.
    pub results: &'a Results,
    /// Densities of all lived years.
    pub hills: &'a Hills,
    /// The book of business.
    pub book: &'a Book,
    /// The plans.
    pub plans: &'a [Plan],
    /// Every choice behind the figures.
    pub assumptions: &'a [Assumption],
}

/// The page of a plan's capacity. The same figures give the same bytes.
#[must_use]
pub fn capacity(found: &attain_analysis::capacity::Capacity, assumptions: &[Assumption]) -> String {
    capacity::page(found, assumptions).into_string()
}

/// The report. The same input gives the same bytes.
#[must_use]
pub fn render(input: &Input) -> String {
    page::page(input).into_string()
}
