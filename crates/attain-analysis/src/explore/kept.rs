//! Cells on disk: the years of each, so that a grid that grows, a run that was
//! interrupted and a search on the same scenario live nothing twice.
//!
//! A file a cell, named by the hash of everything its years depend on. It
//! begins with a line of JSON that says what it is; spans of years follow, each
//! with its own SHA-256. A span that is damaged or half-written ends what is
//! read of the file, and is written again.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use attain_core::diagnostics::{Fault, Place};
use attain_core::metric::{ALL, MetricId};
use attain_core::output::OutputFault;
use attain_core::output::WriteError;

/// Version of the files; another one is another name.
const FORMAT: u32 = 1;
/// Name of the folder of cells in an output folder.
pub const CELLS: &str = "cells";
/// Name of the file that a run locks.
const LOCK: &str = ".lock";

/// The figures that are kept of a cell, a column each.
pub const KEPT: [MetricId; 8] = [
    MetricId::Bookings,
    MetricId::Attainment,
    MetricId::TargetHit,
    MetricId::Participation,
    MetricId::Cost,
    MetricId::Contribution,
    MetricId::Coverage,
    MetricId::VacancyMonths,
];

/// The years of a cell: by figure of [`KEPT`], then by year.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Columns(pub Vec<Vec<f64>>);

impl Columns {
    /// No years yet.
    #[must_use]
    pub fn empty() -> Self {
        Self(vec![Vec::new(); KEPT.len()])
    }

    /// Number of years.
    #[must_use]
    pub fn years(&self) -> usize {
        self.0.first().map_or(0, Vec::len)
    }

    /// One figure, year by year; nothing for one that is not kept.
    #[must_use]
    pub fn of(&self, id: MetricId) -> &[f64] {
        KEPT.iter().position(|&kept| kept == id).and_then(|at| self.0.get(at)).map_or(&[], Vec::as_slice)
    }

    /// The first years only.
    pub fn truncate(&mut self, years: usize) {
        self.0.iter_mut().for_each(|column| column.truncate(years));
    }

    /// Adds years at the end.
    pub fn extend(&mut self, more: &Self) {
        self.0.iter_mut().zip(&more.0).for_each(|(column, more)| column.extend(more));
    }
}

/// What a file of years is, its first line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Header {
    format: u32,
    version: String,
    seed: u64,
    data_hash: String,
    /// [`super::cell::Cell::hash`].
    cell: String,
    metrics: Vec<String>,
}

/// A folder of cells, locked for this run.
#[derive(Debug)]
pub struct KeptCells {
    path: PathBuf,
    seed: u64,
    data_hash: String,
    _lock: File,
}

impl KeptCells {
    /// Opens (and makes) the folder of cells in `out`; `fresh` empties it.
    ///
    /// # Errors
    /// A fault at `--out` when it cannot be written, or another run writes there.
    pub fn open(out: &Path, seed: u64, data_hash: &str, fresh: bool) -> Result<Self, Fault> {
        let path = out.join(CELLS);
        let told = |problem| Fault::new(Place::Option("--out"), problem);
        let unwritable = |source| told(OutputFault::Unwritable { file: path.display().to_string(), source });
        std::fs::create_dir_all(&path).map_err(unwritable)?;
        let lock = OpenOptions::new().write(true).create(true).truncate(false).open(path.join(LOCK)).map_err(unwritable)?;
        if let Err(TryLockError::WouldBlock) = lock.try_lock() {
            return Err(told(OutputFault::InUse { folder: path.display().to_string() }));
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

    fn header(&self, cell: &str) -> Header {
        Header {
            format: FORMAT,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            seed: self.seed,
            data_hash: self.data_hash.clone(),
            cell: cell.to_owned(),
            metrics: KEPT.iter().map(|&id| ALL[id as usize].name.to_owned()).collect(),
        }
    }

    fn file(&self, header: &Header) -> Result<PathBuf, serde_json::Error> {
        let name = super::cell::hex(&serde_json::to_vec(header)?);
        Ok(self.path.join(format!("{}.cell", &name[..32])))
    }

    /// The first years of a cell that are there and whole, `most` at most.
    #[must_use]
    pub fn read(&self, cell: &str, most: usize) -> Columns {
        let header = self.header(cell);
        let read = || -> Option<Columns> {
            let mut bytes = Vec::new();
            File::open(self.file(&header).ok()?).ok()?.read_to_end(&mut bytes).ok()?;
            Some(parse(&bytes, &header)?.0)
        };
        let mut columns = read().unwrap_or_else(Columns::empty);
        columns.truncate(most);
        columns
    }

    /// Adds the years `years` of a cell; those before must be there.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn add(&self, cell: &str, years: &Range<u32>, columns: &Columns) -> Result<(), WriteError> {
        let header = self.header(cell);
        let json = |source| WriteError::Json { file: CELLS.to_owned(), source };
        let path = self.file(&header).map_err(json)?;
        let first = [serde_json::to_vec(&header).map_err(json)?, b"\n".to_vec()].concat();
        let write = || -> std::io::Result<()> {
            let mut file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path)?;
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes)?;
            // What follows the last whole span that is wanted is overwritten.
            let end = ends(&bytes, &header, years.start).unwrap_or(first.len());
            if end == first.len() {
                file.set_len(0)?;
                file.rewind()?;
                file.write_all(&first)?;
            }
            file.set_len(end as u64)?;
            file.seek(SeekFrom::Start(end as u64))?;
            file.write_all(&span(years, columns))?;
            file.flush()
        };
        write().map_err(|source| WriteError::File { file: path.display().to_string(), source })
    }
}

