//! `attain crm`: writes the changes of a plan as files for a CRM, and checks that a CRM has them.

use std::fmt::Write as _;
use std::path::PathBuf;

use super::args::CrmArgs;
use super::console::Console;
use super::exit_code::ExitStatus;
use super::failure::CommandError;
use super::plan_source;
use attain_core::diagnostics::{Fault, Faults, Place};
use attain_core::number_format::plural;
use attain_core::output::OutputFolder;
use attain_core::scenario::ResolvedScenario;
use attain_data::{CrmTable, read_crm_ids, read_crm_table, written_owners};
use attain_export::crm;
use attain_export::crm::{ChangePack, ChangeState, CrmFault, PackCheck, PackIdentity, PackOptions};

/// Most changes of a state that are listed.
const LISTED: usize = 40;
const MANIFEST: &str = "manifest.json";

/// Writes the change files, or compares them with fresh exports.
///
/// # Errors
/// All faults in the input, every id that the CRM does not know, or a folder that cannot be written.
pub fn run(args: &CrmArgs, console: &Console) -> Result<ExitStatus, CommandError> {
    if !args.check.is_empty() {
        return check(args, console);
    }
    let named = plan_source::load(args.plan.as_deref().unwrap_or_default())?;
    let (resolved, book) = (named.resolved(), &named.study.book);
    if resolved.scenario.data.accounts.is_none() {
        return Err(Fault::new(Place::File(resolved.file.clone()), CrmFault::Generated).into());
    }
    let mut faults = Faults::default();
    let contacts = args.contacts.as_ref().and_then(|path| read_crm_table(path, &mut faults));
    let ids = args.ids.as_ref().and_then(|path| read_crm_ids(path, &mut faults)).unwrap_or_default();
    faults.into_result(())?;
    let options = PackOptions {
        account_owners: written_owners(resolved, "accounts"),
        opportunity_owners: written_owners(resolved, "opportunities"),
        contacts,
        ids,
        keep_deals_from: args.keep_deals_from,
        house_owner: args.house_owner.clone(),
        pending: args.pending,
    };
    let target = args.target.into();
    let pack = crm::pack(book, &named.plan, target, &options)?;
    let files = crm::files(&pack);
    let names: Vec<String> = files.iter().map(|file| file.name.clone()).chain([MANIFEST.to_owned()]).collect();
    let inputs = ResolvedScenario::inputs(resolved).chain(args.contacts.clone()).chain(args.ids.clone());
    let mut folder = OutputFolder::open_beside(&args.out, &names, inputs)?;
    for file in &files {
        folder.put(&file.name, &file.bytes)?;
    }
    let identity = PackIdentity {
        plan: named.plan.name.clone(),
        scenario_hash: resolved.hash.clone(),
        data_hash: book.hash.clone(),
        keep_deals_from: args.keep_deals_from,
    };
    let manifest = crm::manifest(&pack, &identity, &folder.written()?);
    folder.put(MANIFEST, &attain_report::export::pretty(MANIFEST, &manifest)?)?;
    let folder = folder.commit()?;
    console.print(&summary(&pack, &names, &folder.display().to_string()));
    Ok(ExitStatus::Done)
}

fn summary(pack: &ChangePack, names: &[String], folder: &str) -> String {
    let mut text = format!("{} of owner in {folder}:\n", plural(pack.changes.len(), "change"));
    for name in names {
        let _ = writeln!(text, "  {name}");
    }
    if !pack.kept.is_empty() {
        let _ = writeln!(text, "{} of moved accounts keep their owner: kept-deals.csv", plural(pack.kept.len(), "open deal"));
    }
    if !pack.pending.is_empty() {
        let _ = writeln!(text, "{} wait for a user: pending.csv", plural(pack.pending.len(), "account"));
    }
    let unknown = pack.changes.iter().filter(|change| change.before.is_none()).count();
    if unknown > 0 {
        let _ = writeln!(text, "{} have no owner in the data, so the rollback leaves them out", plural(unknown, "record"));
    }
    text
}

/// Compares the pack with fresh exports of the CRM.
fn check(args: &CrmArgs, console: &Console) -> Result<ExitStatus, CommandError> {
    let mut faults = Faults::default();
    let read = |path: &PathBuf| Some((path.display().to_string(), read_crm_table(path, &mut faults)?));
    let exports: Vec<(String, CrmTable)> = args.check.iter().filter_map(read).collect();
    faults.into_result(())?;
    let found = crm::check(&args.out, &exports)?;
    console.print(&report(&found));
    Ok(if found.is_applied() { ExitStatus::Done } else { ExitStatus::ConditionNotMet })
}

fn report(found: &PackCheck) -> String {
    let mut text = String::new();
    for (state, words) in [
        (ChangeState::Applied, "applied"),
        (ChangeState::Missing, "missing: still with the old owner"),
        (ChangeState::ChangedSince, "changed since by somebody else"),
        (ChangeState::NotInExport, "not in the export"),
    ] {
        let _ = writeln!(text, "{:>7}  {words}", found.count(state));
        let listed = found.changes.iter().filter(|change| change.state == state && state != ChangeState::Applied);
        for change in listed.take(LISTED) {
            let name = |id: &Option<String>| {
                let id = id.as_deref().unwrap_or("nobody");
                found.names.get(id).map_or_else(|| id.to_owned(), |name| format!("{name} ({id})"))
            };
            let now = if state == ChangeState::ChangedSince { format!(", now {}", name(&change.now)) } else { String::new() };
            let after = name(&Some(change.after.clone()));
            let _ = writeln!(text, "         {}: from {} to {after}{now}", change.id, name(&change.before));
        }
        let more = found.count(state).saturating_sub(LISTED);
        if more > 0 && state != ChangeState::Applied {
            let _ = writeln!(text, "         and {more} more");
        }
    }
    if found.unchecked > 0 {
        let _ = writeln!(text, "{:>7}  not checked: give exports of these records too with --check", found.unchecked);
    }
    text
}
