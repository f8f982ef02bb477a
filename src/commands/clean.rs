//! `attain clean`: the data as it was read, with a log of every change.

use super::args::CleanArgs;
use super::{Exit, Failure, Screen};
use attain_core::diagnostics::Faults;
use attain_core::output::OutputFolder;
use attain_core::scenario;
use attain_report::terminal;

/// Writes every table of a scenario's data with all that was put right, and a
/// log of what was changed. What only a person can put right is told as faults,
/// after the tables are written.
///
/// # Errors
/// Every fault of the scenario; a folder that cannot be written; the faults that remain.
pub fn run(args: &CleanArgs, screen: &Screen) -> Result<Exit, Failure> {
    let mut faults = Faults::default();
    let resolved = scenario::load(&args.path, &mut faults);
    let Some(resolved) = resolved else { return Err(faults.into()) };
    faults.into_result(())?;

    let mut remaining = Faults::default();
    let examination = attain_data::examine(&resolved, &mut remaining);
    let files = examination.cleaned();
    if files.len() > 1 {
        let names: Vec<String> = files.iter().map(|file| file.name.clone()).collect();
        let folder = OutputFolder::open_beside(&args.out, &names, resolved.inputs());
        let mut folder = folder.map_err(|fault| Faults(vec![fault]))?;
        for file in &files {
            folder.put(&file.name, &file.bytes)?;
        }
        let folder = folder.commit()?;
        screen.say(&terminal::reading(&examination.reading, screen.width));
        for file in &files {
            screen.say(&format!("{}: {} changes", folder.join(&file.name).display(), file.changes));
        }
    }
    remaining.into_result(())?;
    Ok(Exit::Done)
}
