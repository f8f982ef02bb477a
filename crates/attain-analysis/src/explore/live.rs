//! Lives cells, block after block, and takes from disk what is there already.

use std::collections::BTreeMap;

use super::cell::Cells;
use super::kept::{Columns, KEPT, KeptCells};
use attain_core::output::WriteError;

/// Cells that are lived at once: each needs its plan and its setting in memory.
const AT_ONCE: usize = 64;
/// Years of a block: what an interruption loses at most.
const BLOCK: u32 = 256;

/// What happens while cells are lived; counts are years of cells.
#[derive(Debug, Clone, Copy)]
pub enum Event {
    /// So many are to be had in all, cells that are equal counted once.
    Total(u64),
    /// So many were on disk.
    Kept(u64),
    /// So many of the present block are lived.
    Living(u64),
    /// A block of so many is on disk.
    Lived(u64),
}

/// The first `years` years of every cell, in their order: those on disk, and
/// the others lived now, all in the same worlds.
///
/// # Errors
/// When years cannot be written.
pub fn live(
    cells: &Cells,
    kept: &KeptCells,
    seed: u64,
    years: u32,
    watch: &(dyn Fn(Event) + Sync),
) -> Result<Vec<Columns>, WriteError> {
    let mut first: BTreeMap<&str, usize> = BTreeMap::new();
    let mut distinct: Vec<usize> = Vec::new();
    for (i, cell) in cells.cells.iter().enumerate() {
        first.entry(&cell.hash).or_insert_with(|| {
            distinct.push(i);
            distinct.len() - 1
        });
    }
    watch(Event::Total(distinct.len() as u64 * u64::from(years)));
    let mut had: Vec<Columns> = distinct.iter().map(|&cell| kept.read(&cells.cells[cell].hash, years as usize)).collect();
    watch(Event::Kept(had.iter().map(|columns| columns.years() as u64).sum()));
    // Cells that have as many years go on together.
    let mut waiting: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (at, columns) in had.iter().enumerate().filter(|(_, columns)| columns.years() < years as usize) {
        waiting.entry(columns.years() as u32).or_default().push(at);
    }
    for (from, group) in waiting {
        for batch in group.chunks(AT_ONCE) {
            let ours: Vec<usize> = batch.iter().map(|&at| distinct[at]).collect();
            let ready = cells.ready(&ours, seed);
            let mut from = from;
            while from < years {
                // Blocks end at the same years whatever they begin with.
                let until = years.min((from / BLOCK + 1) * BLOCK);
                let cells_at_once = batch.len() as u64;
                let lived = ready.live(from..until, &KEPT, &|done| watch(Event::Living(u64::from(done) * cells_at_once)));
                for (&at, columns) in batch.iter().zip(lived) {
                    let columns = Columns(columns);
                    kept.add(&cells.cells[distinct[at]].hash, &(from..until), &columns)?;
                    had[at].extend(&columns);
                }
                watch(Event::Lived(u64::from(until - from) * cells_at_once));
                from = until;
            }
        }
    }
    Ok(cells.cells.iter().map(|cell| had[first[cell.hash.as_str()]].clone()).collect())
}
