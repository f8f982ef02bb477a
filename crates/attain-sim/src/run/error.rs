//! Errors that prevent a run from finishing.

use super::year_source::ReadError;
use attain_core::diagnostics::Faults;

/// An error that prevents a run from finishing.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The blocks in the folder do not belong to this run.
    #[error(transparent)]
    Input(#[from] Faults),
    /// A block could not be written.
    #[error("cannot write {file}: {source}; finished blocks are kept, so free some space and run the same command with --resume")]
    Write { file: String, source: std::io::Error },
    /// The folder of blocks could not be listed.
    #[error("cannot list {folder}: {source}")]
    List { folder: String, source: std::io::Error },
    /// Simulated years could not be read back.
    #[error(transparent)]
    Read(#[from] ReadError),
}
