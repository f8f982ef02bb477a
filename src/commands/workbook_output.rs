//! The workbook of a plan as a file, which is opened before the simulation.

use std::path::{Path, PathBuf};

use super::console::Console;
use super::failure::CommandError;
use attain_core::diagnostics::Place;
use attain_core::output::OutputFile;
use attain_core::plan::Plan;
use attain_core::scenario::ResolvedScenario;
use attain_export::{PlanExport, workbook};

/// An open workbook file.
pub struct WorkbookOutput {
    file: OutputFile,
    path: PathBuf,
}

impl WorkbookOutput {
    /// Opens the file, if one is asked for. It must not be one of `inputs`.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn open(path: Option<&PathBuf>, inputs: impl Iterator<Item = PathBuf>) -> Result<Option<Self>, CommandError> {
        let Some(path) = path else { return Ok(None) };
        let file = OutputFile::open(path, inputs).map_err(|fault| fault.at(Place::Option("--xlsx")))?;
        Ok(Some(Self { file, path: path.clone() }))
    }

    /// Writes the workbook of a plan, with `plans` side by side.
    ///
    /// # Errors
    /// If the workbook cannot be encoded or written.
    pub fn write(
        self,
        export: &PlanExport<'_>,
        plans: &[Plan],
        scenarios: &[ResolvedScenario],
        console: &Console,
    ) -> Result<(), CommandError> {
        let plan = export.plan;
        let sheets = workbook::sheets(export, plans, scenarios, self.path.parent().unwrap_or(Path::new("")));
        let bytes = workbook::write(&sheets, &plan.name, plan.scenario.horizon.start, &plan.scenario.money.currency)?;
        self.file.put(&bytes)?;
        console.print(&format!("Workbook of {}: {}", plan.name, self.path.display()));
        Ok(())
    }
}
