//! Joins the blocks of shards, in any order, without copying them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::block_store::{BlockFile, BlockStore};
use super::fault::MergeFault;
use super::folder::{BLOCKS, damage, finished};
use super::identity::{Identity, Sidecar};
use super::output_shape::OutputShape;
use attain_core::diagnostics::{Faults, Place};

/// Blocks of shards and their sidecars, before the study is known.
#[derive(Debug)]
pub struct Shards {
    /// Position, file and sidecar of every block found.
    blocks: Vec<(u32, PathBuf, Sidecar)>,
    /// Faults found so far.
    faults: Faults,
}

impl Shards {
    /// Reads the folders of shards: the folders given to `--out`, or their `blocks` folders.
    #[must_use]
    pub fn find(folders: &[PathBuf]) -> Self {
        let mut shards = Self { blocks: Vec::new(), faults: Faults::default() };
        for folder in folders {
            let inner = folder.join(BLOCKS);
            shards.look(if inner.is_dir() { &inner } else { folder });
        }
        if shards.blocks.is_empty() && shards.faults.0.is_empty() {
            shards.faults.push(Place::Argument("SHARDS".to_owned()), MergeFault::NoBlocks);
        }
        shards
    }

    fn look(&mut self, folder: &Path) {
        let place = |path: &Path| Place::File(path.display().to_string());
        let found = match finished(folder) {
            Ok(found) => found,
            Err(error) => return self.faults.push(place(folder), MergeFault::Unreadable { why: error.to_string() }),
        };
        for (block, sidecar) in found {
            let file = folder.join(super::folder::name(block));
            match sidecar {
                Ok(sidecar) => self.blocks.push((block, file, sidecar)),
                Err(why) => self.faults.push(place(&file.with_extension("json")), MergeFault::Unreadable { why }),
            }
        }
    }

    /// Seed and number of years of the run to which most blocks belong.
    #[must_use]
    pub fn run(&self) -> (u64, u32) {
        let mut votes: BTreeMap<(u64, u32), usize> = BTreeMap::new();
        for (_, _, sidecar) in &self.blocks {
            *votes.entry((sidecar.study.seed, sidecar.run_years)).or_default() += 1;
        }
        votes.into_iter().max_by_key(|(_, count)| *count).map_or((0, 0), |(run, _)| run)
    }

    /// Name of the reference plan in the study of the first block.
    #[must_use]
    pub fn reference(&self) -> Option<&str> {
        self.blocks.first().map(|(_, _, sidecar)| sidecar.study.reference.as_str())
    }

    /// Joins the blocks into the years of the whole run. The blocks are not copied.
    ///
    /// # Errors
    /// Returns a fault for every block that belongs to another run, is damaged or missing, or exists
    /// twice with different content.
    pub fn join(self, identity: &Identity, shape: &OutputShape) -> Result<BlockStore, Faults> {
        let (_, years) = self.run();
        let mut faults = self.faults;
        let (ours, foreign): (Vec<_>, Vec<_>) = self
            .blocks
            .into_iter()
            .partition(|(block, _, sidecar)| differences(sidecar, *block, identity, shape, years).is_empty());
        let mut reported: BTreeMap<(PathBuf, String), usize> = BTreeMap::new();
        for (block, file, sidecar) in &foreign {
            let folder = file.parent().unwrap_or(file).to_owned();
            *reported.entry((folder, differences(sidecar, *block, identity, shape, years).join("; "))).or_default() += 1;
        }
        for ((folder, differences), blocks) in reported {
            faults.push(Place::File(folder.display().to_string()), MergeFault::Foreign { blocks, differences });
        }
        let sound: Vec<Option<String>> = ours.par_iter().map(|(_, file, sidecar)| damage(file, sidecar)).collect();
        let mut kept: BTreeMap<u32, (&PathBuf, &Sidecar)> = BTreeMap::new();
        let mut seen: Vec<u32> = foreign.iter().map(|(block, ..)| *block).collect();
        for ((block, file, sidecar), damaged) in ours.iter().zip(sound) {
            seen.push(*block);
            if let Some(why) = damaged {
                faults.push(Place::File(file.display().to_string()), MergeFault::Damaged { why });
                continue;
            }
            let (first, known) = *kept.entry(*block).or_insert((file, sidecar));
            if known.sha256 != sidecar.sha256 {
                let other = first.display().to_string();
                faults.push(Place::File(file.display().to_string()), MergeFault::Twice { other });
            }
        }
        let missing: Vec<u32> = (0..shape.blocks(years)).filter(|block| !seen.contains(block)).collect();
        if !missing.is_empty() {
            let years = missing.iter().map(|&block| shape.block(block, years));
            let years = spans(years.map(|span| (span.start, span.end)));
            faults.push(Place::Argument("SHARDS".to_owned()), MergeFault::Missing { blocks: missing.len(), years });
        }
        let mut store = BlockStore::new(shape.clone(), identity.names(), identity.seed);
        for (block, (file, _)) in kept {
            let plans = (0..shape.plans()).collect();
            store.push(BlockFile { path: file.clone(), years: shape.block(block, years), plans });
        }
        faults.into_result(store)
    }
}

/// Describes how a block differs from the expected block of the run.
fn differences(sidecar: &Sidecar, block: u32, identity: &Identity, shape: &OutputShape, years: u32) -> Vec<String> {
    let mut found = sidecar.study.differences(identity);
    if sidecar.run_years != years {
        found.push(format!("a run of {} years instead of {years}", sidecar.run_years));
    }
    let span = shape.block(block, years);
    if found.is_empty() && (sidecar.from, sidecar.until) != (span.start, span.end) {
        found.push(format!("years {} to {} instead of {} to {}", sidecar.from, sidecar.until, span.start, span.end));
    }
    if found.is_empty() && !identity.scenarios.iter().map(|scenario| &scenario.plan).eq(&sidecar.plans) {
        found.push(format!("plans {} only", sidecar.plans.join(", ")));
    }
    found
}

/// Formats ranges of years, with adjacent ranges joined.
fn spans(years: impl Iterator<Item = (u32, u32)>) -> String {
    let mut joined: Vec<(u32, u32)> = Vec::new();
    for (from, until) in years {
        match joined.last_mut() {
            Some(last) if last.1 == from => last.1 = until,
            _ => joined.push((from, until)),
        }
    }
    joined.iter().map(|(from, until)| format!("{from} to {}", until.saturating_sub(1))).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    #[test]
    fn neighbours_are_joined() {
        assert_eq!(super::spans([(0, 512), (512, 1024), (2048, 2100)].into_iter()), "0 to 1023, 2048 to 2099");
    }
}
