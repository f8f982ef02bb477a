//! `attain check`: files and data, nothing simulated.

use std::fmt::Write;

use super::args::PathArgs;
use super::paths::scenario_files;
use super::{Exit, Failure, Screen};
use crate::design::design;
use crate::outlook::outlook;
use crate::report::terminal;
use crate::study;

/// Reads everything, designs every plan, and says what was found.
///
/// # Errors
/// Every fault of every file.
pub fn run(args: &PathArgs, screen: &Screen) -> Result<Exit, Failure> {
    let files = scenario_files(&args.paths)?;
    let study = match study::load(&files) {
        Ok(study) => study,
        Err(faults) => {
            // What was read helps to see why the rest was not.
            for reading in study::readings(&files).iter().filter(|reading| !reading.files.is_empty()) {
                screen.say(&terminal::reading(reading, screen.width));
            }
            return Err(faults.into());
        }
    };
    let plans = study::each(&study.scenarios, |resolved| design(&study.book, resolved))?;
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
    screen.say(&text);
    Ok(Exit::Done)
}
