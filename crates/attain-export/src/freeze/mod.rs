//! Frozen plans: a folder with owners, quotas, choices and hashes, and a log of approvals and
//! exceptions to which entries are only added.
//!
//! ```text
//! PlanSnapshot ─ files ─► owners.csv, quotas.csv, choices.toml, plan.json
//! plan.json ─ sha256 ─► log.jsonl: every entry holds the hash of the one before
//! folder ─ read ─► PlanSnapshot        folder ─ verify ─► faults, expired exceptions
//! ```

mod fault;
mod files;
mod log;
mod read;

pub use fault::FreezeFault;
pub use files::{FILES, FROZEN_FORMAT, FrozenIdentity, LOG, OWNERS, PLAN, files, plan_json};
pub use log::{LogAction, LogEntry, append, entries, line_of, log_start};
pub use read::{FrozenPlan, is_frozen, read};
