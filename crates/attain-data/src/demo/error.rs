//! Why the demo study was not written.

use std::io;
use std::path::PathBuf;

use miette::Diagnostic;

/// Why the demo study was not written.
#[derive(Debug, thiserror::Error, Diagnostic)]
pub enum DemoError {
    /// Files of the same name exist; they are not overwritten.
    #[error("files already exist: {}", list(.0))]
    #[diagnostic(code("init::exists"), help("choose a folder without files of these names"))]
    Exists(Vec<PathBuf>),
    #[error("cannot write {}: {source}", path.display())]
    #[diagnostic(code("init::unwritable"), help("choose a folder with write permission"))]
    Unwritable {
        /// File or folder.
        path: PathBuf,
        source: io::Error,
    },
}

fn list(paths: &[PathBuf]) -> String {
    paths.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(", ")
}
