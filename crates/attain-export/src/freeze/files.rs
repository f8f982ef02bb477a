//! The files of a frozen plan.

use serde_json::{Value, json};

use crate::crm::PackFile;
use crate::csv_text::csv_text;
use crate::snapshot::PlanSnapshot;
use attain_core::output::WrittenFile;

/// Number of the format of `plan.json`.
pub const FROZEN_FORMAT: u32 = 1;
/// What the plan is and the hashes of its files.
pub const PLAN: &str = "plan.json";
/// Approvals and exceptions.
pub const LOG: &str = "log.jsonl";
/// Owner of every account.
pub const OWNERS: &str = "owners.csv";
/// Quota and figures of every seat.
pub(super) const QUOTAS: &str = "quotas.csv";
const CHOICES: &str = "choices.toml";
/// Names of all files, in the order in which they are moved into place.
pub const FILES: [&str; 5] = [OWNERS, QUOTAS, CHOICES, LOG, PLAN];

/// What a frozen plan was made from.
#[derive(Debug, Clone)]
pub struct FrozenIdentity {
    pub plan: String,
    pub description: String,
    pub currency: String,
    /// First day of the horizon.
    pub start: String,
    /// Path of the scenario file, relative to the folder.
    pub scenario_file: String,
    pub scenario_hash: String,
    pub data_hash: String,
    /// Quantiles of simulated bookings by month, from 5 % to 95 %; empty without simulated years.
    pub bands: Vec<[f64; 7]>,
}

/// The owners, the quotas and the choices. `choices` is the resolved scenario as text.
#[must_use]
pub fn files(snapshot: &PlanSnapshot, choices: &str) -> Vec<PackFile> {
    let number = |value: Option<f64>| value.map_or_else(String::new, |value| value.to_string());
    let owners = snapshot.accounts.iter().map(|(id, account)| {
        let owner = account.owner.clone().unwrap_or_default();
        let name = snapshot.seats.get(&owner).map_or_else(String::new, |seat| seat.name.clone());
        let mut row = vec![id.clone(), account.name.clone(), owner, name, account.reason.clone()];
        row.extend([account.potential, account.revenue, account.pipeline].map(number));
        row
    });
    let owners: Vec<Vec<String>> = owners.collect();
    let header = ["account", "account_name", "rep", "rep_name", "reason", "potential", "revenue", "open_pipeline"];
    let owners = PackFile { name: OWNERS.to_owned(), bytes: csv_text(&header, &owners) };
    let books = snapshot.books();
    let quotas = snapshot.seats.iter().map(|(id, seat)| {
        let book = books.get(id.as_str()).copied().unwrap_or_default();
        let mut row = vec![id.clone(), seat.name.clone(), seat.team.clone(), seat.manager.clone(), number(seat.quota)];
        row.push(book.accounts.to_string());
        row.extend([book.potential, book.revenue, book.pipeline].map(|value| value.to_string()));
        row.push(number(seat.chance));
        row
    });
    let quotas: Vec<Vec<String>> = quotas.collect();
    let header =
        ["seat", "name", "team", "manager", "quota", "accounts", "potential", "revenue", "open_pipeline", "chance_of_quota"];
    let quotas = PackFile { name: QUOTAS.to_owned(), bytes: csv_text(&header, &quotas) };
    vec![owners, quotas, PackFile { name: CHOICES.to_owned(), bytes: choices.as_bytes().to_vec() }]
}

/// `plan.json`: what the plan is, with the hashes of its other files. The log is not among them,
/// because entries are added to it.
#[must_use]
pub fn plan_json(identity: &FrozenIdentity, written: &[WrittenFile]) -> Value {
    let files: Vec<&WrittenFile> = written.iter().filter(|file| file.name != PLAN && file.name != LOG).collect();
    json!({
        "format": FROZEN_FORMAT,
        "version": env!("CARGO_PKG_VERSION"),
        "plan": identity.plan,
        "description": identity.description,
        "currency": identity.currency,
        "start": identity.start,
        "scenario_file": identity.scenario_file,
        "scenario_hash": identity.scenario_hash,
        "data_hash": identity.data_hash,
        "bands": identity.bands,
        "files": files,
    })
}
