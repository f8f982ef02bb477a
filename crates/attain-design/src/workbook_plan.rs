//! Plans in workbooks: the scenario of the workbook, with the owners of its sheet of books.

use std::path::{Path, PathBuf};

use attain_core::diagnostics::Faults;
use attain_core::scenario;
use attain_core::scenario::ResolvedScenario;
use attain_core::scenario::choices::Carve;

/// Whether a path names an Excel workbook.
#[must_use]
pub fn is_workbook(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ["xlsx", "xlsm"].iter().any(|known| ending.eq_ignore_ascii_case(known)))
}

/// Loads the scenario of a scenario file or of the workbook of a plan. Faults are added to `faults`.
///
/// The plan of a workbook is its scenario with the owners that the sheet of books lists. It is
/// named after the file, so that it can be compared with the scenario.
pub fn load(path: &Path, faults: &mut Faults) -> Option<ResolvedScenario> {
    if !is_workbook(path) {
        return scenario::load(path, faults);
    }
    let origin = attain_data::read_workbook_origin(path, faults)?;
    let base = scenario::load(&origin.scenario, faults)?;
    // Relative to the workbook's folder, unless the scenario has a table of its own, which its folder
    // would be taken for.
    let file = match path.file_name().filter(|_| !base.is_given("territory.carve.table.file")) {
        Some(name) => PathBuf::from(name),
        None => std::path::absolute(path).unwrap_or_else(|_| path.to_owned()),
    };
    let stem = path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
    let changed = base.hash != origin.scenario_hash;
    let mut edited = base.without_owners().with_choices(|scenario| {
        scenario.description = format!("{} with the owners of {stem}", scenario.name);
        scenario.name = format!("{stem}-edited");
        scenario.territory.carve = Carve::Table { file: file.display().to_string() };
    });
    edited.file = path.display().to_string();
    path.parent().unwrap_or(Path::new("")).clone_into(&mut edited.folder);
    if changed {
        edited.warnings.push("the scenario has changed since the workbook was written".to_owned());
    }
    Some(edited)
}

/// Loads the scenario from which a workbook was made, as it is without the owners in the workbook.
pub fn load_base(path: &Path, faults: &mut Faults) -> Option<ResolvedScenario> {
    let origin = attain_data::read_workbook_origin(path, faults)?;
    scenario::load(&origin.scenario, faults)
}
