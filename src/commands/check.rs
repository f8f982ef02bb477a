//! `attain check`: files and data, nothing simulated.

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
        text.push_str(&format!("{}: in order, {} seats\n", resolved.file, plan.seats.len()));
        for warning in &resolved.warnings {
            text.push_str(&format!("  warning: {warning}\n"));
        }
    }
    screen.say(&text);
    Ok(Exit::Done)
}
