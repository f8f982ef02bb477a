//! The folder of blocks: `OUT/blocks/block-000000.parquet`, `.json` beside it.

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
use attain_core::output::OutputFault;
use attain_core::output::{digest, hex};

/// Name of the folder of blocks in an output folder.
pub const BLOCKS: &str = "blocks";

/// A file that says that the results of the run are in place: blocks beside it
/// are of no more use, even when their removal was interrupted.
const SPENT: &str = ".spent";

/// A folder of blocks that no other run writes to.
#[derive(Debug)]
pub struct BlockFolder {
    path: PathBuf,
    lock: PathBuf,
    _locked: File,
}

/// Finished blocks of a folder by position: what the file beside each says.
pub type FoundBlocks = BTreeMap<u32, Result<Sidecar, String>>;

impl BlockFolder {
    /// Creates the folder in `out` and locks it. `owner` tells runs apart that may share it.
    ///
    /// # Errors
    /// A fault at `--out` when it cannot be written, or another run does.
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
        // Where the file system knows no locks, two runs cannot be kept apart.
        if let Err(TryLockError::WouldBlock) = locked.try_lock() {
            return Err(wrong(OutputFault::InUse { folder: path.display().to_string() }));
        }
        Ok(Self { path, lock, _locked: locked })
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The Parquet file of a block.
    #[must_use]
    pub fn file(&self, block: u32) -> PathBuf {
        self.path.join(name(block))
    }

    /// Writes a block, then the file beside it. Neither has its name before it is whole.
    ///
    /// # Errors
    /// What the file system refuses, such as a full disk.
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
        let partial = self.path.join(format!(".{}.partial", name(block)));
        let names = study.names();
        let plans: Vec<usize> = (0..span.active.len()).filter(|&plan| span.active[plan]).collect();
        let layout = Layout::new(shape, &names, &plans, output.years);
        let written = (|| {
            let mut out =
                Hashing { inner: BufWriter::with_capacity(1 << 20, File::create(&partial)?), sha: Sha256::new(), bytes: 0 };
            layout.write(&mut out, output, span.from)?;
            out.flush()?;
            out.inner.get_ref().sync_all()?;
            std::fs::rename(&partial, &file)?;
            Ok((out.bytes, hex(&out.sha.finalize())))
        })();
        let (bytes, sha256) = written.map_err(|source| {
            // Room for what is still to be written; the run has failed either way.
            let _ = std::fs::remove_file(&partial);
            failed(source)
        })?;
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

    /// Writes the file beside a block, with which it counts as finished.
    ///
    /// # Errors
    /// What the file system refuses.
    pub fn vouch(&self, block: u32, sidecar: &Sidecar) -> Result<(), RunError> {
        let beside = self.file(block).with_extension("json");
        let partial = self.path.join(format!(".{}.json.partial", name(block)));
        let text = serde_json::to_vec_pretty(sidecar).map_err(std::io::Error::from);
        let put = text.and_then(|text| std::fs::write(&partial, text)).and_then(|()| std::fs::rename(&partial, &beside));
        put.map_err(|source| {
            let _ = std::fs::remove_file(&partial);
            RunError::Write { file: beside.display().to_string(), source }
        })
    }

    /// Removes a block and what is beside it.
    ///
    /// # Errors
    /// What the file system refuses.
    pub fn remove(&self, block: u32) -> Result<(), RunError> {
        let file = self.file(block);
        // The file beside it goes first: without it the block does not count.
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

    /// Removes all blocks, and the folder when nothing else is in it.
    ///
    /// # Errors
    /// What the file system refuses.
    pub fn clear(self) -> Result<(), RunError> {
        let spent = self.path.join(SPENT);
        File::create(&spent).map_err(|source| RunError::Write { file: spent.display().to_string(), source })?;
        self.remove_all()
    }

    /// Removes all blocks, then the word that they are of no more use.
    fn remove_all(&self) -> Result<(), RunError> {
        for block in self.finished()?.into_keys() {
            self.remove(block)?;
        }
        let spent = self.path.join(SPENT);
        std::fs::remove_file(&spent).map_err(|source| RunError::Write { file: spent.display().to_string(), source })
    }

    /// Its finished blocks.
    ///
    /// # Errors
    /// When the folder cannot be listed.
    pub fn finished(&self) -> Result<FoundBlocks, RunError> {
        finished(&self.path).map_err(|source| RunError::List { folder: self.path.display().to_string(), source })
    }
}

impl Drop for BlockFolder {
    /// Leaves no lock and no empty folder behind. Failures are ignored: there is nobody left to report them to.
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.lock);
        let _ = std::fs::remove_dir(&self.path);
    }
}

/// The years of a block.
#[derive(Debug, Clone)]
pub struct BlockSpan {
    /// First year.
    pub from: u32,
    /// Which plans were simulated.
    pub active: Vec<bool>,
    /// Years of the whole run.
    pub run_years: u32,
}

/// Name of a block's file.
pub(super) fn name(block: u32) -> String {
    format!("block-{block:06}.parquet")
}

/// The blocks of an earlier run that this one may use, among those that are
/// `mine`: all of them with `resume`, none when there are none or they are
/// discarded with `fresh`.
///
/// # Errors
/// A fault when there are some and neither was asked for: hours of work are
/// neither thrown away nor taken up unasked. Blocks whose results are in place
/// are removed: whoever was to do it was interrupted.
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

/// The finished blocks of a folder. A file beside a block that cannot be
/// understood is given as an error of its own.
///
/// # Errors
/// When the folder cannot be listed.
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

/// Why a block is not what the file beside it says; `None` when it is. Done
/// before anything parses the block.
#[must_use]
pub fn damage(file: &Path, sidecar: &Sidecar) -> Option<String> {
    let found = File::open(file).and_then(digest);
    match found {
        Err(error) => Some(error.to_string()),
        Ok((bytes, _)) if bytes < sidecar.bytes => Some(format!("it is cut short: {bytes} of {} bytes", sidecar.bytes)),
        Ok((bytes, sha256)) if bytes != sidecar.bytes || sha256 != sidecar.sha256 => Some("its content was changed".to_owned()),
        Ok(_) => None,
    }
}

/// Writes on, and knows the checksum of all that was written.
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
