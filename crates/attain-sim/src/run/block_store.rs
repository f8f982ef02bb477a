//! Years of a run, read from its blocks on disk.

use std::fs::File;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use super::output_shape::OutputShape;
use super::parquet::Layout;
use super::year_source::{ColumnSelection, ReadError, YearSource};

/// A block on disk that has been checked for damage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlockFile {
    /// Path of the Parquet file.
    pub path: PathBuf,
    pub years: Range<u32>,
    /// Positions of the plans in the block, in ascending order.
    pub plans: Vec<usize>,
}

/// Consecutive blocks, starting with year 0.
#[derive(Debug, Clone)]
pub struct BlockStore {
    shape: OutputShape,
    names: Vec<String>,
    seed: u64,
    blocks: Vec<StoredBlock>,
    /// Number of years of each plan.
    plan_years: Vec<usize>,
}

/// A block and its layout. Consecutive blocks with the same plans and the same number of years
/// share the layout.
#[derive(Debug, Clone)]
struct StoredBlock {
    block: BlockFile,
    layout: Arc<Layout>,
}

impl BlockStore {
    /// Creates an empty store. `names` are the names of the plans.
    #[must_use]
    pub fn new(shape: OutputShape, names: Vec<String>, seed: u64) -> Self {
        let plan_years = vec![0; shape.plans()];
        Self { shape, names, seed, blocks: Vec::new(), plan_years }
    }

    /// Appends the next block.
    pub fn push(&mut self, block: BlockFile) {
        for &plan in &block.plans {
            self.plan_years[plan] += block.years.len();
        }
        let like = |stored: &&StoredBlock| stored.block.plans == block.plans && stored.block.years.len() == block.years.len();
        let layout = match self.blocks.last().filter(like) {
            Some(stored) => Arc::clone(&stored.layout),
            None => Arc::new(Layout::new(&self.shape, &self.names, &block.plans, block.years.len())),
        };
        self.blocks.push(StoredBlock { block, layout });
    }
}

impl StoredBlock {
    /// Appends the block's part of the requested years.
    fn gather(&self, columns: ColumnSelection, years: &Range<usize>, into: &mut [Vec<f64>]) -> Result<(), ReadError> {
        let Self { block, layout } = self;
        let from = block.years.start as usize;
        let inside = years.start.max(from) - from..years.end.min(block.years.end as usize) - from;
        let name = || block.path.display().to_string();
        let file = File::open(&block.path).map_err(|source| ReadError::File { file: name(), source })?;
        let found = layout.read(file, columns, &inside, into);
        let found = found.map_err(|source| ReadError::File { file: name(), source })?;
        found.ok_or_else(|| ReadError::Shape { file: name() })
    }
}

impl YearSource for BlockStore {
    fn seed(&self) -> u64 {
        self.seed
    }

    fn plans(&self) -> usize {
        self.shape.plans()
    }

    fn total(&self) -> usize {
        self.blocks.last().map_or(0, |stored| stored.block.years.end as usize)
    }

    fn years_of(&self, plan: usize) -> usize {
        self.plan_years.get(plan).copied().unwrap_or(0)
    }

    fn read(&self, columns: ColumnSelection, years: Range<usize>) -> Result<Vec<Vec<f64>>, ReadError> {
        let members = self.shape.members(columns.plan, columns.part);
        let columns = ColumnSelection { of: (columns.of.0, columns.of.1.min(members)), ..columns };
        let years = years.start..years.end.min(self.years_of(columns.plan));
        if columns.of.0 >= columns.of.1 || columns.figures.is_empty() || years.is_empty() {
            return Ok(vec![Vec::new(); columns.of.1.saturating_sub(columns.of.0) * columns.figures.len()]);
        }
        let mut found: Vec<Vec<f64>> = (0..columns.count()).map(|_| Vec::with_capacity(years.len())).collect();
        let first = self.blocks.partition_point(|stored| stored.block.years.end as usize <= years.start);
        for block in self.blocks[first..].iter().take_while(|stored| (stored.block.years.start as usize) < years.end) {
            block.gather(columns, &years, &mut found)?;
        }
        Ok(found)
    }
}
