//! `attain init`: creates a demo study.

use super::args::InitArgs;
use super::console::Console;
use super::exit_code::ExitStatus;
use super::failure::CommandError;
use attain_core::diagnostics::{Fault, Faults, Place};
use attain_data::demo;

/// Creates the demo study in the given folder.
///
/// # Errors
/// If files already exist or the folder cannot be written.
pub fn run(args: &InitArgs, console: &Console) -> Result<ExitStatus, CommandError> {
    let place = || Place::Argument(args.dir.display().to_string());
    let written = demo::write(&args.dir, args.seed).map_err(|problem| Faults(vec![Fault::new(place(), problem)]))?;
    let folder = args.dir.display();
    console.print(&format!("Created {} files in {folder}\nNext: attain compare {folder}", written.len()));
    Ok(ExitStatus::Done)
}
