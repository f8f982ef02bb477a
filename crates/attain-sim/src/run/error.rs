//! Why a run did not finish.

use super::year_source::ReadError;
use attain_core::diagnostics::Faults;

/// Why a run did not finish.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The blocks in the folder are not for this run.
    #[error(transparent)]
    Input(#[from] Faults),
    /// A block could not be written.
    #[error("cannot write {file}: {source}; finished blocks are kept: make room, then run the same command with --resume")]
    Write {
        /// The file.
        file: String,
        /// Why.
        source: std::io::Error,
    },
    /// The folder of blocks could not be listed.
    #[error("cannot list {folder}: {source}")]
    List {
        /// The folder.
        folder: String,
        /// Why.
        source: std::io::Error,
    },
    /// Simulated years could not be read back.
    #[error(transparent)]
    Read(#[from] ReadError),
}
