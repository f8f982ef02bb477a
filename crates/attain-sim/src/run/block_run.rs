//! Simulates a run block after block.

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

/// What happens while a run goes on.
#[derive(Debug)]
pub enum RunEvent {
    /// Number of years of the present block that are simulated.
    Year(u32),
    /// A block is on disk.
    Simulated(Range<u32>),
    /// A block of an earlier run is used.
    Reused(Range<u32>),
    /// A block of an earlier run is simulated again, and why.
    Redone {
        /// Its years.
        years: Range<u32>,
        /// What is wrong with it.
        why: String,
    },
}

/// What is done at an interim look: see [`BlockRun::run_all`].
pub type InterimLook<'a> = &'a mut dyn FnMut(u32, &BlockStore, &mut [bool]) -> Result<bool, ReadError>;

/// A run that is prepared to be simulated.
pub struct BlockRun<'a> {
    simulator: &'a Simulator<'a>,
    shape: OutputShape,
    identity: Identity,
    folder: &'a BlockFolder,
    found: FoundBlocks,
    observe: &'a (dyn Fn(RunEvent) + Sync),
}

impl<'a> BlockRun<'a> {
    /// A run that writes to `folder`; `found` are the blocks of an earlier one
    /// that may be used.
    ///
    /// # Errors
    /// Blocks of another study.
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

    /// The shape of the study.
    #[must_use]
    pub fn shape(&self) -> &OutputShape {
        &self.shape
    }

    /// The block `block` of a run of `run_years` years: the one on disk when it
    /// is whole, or else simulated now.
    ///
    /// # Errors
    /// When it cannot be written.
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
        // The sidecar of a block that is replaced must not vouch for the new one.
        self.folder.remove(block)?;
        let span = BlockSpan { from: years.start, active: active.to_vec(), run_years };
        self.folder.write(block, &output, &self.identity, &self.shape, &span)?;
        (self.observe)(RunEvent::Simulated(years.clone()));
        Ok(BlockFile { path: self.folder.file(block), years, plans })
    }

    /// All blocks of a run of at most `years` years. At each interim look
    /// `look` is called with the number of the look, the years so far and the
    /// plans that are simulated: it may drop some, and says whether to go on.
    ///
    /// # Errors
    /// When a block cannot be written, or years cannot be read.
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

    /// A block of a shorter or longer run is one of this run from now on.
    fn vouch_for(&self, block: u32, found: &Result<Sidecar, String>, run_years: u32) -> Result<(), RunError> {
        match found {
            Ok(sidecar) if sidecar.run_years != run_years => self.folder.vouch(block, &Sidecar { run_years, ..sidecar.clone() }),
            _ => Ok(()),
        }
    }

    /// Why a finished block cannot be used.
    fn unusable(&self, block: u32, found: &Result<Sidecar, String>, years: &Range<u32>, plans: &[usize]) -> Option<String> {
        let sidecar = match found {
            Ok(sidecar) => sidecar,
            Err(why) => return Some(why.clone()),
        };
        if (sidecar.from, sidecar.until) != (years.start, years.end) {
            return Some(format!("it holds the years {} to {}", sidecar.from, sidecar.until));
        }
        let names = plans.iter().map(|&plan| &self.identity.scenarios[plan].plan);
        if !names.eq(&sidecar.plans) {
            return Some(format!("it holds the plans {}", sidecar.plans.join(", ")));
        }
        damage(&self.folder.file(block), sidecar)
    }
}

/// Checks that all blocks belong to this study: one fault for each way in which others differ.
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
