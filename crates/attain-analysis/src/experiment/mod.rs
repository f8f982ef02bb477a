//! Experiments with a scenario: grids, goals, and the drivers of its results. Each cell is the
//! scenario altered along axes, and all cells are simulated in the same worlds.
//!
//! ```text
//! study file ─ grid ─► axis values ─ cell: each plan designed once ─► ExperimentCells
//! cells ─ simulate_cells, in common worlds ─► a few columns per cell, cached on disk
//! columns ─ stress ─► heat maps, the value of a rep, the last month in which a hire pays off
//! goal ─ solve ─► the change that reaches it
//! plans × groups of random draws exchanged ─ spread ─► shares of variance, tornado
//! plans × assumptions ─ regret ─► the best plan under each set of assumptions
//! scenario × cadence × protection ─ cadence ─► the cost of a freeze
//! ```

pub mod axis;
pub mod axis_kind;
pub mod axis_ranges;
mod axis_target;
pub mod axis_value;
pub mod cadence;
pub mod cell;
pub mod cell_cache;
pub mod cell_columns;
pub mod error;
pub mod fault;
pub mod figures;
pub mod goal;
pub mod grid;
pub mod interval_estimate;
pub mod lever;
pub mod regret;
pub mod simulate_cells;
pub mod solve;
pub mod spread;
pub mod stress;
pub mod study;
pub mod study_file;

#[cfg(test)]
mod tests;
