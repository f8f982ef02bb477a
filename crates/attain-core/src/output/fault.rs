//! Errors that prevent the use of an output file or folder.

use miette::Diagnostic;

/// An output file or folder that cannot be used.
#[derive(Debug, thiserror::Error, Diagnostic)]
pub enum OutputFault {
    #[error("cannot write {file}: {source}")]
    #[diagnostic(code("out::unwritable"), help("choose a folder with write permission: --out DIR"))]
    Unwritable { file: String, source: std::io::Error },
    /// The path has the wrong kind, such as a file instead of a folder, or a device.
    #[error("{file} is a {found}")]
    #[diagnostic(code("out::wrong-kind"), help("choose another folder: --out DIR"))]
    WrongKind {
        file: String,
        /// What it is and what it should be.
        found: &'static str,
    },
    #[error("{file} is an input of this study and would be overwritten")]
    #[diagnostic(code("out::input"), help("choose another folder: --out DIR"))]
    Input { file: String },
    #[error("another run is writing to {folder}")]
    #[diagnostic(code("out::in-use"), help("wait for the other run, or choose another folder: --out DIR"))]
    InUse { folder: String },
}
