//! The years of a run, read from its blocks on disk.

use std::ops::Range;
use std::path::PathBuf;

use super::shape::Shape;
use super::table::{self, Wanted};
use super::years::{Columns, Part, ReadError, Years};

/// A block on disk that is known to be whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// The Parquet file.
    pub path: PathBuf,
    /// Its years.
    pub years: Range<u32>,
    /// Positions of the plans it holds, ascending.
    pub plans: Vec<usize>,
}

/// Blocks that follow each other from year 0.
#[derive(Debug, Clone)]
pub struct Store {
    shape: Shape,
    seed: u64,
    blocks: Vec<Block>,
    /// Years of each plan.
    lived: Vec<usize>,
}

impl Store {
    /// A store without years.
    #[must_use]
    pub fn new(shape: Shape, seed: u64) -> Self {
        let lived = vec![0; shape.plans()];
        Self { shape, seed, blocks: Vec::new(), lived }
    }

    /// Adds the block that follows the last one.
    pub fn push(&mut self, block: Block) {
        for &plan in &block.plans {
            self.lived[plan] += block.years.len();
        }
        self.blocks.push(block);
    }

    /// The blocks, in order.
    #[must_use]
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// Position of the row group of a plan's part, which blocks have only where it has rows.
    fn row_group(&self, block: &Block, plan: usize, part: Part) -> usize {
        let filled = |plan: usize| Part::ALL.into_iter().filter(move |part| self.shape.members(plan, *part) > 0);
        let before: usize = block.plans.iter().take_while(|other| **other < plan).map(|&other| filled(other).count()).sum();
        before + filled(plan).take_while(|other| *other != part).count()
    }

    /// Appends what a block has of the wanted years.
    fn gather(&self, block: &Block, columns: Columns, years: &Range<usize>, into: &mut [Vec<f64>]) -> Result<(), ReadError> {
        let (from, length) = (block.years.start as usize, block.years.len());
        let first = years.start.max(from) - from;
        let last = years.end.min(from + length) - from;
        let (low, high) = columns.of;
        let wanted = Wanted {
            group: self.row_group(block, columns.plan, columns.part),
            part: columns.part,
            figures: columns.figures,
            rows: low * length + first..(high - 1) * length + last,
            of_rows: self.shape.members(columns.plan, columns.part) * length,
        };
        let found = table::read(&block.path, &wanted)?;
        let members = high - low;
        for (column, values) in into.chunks_mut(members).zip(&found) {
            for (member, column) in column.iter_mut().enumerate() {
                column.extend_from_slice(&values[member * length..member * length + (last - first)]);
            }
        }
        Ok(())
    }
}

impl Years for Store {
    fn seed(&self) -> u64 {
        self.seed
    }

    fn plans(&self) -> usize {
        self.shape.plans()
    }

    fn total(&self) -> usize {
        self.blocks.last().map_or(0, |block| block.years.end as usize)
    }

    fn lived(&self, plan: usize) -> usize {
        self.lived.get(plan).copied().unwrap_or(0)
    }

    fn read(&self, columns: Columns, years: Range<usize>) -> Result<Vec<Vec<f64>>, ReadError> {
        let members = self.shape.members(columns.plan, columns.part);
        let columns = Columns { of: (columns.of.0, columns.of.1.min(members)), ..columns };
        let years = years.start..years.end.min(self.lived(columns.plan));
        if columns.of.0 >= columns.of.1 || columns.figures.is_empty() {
            return Ok(Vec::new());
        }
        let mut found: Vec<Vec<f64>> = (0..columns.count()).map(|_| Vec::with_capacity(years.len())).collect();
        let first = self.blocks.partition_point(|block| block.years.end as usize <= years.start);
        for block in self.blocks[first..].iter().take_while(|block| (block.years.start as usize) < years.end) {
            self.gather(block, columns, &years, &mut found)?;
        }
        Ok(found)
    }
}
