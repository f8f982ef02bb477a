//! On-disk cache of the simulated years of cells. It lets an enlarged grid, a resumed run or a
//! search on the same scenario reuse years that were already simulated.
//!
//! Each cell has a file, named by the hash of everything that determines its years. The file begins
//! with a line of JSON that identifies it, followed by spans of years, each with its own SHA-256.
//! Reading stops at a damaged or incomplete span, which is then written again.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use attain_core::diagnostics::{Fault, Place};
use attain_core::metric::of_company;
use attain_core::output::OutputFault;
use attain_core::output::WriteError;

use super::cell_columns::{CACHED_METRICS, CellColumns};

/// Version of the file format; a different version gives a different file name.
const FORMAT: u32 = 1;
/// Name of the folder for cell files within an output folder.
pub const CELLS: &str = "cells";
/// Name of a run's lock file.
const LOCK: &str = ".lock";

/// The first line of a file, which identifies its content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct CellHeader {
    format: u32,
    version: String,
    seed: u64,
    data_hash: String,
    /// Hash of the cell; see [`super::cell::ExperimentCell::hash`].
    cell: String,
    metrics: Vec<String>,
}

/// A folder of cell files, locked for this run.
#[derive(Debug)]
pub struct CellCache {
    path: PathBuf,
    seed: u64,
    data_hash: String,
    _lock: File,
}

impl CellCache {
    /// Opens the folder of cell files in `out`, creating it if necessary. With `fresh`, the folder
    /// is emptied first.
    ///
    /// # Errors
    /// Returns a fault at `--out` if the folder cannot be written or is in use by another run.
    pub fn open(out: &Path, seed: u64, data_hash: &str, fresh: bool) -> Result<Self, Fault> {
        let path = out.join(CELLS);
        let fault = |problem| Fault::new(Place::Option("--out"), problem);
        let unwritable = |source| fault(OutputFault::Unwritable { file: path.display().to_string(), source });
        std::fs::create_dir_all(&path).map_err(unwritable)?;
        let lock = OpenOptions::new().write(true).create(true).truncate(false).open(path.join(LOCK)).map_err(unwritable)?;
        if let Err(TryLockError::WouldBlock) = lock.try_lock() {
            return Err(fault(OutputFault::InUse { folder: path.display().to_string() }));
        }
        if fresh {
            for entry in std::fs::read_dir(&path).map_err(unwritable)? {
                let file = entry.map_err(unwritable)?.path();
                if file.extension().is_some_and(|ending| ending == "cell") {
                    std::fs::remove_file(&file).map_err(unwritable)?;
                }
            }
        }
        Ok(Self { path, seed, data_hash: data_hash.to_owned(), _lock: lock })
    }

    fn header(&self, cell: &str) -> CellHeader {
        CellHeader {
            format: FORMAT,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            seed: self.seed,
            data_hash: self.data_hash.clone(),
            cell: cell.to_owned(),
            metrics: CACHED_METRICS.iter().map(|&id| of_company(id as usize).name.to_owned()).collect(),
        }
    }

    fn file(&self, header: &CellHeader) -> Result<PathBuf, serde_json::Error> {
        let name = super::cell::sha256_hex(&serde_json::to_vec(header)?);
        Ok(self.path.join(format!("{}.cell", &name[..32])))
    }

    /// Reads up to `most` consecutive intact years of a cell, starting with the first.
    #[must_use]
    pub fn read(&self, cell: &str, most: usize) -> CellColumns {
        let header = self.header(cell);
        let read = || -> Option<CellColumns> {
            let mut bytes = Vec::new();
            File::open(self.file(&header).ok()?).ok()?.read_to_end(&mut bytes).ok()?;
            Some(parse(&bytes, &header)?.0)
        };
        let mut columns = read().unwrap_or_else(CellColumns::empty);
        columns.truncate(most);
        columns
    }

    /// Appends the years `years` of a cell. All earlier years must already be stored.
    ///
    /// # Errors
    /// Returns an error if the years cannot be written.
    pub fn add(&self, cell: &str, years: &Range<u32>, columns: &CellColumns) -> Result<(), WriteError> {
        let header = self.header(cell);
        let json = |source| WriteError::Json { file: CELLS.to_owned(), source };
        let path = self.file(&header).map_err(json)?;
        let first = [serde_json::to_vec(&header).map_err(json)?, b"\n".to_vec()].concat();
        let write = || -> std::io::Result<()> {
            let mut file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path)?;
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes)?;
            // Overwrite everything after the last intact span that is needed.
            let end = end_of(&bytes, &header, years.start).unwrap_or(first.len());
            if end == first.len() {
                file.set_len(0)?;
                file.rewind()?;
                file.write_all(&first)?;
            }
            file.set_len(end as u64)?;
            file.seek(SeekFrom::Start(end as u64))?;
            file.write_all(&span_bytes(years, columns))?;
            file.flush()
        };
        write().map_err(|source| WriteError::File { file: path.display().to_string(), source })
    }
}

