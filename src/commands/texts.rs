//! `attain schema`, `completions` and `man`: generated reference texts.

use clap::CommandFactory;

use super::args::{Args, CompletionArgs};
use super::console::Console;
use super::exit_code::ExitStatus;
use super::failure::CommandError;

/// Prints the JSON Schema of scenario files.
///
/// # Errors
/// None.
#[expect(clippy::unnecessary_wraps, reason = "commands share a signature")]
pub fn schema(console: &Console) -> Result<ExitStatus, CommandError> {
    console.print(&attain_core::scenario::schema());
    Ok(ExitStatus::Done)
}

/// Prints shell completions.
///
/// # Errors
/// None.
#[expect(clippy::unnecessary_wraps, reason = "commands share a signature")]
pub fn completions(args: &CompletionArgs, console: &Console) -> Result<ExitStatus, CommandError> {
    let mut text = Vec::new();
    clap_complete::generate(args.shell, &mut Args::command(), "attain", &mut text);
    console.print(&String::from_utf8_lossy(&text));
    Ok(ExitStatus::Done)
}

/// Prints the manual page, which covers all commands.
///
/// # Errors
/// None.
#[expect(clippy::unnecessary_wraps, reason = "commands share a signature")]
pub fn man(console: &Console) -> Result<ExitStatus, CommandError> {
    let mut command = Args::command();
    command.build();
    let mut text = Vec::new();
    // Writing to memory does not fail.
    let _ = clap_mangen::Man::new(command.clone()).render(&mut text);
    for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
        let _ = clap_mangen::Man::new(sub.clone()).render_synopsis_section(&mut text);
        let _ = clap_mangen::Man::new(sub.clone()).render_description_section(&mut text);
        let _ = clap_mangen::Man::new(sub.clone()).render_options_section(&mut text);
    }
    console.print(&String::from_utf8_lossy(&text));
    Ok(ExitStatus::Done)
}
