//! The files of a change pack.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::{Value, json};

use super::change::{CrmOwnerChange, CrmWave};
use super::pack::ChangePack;
use crate::csv_text::csv_text;
use attain_core::output::WrittenFile;
use attain_data::CrmRecordKind;

/// Number of the format of the manifest.
pub const PACK_FORMAT: u32 = 1;

/// A file of a pack: its name with folders, and its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackFile {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// What a pack was made from.
#[derive(Debug, Clone)]
pub struct PackIdentity {
    pub plan: String,
    pub scenario_hash: String,
    pub data_hash: String,
    /// Chance from which open opportunities keep their owner.
    pub keep_deals_from: Option<f64>,
}

const KINDS: [CrmRecordKind; 3] = [CrmRecordKind::Account, CrmRecordKind::Opportunity, CrmRecordKind::Contact];

/// The change files by day, the same backwards under `rollback/`, and the lists of what stays.
#[must_use]
pub fn files(pack: &ChangePack) -> Vec<PackFile> {
    let mut files = Vec::new();
    for on in days(pack) {
        for kind in KINDS {
            let of: Vec<&CrmOwnerChange> = pack.changes.iter().filter(|change| change.on == on && change.kind == kind).collect();
            if of.is_empty() {
                continue;
            }
            let header = pack.target.header(kind);
            let table = |owner: fn(&CrmOwnerChange) -> Option<&String>| {
                let rows = of.iter().filter_map(|change| Some(vec![change.id.clone(), owner(change)?.clone()]));
                csv_text(&header, &rows.collect::<Vec<_>>())
            };
            let name = pack.target.file(kind);
            files.push(PackFile { name: format!("{on}/{name}"), bytes: table(|change| Some(&change.after)) });
            files.push(PackFile { name: format!("rollback/{on}/{name}"), bytes: table(|change| change.before.as_ref()) });
        }
    }
    if !pack.kept.is_empty() {
        let rows = pack.kept.iter().map(|deal| {
            let closes = deal.closes.map_or_else(String::new, |day| day.to_string());
            vec![deal.id.clone(), deal.account.clone(), deal.owner.clone(), deal.stage.clone(), closes, deal.reason.to_owned()]
        });
        let header = ["id", "account", "owner", "stage", "closes", "reason"];
        files.push(PackFile { name: "kept-deals.csv".to_owned(), bytes: csv_text(&header, &rows.collect::<Vec<_>>()) });
    }
    if !pack.pending.is_empty() {
        let rows = pack.pending.iter().map(|account| {
            vec![
                account.id.clone(),
                account.name.clone(),
                account.seat.clone(),
                account.seat_name.clone(),
                account.on.to_string(),
            ]
        });
        let header = ["id", "name", "seat", "seat_name", "from"];
        files.push(PackFile { name: "pending.csv".to_owned(), bytes: csv_text(&header, &rows.collect::<Vec<_>>()) });
    }
    files
}

fn days(pack: &ChangePack) -> BTreeSet<Date> {
    pack.changes.iter().map(|change| change.on).collect()
}

/// The changes of each day, with the end of the transition.
fn waves(pack: &ChangePack) -> Vec<CrmWave> {
    let mut counts: BTreeMap<Date, [usize; 3]> = BTreeMap::new();
    for change in &pack.changes {
        counts.entry(change.on).or_default()[change.kind as usize] += 1;
    }
    let days = (7.0 * pack.transition_weeks).round() as i64;
    let until = |on: Date| on.checked_add(days.days()).unwrap_or(on);
    let wave = |(on, [accounts, opportunities, contacts]): (Date, [usize; 3])| CrmWave {
        on,
        transition_until: until(on),
        accounts,
        opportunities,
        contacts,
    };
    counts.into_iter().map(wave).collect()
}

/// The manifest: what the pack was made from, its waves, its users and its files with their hashes.
#[must_use]
pub fn manifest(pack: &ChangePack, identity: &PackIdentity, written: &[WrittenFile]) -> Value {
    let waves = waves(pack).into_iter().map(|wave| {
        json!({
            "on": wave.on.to_string(),
            "transition_until": wave.transition_until.to_string(),
            "accounts": wave.accounts,
            "opportunities": wave.opportunities,
            "contacts": wave.contacts,
        })
    });
    let unknown = pack.changes.iter().filter(|change| change.before.is_none()).count();
    let files = written.iter().filter(|file| file.name != "manifest.json");
    json!({
        "format": PACK_FORMAT,
        "version": env!("CARGO_PKG_VERSION"),
        "for": pack.target.name(),
        "plan": identity.plan,
        "scenario_hash": identity.scenario_hash,
        "data_hash": identity.data_hash,
        "keep_deals_from": identity.keep_deals_from,
        "waves": waves.collect::<Vec<_>>(),
        "kept_deals": pack.kept.len(),
        "pending_accounts": pack.pending.len(),
        "without_rollback": unknown,
        "owners": pack.owners,
        "files": files.collect::<Vec<_>>(),
    })
}
