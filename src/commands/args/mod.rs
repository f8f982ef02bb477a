//! Commands, their arguments and their help.

mod choices;
mod compare;
mod data;
mod design;
mod forecast;
mod grid;
mod handover;
mod sensitivity;
mod serve;
mod threads;
mod values;

use clap::{Parser, Subcommand};

pub use compare::{CompareArgs, MergeArgs, OutputArgs, ReplayArgs, StoryFormat};
pub use data::{CalibrateArgs, CheckArgs, CleanArgs, CompletionArgs, InitArgs, MigrateArgs, ShowArgs};
pub use design::{FrontierArgs, HireArgs, LeaverArgs, PlanArgs, ProposalArgs, RebalanceArgs};
pub use forecast::{BacktestArgs, CapacityArgs, QuickArgs, VerifyArgs};
pub use grid::{CellArgs, SolveArgs, StressArgs};
pub use handover::{ChanceArgs, CrmArgs, DiffArgs, DiffFormat, ExportArgs, FreezeArgs, OptionalChanceArgs, ReviewArgs};
pub use sensitivity::{CadenceArgs, RegretArgs, SpreadArgs};
pub use serve::ServeArgs;
pub use threads::ThreadArgs;

/// Find the territory and capacity plan with the best chance of making quota
#[derive(Debug, Parser)]
#[command(name = "attain", version, about, propagate_version = true, max_term_width = 100)]
pub struct Args {
    /// Print only results and errors
    #[arg(short, long, global = true)]
    pub quiet: bool,
    #[command(subcommand)]
    pub command: Command,
}

/// The commands of `attain`.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Create a demo study with scenario files and data for a synthetic company
    Init(InitArgs),
    /// Estimate the chance of reaching a target from reps and quota alone, without data
    Quick(QuickArgs),
    /// Check scenario files and their data without simulating
    Check(CheckArgs),
    /// Write a repaired copy of a scenario's data with a log of every change
    Clean(CleanArgs),
    /// Estimate market and team parameters from history and write a base scenario
    Calibrate(CalibrateArgs),
    /// Forecast from a past date and score the forecast against actual results
    Backtest(BacktestArgs),
    /// Print every value of a scenario with its origin
    Show(ShowArgs),
    /// Design territories and print their books, equity, workload and disruption
    Plan(PlanArgs),
    /// Move the fewest accounts that bring all books within the balance tolerance
    Rebalance(RebalanceArgs),
    /// Build books for new seats from oversized books
    Hire(HireArgs),
    /// Compare three ways to hand over a departing rep's book: spread it, hold it, or combine both
    Leaver(LeaverArgs),
    /// Design alternatives that trade off balance, contribution and disruption
    Frontier(FrontierArgs),
    /// Explain the gap between quota capacity and bookings, and plan hires
    Capacity(CapacityArgs),
    /// Simulate every plan in the same worlds and compare
    Compare(CompareArgs),
    /// Combine the shards of a comparison and report the results
    Merge(MergeArgs),
    /// Check the engine against closed-form results (exit code 1 if a check fails)
    Verify(VerifyArgs),
    /// List the events of one simulated year of a plan, with probabilities and random draws
    Replay(ReplayArgs),
    /// Simulate a scenario on a grid of headcount, attrition and other axes
    Stress(StressArgs),
    /// Find the fewest added reps, or the limit of another quantity, to meet a goal (exit code 3 if out of reach)
    Solve(SolveArgs),
    /// Explain the variance of results, and whether a seat's result is due to its territory or its rep
    Spread(SpreadArgs),
    /// Find the assumptions under which another plan becomes the best
    Regret(RegretArgs),
    /// Compare rebalancing schedules and account protection policies
    Cadence(CadenceArgs),
    /// Write a plan as a workbook, a document that prints, or hand-outs for reps and managers
    Export(ExportArgs),
    /// Write the changes of a plan as files for a CRM, or check that a CRM has them
    Crm(CrmArgs),
    /// List the accounts and seats that differ between two plans or a plan and a CRM (exit code 3 if any does)
    Diff(DiffArgs),
    /// Freeze a plan in a folder with its owners, quotas, choices and hashes, and log approvals and exceptions
    Freeze(FreezeArgs),
    /// Compare actual results, equity and owners with a frozen plan, and propose moves
    Review(ReviewArgs),
    /// Open a page on this machine on which choices and assumptions move and the answer follows
    Serve(ServeArgs),
    /// Upgrade scenario and market files from earlier versions to the current format
    Migrate(MigrateArgs),
    /// Print the JSON Schema of scenario files
    Schema,
    /// Print shell completions
    Completions(CompletionArgs),
    /// Print the manual page
    Man,
}
