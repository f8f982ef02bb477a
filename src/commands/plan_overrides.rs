//! The owners that people changed in workbooks, priced.

use std::path::PathBuf;

use super::console::Console;
use super::failure::CommandError;
use attain_analysis::overrides::price_overrides;
use attain_analysis::planning::design;
use attain_core::diagnostics::Faults;
use attain_core::plan::Plan;
use attain_design::study::Study;
use attain_design::workbook_plan;
use attain_report::terminal;

/// Prints the changes in every workbook among the files of a study; prints nothing for scenario
/// files.
///
/// # Errors
/// All faults in the scenario of a workbook.
pub fn print(files: &[PathBuf], study: &Study, plans: &[Plan], console: &Console) -> Result<(), CommandError> {
    for (file, edited) in files.iter().zip(plans).filter(|(file, _)| workbook_plan::is_workbook(file)) {
        let mut faults = Faults::default();
        let base = workbook_plan::load_base(file, &mut faults);
        let Some(base) = base else { return Err(faults.into()) };
        let owners = attain_data::read_owners(&base, &mut faults);
        let base = faults.into_result(match owners {
            Some(owners) => base.with_owners(owners),
            None => base,
        })?;
        let planned = design(&study.book, &base)?;
        let report = price_overrides(&study.book, &base, &planned, edited)?;
        console.print(&terminal::overrides_page(&study.book, edited, &report, console.width, console.colour));
    }
    Ok(())
}
