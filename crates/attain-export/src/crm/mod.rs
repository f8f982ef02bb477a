//! The changes of a plan as files for a CRM.
//!
//! ```text
//! book, plan, ids ─ pack ─► ChangePack ─ files ─► DATE/accounts.csv …, rollback/DATE/…, manifest.json
//! a folder of these, a fresh CRM export ─ check ─► applied, missing, changed since
//! ```

mod change;
mod check;
mod fault;
mod files;
mod owners;
mod pack;
mod target;

pub use change::{CrmOwnerChange, CrmWave, KeptDeal, PendingAccount};
pub use check::{ChangeState, CheckedChange, PackCheck, check};
pub use fault::CrmFault;
pub use files::{PACK_FORMAT, PackFile, PackIdentity, files, manifest};
pub use owners::{CrmOwner, CrmOwners};
pub use pack::{ChangePack, PackOptions, pack};
pub use target::CrmTarget;

#[cfg(test)]
mod tests;
