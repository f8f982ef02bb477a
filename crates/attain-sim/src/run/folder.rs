//! The folder of blocks: `OUT/blocks/block-000000.parquet`, each with a `.json` sidecar.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::identity::{Identity, Sidecar};
use super::output_shape::OutputShape;
use super::parquet::Layout;
use super::{RunError, RunFault};
use crate::simulate::SimulationOutput;
use attain_core::diagnostics::{Fault, Faults, Place};
use attain_core::output::{OutputFault, PartialFile, digest, hex};

/// Name of the folder of blocks in an output folder.
pub const BLOCKS: &str = "blocks";

/// Name of a file that marks the results of the run as complete. Blocks beside it are obsolete,
/// even if their removal was interrupted.
const SPENT: &str = ".spent";

/// A folder of blocks, locked against other runs.
#[derive(Debug)]
pub struct BlockFolder {
    path: PathBuf,
    lock: PathBuf,
    _locked: File,
}

/// Finished blocks of a folder, with the sidecar of each or the error from reading it.
pub type FoundBlocks = BTreeMap<u32, Result<Sidecar, String>>;

impl BlockFolder {
    /// Creates the folder in `out` and locks it. `owner` distinguishes runs that may share the
    /// folder.
    ///
    /// # Errors
    /// Returns a fault at `--out` if the folder cannot be written or another run is using it.
    pub fn open(out: &Path, owner: &str) -> Result<Self, Fault> {
        let path = out.join(BLOCKS);
        let wrong = |problem| Fault::new(Place::Option("--out"), problem);
        let unwritable = |path: &Path, source| wrong(OutputFault::Unwritable { file: path.display().to_string(), source });
        if path.exists() && !path.is_dir() {
            return Err(wrong(OutputFault::WrongKind { file: path.display().to_string(), found: "file, not a folder" }));
        }
        std::fs::create_dir_all(&path).map_err(|source| unwritable(&path, source))?;
        let lock = path.join(format!(".{owner}.lock"));
        let locked = OpenOptions::new().write(true).create(true).truncate(false).open(&lock);
        let locked = locked.map_err(|source| unwritable(&lock, source))?;
        // On file systems without locks, concurrent runs cannot be detected.
        if let Err(TryLockError::WouldBlock) = locked.try_lock() {
            return Err(wrong(OutputFault::InUse { folder: path.display().to_string() }));
        }
        Ok(Self { path, lock, _locked: locked })
    }

    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Path of a block's Parquet file.
    #[must_use]
    pub fn file(&self, block: u32) -> PathBuf {
        self.path.join(name(block))
    }

    /// Writes a block and then its sidecar. Each file gets its final name only when it is complete.
    ///
    /// # Errors
    /// Returns an error if the files cannot be written, for example because the disk is full.
    pub fn write(
        &self,
        block: u32,
        output: &SimulationOutput,
        study: &Identity,
        shape: &OutputShape,
        span: &BlockSpan,
    ) -> Result<Sidecar, RunError> {
        let file = self.file(block);
        let failed = |source| RunError::Write { file: file.display().to_string(), source };
        let names = study.names();
        let plans: Vec<usize> = (0..span.active.len()).filter(|&plan| span.active[plan]).collect();
        let layout = Layout::new(shape, &names, &plans, output.years);
        let written = (|| {
            let file = PartialFile::open(&file).map_err(std::io::Error::other)?;
            let mut out = Hashing { inner: BufWriter::with_capacity(1 << 20, file), sha: Sha256::new(), bytes: 0 };
            layout.write(&mut out, output, span.from)?;
            out.flush()?;
            let file = out.inner.into_inner().map_err(std::io::IntoInnerError::into_error)?;
            file.finish()?;
            Ok((out.bytes, hex(&out.sha.finalize())))
        })();
        let (bytes, sha256) = written.map_err(failed)?;
        let held = names.iter().zip(&span.active).filter(|(_, active)| **active).map(|(name, _)| name.clone());
        let sidecar = Sidecar {
            study: study.clone(),
            run_years: span.run_years,
            from: span.from,
            until: span.from + output.years as u32,
            plans: held.collect(),
            latent_opportunities: output.latent_opportunities,
            bytes,
            sha256,
        };
        self.vouch(block, &sidecar)?;
        Ok(sidecar)
    }

    /// Writes the sidecar of a block, which marks the block as finished.
    ///
    /// # Errors
    /// Returns an error if the sidecar cannot be written.
    pub fn vouch(&self, block: u32, sidecar: &Sidecar) -> Result<(), RunError> {
        let beside = self.file(block).with_extension("json");
        let failed = |source| RunError::Write { file: beside.display().to_string(), source };
        let text = serde_json::to_vec_pretty(sidecar).map_err(|error| failed(error.into()))?;
        let mut file = PartialFile::open(&beside).map_err(|fault| failed(std::io::Error::other(fault)))?;
        file.write_all(&text).and_then(|()| file.finish()).map_err(failed)
    }

