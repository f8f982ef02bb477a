//! Why a file could not be written.

use attain_core::output::WriteError;
use attain_sim::run::ReadError;

/// A file that could not be written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The file could not be written, or its text could not be encoded.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// The table could not be encoded.
    #[error("cannot write {file}: {source}")]
    Table {
        /// The file.
        file: String,
        /// Why.
        source: polars::error::PolarsError,
    },
    /// Simulated years could not be read back.
    #[error(transparent)]
    Read(#[from] ReadError),
}
