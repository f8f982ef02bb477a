//! `attain init`: a demo study to start from.

use super::args::InitArgs;
use super::{Exit, Failure, Screen};
use crate::demo;

/// Writes the demo study.
///
/// # Errors
/// Files that exist already, or a folder that cannot be written.
pub fn run(args: &InitArgs, screen: &Screen) -> Result<Exit, Failure> {
    let written = demo::write(&args.dir, args.seed)?;
    let folder = args.dir.display();
    screen.say(&format!("{} files written to {folder}\nnext: attain compare {folder}", written.len()));
    Ok(Exit::Done)
}
