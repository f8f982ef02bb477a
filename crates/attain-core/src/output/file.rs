//! A single output file that is written under a temporary name and then moved to its final path.
//! Other files in its folder are not changed.

use std::io::Write;
use std::path::{Path, PathBuf};

use super::partial_file::PartialFile;
use super::{OutputFault, WriteError};
use crate::diagnostics::{Fault, Place};

/// An output file that is open under a temporary name (`.name.partial`) in its folder.
/// Dropping it without [`OutputFile::put`] removes the temporary file.
#[derive(Debug)]
pub struct OutputFile {
    path: PathBuf,
    partial: PartialFile,
}

impl OutputFile {
    /// Opens a file for output. It must not be one of `inputs`, because inputs are never changed.
    ///
    /// # Errors
    /// Returns a fault at `--out` if the file cannot be written.
    pub fn open(path: &Path, inputs: impl Iterator<Item = PathBuf>) -> Result<Self, Fault> {
        Self::prepare(path, inputs).map_err(|problem| Fault::new(Place::Option("--out"), problem))
    }

    fn prepare(path: &Path, mut inputs: impl Iterator<Item = PathBuf>) -> Result<Self, OutputFault> {
        let real = path.canonicalize().ok();
        if real.is_some() && inputs.any(|input| input.canonicalize().ok() == real) {
            return Err(OutputFault::Input { file: path.display().to_string() });
        }
        Ok(Self { path: path.to_owned(), partial: PartialFile::open(path)? })
    }

    /// Writes the content and moves the file to its final path.
    ///
    /// # Errors
    /// Returns an error if the file cannot be written.
    pub fn put(mut self, bytes: &[u8]) -> Result<(), WriteError> {
        let placed = self.partial.write_all(bytes).and_then(|()| self.partial.finish());
        placed.map_err(|source| WriteError::File { file: self.path.display().to_string(), source })
    }
}
