//! A run: years lived block after block, each block a file, so that a run can
//! be interrupted, resumed and cut into shards, and takes the same memory for
//! any number of years.
//!
//! ```text
//! Lives ─ drive ─► blocks on disk (parquet, identity, folder) ─► Store
//!   │  at rungs of a ladder: precision reached? plans to drop?
//!   └ shard ─► some of the blocks ─ merge ─► Store
//! Store, Lived ─ Years ─► summarise, compare, report, export
//! ```
//!
//! How a run is cut shows nowhere in the results: block k holds the same years
//! for every number of threads and shards, and results are read from blocks in
//! the order of the years.

mod drive;
mod folder;
mod identity;
pub mod ladder;
mod merge;
mod parquet;
mod problem;
mod scenario_hash;
mod shape;
mod shard;
mod store;
#[cfg(test)]
mod tests;
mod thrift;
mod years;

pub use drive::{Event, Run};
pub use folder::{BLOCKS, BlockFolder, found};
pub use identity::{BLOCK_FORMAT, Identity, Sidecar};
pub use merge::Shards;
pub use problem::{RunError, RunProblem};
pub use scenario_hash::ScenarioHash;
pub use shape::Shape;
pub use shard::Shard;
pub use store::{Block, Store};
pub use years::{Columns, Part, ReadError, Years};
