//! Scenario files named on the command line.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::fault::ScenarioPathFault;
use attain_core::diagnostics::{Faults, Place};

/// Returns the scenario files at `paths`. Folders are searched.
///
/// # Errors
/// All paths without a scenario file.
pub fn scenario_files(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Faults> {
    let mut faults = Faults::default();
    let mut files = Vec::new();
    for path in paths {
        let place = || Place::File(path.display().to_string());
        if path.is_dir() {
            match plans_in(path) {
                Ok(found) if found.is_empty() => faults.push(place(), ScenarioPathFault::Empty),
                Ok(found) => files.extend(found),
                Err(error) => faults.push(place(), ScenarioPathFault::Unreadable(error)),
            }
        } else if path.exists() {
            files.push(path.clone());
        } else {
            faults.push(place(), ScenarioPathFault::Missing);
        }
    }
    faults.into_result(files)
}

/// Scenario files of a folder, sorted by name. Files that another file extends and files
/// whose names begin with `study` are skipped because they are not plans.
fn plans_in(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut files: Vec<PathBuf> = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "toml") && path.is_file() {
            files.push(path);
        }
    }
    files.sort();
    let bases: BTreeSet<PathBuf> = files.iter().filter_map(|path| base_of(path)).collect();
    let name = |path: &PathBuf| path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    files.retain(|path| !bases.contains(path) && !name(path).starts_with("study"));
    Ok(files)
}

/// The file that a scenario extends; `None` if the scenario cannot be read.
fn base_of(path: &Path) -> Option<PathBuf> {
    let text = attain_core::input::read_text(path).ok()?;
    let table: toml::Table = text.trim_start_matches('\u{feff}').parse().ok()?;
    Some(path.parent()?.join(table.get("extends")?.as_str()?))
}

/// Name of the study in `reports/`: the name of the folder that contains its first scenario.
#[must_use]
pub fn study_name(files: &[PathBuf]) -> String {
    let folder = files.first().and_then(|path| path.canonicalize().ok()).and_then(|path| Some(path.parent()?.to_owned()));
    folder.as_deref().and_then(Path::file_name).map_or_else(|| "study".to_owned(), |name| name.to_string_lossy().into_owned())
}
