//! `attain show`: the resolved scenario.

use super::args::ShowArgs;
use super::{Exit, Failure, Screen};
use attain_core::diagnostics::Faults;
use attain_core::scenario;

/// Prints every value of a scenario and where it came from.
///
/// # Errors
/// Every fault of the file and those it extends.
pub fn run(args: &ShowArgs, screen: &Screen) -> Result<Exit, Failure> {
    let mut faults = Faults::default();
    let resolved = scenario::load(&args.path, &mut faults);
    let Some(resolved) = resolved else { return Err(faults.into()) };
    let resolved = faults.into_result(resolved)?;
    screen.say(&scenario::show(&resolved));
    Ok(Exit::Done)
}
