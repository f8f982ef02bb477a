//! Block-wise simulation of cells, reusing years that are already on disk.

use std::collections::BTreeMap;

use super::cell::ExperimentCells;
use super::cell_cache::CellCache;
use super::cell_columns::{CACHED_METRICS, CellColumns};
use attain_core::output::WriteError;

/// Number of cells simulated together; each keeps its compiled plan in memory.
const AT_ONCE: usize = 64;
/// Number of years per block; an interruption loses at most one block.
const BLOCK: u32 = 256;

/// Progress of a simulation of cells. Counts are years, summed over cells.
#[derive(Debug, Clone, Copy)]
pub enum CellEvent {
    /// Total number of years needed; equal cells count once.
    Total(u64),
    /// Number of years that were already on disk.
    Cached(u64),
    /// Number of years of the current block simulated so far.
    Simulating(u64),
    /// Number of years in a block that was written to disk.
    Simulated(u64),
}

/// Returns the first `years` years of every cell, in the order of the cells. Years that are not on
/// disk are simulated, all in the same worlds.
///
/// # Errors
/// Returns an error if years cannot be written to disk.
pub fn simulate_cells(
    cells: &ExperimentCells,
    cache: &CellCache,
    seed: u64,
    years: u32,
    watch: &(dyn Fn(CellEvent) + Sync),
) -> Result<Vec<CellColumns>, WriteError> {
    let mut first: BTreeMap<&str, usize> = BTreeMap::new();
    let mut distinct: Vec<usize> = Vec::new();
    for (i, cell) in cells.cells.iter().enumerate() {
        first.entry(&cell.hash).or_insert_with(|| {
            distinct.push(i);
            distinct.len() - 1
        });
    }
    watch(CellEvent::Total(distinct.len() as u64 * u64::from(years)));
    let mut known: Vec<CellColumns> = distinct.iter().map(|&cell| cache.read(&cells.cells[cell].hash, years as usize)).collect();
    watch(CellEvent::Cached(known.iter().map(|columns| columns.years() as u64).sum()));
    // Cells with the same number of known years are simulated together.
    let mut waiting: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (at, columns) in known.iter().enumerate().filter(|(_, columns)| columns.years() < years as usize) {
        waiting.entry(columns.years() as u32).or_default().push(at);
    }
    for (from, group) in waiting {
        for batch in group.chunks(AT_ONCE) {
            let ours: Vec<usize> = batch.iter().map(|&at| distinct[at]).collect();
            let prepared = cells.prepare(&ours, seed);
            let mut from = from;
            while from < years {
                // Blocks end at the same years regardless of where they begin.
                let until = years.min((from / BLOCK + 1) * BLOCK);
                let cells_at_once = batch.len() as u64;
                let simulated = prepared.simulate(from..until, &CACHED_METRICS, &|done| {
                    watch(CellEvent::Simulating(u64::from(done) * cells_at_once));
                });
                for (&at, columns) in batch.iter().zip(simulated) {
                    let columns = CellColumns(columns);
                    cache.add(&cells.cells[distinct[at]].hash, &(from..until), &columns)?;
                    known[at].extend(&columns);
                }
                watch(CellEvent::Simulated(u64::from(until - from) * cells_at_once));
                from = until;
            }
        }
    }
    Ok(cells.cells.iter().map(|cell| known[first[cell.hash.as_str()]].clone()).collect())
}
