//! A file that is written under a temporary name.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Seek, Write};
use std::path::{Path, PathBuf};

use super::destination::{destination, partial_name};
use super::digest;
use super::fault::OutputFault;
use super::open_files::{Publishing, publishing};

/// A file that is open under a temporary name (`.NAME.partial`) beside its final path. Dropping it
/// without publishing it removes the temporary file.
///
/// A write that fails is remembered: writers with a buffer may drop the error, and the file must
/// not get its final name then.
#[derive(Debug)]
pub struct PartialFile {
    target: PathBuf,
    partial: PathBuf,
    file: File,
    failed: Option<std::io::Error>,
    is_published: bool,
}

impl PartialFile {
    /// Opens the temporary file and locks it for this process.
    ///
    /// # Errors
    /// If the path leads to anything but a regular file that can be written, or another process
    /// has locked the file.
    pub fn open(path: &Path) -> Result<Self, OutputFault> {
        let target = destination(path)?;
        let unwritable = |source| OutputFault::Unwritable { file: path.display().to_string(), source };
        if target.file_name().is_none() {
            return Err(unwritable(std::io::ErrorKind::InvalidFilename.into()));
        }
        // Report a file that is write-protected or locked by a spreadsheet before the computation.
        if target.exists() {
            OpenOptions::new().append(true).open(&target).map_err(unwritable)?;
        }
        let partial = partial_name(&target);
        if partial.symlink_metadata().is_ok_and(|known| !known.is_file()) {
            return Err(OutputFault::WrongKind {
                file: partial.display().to_string(),
                found: "link, device or pipe, not a regular file",
            });
        }
        let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&partial);
        let file = file.map_err(unwritable)?;
        // Files of an interrupted run are reused. Files of a running process are locked.
        if let Err(TryLockError::WouldBlock) = file.try_lock() {
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
            return Err(OutputFault::InUse { folder: folder.display().to_string() });
        }
        file.set_len(0).map_err(unwritable)?;
        publishing().add(&partial);
        Ok(Self { target, partial, file, failed: None, is_published: false })
    }

    /// Removes everything written so far.
    pub(super) fn restart(&mut self) -> std::io::Result<()> {
        self.failed = None;
        self.file.set_len(0).and_then(|()| self.file.rewind())
    }

    /// Length and SHA-256 of what was written.
    pub(super) fn digest(&mut self) -> std::io::Result<(u64, String)> {
        self.file.rewind()?;
        digest(&mut self.file)
    }

    /// Writes everything to the disk.
    ///
    /// # Errors
    /// If this or any earlier write failed.
    pub fn sync(&mut self) -> std::io::Result<()> {
        match self.failed.take() {
            Some(error) => Err(error),
            None => self.file.sync_all(),
        }
    }

    /// Gives the file its final name.
    pub(super) fn publish(&mut self, publishing: &mut Publishing) -> std::io::Result<()> {
        publishing.publish(&self.partial, &self.target)?;
        self.is_published = true;
        Ok(())
    }

    /// Writes everything to the disk and gives the file its final name.
    ///
    /// # Errors
    /// If a write failed or the file cannot be renamed.
    pub fn finish(mut self) -> std::io::Result<()> {
        self.sync()?;
        self.publish(&mut publishing())
    }
}

impl Write for PartialFile {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.file.write(bytes).inspect_err(|error| {
            self.failed.get_or_insert_with(|| match error.raw_os_error() {
                Some(code) => std::io::Error::from_raw_os_error(code),
                None => error.kind().into(),
            });
        })
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.file.flush()
    }
}

impl Drop for PartialFile {
    fn drop(&mut self) {
        if !self.is_published {
            publishing().remove(&self.partial);
        }
    }
}
