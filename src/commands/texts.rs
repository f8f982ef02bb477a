//! `attain schema`, `completions` and `man`: texts about attain itself.

use clap::CommandFactory;

use super::args::{Args, CompletionArgs};
use super::{Exit, Failure, Screen};

/// Prints the JSON Schema of scenario files.
///
/// # Errors
/// None.
#[expect(clippy::unnecessary_wraps, reason = "commands share a signature")]
pub fn schema(screen: &Screen) -> Result<Exit, Failure> {
    screen.say(&attain_core::scenario::schema());
    Ok(Exit::Done)
}

/// Prints completions for a shell.
///
/// # Errors
/// None.
#[expect(clippy::unnecessary_wraps, reason = "commands share a signature")]
pub fn completions(args: &CompletionArgs, screen: &Screen) -> Result<Exit, Failure> {
    let mut text = Vec::new();
    clap_complete::generate(args.shell, &mut Args::command(), "attain", &mut text);
    screen.say(&String::from_utf8_lossy(&text));
    Ok(Exit::Done)
}

/// Prints the manual page, all commands in one.
///
/// # Errors
/// None.
#[expect(clippy::unnecessary_wraps, reason = "commands share a signature")]
pub fn man(screen: &Screen) -> Result<Exit, Failure> {
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
    screen.say(&String::from_utf8_lossy(&text));
    Ok(Exit::Done)
}
