//! `attain check`: files and data, nothing simulated.

use std::fmt::Write;

use super::args::PathArgs;
use super::paths::scenario_files;
use super::{Exit, Failure, Screen};
use crate::design::design;
use crate::study;

/// Reads everything, designs every plan, and says what was found.
///
/// # Errors
/// Every fault of every file.
pub fn run(args: &PathArgs, screen: &Screen) -> Result<Exit, Failure> {
    let files = scenario_files(&args.paths)?;
    let study = study::load(&files)?;
    let plans = study::each(&study.scenarios, |resolved| design(&study.book, resolved))?;
    let book = &study.book;
    let mut text = format!(
        "{} accounts, {} reps, {} opportunities: in order\n",
        book.accounts.len(),
        book.reps.len(),
        book.opportunities.len()
    );
    for (resolved, plan) in study.scenarios.iter().zip(&plans) {
        let _ = writeln!(text, "{}: in order, {} seats", resolved.file, plan.seats.len());
        for warning in &resolved.warnings {
            let _ = writeln!(text, "  warning: {warning}");
        }
    }
    screen.say(&text);
    Ok(Exit::Done)
}
