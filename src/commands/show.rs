//! `attain show`: prints the resolved scenario.

use super::args::ShowArgs;
use super::console::Console;
use super::exit_code::ExitStatus;
use super::failure::CommandError;
use attain_core::diagnostics::Faults;
use attain_core::scenario;

/// Prints every value of a scenario with its origin.
///
/// # Errors
/// All faults in the file and the files that it extends.
pub fn run(args: &ShowArgs, console: &Console) -> Result<ExitStatus, CommandError> {
    let mut faults = Faults::default();
    let resolved = scenario::load(&args.path, &mut faults);
    let Some(resolved) = resolved else { return Err(faults.into()) };
    let resolved = faults.into_result(resolved)?;
    console.print(&scenario::show(&resolved));
    Ok(ExitStatus::Done)
}
