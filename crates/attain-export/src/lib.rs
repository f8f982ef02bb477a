//! Hands a plan over to the people who carry it out.
//!
//! ```text
//! PlanExport (book, plan, scenario, simulated years) ─┬─ workbook ─► one Excel file; its books are read back as a plan
//!                                                     ├─ document ─► one HTML page that prints
//!                                                     └─ handout  ─► one HTML page for each rep and manager
//! Plan, CRM ids ─ crm ─► change files, rollback, manifest ─ check ─► applied, missing, changed since
//! PlanSnapshot, PlanSnapshot ─ diff ─► accounts and seats that differ
//! FrozenPlan, fresh book ─ review ─► what happened since, seats that are behind, moves
//! PlanSnapshot ─ freeze ─► a folder with owners, quotas, choices, hashes and approvals
//! ```
//!
//! The same plan gives the same bytes: dates come from the plan, not from the clock.

pub mod crm;
mod csv_text;
pub mod diff;
pub mod document;
pub mod freeze;
pub mod handout;
mod page;
pub mod plan_export;
pub mod review;
pub mod simulated_years;
pub mod snapshot;
pub mod workbook;

pub use plan_export::PlanExport;
pub use simulated_years::SimulatedYears;
