//! `attain init`: a demo study to start from.

use super::args::InitArgs;
use super::{Exit, Failure, Screen};
use attain_core::diagnostics::{Fault, Faults, Place};
use attain_data::demo;

/// Writes the demo study.
///
/// # Errors
/// Files that exist already, or a folder that cannot be written.
pub fn run(args: &InitArgs, screen: &Screen) -> Result<Exit, Failure> {
    let place = || Place::Argument(args.dir.display().to_string());
    let written = demo::write(&args.dir, args.seed).map_err(|problem| Faults(vec![Fault::new(place(), problem)]))?;
    let folder = args.dir.display();
    screen.say(&format!("{} files written to {folder}\nnext: attain compare {folder}", written.len()));
    Ok(Exit::Done)
}
