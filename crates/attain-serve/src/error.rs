//! Reasons why the page cannot give an answer.

use attain_analysis::experiment::cell::CellError;
use attain_core::diagnostics::{Faults, render};
use attain_sim::run::ReadError;

/// Reason why the page cannot give an answer.
#[derive(Debug, thiserror::Error)]
pub enum LiveError {
    /// A newer change made this one obsolete, or the client went away.
    #[error("superseded by a newer change")]
    Superseded,
    /// The request is not one that the page sends.
    #[error("{0}")]
    Request(String),
    /// A value is invalid for the plan, or no plan can be designed.
    #[error("{}", faults(.0))]
    Cell(#[from] CellError),
    /// No plan can be designed.
    #[error("{}", render(.0, false, 100))]
    Input(#[from] Faults),
    /// The simulated years cannot be read.
    #[error(transparent)]
    Years(#[from] ReadError),
    /// The scenario file cannot be written.
    #[error("cannot write {file}: {source}")]
    File { file: String, source: std::io::Error },
    /// A file of that name exists.
    #[error("{0} exists already and is not overwritten; choose another name")]
    Exists(String),
    /// Too many requests wait.
    #[error("the server is busy; try again in a moment")]
    Busy,
}

fn faults(error: &CellError) -> String {
    match error {
        CellError::Design(faults) => render(faults, false, 100),
        unfit @ CellError::Unfit { .. } => unfit.to_string(),
    }
}

impl LiveError {
    /// The status of the response.
    #[must_use]
    pub fn status(&self) -> u16 {
        match self {
            Self::Superseded => 409,
            Self::Exists(_) => 412,
            Self::Request(_) | Self::Cell(_) | Self::Input(_) => 422,
            Self::Years(_) | Self::File { .. } => 500,
            Self::Busy => 503,
        }
    }
}
