//! Errors of exports.

use attain_core::output::WriteError;
use attain_sim::run::ReadError;

/// The error of a failed export.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The file could not be written, or its text could not be encoded.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// The table could not be encoded.
    #[error("cannot write {file}: {source}")]
    Table {
        /// Name of the file.
        file: String,
        /// The underlying error.
        source: polars::error::PolarsError,
    },
    /// Simulated years could not be read back.
    #[error(transparent)]
    Read(#[from] ReadError),
}
