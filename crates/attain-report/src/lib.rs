//! Renders results as terminal text, self-contained HTML pages and machine-readable
//! files.
//!
//! ```text
//! Results, Plan, Book ─┬─ headline, explanations, …  ─► sentences
//!                      ├─ terminal                   ─► text of a command, wrapped to its width
//!                      ├─ html                       ─► one page without external references
//!                      └─ export                     ─► JSON, CSV, Parquet in an output folder
//! ```
//!
//! The terminal and the pages share the same sentences. This crate never prints;
//! commands do. The same input produces the same bytes.
//!
//! - [`terminal`]: one function per command, such as [`terminal::summary`] for
//!   `attain compare`;
//! - [`html`]: [`html::render`] renders `report.html` from [`html::ReportInputs`];
//! - [`export`]: [`export::write()`] writes the files of a comparison;
//! - [`assumptions()`]: every value behind the figures, with its origin.
//!
//! The manifest is the last file of a comparison, so a folder with a manifest is
//! complete:
//!
//! ```
//! use attain_report::export::{Format, file_names};
//!
//! let files = file_names(Format::Csv, &["status-quo"]);
//! assert_eq!(files.first().map(String::as_str), Some("results.json"));
//! assert_eq!(files.last().map(String::as_str), Some("manifest.json"));
//! ```

mod assumptions;
mod cadence;
mod chance;
mod drivers;
mod explanations;
pub mod export;
mod headline;
mod heat_map;
pub mod html;
mod names;
pub mod regret;
mod stat;
pub mod terminal;

pub use assumptions::{AssumptionRow, assumptions};
pub use headline::text as headline_text;
