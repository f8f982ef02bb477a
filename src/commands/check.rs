//! `attain check`: files and data, nothing simulated.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use super::args::PathArgs;
use super::paths::scenario_files;
use super::{Exit, Failure, Screen};
use attain_analysis::explore::file;
use attain_analysis::explore::study::asked;
use attain_analysis::outlook::outlook;
use attain_core::diagnostics::Faults;
use attain_core::number_format::plural;
use attain_design::design::design;
use attain_design::study;
use attain_report::terminal;

/// Reads everything, designs every plan, and says what was found. Files of
/// stress tests are told by their grid, and all their cells are designed.
///
/// # Errors
/// Every fault of every file.
pub fn run(args: &PathArgs, screen: &Screen) -> Result<Exit, Failure> {
    let (tests, files): (Vec<_>, Vec<_>) = scenario_files(&args.paths)?.into_iter().partition(|path| file::is_study(path));
    let mut faults = Faults::default();
    let mut text = String::new();
    let plans = (!files.is_empty()).then(|| scenarios(&files, screen));
    for found in plans.into_iter().chain(tests.iter().map(|path| stress_test(path))) {
        match found {
            Ok(found) => text += &found,
            Err(found) => faults.0.extend(found.0),
        }
    }
    faults.into_result(())?;
    screen.say(&text);
    Ok(Exit::Done)
}

/// A file that `attain stress` takes.
fn stress_test(path: &Path) -> Result<String, Faults> {
    let file = file::read(path)?;
    let study = study::load(std::slice::from_ref(&file.scenario))?;
    let ready = asked(&study.book, &study.scenarios[0], &file, 1)?.design(&|_| ())?;
    Ok(format!("{}: in order, a grid of {} for {}\n", path.display(), plural(ready.grid.len(), "cell"), ready.base.file))
}

/// Scenario files and their data.
fn scenarios(files: &[PathBuf], screen: &Screen) -> Result<String, Faults> {
    let study = study::load(files).inspect_err(|_| {
        // What was read helps to see why the rest was not.
        for reading in study::examine_data(files).iter().filter(|reading| !reading.files.is_empty()) {
            screen.say(&terminal::reading(reading, screen.width));
        }
    })?;
    let plans = study::for_each_scenario(&study.scenarios, |resolved| design(&study.book, resolved))?;
    let book = &study.book;
    let mut text = format!(
        "{} accounts, {} reps, {} opportunities: in order\n",
        book.accounts.len(),
        book.reps.len(),
        book.opportunities.len()
    );
    text += &terminal::reading(&book.reading, screen.width);
    for (resolved, plan) in study.scenarios.iter().zip(&plans) {
        let _ = writeln!(text, "{}: in order, {} seats", resolved.file, plan.seats.len());
        for warning in &resolved.warnings {
            let _ = writeln!(text, "  warning: {warning}");
        }
        if !book.field.is_empty() {
            let currency = &plan.scenario.money.currency;
            text += &terminal::outlook(book, &outlook(book, plan), currency, screen.width, screen.colour);
        }
    }
    Ok(text)
}
