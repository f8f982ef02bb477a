//! `attain freeze`: keeps a plan in a folder, and adds approvals and exceptions to it.

use std::path::Path;

use super::args::FreezeArgs;
use super::console::Console;
use super::exit_code::ExitStatus;
use super::failure::CommandError;
use super::plan_source;
use super::simulated::simulate_alone;
use attain_core::diagnostics::{Fault, Faults, Place};
use attain_core::number_format::plural;
use attain_core::output::{OutputFile, OutputFolder};
use attain_core::scenario;
use attain_core::scenario::ResolvedScenario;
use attain_export::freeze;
use attain_export::freeze::{FreezeFault, FrozenIdentity, LogAction, LogEntry};
use attain_export::snapshot::PlanSnapshot;

/// Freezes a plan, or adds entries to the log of a frozen plan.
///
/// # Errors
/// All faults in the input, or a folder that cannot be written.
pub fn run(args: &FreezeArgs, console: &Console) -> Result<ExitStatus, CommandError> {
    let path = Path::new(&args.plan);
    if freeze::is_frozen(path) {
        return add(args, path, console);
    }
    let Some(out) = &args.out else {
        return Err(Fault::new(Place::Option("--out"), super::fault::PlanSourceFault::NoFolder).into());
    };
    if out.join(freeze::PLAN).exists() {
        return Err(Fault::new(Place::Option("--out"), FreezeFault::Exists).into());
    }
    if args.except.is_some() {
        let problem = FreezeFault::Incomplete { what: "a frozen plan: freeze the plan first" };
        return Err(Fault::new(Place::Option("--except"), problem).into());
    }
    let named = plan_source::load(&args.plan)?;
    let resolved = named.resolved();
    let names = freeze::FILES.map(str::to_owned);
    let mut folder = OutputFolder::open_beside(out, &names, ResolvedScenario::inputs(resolved))?;
    let years = simulate_alone(&named, &args.chance, console)?;
    let snapshot = PlanSnapshot::from_plan(&named.study.book, &named.plan, years.as_ref());
    for file in freeze::files(&snapshot, &scenario::show(resolved)) {
        folder.put(&file.name, &file.bytes)?;
    }
    let identity = FrozenIdentity {
        plan: named.plan.name.clone(),
        description: named.plan.scenario.description.clone(),
        currency: named.plan.scenario.money.currency.clone(),
        start: named.plan.scenario.horizon.start.to_string(),
        scenario_file: attain_report::export::scenario::relative_path(out, Path::new(&resolved.file)),
        scenario_hash: resolved.hash.clone(),
        data_hash: named.study.book.hash.clone(),
        bands: years.as_ref().map_or_else(Vec::new, |years| years.bookings_bands(&named.plan.name)),
    };
    let plan = attain_report::export::pretty(freeze::PLAN, &freeze::plan_json(&identity, &folder.written()?))?;
    let start = freeze::log_start(&plan);
    let log = args.approve.as_ref().map_or_else(String::new, |by| freeze::append("", &start, approval(args, by)));
    folder.put(freeze::LOG, log.as_bytes())?;
    folder.put(freeze::PLAN, &plan)?;
    let folder = folder.commit()?;
    let approvals = plural(log.lines().count(), "approval");
    console.print(&format!("Frozen {}: {} ({approvals})", named.plan.name, folder.display()));
    Ok(ExitStatus::Done)
}

fn approval(args: &FreezeArgs, by: &str) -> LogEntry {
    let note = args.note.clone().unwrap_or_default();
    LogEntry { at: now(), by: by.to_owned(), action: LogAction::Approval, note, previous: String::new() }
}

/// The time of an entry, the only thing in a frozen plan that comes from the clock.
fn now() -> String {
    jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// Adds an approval or an exception.
fn add(args: &FreezeArgs, path: &Path, console: &Console) -> Result<ExitStatus, CommandError> {
    let mut faults = Faults::default();
    let frozen = freeze::read(path, &mut faults);
    let Some(frozen) = frozen else { return Err(faults.into()) };
    let mut log = frozen.log.clone();
    let mut added = 0;
    if let Some(by) = &args.approve {
        log = freeze::append(&log, &frozen.log_start, approval(args, by));
        added += 1;
    }
    if let Some(account) = &args.except {
        if !frozen.snapshot.accounts.contains_key(account) {
            faults.push(Place::Option("--except"), FreezeFault::UnknownAccount { found: account.clone() });
        }
        let by = args.by.as_ref().or(args.approve.as_ref());
        for (what, missing) in
            [("somebody who grants it", by.is_none()), ("a reason", args.reason.is_none()), ("a last day", args.until.is_none())]
        {
            if missing {
                faults.push(Place::Option("--except"), FreezeFault::Incomplete { what });
            }
        }
        let today = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date();
        if let Some(until) = args.until.filter(|until| *until < today) {
            faults.push(Place::Option("--until"), FreezeFault::Expired { until, on: today });
        }
        if let (Some(by), Some(reason), Some(until)) = (by, &args.reason, args.until) {
            let action = LogAction::Exception { account: account.clone(), until };
            let entry = LogEntry { at: now(), by: by.clone(), action, note: reason.clone(), previous: String::new() };
            log = freeze::append(&log, &frozen.log_start, entry);
            added += 1;
        }
    }
    if added == 0 && faults.0.is_empty() {
        faults.push(Place::Argument("PLAN".to_owned()), FreezeFault::Nothing);
    }
    faults.into_result(())?;
    OutputFile::open(&path.join(freeze::LOG), std::iter::empty())?.put(log.as_bytes())?;
    console.print(&format!("Added {} to {}", plural(added, "entry").replace("entrys", "entries"), path.display()));
    Ok(ExitStatus::Done)
}
