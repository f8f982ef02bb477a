//! Compares a fresh CRM export with a change pack.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use super::fault::CrmFault;
use super::files::PACK_FORMAT;
use super::target::CrmTarget;
use attain_core::diagnostics::{Faults, Place};
use attain_core::output::digest;
use attain_data::{CrmRecordKind, CrmTable, read_crm_table};

/// State of a change in the CRM.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeState {
    /// The record has its new owner.
    Applied,
    /// The record has its old owner.
    Missing,
    /// The record has a third owner: somebody else changed it since.
    ChangedSince,
    /// The export does not contain the record.
    NotInExport,
}

/// A change with its state in the CRM.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedChange {
    pub kind: CrmRecordKind,
    pub id: String,
    pub before: Option<String>,
    pub after: String,
    /// The owner in the export.
    pub now: Option<String>,
    pub state: ChangeState,
}

/// All changes of a pack whose kind the exports contain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackCheck {
    /// The changes, sorted by kind and id.
    pub changes: Vec<CheckedChange>,
    /// Number of changes of kinds that no export contains.
    pub unchecked: usize,
    /// Names of users by id.
    pub names: BTreeMap<String, String>,
}

impl PackCheck {
    /// Number of changes in a state.
    #[must_use]
    pub fn count(&self, state: ChangeState) -> usize {
        self.changes.iter().filter(|change| change.state == state).count()
    }

    /// Whether every change that was checked is applied.
    #[must_use]
    pub fn is_applied(&self) -> bool {
        self.changes.iter().all(|change| change.state == ChangeState::Applied)
    }
}

/// Reads the pack in a folder and compares it with fresh exports.
///
/// # Errors
/// A folder that is no pack or was edited, and exports without ids or owners.
pub fn check(folder: &Path, exports: &[(String, CrmTable)]) -> Result<PackCheck, Faults> {
    let mut faults = Faults::default();
    let Some(pack) = StoredPack::read(folder, &mut faults) else { return Err(faults) };
    let mut now: BTreeMap<(CrmRecordKind, String), Option<String>> = BTreeMap::new();
    for (file, table) in exports {
        if !table.has_owners {
            faults.push(Place::File(file.clone()), CrmFault::NoOwners);
            continue;
        }
        let mut known = 0;
        for record in &table.records {
            let id = pack.target.record_id(table.kind, &record.id);
            let kind = if id.is_some() { table.kind } else { kind_of(pack.target, &record.id).unwrap_or(table.kind) };
            let id = id.or_else(|| pack.target.record_id(kind, &record.id)).unwrap_or_else(|| record.id.clone());
            known += usize::from(pack.changes.contains_key(&(kind, id.clone())));
            let owner = record.owner.as_deref().map(|owner| pack.owner(owner));
            now.insert((kind, id), owner);
        }
        if known == 0 && !pack.changes.is_empty() {
            faults.push(Place::File(file.clone()), CrmFault::OtherRecords);
        }
    }
    faults.into_result(())?;
    let has = |kind: CrmRecordKind| now.keys().any(|(other, _)| *other == kind);
    let seen = [CrmRecordKind::Account, CrmRecordKind::Opportunity, CrmRecordKind::Contact].map(has);
    let unchecked = pack.changes.keys().filter(|(kind, _)| !seen[*kind as usize]).count();
    let changes = pack.changes.iter().filter(|((kind, _), _)| seen[*kind as usize]).map(|((kind, id), (before, after))| {
        let found = now.get(&(*kind, id.clone()));
        let state = match found {
            None => ChangeState::NotInExport,
            Some(owner) if owner.as_ref() == Some(after) => ChangeState::Applied,
            Some(owner) if owner == before => ChangeState::Missing,
            Some(_) => ChangeState::ChangedSince,
        };
        let (before, after, now) = (before.clone(), after.clone(), found.cloned().flatten());
        CheckedChange { kind: *kind, id: id.clone(), before, after, now, state }
    });
    Ok(PackCheck { changes: changes.collect(), unchecked, names: pack.names })
}

