//! The command line, with one module per command.

mod args;
mod backtest;
mod browser;
mod cadence;
mod calibrate;
mod capacity;
mod check;
mod clean;
mod compare;
mod comparison_inputs;
mod comparison_output;
mod console;
mod crm;
mod diff;
mod exit_code;
mod export;
mod failure;
mod fault;
mod freeze;
mod init;
mod interrupt;
mod merge;
mod migrate;
mod name_lookup;
mod paths;
mod plan;
mod plan_overrides;
mod plan_source;
mod plan_state;
mod progress;
mod proposals;
mod quick;
mod reference_plan;
mod regret;
mod replay;
mod review;
mod scenario_data;
mod serve;
mod show;
mod simulated;
mod solve;
mod spread;
mod stress;
mod texts;
mod usage;
mod verify;
mod workbook_output;

use std::process::ExitCode;

use clap::Parser;

pub use args::{Args, Command};
pub use exit_code::ExitStatus;
pub use failure::CommandError;

use console::Console;

/// Parses the command line, runs its command and returns the exit code.
#[must_use]
pub fn main() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => {
            let status = if error.use_stderr() { ExitStatus::BadInput } else { ExitStatus::Done };
            match usage::fault(&error) {
                Some(fault) => Console::new(true).error(&usage::render(&fault, &error)),
                None => console::note_failure(error.print()),
            }
            return ended(status).into();
        }
    };
    interrupt::watch();
    let console = Console::new(args.quiet);
    let done = match &args.command {
        Command::Init(args) => init::run(args, &console),
        Command::Check(args) => check::run(args, &console),
        Command::Clean(args) => clean::run(args, &console),
        Command::Calibrate(args) => calibrate::run(args, &console),
        Command::Backtest(args) => backtest::run(args, &console),
        Command::Show(args) => show::run(args, &console),
        Command::Plan(args) => plan::run(args, &console),
        Command::Rebalance(args) => proposals::rebalance(args, &console),
        Command::Hire(args) => proposals::hire(args, &console),
        Command::Leaver(args) => proposals::leaver(args, &console),
        Command::Frontier(args) => proposals::frontier(args, &console),
        Command::Capacity(args) => capacity::run(args, &console),
        Command::Quick(args) => quick::run(args, &console),
        Command::Compare(args) => compare::run(args, &console),
        Command::Merge(args) => merge::run(args, &console),
        Command::Verify(args) => verify::run(args, &console),
        Command::Replay(args) => replay::run(args, &console),
        Command::Stress(args) => stress::run(args, &console),
        Command::Solve(args) => solve::run(args, &console),
        Command::Spread(args) => spread::run(args, &console),
        Command::Regret(args) => regret::run(args, &console),
        Command::Cadence(args) => cadence::run(args, &console),
        Command::Export(args) => export::run(args, &console),
        Command::Crm(args) => crm::run(args, &console),
        Command::Diff(args) => diff::run(args, &console),
        Command::Freeze(args) => freeze::run(args, &console),
        Command::Review(args) => review::run(args, &console),
        Command::Serve(args) => serve::run(args, &console),
        Command::Migrate(args) => migrate::run(args, &console),
        Command::Schema => texts::schema(&console),
        Command::Completions(args) => texts::completions(args, &console),
        Command::Man => texts::man(&console),
    };
    match done {
        Ok(status) => ended(status).into(),
        Err(failure) => {
            console.error(&failure.render(console.colour_err, console.width));
            failure.exit_status().into()
        }
    }
}

/// The status of a command that succeeded, or a failure if its results could not be printed.
fn ended(status: ExitStatus) -> ExitStatus {
    match console::failure() {
        None => status,
        Some(error) => {
            Console::new(true).error(&format!("error: cannot write to standard output: {error}"));
            ExitStatus::Failed
        }
    }
}
