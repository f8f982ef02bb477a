//! Simulated years: worlds, the engine, replay, runs on disk and summaries.

#[cfg(test)]
extern crate self as attain_sim;

#[cfg(test)]
#[path = "../../attain-fixtures/src/years.rs"]
mod fixture;
pub mod replay;
pub mod run;
pub mod simulate;
pub mod summarise;
pub mod world;
