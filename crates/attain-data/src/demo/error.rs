//! Errors of writing the demo study.

use std::io;
use std::path::PathBuf;

use miette::Diagnostic;

/// The error of a demo study that was not written.
#[derive(Debug, thiserror::Error, Diagnostic)]
pub enum DemoError {
    /// Files with the same names exist and are not overwritten.
    #[error("files already exist: {}", list(.0))]
    #[diagnostic(code("init::exists"), help("choose a folder without files of these names"))]
    Exists(Vec<PathBuf>),
    #[error("cannot write {}: {source}", path.display())]
    #[diagnostic(code("init::unwritable"), help("choose a folder with write permission"))]
    Unwritable {
        /// Path of the file or folder.
        path: PathBuf,
        source: io::Error,
    },
}

fn list(paths: &[PathBuf]) -> String {
    paths.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(", ")
}
