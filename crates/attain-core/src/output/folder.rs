//! An output folder whose files are written under temporary names and then moved to their final
//! names.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};

use super::fault::OutputFault;
use super::open_files::publishing;
use super::partial_file::PartialFile;
use super::stale::{self, MANIFEST};
use super::{WriteError, WrittenFile};
use crate::diagnostics::{Fault, Place};

/// An output folder with all its files open under temporary names (`.name.partial`).
/// Dropping it without [`OutputFolder::commit`] removes these files, and the folder if
/// this run created it.
#[derive(Debug)]
pub struct OutputFolder {
    path: PathBuf,
    files: Vec<OpenFile>,
    /// Folders that this run created, outermost first.
    made: Vec<PathBuf>,
}

#[derive(Debug)]
struct OpenFile {
    name: String,
    file: PartialFile,
}

impl OutputFolder {
    /// Creates the folder and opens all its files for output. Names may have folders, separated by
    /// `/`. None of them may be one of `inputs`,
    /// because inputs are never changed.
    ///
    /// # Errors
    /// Returns a fault at `--out` if a file or folder cannot be written.
    pub fn open_beside(path: &Path, names: &[String], inputs: impl Iterator<Item = PathBuf>) -> Result<Self, Fault> {
        let inputs: BTreeSet<PathBuf> = inputs.filter_map(|input| input.canonicalize().ok()).collect();
        let mut ours = names.iter().map(|name| path.join(name));
        match ours.find(|ours| ours.canonicalize().is_ok_and(|ours| inputs.contains(&ours))) {
            Some(input) => Err(Fault::new(Place::Option("--out"), OutputFault::Input { file: input.display().to_string() })),
            None => Self::open(path, names),
        }
    }

    /// Creates the folder and opens all its files for output.
    ///
    /// # Errors
    /// Returns a fault at `--out` if a file or folder cannot be written.
    pub fn open(path: &Path, names: &[String]) -> Result<Self, Fault> {
        let mut folder = Self { path: path.to_owned(), files: Vec::new(), made: Vec::new() };
        match folder.prepare(names) {
            Ok(()) => Ok(folder),
            Err(problem) => Err(Fault::new(Place::Option("--out"), problem)),
        }
    }

    fn prepare(&mut self, names: &[String]) -> Result<(), OutputFault> {
        let shown = |path: &Path| path.display().to_string();
        if self.path.exists() && !self.path.is_dir() {
            return Err(OutputFault::WrongKind { file: shown(&self.path), found: "file, not a folder" });
        }
        self.make_all(&self.path.clone())?;
        for name in names {
            let path = self.path.join(name);
            self.make_all(path.parent().unwrap_or(&path))?;
        }
        for name in names {
            self.files.push(OpenFile { name: name.clone(), file: PartialFile::open(&self.path.join(name))? });
        }
        Ok(())
    }

    /// Creates a folder and those above it.
    fn make_all(&mut self, folder: &Path) -> Result<(), OutputFault> {
        let missing: Vec<PathBuf> =
            folder.ancestors().take_while(|p| !p.as_os_str().is_empty() && !p.exists()).map(Path::to_owned).collect();
        for folder in missing.into_iter().rev() {
            std::fs::create_dir(&folder)
                .or_else(|e| if folder.is_dir() { Ok(()) } else { Err(e) })
                .map_err(|source| OutputFault::Unwritable { file: folder.display().to_string(), source })?;
            self.made.push(folder);
        }
        Ok(())
    }

    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Returns an open file by its final name, truncated to zero length.
    ///
    /// # Errors
    /// Returns an error if the file was not opened with the folder or cannot be truncated.
    pub fn file(&mut self, name: &str) -> Result<&mut PartialFile, WriteError> {
        let wrong = |source| WriteError::File { file: name.to_owned(), source };
        let open = self.files.iter_mut().find(|open| open.name == name);
        let open = open.ok_or_else(|| wrong(std::io::Error::new(std::io::ErrorKind::NotFound, "not opened with the folder")))?;
        open.file.restart().map_err(wrong)?;
        Ok(&mut open.file)
    }

    /// Writes the content of a file.
    ///
    /// # Errors
    /// Returns an error if the file cannot be written.
    pub fn put(&mut self, name: &str, bytes: &[u8]) -> Result<(), WriteError> {
        self.file(name)?.write_all(bytes).map_err(|source| WriteError::File { file: name.to_owned(), source })
    }

    /// Length and SHA-256 of all files except the manifest, in order.
    ///
    /// # Errors
    /// Returns an error if a file cannot be read back.
    pub fn written(&mut self) -> Result<Vec<WrittenFile>, WriteError> {
        let mut found = Vec::with_capacity(self.files.len());
        for OpenFile { name, file } in self.files.iter_mut().filter(|open| open.name != MANIFEST) {
            let (bytes, sha256) = file.digest().map_err(|source| WriteError::File { file: name.clone(), source })?;
            found.push(WrittenFile { name: name.clone(), bytes, sha256 });
        }
        Ok(found)
    }

    /// Moves all files to their final names. The manifest of an earlier run is removed first and
    /// the new manifest is moved last, so that a manifest never describes other files than those in
    /// its folder. Files that the earlier run wrote, that are unchanged since and that this run does
    /// not write, are removed.
    ///
    /// # Errors
    /// Returns an error if a file cannot be moved. The files after it then keep their old content.
    pub fn commit(mut self) -> Result<PathBuf, WriteError> {
        let at = |name: &str, source| WriteError::File { file: name.to_owned(), source };
        for open in &mut self.files {
            open.file.sync().map_err(|source| at(&open.name, source))?;
        }
        let stale = stale::files(&self.path, &self.files.iter().map(|open| open.name.as_str()).collect::<Vec<_>>());
        let manifest = self.path.join(MANIFEST);
        self.made.clear();
        let mut publishing = publishing();
        let mut moved =
            if manifest.exists() { std::fs::remove_file(&manifest).map_err(|source| at(MANIFEST, source)) } else { Ok(()) };
        for open in &mut self.files {
            moved = moved.and_then(|()| open.file.publish(&mut publishing).map_err(|source| at(&open.name, source)));
        }
        drop(publishing);
        moved?;
        for file in stale {
            std::fs::remove_file(&file).map_err(|source| at(&file.display().to_string(), source))?;
        }
        Ok(self.path.clone())
    }
}

impl Drop for OutputFolder {
    /// Removes temporary files and created folders. Errors are ignored, because they cannot be
    /// reported here.
    fn drop(&mut self) {
        self.files.clear();
        for folder in self.made.iter().rev() {
            let _ = std::fs::remove_dir(folder);
        }
    }
}
