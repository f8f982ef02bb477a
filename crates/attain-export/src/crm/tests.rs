//! Change files for a small company with Salesforce ids: there, checked, and back.

use std::collections::BTreeMap;
use std::path::Path;

use super::*;
use attain_core::output::OutputFolder;
use attain_core::plan::Plan;
use attain_data::{Book, CrmRecord, CrmRecordKind, CrmTable, salesforce_id};
use attain_fixtures::studies::{LONG, plans};

fn id(prefix: &str, number: usize) -> String {
    salesforce_id(&format!("{prefix}Aa0000000{number:03}"), prefix).expect("an id")
}

/// A company whose accounts and reps have Salesforce ids, and a plan that moves accounts.
fn company() -> (Book, Plan) {
    let (study, mut plans) = plans(&[LONG]);
    let (mut book, mut plan) = (study.book, plans.swap_remove(0));
    for (at, account) in book.accounts.iter_mut().enumerate() {
        account.id = id("001", at);
    }
    for (at, rep) in book.reps.iter_mut().enumerate() {
        rep.id = id("005", at);
        rep.email = Some(format!("rep{at}@example.com"));
    }
    // Everything of the first seat goes to the second.
    for (at, made) in plan.accounts.iter_mut().enumerate() {
        let owner = book.accounts[at].owner;
        made.seat = plan.seats.iter().position(|seat| seat.incumbent.is_some() && seat.incumbent == owner);
        if made.seat == Some(0) {
            made.seat = Some(1);
        }
    }
    (book, plan)
}

fn owners(book: &Book) -> BTreeMap<String, String> {
    let owner = |account: &attain_data::Account| Some((account.id.clone(), book.reps[account.owner?].id.clone()));
    book.accounts.iter().filter_map(owner).collect()
}

fn table(owners: &BTreeMap<String, String>) -> CrmTable {
    let record = |(id, owner): (&String, &String)| CrmRecord {
        id: id.clone(),
        account: None,
        owner: Some(owner.clone()),
        at: attain_core::diagnostics::Place::Argument(String::new()),
    };
    CrmTable { kind: CrmRecordKind::Account, records: owners.iter().map(record).collect(), has_owners: true }
}

/// Writes a pack to a folder.
fn written(pack: &ChangePack, folder: &Path) {
    let files = files(pack);
    let names: Vec<String> = files.iter().map(|file| file.name.clone()).chain(["manifest.json".to_owned()]).collect();
    let mut out = OutputFolder::open(folder, &names).unwrap();
    for file in &files {
        out.put(&file.name, &file.bytes).unwrap();
    }
    let identity =
        PackIdentity { plan: "p".to_owned(), scenario_hash: String::new(), data_hash: String::new(), keep_deals_from: None };
    let manifest = manifest(pack, &identity, &out.written().unwrap());
    out.put("manifest.json", &serde_json::to_vec(&manifest).unwrap()).unwrap();
    out.commit().unwrap();
}

fn apply(owners: &BTreeMap<String, String>, rows: &[u8]) -> BTreeMap<String, String> {
    let mut owners = owners.clone();
    for line in std::str::from_utf8(rows).unwrap().lines().skip(1) {
        let (id, owner) = line.split_once(',').unwrap();
        owners.insert(id.to_owned(), owner.to_owned());
    }
    owners
}

#[test]
fn applied_changes_check_and_the_rollback_restores() {
    let (book, plan) = company();
    let before = owners(&book);
    let options = PackOptions { account_owners: before.clone(), ..PackOptions::default() };
    let pack = pack(&book, &plan, CrmTarget::Salesforce, &options).unwrap();
    let moved = pack.changes.iter().filter(|change| change.kind == CrmRecordKind::Account).count();
    let expected = book.accounts.iter().filter(|account| account.owner == plan.seats[0].incumbent).count();
    assert!(expected > 3 && moved == expected, "{moved} of {expected}");

    let folder = tempfile::tempdir().unwrap();
    written(&pack, folder.path());
    let files = files(&pack);
    let rows = |name: &str| &files.iter().find(|file| file.name.ends_with(name)).unwrap().bytes;
    let forward = files.iter().find(|file| file.name.ends_with("/accounts.csv") && !file.name.starts_with("rollback")).unwrap();
    let after = apply(&before, &forward.bytes);

    let export = |owners: &BTreeMap<String, String>| vec![("fresh.csv".to_owned(), table(owners))];
    let found = check(folder.path(), &export(&after)).unwrap();
    assert!(found.is_applied() && found.count(ChangeState::Applied) == moved);
    let found = check(folder.path(), &export(&before)).unwrap();
    assert_eq!(found.count(ChangeState::Missing), moved);

    let mut changed = after.clone();
    let three: Vec<String> = pack.changes.iter().take(3).map(|change| change.id.clone()).collect();
    for account in &three {
        changed.insert(account.clone(), id("005", 900));
    }
    let found = check(folder.path(), &export(&changed)).unwrap();
    let named: Vec<&str> = found
        .changes
        .iter()
        .filter(|change| change.state == ChangeState::ChangedSince)
        .map(|change| change.id.as_str())
        .collect();
    assert_eq!(named, three.iter().map(String::as_str).collect::<Vec<_>>());
    assert!(!found.is_applied());

    let back = files.iter().find(|file| file.name.starts_with("rollback") && file.name.ends_with("accounts.csv")).unwrap();
    assert_eq!(apply(&after, &back.bytes), before);
    assert!(rows("accounts.csv").starts_with(b"Id,OwnerId\n"));
}