    /// Removes a block and its sidecar.
    ///
    /// # Errors
    /// Returns an error if a file cannot be removed.
    pub fn remove(&self, block: u32) -> Result<(), RunError> {
        let file = self.file(block);
        // The sidecar is removed first: a block without a sidecar does not count as finished.
        for file in [file.with_extension("json"), file] {
            match std::fs::remove_file(&file) {
                Err(source) if source.kind() != std::io::ErrorKind::NotFound => {
                    return Err(RunError::Write { file: file.display().to_string(), source });
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Removes all blocks, and the folder if it is then empty.
    ///
    /// # Errors
    /// Returns an error if a file cannot be written or removed.
    pub fn clear(self) -> Result<(), RunError> {
        let spent = self.path.join(SPENT);
        File::create(&spent).map_err(|source| RunError::Write { file: spent.display().to_string(), source })?;
        self.remove_all()
    }

    /// Removes all blocks, then the file that marks them as obsolete.
    fn remove_all(&self) -> Result<(), RunError> {
        for block in self.finished()?.into_keys() {
            self.remove(block)?;
        }
        let spent = self.path.join(SPENT);
        std::fs::remove_file(&spent).map_err(|source| RunError::Write { file: spent.display().to_string(), source })
    }

    /// Returns the finished blocks.
    ///
    /// # Errors
    /// Returns an error if the folder cannot be listed.
    pub fn finished(&self) -> Result<FoundBlocks, RunError> {
        finished(&self.path).map_err(|source| RunError::List { folder: self.path.display().to_string(), source })
    }
}

impl Drop for BlockFolder {
    /// Removes the lock, and the folder if it is empty. Failures are ignored, because they cannot
    /// be reported here.
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.lock);
        let _ = std::fs::remove_dir(&self.path);
    }
}

/// Years and plans of a block.
#[derive(Debug, Clone)]
pub struct BlockSpan {
    /// First year.
    pub from: u32,
    /// Whether each plan was simulated.
    pub active: Vec<bool>,
    /// Number of years of the whole run.
    pub run_years: u32,
}

/// Name of a block's file.
pub(super) fn name(block: u32) -> String {
    format!("block-{block:06}.parquet")
}

/// Returns the blocks of an earlier run that this run may use, among those for which `mine` is true.
/// They are all returned with `resume` and discarded with `fresh`. Obsolete blocks, whose results
/// are complete but whose removal was interrupted, are removed.
///
/// # Errors
/// Returns a fault if there are such blocks and neither `resume` nor `fresh` is set, because hours
/// of work should not be discarded or reused without an explicit request.
pub fn found(folder: &BlockFolder, mine: impl Fn(u32) -> bool, resume: bool, fresh: bool) -> Result<FoundBlocks, RunError> {
    if folder.path.join(SPENT).exists() {
        folder.remove_all()?;
    }
    let mut found = folder.finished()?;
    found.retain(|block, _| mine(*block));
    if fresh {
        found.keys().try_for_each(|block| folder.remove(*block))?;
        found.clear();
    }
    if !found.is_empty() && !resume {
        let mut faults = Faults::default();
        faults.push(Place::File(folder.path.display().to_string()), RunFault::Unfinished { blocks: found.len() });
        return Err(faults.into());
    }
    Ok(found)
}

/// Returns the finished blocks of a folder. If a sidecar cannot be read, its entry holds the error.
///
/// # Errors
/// Returns an error if the folder cannot be listed.
pub fn finished(folder: &Path) -> std::io::Result<FoundBlocks> {
    let mut found = FoundBlocks::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let file = entry.file_name();
        let number = file.to_str().and_then(|name| name.strip_prefix("block-")?.strip_suffix(".json")?.parse().ok());
        let Some(block) = number.filter(|block| file.to_str() == Some(&format!("block-{block:06}.json"))) else { continue };
        found.insert(block, sidecar(&entry.path()));
    }
    Ok(found)
}

fn sidecar(path: &Path) -> Result<Sidecar, String> {
    let text = std::fs::read(path).map_err(|error| error.to_string())?;
    serde_json::from_slice(&text).map_err(|error| error.to_string())
}

/// Returns how a block differs from its sidecar; `None` if it does not. Must be called before the
/// block is parsed.
#[must_use]
pub fn damage(file: &Path, sidecar: &Sidecar) -> Option<String> {
    let found = File::open(file).and_then(digest);
    match found {
        Err(error) => Some(error.to_string()),
        Ok((bytes, _)) if bytes < sidecar.bytes => Some(format!("it is truncated: {bytes} of {} bytes", sidecar.bytes)),
        Ok((bytes, sha256)) if bytes != sidecar.bytes || sha256 != sidecar.sha256 => Some("its contents have changed".to_owned()),
        Ok(_) => None,
    }
}

/// Writer that computes the checksum and length of everything written through it.
struct Hashing<W> {
    inner: W,
    sha: Sha256,
    bytes: u64,
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, buffer: &[u8]) -> std::io::Result<usize> {
        let written = self.inner.write(buffer)?;
        self.sha.update(&buffer[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.inner.flush()
    }
}
