//! Files of `attain capacity`: all figures and the page.

use super::error::ExportError;
use super::json::pretty;
use attain_analysis::capacity::Capacity;
use attain_core::output::OutputFolder;

/// Name of the file with all figures.
pub const FIGURES: &str = "capacity.json";
/// Name of the page.
pub const PAGE: &str = "capacity.html";

/// Names of both files.
#[must_use]
pub fn names() -> Vec<String> {
    [FIGURES, PAGE].map(str::to_owned).to_vec()
}

/// Writes both files.
///
/// # Errors
/// If a file cannot be written.
pub fn write(folder: &mut OutputFolder, capacity: &Capacity, page: &str) -> Result<(), ExportError> {
    folder.put(FIGURES, &pretty(FIGURES, capacity)?)?;
    Ok(folder.put(PAGE, page.as_bytes())?)
}
