//! Scenario files: reading, inheritance, defaults, checks and display.
//!
//! ```text
//! files ─ reading ─► documents ─ check ─► documents that fit the schema
//!   ─ resolve ─► one tree with defaults ─ rules ─► ResolvedScenario ─ show ─► text
//! ```
//!
//! To add a choice, add a line to a table in [`choices`]. To add a check that the schema
//! cannot express, add a function and a line to `rules`.

mod check;
pub mod choices;
mod document;
mod file_fault;
mod format;
mod load;
mod owners;
mod path;
mod reading;
mod resolve;
mod resolved;
mod rule_fault;
mod rules;
mod schema;
mod schema_fault;
mod show;
#[cfg(test)]
mod tests;

pub use document::{DocumentNode, NodeKind};
pub use format::{FORMAT, migrate};
pub use load::{from_texts, load};
pub use owners::{AccountOwner, OwnerTable};
pub use reading::read_tree;
pub use resolved::ResolvedScenario;
pub use schema::schema;
pub use show::{ResolvedValue, resolved_values, show};