/// Returns the bytes of a span of years: first year, number of years, columns, and the SHA-256 of
/// these.
fn span_bytes(years: &Range<u32>, columns: &CellColumns) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(8 + CACHED_METRICS.len() * years.len() * 8 + 32);
    bytes.extend(years.start.to_le_bytes());
    bytes.extend((years.len() as u32).to_le_bytes());
    columns.0.iter().flatten().for_each(|value| bytes.extend(value.to_le_bytes()));
    let digest = Sha256::digest(&bytes);
    bytes.extend(digest);
    bytes
}

/// Returns the consecutive intact spans of a file from year 0, and for each span the year and the
/// byte offset after it. Returns `None` for a file with a different header.
fn parse(bytes: &[u8], header: &CellHeader) -> Option<(CellColumns, Vec<(u32, usize)>)> {
    let line = bytes.iter().position(|&byte| byte == b'\n')?;
    let found: CellHeader = serde_json::from_slice(&bytes[..line]).ok()?;
    if found != *header {
        return None;
    }
    let mut columns = CellColumns::empty();
    let mut at = line + 1;
    let mut ends = vec![(0, at)];
    let integer = |at: usize| -> Option<u32> { Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?)) };
    while let (Some(from), Some(count)) = (integer(at), integer(at + 4)) {
        let length = 8 + CACHED_METRICS.len() * count as usize * 8;
        let Some(body) = bytes.get(at..at.saturating_add(length)) else { break };
        let digest = bytes.get(at + length..at + length + 32);
        if from as usize != columns.years() || digest != Some(Sha256::digest(body).as_slice()) {
            break;
        }
        for (column, part) in columns.0.iter_mut().zip(body[8..].chunks_exact((count as usize * 8).max(1))) {
            column.extend(part.chunks_exact(8).filter_map(|value| Some(f64::from_le_bytes(value.try_into().ok()?))));
        }
        at += length + 32;
        ends.push((from + count, at));
    }
    Some((columns, ends))
}

/// Returns the byte offset after the span that ends before `year`.
fn end_of(bytes: &[u8], header: &CellHeader, year: u32) -> Option<usize> {
    parse(bytes, header)?.1.into_iter().find(|&(until, _)| until == year).map(|(_, at)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(years: &Range<u32>) -> CellColumns {
        CellColumns(
            (0..CACHED_METRICS.len()).map(|k| years.clone().map(|year| f64::from(year) + 0.1 * k as f64).collect()).collect(),
        )
    }

    #[test]
    fn years_are_read_back_as_they_were_written() {
        let out = tempfile::tempdir().unwrap();
        let cache = CellCache::open(out.path(), 1, "data", false).unwrap();
        assert_eq!(cache.read("a", 100).years(), 0);
        cache.add("a", &(0..5), &columns(&(0..5))).unwrap();
        cache.add("a", &(5..8), &columns(&(5..8))).unwrap();
        assert_eq!(cache.read("a", 100), columns(&(0..8)));
        assert_eq!(cache.read("a", 6), columns(&(0..6)));
        assert_eq!(cache.read("b", 6).years(), 0);
        let again = CellCache::open(out.path(), 1, "data", false).unwrap_err();
        assert_eq!(again.code(), "out::in-use");
        drop(cache);
        for (seed, data) in [(2, "data"), (1, "other")] {
            assert_eq!(CellCache::open(out.path(), seed, data, false).unwrap().read("a", 6).years(), 0);
        }
        assert_eq!(CellCache::open(out.path(), 1, "data", true).unwrap().read("a", 6).years(), 0);
    }

    #[test]
    fn damaged_spans_are_written_again() {
        let out = tempfile::tempdir().unwrap();
        let cache = CellCache::open(out.path(), 1, "data", false).unwrap();
        cache.add("a", &(0..5), &columns(&(0..5))).unwrap();
        cache.add("a", &(5..8), &columns(&(5..8))).unwrap();
        let file = cache.file(&cache.header("a")).unwrap();
        let mut bytes = std::fs::read(&file).unwrap();
        let last = bytes.len() - 40;
        bytes[last] ^= 1;
        std::fs::write(&file, &bytes).unwrap();
        assert_eq!(cache.read("a", 100), columns(&(0..5)));
        cache.add("a", &(5..7), &columns(&(5..7))).unwrap();
        assert_eq!(cache.read("a", 100), columns(&(0..7)));
        bytes.truncate(bytes.len() - 3);
        std::fs::write(&file, &bytes).unwrap();
        assert_eq!(cache.read("a", 100), columns(&(0..5)));
        std::fs::write(&file, b"something else").unwrap();
        assert_eq!(cache.read("a", 100).years(), 0);
        cache.add("a", &(0..2), &columns(&(0..2))).unwrap();
        assert_eq!(cache.read("a", 100), columns(&(0..2)));
    }
}
