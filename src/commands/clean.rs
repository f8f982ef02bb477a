//! `attain clean`: repairs data and logs every change.

use super::args::CleanArgs;
use super::console::Console;
use super::exit_code::ExitStatus;
use super::failure::CommandError;
use attain_core::diagnostics::Faults;
use attain_core::output::OutputFolder;
use attain_core::scenario;
use attain_report::terminal;

/// Writes the repaired tables of a scenario and a log of every change. Problems that
/// cannot be repaired automatically are reported as faults after the tables are written.
///
/// # Errors
/// All faults in the scenario, a folder that cannot be written, or the faults that remain
/// after the repair.
pub fn run(args: &CleanArgs, console: &Console) -> Result<ExitStatus, CommandError> {
    let mut faults = Faults::default();
    let resolved = scenario::load(&args.path, &mut faults);
    let Some(resolved) = resolved else { return Err(faults.into()) };
    faults.into_result(())?;

    let mut remaining = Faults::default();
    let examination = attain_data::examine(&resolved, &mut remaining);
    let files = examination.cleaned();
    if files.len() > 1 {
        let names: Vec<String> = files.iter().map(|file| file.name.clone()).collect();
        let mut folder = OutputFolder::open_beside(&args.out, &names, resolved.inputs())?;
        for file in &files {
            folder.put(&file.name, &file.bytes)?;
        }
        let folder = folder.commit()?;
        console.print(&terminal::reading(&examination.reading, console.width));
        for file in &files {
            console.print(&format!("{}: {} changes", folder.join(&file.name).display(), file.changes));
        }
    }
    remaining.into_result(())?;
    Ok(ExitStatus::Done)
}
