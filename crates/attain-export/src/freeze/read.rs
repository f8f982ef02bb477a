//! Reads a frozen plan and verifies it.

use std::path::Path;

use serde_json::Value;

use super::fault::FreezeFault;
use super::files::{FROZEN_FORMAT, LOG, OWNERS, PLAN, QUOTAS};
use super::log::{LogEntry, entries, log_start};
use crate::snapshot::{PlanSnapshot, SnapshotAccount, SnapshotSeat};
use attain_core::diagnostics::{Faults, Place};
use attain_core::output::digest;
use attain_data::read_text_rows;

/// A frozen plan whose files and log are as they were written.
#[derive(Debug, Clone)]
pub struct FrozenPlan {
    pub snapshot: PlanSnapshot,
    /// Hash of `plan.json`, with which the log begins.
    pub log_start: String,
    /// The log as text.
    pub log: String,
    pub entries: Vec<LogEntry>,
    /// Path of the scenario file, relative to the folder.
    pub scenario_file: String,
    pub scenario_hash: String,
    pub data_hash: String,
    /// First day of the plan.
    pub start: String,
    /// Quantiles of simulated bookings by month, from 5 % to 95 %; empty without simulated years.
    pub bands: Vec<[f64; 7]>,
}

/// Whether a folder holds a frozen plan.
#[must_use]
pub fn is_frozen(folder: &Path) -> bool {
    folder.is_dir() && folder.join(PLAN).is_file() && folder.join(LOG).is_file()
}

/// Reads a frozen plan. Returns `None` and adds every file that was changed since, and the first
/// entry of the log that does not follow from those before.
pub fn read(folder: &Path, faults: &mut Faults) -> Option<FrozenPlan> {
    let before = faults.0.len();
    let place = |name: &str| Place::File(folder.join(name).display().to_string());
    let bytes = std::fs::read(folder.join(PLAN)).unwrap_or_default();
    let plan: Value = serde_json::from_slice(&bytes).unwrap_or_default();
    if plan["format"] != FROZEN_FORMAT {
        faults.push(place(PLAN), FreezeFault::NoPlan);
        return None;
    }
    for file in plan["files"].as_array().into_iter().flatten() {
        let name = file["name"].as_str().unwrap_or_default();
        match std::fs::File::open(folder.join(name)).and_then(digest) {
            Ok((_, hash)) if file["sha256"] == hash.as_str() => {}
            Ok(_) => faults.push(place(name), FreezeFault::Edited),
            Err(_) => faults.push(place(name), FreezeFault::Missing),
        }
    }
    let log_start = log_start(&bytes);
    let log = std::fs::read_to_string(folder.join(LOG));
    if log.is_err() {
        faults.push(place(LOG), FreezeFault::Missing);
    }
    let log = log.unwrap_or_default();
    let entries = entries(&log, &log_start).unwrap_or_else(|problem| {
        faults.push(place(LOG), problem);
        Vec::new()
    });
    if faults.0.len() > before {
        return None;
    }
    let text = |key: &str| plan[key].as_str().unwrap_or_default().to_owned();
    let mut snapshot = PlanSnapshot { name: text("plan"), currency: text("currency"), ..PlanSnapshot::default() };
    let number = |text: &str| text.parse().ok();
    for row in read_text_rows(&folder.join(OWNERS), faults)? {
        let [id, name, owner, _, reason, potential, revenue, pipeline] = row.as_slice() else { continue };
        let account = SnapshotAccount {
            name: name.clone(),
            owner: Some(owner.clone()).filter(|owner| !owner.is_empty()),
            reason: reason.clone(),
            potential: number(potential),
            revenue: number(revenue),
            pipeline: number(pipeline),
        };
        snapshot.accounts.insert(id.clone(), account);
    }
    for row in read_text_rows(&folder.join(QUOTAS), faults)? {
        let [id, name, team, manager, quota, .., chance] = row.as_slice() else { continue };
        let (name, team, manager) = (name.clone(), team.clone(), manager.clone());
        snapshot.seats.insert(id.clone(), SnapshotSeat { name, team, manager, quota: number(quota), chance: number(chance) });
    }
    let (scenario_file, scenario_hash, data_hash) = (text("scenario_file"), text("scenario_hash"), text("data_hash"));
    let start = text("start");
    let bands = serde_json::from_value(plan["bands"].clone()).unwrap_or_default();
    Some(FrozenPlan { snapshot, log_start, log, entries, scenario_file, scenario_hash, data_hash, start, bands })
}
