//! Errors of commands.

use super::exit_code::ExitStatus;
use attain_core::diagnostics;
use attain_core::diagnostics::{Fault, Faults};
use attain_core::output::WriteError;
use attain_report::export::ExportError;
use attain_sim::run::RunError;

/// The error of a command that did not finish.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    /// The input has faults.
    #[error(transparent)]
    Input(#[from] Faults),
    /// A file could not be written.
    #[error(transparent)]
    Export(#[from] ExportError),
    /// The events of a year do not add up to its metrics.
    #[error("{0}")]
    Replay(#[from] attain_sim::replay::Mismatch),
    /// A run did not finish, or the stored blocks belong to a different run.
    #[error(transparent)]
    Run(RunError),
    /// All years were simulated, but the results could not be written.
    #[error("{source}")]
    Kept {
        source: ExportError,
        /// The folder with the simulated years.
        blocks: String,
    },
    /// A workbook could not be encoded.
    #[error(transparent)]
    Workbook(#[from] attain_export::workbook::WorkbookError),
    /// The report could not be printed to PDF.
    #[error(transparent)]
    Print(#[from] super::browser::PrintError),
    /// The page cannot be served at the address.
    #[error("cannot listen on {listen}: {source}")]
    Serve { listen: std::net::SocketAddr, source: std::io::Error },
    /// The threads could not be started.
    #[error(transparent)]
    Threads(#[from] rayon::ThreadPoolBuildError),
}

impl From<RunError> for CommandError {
    fn from(error: RunError) -> Self {
        match error {
            RunError::Input(faults) => Self::Input(faults),
            other => Self::Run(other),
        }
    }
}

impl From<WriteError> for CommandError {
    fn from(error: WriteError) -> Self {
        Self::Export(error.into())
    }
}

impl From<Fault> for CommandError {
    fn from(fault: Fault) -> Self {
        Self::Input(Faults(vec![fault]))
    }
}

impl CommandError {
    /// The exit code for this error.
    #[must_use]
    pub fn exit_status(&self) -> ExitStatus {
        match self {
            Self::Input(faults) if is_locked(faults) => ExitStatus::Locked,
            Self::Input(_) => ExitStatus::BadInput,
            Self::Export(_)
            | Self::Replay(_)
            | Self::Run(_)
            | Self::Kept { .. }
            | Self::Workbook(_)
            | Self::Print(_)
            | Self::Threads(_)
            | Self::Serve { .. } => ExitStatus::Failed,
        }
    }

    /// Renders the error as terminal text.
    #[must_use]
    pub fn render(&self, colour: bool, width: usize) -> String {
        match self {
            Self::Input(faults) => diagnostics::render(faults, colour, width),
            other => match other.help() {
                Some(help) => format!("error: {other}\nhelp: {help}"),
                None => format!("error: {other}"),
            },
        }
    }

    /// A remedy for the user, if one is known.
    fn help(&self) -> Option<String> {
        match self {
            Self::Kept { blocks, .. } => {
                Some(format!("the simulated years remain in {blocks}; free some space and run the same command with --resume"))
            }
            Self::Print(_) => Some("open report.html in any browser and print it; its print layout is the same".to_owned()),
            Self::Serve { .. } => Some("choose another address with --listen, such as 127.0.0.1:0 for a free port".to_owned()),
            Self::Replay(_) => Some("this is a bug in attain; please report it with the files of the study".to_owned()),
            _ => None,
        }
    }
}

/// Whether the only fault is that another run is writing to the output folder.
fn is_locked(faults: &Faults) -> bool {
    !faults.0.is_empty() && faults.0.iter().all(|fault| fault.code() == "out::in-use")
}