/// A span of years: first year, number of years, columns, SHA-256 of all that.
fn span(years: &Range<u32>, columns: &Columns) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(8 + KEPT.len() * years.len() * 8 + 32);
    bytes.extend(years.start.to_le_bytes());
    bytes.extend((years.len() as u32).to_le_bytes());
    columns.0.iter().flatten().for_each(|value| bytes.extend(value.to_le_bytes()));
    let digest = Sha256::digest(&bytes);
    bytes.extend(digest);
    bytes
}

/// The whole spans of a file that follow each other from year 0, and for each
/// the year and the byte after it; `None` for a file of something else.
fn parse(bytes: &[u8], header: &Header) -> Option<(Columns, Vec<(u32, usize)>)> {
    let line = bytes.iter().position(|&byte| byte == b'\n')?;
    let found: Header = serde_json::from_slice(&bytes[..line]).ok()?;
    if found != *header {
        return None;
    }
    let mut columns = Columns::empty();
    let mut at = line + 1;
    let mut ends = vec![(0, at)];
    let whole = |at: usize| -> Option<u32> { Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?)) };
    while let (Some(from), Some(count)) = (whole(at), whole(at + 4)) {
        let length = 8 + KEPT.len() * count as usize * 8;
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

/// The byte at which the year `year` follows.
fn ends(bytes: &[u8], header: &Header, year: u32) -> Option<usize> {
    parse(bytes, header)?.1.into_iter().find(|&(until, _)| until == year).map(|(_, at)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(years: &Range<u32>) -> Columns {
        Columns((0..KEPT.len()).map(|k| years.clone().map(|year| f64::from(year) + 0.1 * k as f64).collect()).collect())
    }

    #[test]
    fn years_are_read_back_as_they_were_lived() {
        let out = tempfile::tempdir().unwrap();
        let kept = KeptCells::open(out.path(), 1, "data", false).unwrap();
        assert_eq!(kept.read("a", 100).years(), 0);
        kept.add("a", &(0..5), &columns(&(0..5))).unwrap();
        kept.add("a", &(5..8), &columns(&(5..8))).unwrap();
        assert_eq!(kept.read("a", 100), columns(&(0..8)));
        assert_eq!(kept.read("a", 6), columns(&(0..6)));
        assert_eq!(kept.read("b", 6).years(), 0);
        let again = KeptCells::open(out.path(), 1, "data", false).unwrap_err();
        assert_eq!(again.code(), "out::in-use");
        drop(kept);
        for (seed, data) in [(2, "data"), (1, "other")] {
            assert_eq!(KeptCells::open(out.path(), seed, data, false).unwrap().read("a", 6).years(), 0);
        }
        assert_eq!(KeptCells::open(out.path(), 1, "data", true).unwrap().read("a", 6).years(), 0);
    }

    #[test]
    fn what_is_damaged_is_lived_again() {
        let out = tempfile::tempdir().unwrap();
        let kept = KeptCells::open(out.path(), 1, "data", false).unwrap();
        kept.add("a", &(0..5), &columns(&(0..5))).unwrap();
        kept.add("a", &(5..8), &columns(&(5..8))).unwrap();
        let file = kept.file(&kept.header("a")).unwrap();
        let mut bytes = std::fs::read(&file).unwrap();
        let last = bytes.len() - 40;
        bytes[last] ^= 1;
        std::fs::write(&file, &bytes).unwrap();
        assert_eq!(kept.read("a", 100), columns(&(0..5)));
        kept.add("a", &(5..7), &columns(&(5..7))).unwrap();
        assert_eq!(kept.read("a", 100), columns(&(0..7)));
        bytes.truncate(bytes.len() - 3);
        std::fs::write(&file, &bytes).unwrap();
        assert_eq!(kept.read("a", 100), columns(&(0..5)));
        std::fs::write(&file, b"something else").unwrap();
        assert_eq!(kept.read("a", 100).years(), 0);
        kept.add("a", &(0..2), &columns(&(0..2))).unwrap();
        assert_eq!(kept.read("a", 100), columns(&(0..2)));
    }
}
