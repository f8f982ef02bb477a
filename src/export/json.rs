//! `results.json`.

use super::ExportError;
use crate::summarise::results::Results;

/// The results as indented text, keys in the order of [`Results`], with a
/// newline at the end. Figures that are not numbers do not occur: summaries
/// leave them out.
///
/// # Errors
/// Never for results made by this crate.
pub fn json(results: &Results) -> Result<Vec<u8>, ExportError> {
    pretty("results.json", results)
}

pub(super) fn pretty<T: serde::Serialize>(file: &str, value: &T) -> Result<Vec<u8>, ExportError> {
    let encoded = serde_json::to_vec_pretty(value);
    let mut bytes = encoded.map_err(|source| ExportError::Json { file: file.to_owned(), source })?;
    bytes.push(b'\n');
    Ok(bytes)
}
