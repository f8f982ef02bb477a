//! `results.json`.

use super::error::ExportError;
use super::results::DecidedResults;
use attain_core::output::WriteError;

/// Encodes the results as indented JSON, with keys in the order of [`DecidedResults`] and a
/// trailing newline. The summaries omit values that are not finite.
///
/// # Errors
/// Never for results produced by attain.
pub fn json(results: &DecidedResults<'_>) -> Result<Vec<u8>, ExportError> {
    pretty("results.json", results)
}

/// Encodes any value as indented JSON with a trailing newline. Values that are not finite become
/// `null`.
///
/// # Errors
/// If the value cannot be represented as JSON.
pub fn pretty<T: serde::Serialize>(file: &str, value: &T) -> Result<Vec<u8>, ExportError> {
    let encoded = serde_json::to_vec_pretty(value);
    let mut bytes = encoded.map_err(|source| WriteError::Json { file: file.to_owned(), source })?;
    bytes.push(b'\n');
    Ok(bytes)
}
