//! How a command can end.

use std::process::ExitCode;

use attain_core::diagnostics;
use attain_core::diagnostics::{Fault, Faults};
use attain_core::output::WriteError;
use attain_report::export::ExportError;
use attain_sim::run::RunError;

/// Exit codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Done.
    Done = 0,
    /// Failed for a reason outside the input, such as a full disk.
    Failed = 1,
    /// Bad usage or bad input.
    BadInput = 2,
    /// A `--require` was not met, or a goal is out of reach.
    Missed = 3,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Why a command did not finish.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The input has faults.
    #[error(transparent)]
    Input(#[from] Faults),
    /// A file could not be written.
    #[error(transparent)]
    Export(#[from] ExportError),
    /// A story does not add up to the run's rows.
    #[error("{0}; this is a bug in attain: please report it together with the files of the study")]
    Replay(#[from] attain_sim::replay::Mismatch),
    /// A run did not end, or its blocks are of another one.
    #[error(transparent)]
    Run(RunError),
    /// All years are lived, but the results could not be written.
    #[error("{source}; the years are kept in {blocks}: make room, then run the same command with --resume")]
    Kept {
        /// Why.
        source: ExportError,
        /// Where the years are.
        blocks: String,
    },
    /// The threads could not be started.
    #[error(transparent)]
    Threads(#[from] rayon::ThreadPoolBuildError),
}

impl From<RunError> for Failure {
    fn from(error: RunError) -> Self {
        match error {
            RunError::Input(faults) => Self::Input(faults),
            other => Self::Run(other),
        }
    }
}

impl From<WriteError> for Failure {
    fn from(error: WriteError) -> Self {
        Self::Export(error.into())
    }
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        Self::Input(Faults(vec![fault]))
    }
}

impl Failure {
    /// The exit code that says so.
    #[must_use]
    pub fn exit(&self) -> Exit {
        match self {
            Self::Input(_) => Exit::BadInput,
            Self::Export(_) | Self::Replay(_) | Self::Run(_) | Self::Kept { .. } | Self::Threads(_) => Exit::Failed,
        }
    }

    /// The text for the terminal.
    #[must_use]
    pub fn render(&self, colour: bool, width: usize) -> String {
        match self {
            Self::Input(faults) => diagnostics::render(faults, colour, width),
            other => format!("error: {other}"),
        }
    }
}
