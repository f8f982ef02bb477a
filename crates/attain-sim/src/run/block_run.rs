//! Simulates a run block by block.

use std::ops::Range;

use super::block_store::{BlockFile, BlockStore};
use super::error::RunError;
use super::fault::RunFault;
use super::folder::{BlockFolder, BlockSpan, FoundBlocks, damage};
use super::identity::{Identity, Sidecar};
use super::interim_looks;
use super::output_shape::OutputShape;
use super::year_source::ReadError;
use crate::simulate::Simulator;
use attain_core::diagnostics::{Faults, Place};

/// Progress of a run.
#[derive(Debug)]
pub enum RunEvent {
    /// Number of simulated years of the current block.
    Year(u32),
    /// A block was simulated and written.
    Simulated(Range<u32>),
    /// A block of an earlier run is reused.
    Reused(Range<u32>),
    /// A block of an earlier run is simulated again.
    Redone {
        /// Years of the block.
        years: Range<u32>,
        /// Reason why the block cannot be used.
        why: String,
    },
}

/// Callback for interim looks: see [`BlockRun::run_all`].
pub type InterimLook<'a> = &'a mut dyn FnMut(u32, &BlockStore, &mut [bool]) -> Result<bool, ReadError>;

/// A run that is ready to be simulated.
pub struct BlockRun<'a> {
    simulator: &'a Simulator<'a>,
    shape: OutputShape,
    identity: Identity,
    folder: &'a BlockFolder,
    found: FoundBlocks,
    observe: &'a (dyn Fn(RunEvent) + Sync),
}

impl<'a> BlockRun<'a> {
    /// Creates a run that writes to `folder`. `found` are the usable blocks of an earlier run.
    ///
    /// # Errors
    /// Returns a fault if a block belongs to another study.
    pub fn new(
        simulator: &'a Simulator<'a>,
        shape: OutputShape,
        identity: Identity,
        folder: &'a BlockFolder,
        found: FoundBlocks,
        observe: &'a (dyn Fn(RunEvent) + Sync),
    ) -> Result<Self, Faults> {
        check_identity(&identity, folder, &found)?;
        Ok(Self { simulator, shape, identity, folder, found, observe })
    }

    #[must_use]
    pub fn shape(&self) -> &OutputShape {
        &self.shape
    }

    /// Returns block `block` of a run of `run_years` years. An intact block on disk is reused;
    /// otherwise the block is simulated.
    ///
    /// # Errors
    /// Returns an error if the block cannot be written.
    pub fn block(&self, block: u32, active: &[bool], run_years: u32) -> Result<BlockFile, RunError> {
        let years = self.shape.block(block, run_years);
        let plans: Vec<usize> = (0..active.len()).filter(|&plan| active[plan]).collect();
        match self.found.get(&block) {
            None => {}
            Some(found) => match self.unusable(block, found, &years, &plans) {
                None => {
                    self.vouch_for(block, found, run_years)?;
                    (self.observe)(RunEvent::Reused(years.clone()));
                    return Ok(BlockFile { path: self.folder.file(block), years, plans });
                }
                Some(why) => (self.observe)(RunEvent::Redone { years: years.clone(), why }),
            },
        }
        let output = self.simulator.simulate_span(years.clone(), active, &|done| (self.observe)(RunEvent::Year(done)));
        // The sidecar of the replaced block must not describe the new one.
        self.folder.remove(block)?;
        let span = BlockSpan { from: years.start, active: active.to_vec(), run_years };
        self.folder.write(block, &output, &self.identity, &self.shape, &span)?;
        (self.observe)(RunEvent::Simulated(years.clone()));
        Ok(BlockFile { path: self.folder.file(block), years, plans })
    }

    /// Simulates the blocks of a run of at most `years` years. At each interim look, `look` is called
    /// with the number of the look, the years so far and the active plans. It may drop plans, and
    /// returns whether to continue.
    ///
    /// # Errors
    /// Returns an error if a block cannot be written or years cannot be read.
    pub fn run_all(&self, years: u32, look: InterimLook) -> Result<BlockStore, RunError> {
        let looks = interim_looks::looks(&self.shape, years);
        let mut active = vec![true; self.shape.plans()];
        let mut store = BlockStore::new(self.shape.clone(), self.identity.names(), self.identity.seed);
        for block in 0..self.shape.blocks(years) {
            store.push(self.block(block, &active, years)?);
            if let Ok(at) = looks.binary_search(&(block + 1))
                && !look(at as u32 + 1, &store, &mut active)?
            {
                break;
            }
        }
        Ok(store)
    }

    /// Makes a block of a shorter or longer run part of this run by updating its sidecar.
    fn vouch_for(&self, block: u32, found: &Result<Sidecar, String>, run_years: u32) -> Result<(), RunError> {
        match found {
            Ok(sidecar) if sidecar.run_years != run_years => self.folder.vouch(block, &Sidecar { run_years, ..sidecar.clone() }),
            _ => Ok(()),
        }
    }

    /// Returns the reason why a finished block cannot be used, if there is one.
    fn unusable(&self, block: u32, found: &Result<Sidecar, String>, years: &Range<u32>, plans: &[usize]) -> Option<String> {
        let sidecar = match found {
            Ok(sidecar) => sidecar,
            Err(why) => return Some(why.clone()),
        };
        if (sidecar.from, sidecar.until) != (years.start, years.end) {
            return Some(format!("it contains the years {} to {}", sidecar.from, sidecar.until));
        }
        let names = plans.iter().map(|&plan| &self.identity.scenarios[plan].plan);
        if !names.eq(&sidecar.plans) {
            return Some(format!("it contains the plans {}", sidecar.plans.join(", ")));
        }
        damage(&self.folder.file(block), sidecar)
    }
}

/// Checks that all blocks belong to this study. Reports one fault for each distinct set of
/// differences.
fn check_identity(identity: &Identity, folder: &BlockFolder, found: &FoundBlocks) -> Result<(), Faults> {
    let mut others: std::collections::BTreeMap<String, usize> = std::collections::BTreeMap::new();
    for sidecar in found.values().filter_map(|found| found.as_ref().ok()) {
        let differences = sidecar.study.differences(identity);
        if !differences.is_empty() {
            *others.entry(differences.join("; ")).or_default() += 1;
        }
    }
    let mut faults = Faults::default();
    for (differences, blocks) in others {
        faults.push(Place::File(folder.path().display().to_string()), RunFault::Foreign { blocks, differences });
    }
    faults.into_result(())
}