/// The kind of a Salesforce id.
fn kind_of(target: CrmTarget, id: &str) -> Option<CrmRecordKind> {
    let kinds = [CrmRecordKind::Account, CrmRecordKind::Opportunity, CrmRecordKind::Contact];
    kinds.into_iter().find(|kind| target == CrmTarget::Salesforce && target.record_id(*kind, id).is_some())
}

/// Old and new owner of each record.
type StoredChanges = BTreeMap<(CrmRecordKind, String), (Option<String>, String)>;

/// A pack read from its folder.
struct StoredPack {
    target: CrmTarget,
    changes: StoredChanges,
    /// Names of users by id.
    names: BTreeMap<String, String>,
    /// Ids of users by what exports may call them, in lower case.
    called: BTreeMap<String, String>,
}

impl StoredPack {
    fn read(folder: &Path, faults: &mut Faults) -> Option<Self> {
        let path = folder.join("manifest.json");
        let manifest: Option<Value> = std::fs::read(&path).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
        let target = manifest.as_ref().and_then(|manifest| CrmTarget::from_name(manifest["for"].as_str()?));
        let (Some(manifest), Some(target)) = (manifest, target) else {
            faults.push(Place::File(path.display().to_string()), CrmFault::NoPack);
            return None;
        };
        if manifest["format"] != PACK_FORMAT {
            faults.push(Place::File(path.display().to_string()), CrmFault::NoPack);
            return None;
        }
        let before = faults.0.len();
        let mut changes = StoredChanges::new();
        let files: Vec<&Value> = manifest["files"].as_array().into_iter().flatten().collect();
        let mut backwards = BTreeMap::new();
        for file in files {
            let name = file["name"].as_str().unwrap_or_default();
            let path = folder.join(name);
            let at = Place::File(path.display().to_string());
            match std::fs::File::open(&path).and_then(digest) {
                Ok((_, hash)) if file["sha256"] == hash.as_str() => {}
                Ok(_) => {
                    faults.push(at, CrmFault::Edited);
                    continue;
                }
                Err(_) => {
                    faults.push(at, CrmFault::MissingFile);
                    continue;
                }
            }
            let kinds = [CrmRecordKind::Account, CrmRecordKind::Opportunity, CrmRecordKind::Contact];
            let Some(kind) = kinds.into_iter().find(|kind| name.ends_with(&format!("/{}", target.file(*kind)))) else { continue };
            // A file whose changes cannot be undone has no rows backwards.
            let mut ignored = Faults::default();
            let records = read_crm_table(&path, &mut ignored).map_or_else(Vec::new, |table| table.records);
            for record in records {
                let Some(owner) = record.owner else { continue };
                if name.starts_with("rollback/") {
                    backwards.insert((kind, record.id), owner);
                } else {
                    changes.insert((kind, record.id), (None, owner));
                }
            }
        }
        for (key, owner) in backwards {
            if let Some(change) = changes.get_mut(&key) {
                change.0 = Some(owner);
            }
        }
        let (mut names, mut called) = (BTreeMap::new(), BTreeMap::new());
        for owner in manifest["owners"].as_array().into_iter().flatten() {
            let Some(id) = owner["id"].as_str() else { continue };
            for text in ["name", "email"].iter().filter_map(|key| owner[*key].as_str()) {
                called.insert(text.to_lowercase(), id.to_owned());
            }
            called.insert(id.to_lowercase(), id.to_owned());
            names.insert(id.to_owned(), owner["name"].as_str().unwrap_or_default().to_owned());
        }
        (faults.0.len() == before).then_some(Self { target, changes, names, called })
    }

    /// The user that an export names, or the text itself.
    fn owner(&self, text: &str) -> String {
        let bare = text.rsplit_once(" (").and_then(|(_, inner)| inner.strip_suffix(')')).unwrap_or(text);
        let known = |text: &str| self.called.get(&text.to_lowercase()).cloned();
        known(text).or_else(|| known(bare)).or_else(|| self.target.owner_id(text)).unwrap_or_else(|| text.to_owned())
    }
}
