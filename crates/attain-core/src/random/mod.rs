//! Addressed random numbers: every draw is a function of (seed, year, entity, purpose, index) and
//! does not depend on the order of draws.
//!
//! The generator is Philox4x32-10 (Salmon, Moraes, Dror & Shaw, "Parallel random numbers: as easy
//! as 1, 2, 3", SC 2011), a keyed bijection of a 128-bit counter. The counter is the address, so
//! two addresses under the same key never share a block.
//!
//! | counter word | holds |
//! |---|---|
//! | 0 | year |
//! | 1 | purpose (8 bits), index (24 bits) |
//! | 2, 3 | key of the entity's stable id |
//!
//! The 64-bit key is derived from the study's seed and the group of the purpose, so that a single
//! group can be frozen or redrawn.

mod normal_stream;
mod philox;
mod purpose;
mod split_mix;
mod world_streams;

pub use normal_stream::NormalStream;
pub use philox::{key_of, philox};
pub use purpose::{GROUPS, Purpose, PurposeGroup};
pub use split_mix::SplitMix64;
pub use world_streams::{RandomBlock, WorldStreams};