#[test]
fn owners_may_be_named_in_a_report() {
    let (book, plan) = company();
    let before = owners(&book);
    let options = PackOptions { account_owners: before.clone(), ..PackOptions::default() };
    let pack = pack(&book, &plan, CrmTarget::Salesforce, &options).unwrap();
    let folder = tempfile::tempdir().unwrap();
    written(&pack, folder.path());
    let receiver = plan.seats[1].incumbent.unwrap();
    let mut named = before.clone();
    for change in &pack.changes {
        named.insert(change.id.clone(), book.reps[receiver].email.clone().unwrap().to_uppercase());
    }
    let found = check(folder.path(), &[("report.csv".to_owned(), table(&named))]).unwrap();
    assert!(found.is_applied());
}

#[test]
fn an_edited_pack_is_refused() {
    let (book, plan) = company();
    let options = PackOptions { account_owners: owners(&book), ..PackOptions::default() };
    let pack = pack(&book, &plan, CrmTarget::Salesforce, &options).unwrap();
    let folder = tempfile::tempdir().unwrap();
    written(&pack, folder.path());
    let file = folder.path().join(&files(&pack)[0].name);
    let mut bytes = std::fs::read(&file).unwrap();
    bytes.extend_from_slice(b"x,y\n");
    std::fs::write(&file, bytes).unwrap();
    std::fs::remove_file(folder.path().join(&files(&pack)[1].name)).unwrap();
    let faults = check(folder.path(), &[]).unwrap_err();
    let codes: Vec<&str> = faults.0.iter().map(attain_core::diagnostics::Fault::code).collect();
    assert_eq!(codes, ["crm::edited-pack", "crm::missing-file"]);
}

#[test]
fn ids_of_another_system_are_all_listed() {
    let (mut book, plan) = company();
    let moved: Vec<usize> = (0..book.accounts.len()).filter(|&at| book.accounts[at].owner == plan.seats[0].incumbent).collect();
    for &at in &moved[..3] {
        book.accounts[at].id = format!("A{at:04}");
    }
    let faults = pack(&book, &plan, CrmTarget::Salesforce, &PackOptions::default()).unwrap_err();
    let unknown = faults.0.iter().filter(|fault| fault.code() == "crm::unknown-id").count();
    assert_eq!(unknown, 3);
    let ids = moved[..3].iter().map(|&at| (format!("A{at:04}"), id("001", at))).collect();
    let options = PackOptions { ids, ..PackOptions::default() };
    assert_eq!(pack(&book, &plan, CrmTarget::Salesforce, &options).unwrap().changes.len(), moved.len());
}

#[test]
fn seats_without_users_wait_or_are_refused() {
    let (book, mut plan) = company();
    let added = plan.seats.iter().position(|seat| seat.incumbent.is_none()).expect("an added seat");
    plan.seats[added].start_month = 2;
    let moved = plan.accounts.iter_mut().filter(|made| made.seat == Some(1)).take(2);
    moved.for_each(|made| made.seat = Some(added));
    let none = PackOptions::default();
    let faults = pack(&book, &plan, CrmTarget::Salesforce, &none).unwrap_err();
    assert_eq!(faults.0.len(), 1);
    assert_eq!(faults.0[0].code(), "crm::no-user");
    let pending = pack(&book, &plan, CrmTarget::Salesforce, &PackOptions { pending: true, ..none.clone() }).unwrap();
    assert_eq!(pending.pending.len(), 2);
    let ids = BTreeMap::from([(plan.seats[added].id.clone(), id("005", 77))]);
    let hired = pack(&book, &plan, CrmTarget::Salesforce, &PackOptions { ids, ..none }).unwrap();
    let later: Vec<&CrmOwnerChange> = hired.changes.iter().filter(|change| change.after == id("005", 77)).collect();
    // The seat starts two months after the plan's first day, 1 February.
    assert!(later.len() == 2 && later.iter().all(|change| change.on == jiff::civil::date(2027, 4, 1)));
}
