//! What can be wrong with a run and its blocks.

use super::year_source::ReadError;
use attain_core::diagnostics::{Faults, Problem};

/// Why a run did not end.
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
    /// Lived years could not be read back.
    #[error(transparent)]
    Read(#[from] ReadError),
}

/// Blocks that a run cannot use.
#[derive(Debug, thiserror::Error)]
pub enum RunProblem {
    /// An earlier run was not finished.
    #[error("{blocks} finished blocks of years are here, of a run that did not end")]
    Unfinished {
        /// How many.
        blocks: usize,
    },
    /// Blocks of another study, seed or version.
    #[error("{blocks} of the blocks here are of another run: {differences}")]
    Foreign {
        /// How many.
        blocks: usize,
        /// What differs.
        differences: String,
    },
}

impl Problem for RunProblem {
    fn code(&self) -> &'static str {
        match self {
            Self::Unfinished { .. } => "run::unfinished",
            Self::Foreign { .. } => "run::foreign-blocks",
        }
    }
    fn allowed(&self) -> String {
        match self {
            Self::Unfinished { .. } => "--resume to go on with them, --fresh to discard them, or another folder with --out",
            Self::Foreign { .. } => {
                "blocks of this study, seed and version; --fresh to discard the others, or another folder with --out"
            }
        }
        .to_owned()
    }
}
