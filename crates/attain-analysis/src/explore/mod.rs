//! Scenario grids and goals, and what drives an answer: many cells, each a
//! scenario altered along axes, all lived in the same worlds.
//!
//! ```text
//! study file ─ grid ─► points ─ cell: design once a plan ─► Cells
//! Cells ─ live, in common worlds ─► a few columns a cell, kept on disk
//! columns ─ stress ─► heat maps, the worth of a rep, the month that pays
//! goal ─ solve ─► what it takes
//! plans × groups of chance swapped ─ spread ─► shares of variance, tornado
//! plans × assumptions ─ regret ─► which plan wins where
//! scenario × cadence × protection ─ cadence ─► what a freeze costs
//! ```

pub mod axis;
pub mod cadence;
pub mod cell;
pub mod fault;
pub mod figures;
pub mod file;
pub mod goal;
pub mod grid;
pub mod kept;
pub mod lever;
pub mod live;
mod reach;
pub mod regret;
pub mod solve;
pub mod spread;
pub mod stress;
pub mod study;
#[cfg(test)]
mod tests;
