//! A run simulates years in blocks and stores each block in a file. It can therefore be
//! interrupted, resumed and divided into shards, and its memory use does not depend on the number
//! of years.
//!
//! ```text
//! Simulator ─ block_run ─► blocks on disk (parquet, identity, folder) ─► BlockStore
//!   │  at interim looks: precision reached? plans to drop?
//!   └ shard ─► some of the blocks ─ merge ─► BlockStore
//! BlockStore, SimulationOutput ─ YearSource ─► summarise, compare, report, export
//! ```
//!
//! The division of a run does not affect its results: block k contains the same years for every
//! number of threads and shards, and results are read from blocks in the order of the years.

mod block_run;
mod block_store;
mod error;
mod fault;
mod folder;
mod identity;
pub mod interim_looks;
mod merge;
mod output_shape;
mod parquet;
mod scenario_hash;
mod shard;
#[cfg(test)]
mod tests;
mod thrift;
mod year_source;

pub use block_run::{BlockRun, RunEvent};
pub use block_store::{BlockFile, BlockStore};
pub use error::RunError;
pub use fault::RunFault;
pub use folder::{BLOCKS, BlockFolder, found};
pub use identity::{BLOCK_FORMAT, Identity, Sidecar};
pub use merge::Shards;
pub use output_shape::OutputShape;
pub use scenario_hash::ScenarioHash;
pub use shard::Shard;
pub use year_source::{ColumnSelection, OutputPart, ReadError, YearSource};
