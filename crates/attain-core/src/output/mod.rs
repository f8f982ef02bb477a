//! Output files. They are opened before a long computation, so that an unwritable path is reported
//! immediately, and are moved to their final paths at the end.
//!
//! ```text
//! OutputFile, OutputFolder ─► PartialFile ─┬─ destination ─► links followed, devices refused
//!                                          └─ open_files ──► removed if the run is interrupted
//! ```
//! Every write that fails is an error of the command, also if a buffered writer drops it.

mod destination;
pub mod fault;
pub mod file;
pub mod folder;
mod open_files;
mod partial_file;
mod stale;

pub use fault::OutputFault;
pub use file::OutputFile;
pub use folder::OutputFolder;
pub use open_files::abandon;
pub use partial_file::PartialFile;

use serde::Serialize;
use sha2::{Digest, Sha256};

/// A file that could not be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    #[error("cannot write {file}: {source}")]
    File { file: String, source: std::io::Error },
    /// The content could not be encoded.
    #[error("cannot encode {file}: {source}")]
    Json { file: String, source: serde_json::Error },
}

/// A file that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WrittenFile {
    /// Name in the folder.
    pub name: String,
    /// Length in bytes.
    pub bytes: u64,
    /// SHA-256 of the content in lower-case hex.
    pub sha256: String,
}

/// Length of all bytes that can be read, and their SHA-256 in lower-case hex.
///
/// # Errors
/// Returns any error from reading.
pub fn digest(mut from: impl std::io::Read) -> std::io::Result<(u64, String)> {
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    let mut bytes = 0;
    loop {
        let read = from.read(&mut buffer)?;
        if read == 0 {
            break;
        }
        bytes += read as u64;
        hasher.update(&buffer[..read]);
    }
    let hex = hex(&hasher.finalize());
    Ok((bytes, hex))
}

/// Formats bytes in lower-case hex.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}
