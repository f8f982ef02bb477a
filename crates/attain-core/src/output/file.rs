//! A single output file that is written under a temporary name and then moved to its final path.
//! Other files in its folder are not changed.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use super::WriteError;
use crate::diagnostics::{Fault, Place};
use crate::output::OutputFault;

/// An output file that is open under a temporary name (`.name.partial`) in its folder.
/// Dropping it without [`OutputFile::put`] removes the temporary file.
#[derive(Debug)]
pub struct OutputFile {
    path: PathBuf,
    partial: PathBuf,
    file: File,
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
        let shown = path.display().to_string();
        if path.is_dir() {
            return Err(OutputFault::WrongKind { file: shown, found: "folder, not a file" });
        }
        let real = path.canonicalize().ok();
        if real.is_some() && inputs.any(|input| input.canonicalize().ok() == real) {
            return Err(OutputFault::Input { file: shown });
        }
        let unwritable = |source| OutputFault::Unwritable { file: shown.clone(), source };
        let Some(name) = path.file_name() else {
            return Err(unwritable(std::io::ErrorKind::InvalidFilename.into()));
        };
        if path.exists() {
            OpenOptions::new().append(true).open(path).map_err(unwritable)?;
        }
        let partial = path.with_file_name(format!(".{}.partial", name.to_string_lossy()));
        let file = File::create(&partial).map_err(unwritable)?;
        Ok(Self { path: path.to_owned(), partial, file })
    }

    /// Writes the content and moves the file to its final path.
    ///
    /// # Errors
    /// Returns an error if the file cannot be written.
    pub fn put(mut self, bytes: &[u8]) -> Result<(), WriteError> {
        let written = self.file.write_all(bytes).and_then(|()| self.file.sync_all());
        let placed = written.and_then(|()| std::fs::rename(&self.partial, &self.path));
        placed.map_err(|source| WriteError::File { file: self.path.display().to_string(), source })
    }
}

impl Drop for OutputFile {
    /// Removes the temporary file, which no longer exists after a successful [`OutputFile::put`].
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.partial);
    }
}
