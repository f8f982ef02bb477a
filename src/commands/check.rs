//! `attain check`: validates scenario files and data without simulating.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use super::args::CheckArgs;
use super::console::Console;
use super::exit_code::ExitStatus;
use super::failure::CommandError;
use super::paths::scenario_files;
use super::progress;
use attain_analysis::experiment::study::check_study;
use attain_analysis::experiment::study_file;
use attain_analysis::outlook::outlook;
use attain_analysis::planning::design;
use attain_core::diagnostics::Faults;
use attain_core::number_format::plural;
use attain_core::scenario::ResolvedScenario;
use attain_design::study;
use attain_export::freeze;
use attain_export::freeze::LogAction;
use attain_report::terminal;

/// Reads all files, designs every plan and prints a summary. For study files of
/// `attain stress`, every cell is designed. With `--no-design`, nothing is designed.
///
/// # Errors
/// All faults in all files.
pub fn run(args: &CheckArgs, console: &Console) -> Result<ExitStatus, CommandError> {
    let (frozen, paths): (Vec<PathBuf>, Vec<PathBuf>) = args.paths.iter().cloned().partition(|path| freeze::is_frozen(path));
    let (tests, files): (Vec<_>, Vec<_>) = scenario_files(&paths)?.into_iter().partition(|path| study_file::is_study(path));
    let mut faults = Faults::default();
    let mut text = String::new();
    for path in &frozen {
        text += &frozen_plan(path, &mut faults);
    }
    let plans = (!files.is_empty()).then(|| scenarios(&files, args.no_design, console));
    for found in plans.into_iter().chain(tests.iter().map(|path| stress_test(path, args.no_design, console))) {
        match found {
            Ok(found) => text += &found,
            Err(found) => faults.0.extend(found.0),
        }
    }
    faults.into_result(())?;
    console.print(&text);
    Ok(ExitStatus::Done)
}

/// Verifies the files and the log of a frozen plan, and lists its approvals and exceptions.
fn frozen_plan(path: &Path, faults: &mut Faults) -> String {
    let Some(frozen) = freeze::read(path, faults) else { return String::new() };
    let today = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date();
    let mut text =
        format!("{}: OK (frozen {}, {} accounts)\n", path.display(), frozen.snapshot.name, frozen.snapshot.accounts.len());
    for entry in &frozen.entries {
        let _ = match &entry.action {
            LogAction::Approval => writeln!(text, "  approved by {} on {}{}", entry.by, day(&entry.at), note(&entry.note)),
            LogAction::Exception { account, until } if *until < today => {
                writeln!(text, "  warning: the exception for {account} ended on {until}{}", note(&entry.note))
            }
            LogAction::Exception { account, until } => {
                writeln!(text, "  exception for {account} until {until}, granted by {}{}", entry.by, note(&entry.note))
            }
        };
    }
    text
}

fn day(at: &str) -> &str {
    at.split('T').next().unwrap_or(at)
}

fn note(note: &str) -> String {
    if note.is_empty() { String::new() } else { format!(": {}", note.replace(char::is_control, " ")) }
}

/// Checks a study file of `attain stress`.
fn stress_test(path: &Path, no_design: bool, console: &Console) -> Result<String, Faults> {
    let file = study_file::read(path)?;
    let study = study::load(std::slice::from_ref(&file.scenario))?;
    if no_design {
        let mut faults = Faults::default();
        file.check(&study.book, &study.scenarios[0].scenario, &mut faults);
        faults.into_result(())?;
        return Ok(format!("{}: OK (not designed, based on {})\n", path.display(), study.scenarios[0].file));
    }
    let bar = progress::steps(console, 0);
    let checked = check_study(&study.book, &study.scenarios[0], &file, 1)?;
    bar.set_message("cells designed");
    let ready = checked.design(&|_| bar.inc(1));
    bar.finish_and_clear();
    let ready = ready?;
    Ok(format!("{}: OK ({}, based on {})\n", path.display(), plural(ready.grid.len(), "cell"), ready.base.file))
}

/// Checks scenario files and their data.
fn scenarios(files: &[PathBuf], no_design: bool, console: &Console) -> Result<String, Faults> {
    let study = study::load(files).inspect_err(|_| {
        // The files that were read help to explain why the others could not be read.
        for reading in study::examine_data(files).iter().filter(|reading| !reading.files.is_empty()) {
            console.print(&terminal::reading(reading, console.width));
        }
    })?;
    let bar = progress::steps(console, if no_design { 0 } else { study.scenarios.len() as u64 });
    bar.set_message("plans designed");
    let designed = |resolved: &ResolvedScenario| {
        let plan = if no_design { None } else { Some(design(&study.book, resolved)?) };
        bar.inc(1);
        Ok::<_, Faults>(plan)
    };
    let plans = study::for_each_scenario(&study.scenarios, designed);
    bar.finish_and_clear();
    let plans = plans?;
    let book = &study.book;
    let mut text =
        format!("{} accounts, {} reps, {} opportunities: OK\n", book.accounts.len(), book.reps.len(), book.opportunities.len());
    text += &terminal::reading(&book.reading, console.width);
    text += &terminal::touches(book, study.scenarios[0].scenario.horizon.start, console.width);
    for (resolved, plan) in study.scenarios.iter().zip(&plans) {
        let seats = plan.as_ref().map_or("not designed".to_owned(), |plan| format!("{} seats", plan.seats.len()));
        let _ = writeln!(text, "{}: OK ({seats})", resolved.file);
        for warning in &resolved.warnings {
            let _ = writeln!(text, "  warning: {warning}");
        }
        if let Some(plan) = plan.as_ref().filter(|_| !book.field.is_empty()) {
            let currency = &plan.scenario.money.currency;
            text += &terminal::outlook(book, &outlook(book, plan), currency, console.width, console.colour);
        }
    }
    Ok(text)
}
