//! Arguments of the commands that design territories.

use std::path::PathBuf;

use super::values::{amount, seed, whole};

/// Arguments of `plan`.
#[derive(Debug, clap::Args)]
pub struct PlanArgs {
    /// Scenario files or folders
    #[arg(default_value = "scenarios")]
    pub paths: Vec<PathBuf>,
    /// Write two tables per plan to this folder: accounts (with old owner, new owner and reason) and appeals
    #[arg(long)]
    pub out: Option<PathBuf>,
    /// Write the workbook of the plan, without simulated years, to this file; takes one plan
    #[arg(long, value_name = "FILE")]
    pub xlsx: Option<PathBuf>,
    /// Explain the owner of an account (id or name) and the cost of alternatives
    #[arg(long, value_name = "ACCOUNT")]
    pub why: Option<String>,
    /// Print a page for one rep (id or name): accounts gained and lost, with reasons and the cost of an appeal
    #[arg(long, value_name = "REP", conflicts_with = "why")]
    pub rep: Option<String>,
    /// Find a provably optimal assignment; fails if the problem is too large
    #[arg(long)]
    pub exact: bool,
}

/// Arguments of every command that proposes new books.
#[derive(Debug, clap::Args)]
pub struct ProposalArgs {
    /// Scenario file to change
    pub path: PathBuf,
    /// Folder for the new scenario file and its tables of owners, accounts and appeals [default: reports/PROPOSAL]
    #[arg(long)]
    pub out: Option<PathBuf>,
}

/// Arguments of `frontier`.
#[derive(Debug, clap::Args)]
pub struct FrontierArgs {
    #[command(flatten)]
    pub proposal: ProposalArgs,
    /// Years to simulate for each design, in the same worlds; 0 skips the simulation
    #[arg(long, default_value_t = 500, value_parser = whole::<0, 10_000_000>)]
    pub years: u32,
    /// Seed for the random numbers
    #[arg(long, default_value_t = 1, value_parser = seed)]
    pub seed: u64,
}

/// Arguments of `rebalance`.
#[derive(Debug, clap::Args)]
pub struct RebalanceArgs {
    #[command(flatten)]
    pub proposal: ProposalArgs,
    /// Move at most this many accounts
    #[arg(long, value_parser = whole::<0, 10_000_000>)]
    pub max_moves: Option<u32>,
    /// Move at most this much annual recurring revenue
    #[arg(long, value_parser = amount)]
    pub max_revenue: Option<f64>,
    /// Month at whose start the accounts move, counted from 1
    #[arg(long, default_value_t = 1, value_parser = whole::<1, 60>)]
    pub month: u32,
}

/// Arguments of `hire`.
#[derive(Debug, clap::Args)]
pub struct HireArgs {
    #[command(flatten)]
    pub proposal: ProposalArgs,
    /// Team to add the seats to [default: each seat goes to the team where it earns most]
    #[arg(long)]
    pub team: Option<String>,
    /// Number of seats to add
    #[arg(long, default_value_t = 1, value_parser = whole::<0, 10_000>)]
    pub seats: u32,
    /// Month in which the seats start, counted from 1
    #[arg(long, default_value_t = 1, value_parser = whole::<1, 60>)]
    pub month: u32,
    /// Region of the seats [default: where like seats have the most work, if regions bind]
    #[arg(long)]
    pub region: Option<String>,
    /// Years to simulate when seats are split among teams [default: 200]
    #[arg(long, conflicts_with = "team", value_parser = whole::<2, 1_000_000>)]
    pub years: Option<u32>,
    /// Seed for the random numbers when seats are split among teams [default: 1]
    #[arg(long, conflicts_with = "team", value_parser = seed)]
    pub seed: Option<u64>,
}

/// Arguments of `leaver`.
#[derive(Debug, clap::Args)]
pub struct LeaverArgs {
    #[command(flatten)]
    pub proposal: ProposalArgs,
    /// Rep who leaves (id or name)
    #[arg(long)]
    pub rep: String,
    /// First month without the rep, counted from 1
    #[arg(long, default_value_t = 1, value_parser = whole::<1, 60>)]
    pub month: u32,
}
