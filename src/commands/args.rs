//! What the command line takes.

use std::path::PathBuf;

use clap::{Parser, Subcommand};

use crate::export::Format;

/// Which of your territory and capacity plans gives the best chance of making quota?
#[derive(Debug, Parser)]
#[command(name = "attain", version, about, propagate_version = true, max_term_width = 100)]
pub struct Args {
    /// Print nothing but results and faults.
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Write a demo study: scenario files and a synthetic company.
    Init(InitArgs),
    /// Check scenario files and their data; nothing is simulated.
    Check(PathArgs),
    /// Print a scenario with every value and where it came from.
    Show(ShowArgs),
    /// Design the territories of scenarios: books, equity, workload, disruption.
    Plan(PlanArgs),
    /// Move as few accounts as it takes to bring books back within the tolerance.
    Rebalance(RebalanceArgs),
    /// Peel books for new seats from those who have too much; nobody else changes.
    Hire(HireArgs),
    /// Spread the book of a rep who leaves over those with room, hold it for the backfill, or both.
    Leaver(LeaverArgs),
    /// Carve a scenario in many ways: what there is to choose between balance, contribution and disruption.
    Frontier(ProposalArgs),
    /// Live thousands of years with every plan and compare.
    Compare(CompareArgs),
    /// Print the JSON Schema of scenario files.
    Schema,
    /// Print completions for a shell.
    Completions(CompletionArgs),
    /// Print the manual page.
    Man,
}

/// Arguments of `init`.
#[derive(Debug, clap::Args)]
pub struct InitArgs {
    /// Folder to write to.
    pub dir: PathBuf,
    /// Seed of the synthetic company.
    #[arg(long, default_value_t = 1, value_parser = seed)]
    pub seed: u64,
}

/// Scenario files.
#[derive(Debug, clap::Args)]
pub struct PathArgs {
    /// Scenario files, or folders of them. In a folder, files that others extend are no plans themselves.
    #[arg(default_value = "scenarios")]
    pub paths: Vec<PathBuf>,
}

/// Arguments of `show`.
#[derive(Debug, clap::Args)]
pub struct ShowArgs {
    /// Scenario file.
    pub path: PathBuf,
}

/// Arguments of `plan`.
#[derive(Debug, clap::Args)]
pub struct PlanArgs {
    /// Scenario files, or folders of them.
    #[arg(default_value = "scenarios")]
    pub paths: Vec<PathBuf>,
    /// Folder for two tables a plan: its accounts (owner before and after, reason) and its appeals.
    #[arg(long)]
    pub out: Option<PathBuf>,
    /// Tell of one account, by id or name, why it is with whom it is and what it would cost to have it otherwise.
    #[arg(long, value_name = "ACCOUNT")]
    pub why: Option<String>,
    /// Print one rep's page, by id or name: what comes, what goes, why, and what an appeal would cost.
    #[arg(long, value_name = "REP", conflicts_with = "why")]
    pub rep: Option<String>,
}

/// Where a proposal comes from and goes to.
#[derive(Debug, clap::Args)]
pub struct ProposalArgs {
    /// Scenario file whose books are changed.
    pub path: PathBuf,
    /// Folder for the scenario file, its table of owners and the accounts and appeals. Default: reports/ and the proposal's name.
    #[arg(long)]
    pub out: Option<PathBuf>,
}

/// Arguments of `rebalance`.
#[derive(Debug, clap::Args)]
pub struct RebalanceArgs {
    /// Where it comes from and goes to.
    #[command(flatten)]
    pub proposal: ProposalArgs,
    /// Most accounts that may move.
    #[arg(long, value_parser = whole::<0, 10_000_000>)]
    pub max_moves: Option<u32>,
    /// Most recurring revenue, a year, that may move.
    #[arg(long, value_parser = amount)]
    pub max_revenue: Option<f64>,
}

/// Arguments of `hire`.
#[derive(Debug, clap::Args)]
pub struct HireArgs {
    /// Where it comes from and goes to.
    #[command(flatten)]
    pub proposal: ProposalArgs,
    /// The team that grows.
    #[arg(long)]
    pub team: String,
    /// By how many seats.
    #[arg(long, default_value_t = 1, value_parser = whole::<1, 10_000>)]
    pub seats: u32,
    /// Month in which they start, 1 for the first of the horizon.
    #[arg(long, default_value_t = 1, value_parser = whole::<1, 60>)]
    pub month: u32,
    /// Their region. Default: where a seat finds the most potential.
    #[arg(long)]
    pub region: Option<String>,
}

/// Arguments of `leaver`.
#[derive(Debug, clap::Args)]
pub struct LeaverArgs {
    /// Where it comes from and goes to.
    #[command(flatten)]
    pub proposal: ProposalArgs,
    /// The rep who leaves, by id or name.
    #[arg(long)]
    pub rep: String,
    /// Month at whose start the rep is gone, 1 for the first of the horizon; for the plan that holds the book.
    #[arg(long, default_value_t = 1, value_parser = whole::<1, 60>)]
    pub month: u32,
}

/// Arguments of `compare`.
#[derive(Debug, clap::Args)]
pub struct CompareArgs {
    /// Scenario files, or folders of them. In a folder, files that others extend are no plans themselves.
    #[arg(default_value = "scenarios")]
    pub paths: Vec<PathBuf>,
    /// Years to live with every plan.
    #[arg(long, default_value_t = 2000, value_parser = whole::<1, 10_000_000>)]
    pub years: u32,
    /// Seed of all chance.
    #[arg(long, default_value_t = 1, value_parser = seed)]
    pub seed: u64,
    /// Threads; results do not depend on it. Default: all cores.
    #[arg(long, value_parser = whole::<1, 1024>)]
    pub threads: Option<u32>,
    /// The plan the others are compared with. Default: `status-quo`, or else the first.
    #[arg(long)]
    pub reference: Option<String>,
    /// Folder for the results. Default: reports/ and the name of the study's folder.
    #[arg(long)]
    pub out: Option<PathBuf>,
    /// Format of the tables with one row a year.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
    /// A condition on the results, such as 'p_target("add-mid-market") >= 0.6'; exit code 3 when it is not met.
    #[arg(long, value_name = "EXPR")]
    pub require: Option<String>,
}

/// Arguments of `completions`.
#[derive(Debug, clap::Args)]
pub struct CompletionArgs {
    /// The shell.
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}

/// A number that is not within the limits of its option; reads as what is allowed.
#[derive(Debug, thiserror::Error)]
#[error("a whole number from {low} to {high}")]
struct NotWhole {
    low: u64,
    high: u64,
}

/// A whole number within limits; `10_000` is one too.
fn whole<const LOW: u32, const HIGH: u32>(text: &str) -> Result<u32, NotWhole> {
    let number = text.replace('_', "").parse().ok().filter(|number| (LOW..=HIGH).contains(number));
    number.ok_or(NotWhole { low: LOW.into(), high: HIGH.into() })
}

/// An amount of zero or more; `10_000` is one too.
fn amount(text: &str) -> Result<f64, NotAmount> {
    let number = text.replace('_', "").parse().ok().filter(|number: &f64| number.is_finite() && *number >= 0.0);
    number.ok_or(NotAmount)
}

/// What is no amount; reads as what is allowed.
#[derive(Debug, thiserror::Error)]
#[error("an amount of zero or more")]
struct NotAmount;

/// A seed.
fn seed(text: &str) -> Result<u64, NotWhole> {
    text.replace('_', "").parse().map_err(|_| NotWhole { low: 0, high: u64::MAX })
}
