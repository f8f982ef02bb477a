//! The command line: each command is a short page of stages.

mod answer;
mod args;
mod backtest;
mod bar;
mod cadence;
mod calibrate;
mod capacity;
mod check;
mod clean;
mod compare;
mod failure;
mod fault;
mod init;
mod merge;
mod named;
mod paths;
mod plan;
mod progress;
mod proposals;
mod question;
mod quick;
mod reference;
mod regret;
mod replay;
mod show;
mod solve;
mod spread;
mod stress;
mod texts;
mod usage;
mod verify;

use std::io::{IsTerminal, Write};
use std::process::ExitCode;

use clap::Parser;

pub use args::{Args, Command};
pub use failure::{Exit, Failure};

/// Runs the command that the command line asks for.
#[must_use]
pub fn main() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => {
            let code = if error.use_stderr() { Exit::BadInput } else { Exit::Done };
            match usage::fault(&error) {
                Some(fault) => Screen::new(true).complain(&usage::render(&fault, &error)),
                // A closed pipe is no reason to fail.
                None => _ = error.print(),
            }
            return code.into();
        }
    };
    let screen = Screen::new(args.quiet);
    let done = match &args.command {
        Command::Init(args) => init::run(args, &screen),
        Command::Check(args) => check::run(args, &screen),
        Command::Clean(args) => clean::run(args, &screen),
        Command::Calibrate(args) => calibrate::run(args, &screen),
        Command::Backtest(args) => backtest::run(args, &screen),
        Command::Show(args) => show::run(args, &screen),
        Command::Plan(args) => plan::run(args, &screen),
        Command::Rebalance(args) => proposals::rebalance(args, &screen),
        Command::Hire(args) => proposals::hire(args, &screen),
        Command::Leaver(args) => proposals::leaver(args, &screen),
        Command::Frontier(args) => proposals::frontier(args, &screen),
        Command::Capacity(args) => capacity::run(args, &screen),
        Command::Quick(args) => quick::run(args, &screen),
        Command::Compare(args) => compare::run(args, &screen),
        Command::Merge(args) => merge::run(args, &screen),
        Command::Verify(args) => verify::run(args, &screen),
        Command::Replay(args) => replay::run(args, &screen),
        Command::Stress(args) => stress::run(args, &screen),
        Command::Solve(args) => solve::run(args, &screen),
        Command::Spread(args) => spread::run(args, &screen),
        Command::Regret(args) => regret::run(args, &screen),
        Command::Cadence(args) => cadence::run(args, &screen),
        Command::Schema => texts::schema(&screen),
        Command::Completions(args) => texts::completions(args, &screen),
        Command::Man => texts::man(&screen),
    };
    match done {
        Ok(exit) => exit.into(),
        Err(failure) => {
            screen.complain(&failure.render(screen.colour_err, screen.width));
            failure.exit().into()
        }
    }
}

/// Where commands write to.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "four switches that do not depend on each other")]
pub struct Screen {
    /// Nothing but results and faults.
    pub quiet: bool,
    /// Columns.
    pub width: usize,
    /// Colours on standard output.
    pub colour: bool,
    /// Colours on standard error.
    pub colour_err: bool,
    /// Whether a progress bar makes sense.
    pub live: bool,
}

impl Screen {
    fn new(quiet: bool) -> Self {
        let no_colour = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let given = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
        let width = given.or_else(terminal_width).unwrap_or(80);
        Self {
            quiet,
            width: width.clamp(20, 100),
            colour: !no_colour && std::io::stdout().is_terminal(),
            colour_err: !no_colour && std::io::stderr().is_terminal(),
            live: !quiet && std::io::stderr().is_terminal(),
        }
    }

    /// Writes a result; a reader that has gone away is no failure.
    pub fn say(&self, text: &str) {
        let mut out = std::io::stdout().lock();
        let _ = out.write_all(text.as_bytes());
        if !text.ends_with('\n') {
            let _ = out.write_all(b"\n");
        }
    }

    /// Writes a remark, unless asked to be quiet.
    pub fn remark(&self, text: &str) {
        if !self.quiet {
            self.complain(text);
        }
    }

    /// Writes to standard error.
    pub fn complain(&self, text: &str) {
        let _ = writeln!(std::io::stderr().lock(), "{}", text.trim_end_matches('\n'));
    }
}

/// Columns of the terminal that standard output is, when it is one.
fn terminal_width() -> Option<usize> {
    std::io::stdout().is_terminal().then(|| comfy_table::Table::new().width()).flatten().map(usize::from)
}
