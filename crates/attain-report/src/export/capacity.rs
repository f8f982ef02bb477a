//! Files of `attain capacity`: every figure, and the page.

use super::error::ExportError;
use super::json::pretty;
use attain_analysis::capacity::Capacity;
use attain_core::output::OutputFolder;

/// The file with every figure.
pub const FIGURES: &str = "capacity.json";
/// The page.
pub const PAGE: &str = "capacity.html";

/// Names of the files.
#[must_use]
pub fn names() -> Vec<String> {
    [FIGURES, PAGE].map(str::to_owned).to_vec()
}

/// Writes both files.
///
/// # Errors
/// The first file that cannot be written.
pub fn write(folder: &mut OutputFolder, capacity: &Capacity, page: &str) -> Result<(), ExportError> {
    folder.put(FIGURES, &pretty(FIGURES, capacity)?)?;
    Ok(folder.put(PAGE, page.as_bytes())?)
}
