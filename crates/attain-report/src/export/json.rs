//! `results.json`.

use super::ExportError;
use attain_core::output::WriteError;
use attain_sim::summarise::results::Results;

/// The results as indented text, keys in the order of [`Results`], with a
/// newline at the end. Figures that are not numbers do not occur: summaries
/// leave them out.
///
/// # Errors
/// Never for results made by this crate.
pub fn json(results: &Results) -> Result<Vec<u8>, ExportError> {
    pretty("results.json", results)
}

/// Any value as indented text with a newline at the end; what is no number is `null`.
///
/// # Errors
/// What cannot be written as JSON.
pub fn pretty<T: serde::Serialize>(file: &str, value: &T) -> Result<Vec<u8>, ExportError> {
    let encoded = serde_json::to_vec_pretty(value);
    let mut bytes = encoded.map_err(|source| WriteError::Json { file: file.to_owned(), source })?;
    bytes.push(b'\n');
    Ok(bytes)
}
