//! The workbook of a plan: one Excel file with the answer, the plans side by side, books, seats,
//! moves, appeals and assumptions.
//!
//! Every table has its header in the first row, so that the sheets filter, sort and are read back.
//! The column `Owner after` of the sheet `Books` may be edited: the file is then a plan.

mod account_sheets;
mod chart;
mod plans_sheet;
mod seats_sheet;
mod sheet;
mod summary_sheet;
mod writer;

use std::path::Path;

pub use chart::{ChartAxisUnit, ChartSeriesRange, SheetChart};
pub use sheet::{SheetCell, SheetColumn, SheetModel};
pub use writer::{WorkbookError, write};

use super::plan_export::PlanExport;
use attain_core::plan::Plan;
use attain_core::scenario::ResolvedScenario;

/// The sheets of the workbook of a plan. `plans` are the plans shown side by side, `scenarios` their
/// scenarios, and `folder` is where the workbook will be, which the path of the scenario is
/// relative to.
#[must_use]
pub fn sheets(export: &PlanExport<'_>, plans: &[Plan], scenarios: &[ResolvedScenario], folder: &Path) -> Vec<SheetModel> {
    vec![
        summary_sheet::summary(export, folder),
        plans_sheet::plans(export, plans),
        account_sheets::books(export),
        seats_sheet::seats(export),
        account_sheets::moves(export),
        account_sheets::appeals(export),
        summary_sheet::assumptions(scenarios),
    ]
}

#[cfg(test)]
mod plan_tests;
#[cfg(test)]
mod tests;
