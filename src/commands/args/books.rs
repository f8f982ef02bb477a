//! What commands take that change books.

use std::path::PathBuf;

use super::read::{amount, seed, whole};

/// Where a proposal comes from and goes to.
#[derive(Debug, clap::Args)]
pub struct ProposalArgs {
    /// Scenario file whose books are changed.
    pub path: PathBuf,
    /// Folder for the scenario file, its table of owners and the accounts and appeals. Default: reports/ and the proposal's name.
    #[arg(long)]
    pub out: Option<PathBuf>,
}

/// Arguments of `frontier`.
#[derive(Debug, clap::Args)]
pub struct FrontierArgs {
    /// Where it comes from and goes to.
    #[command(flatten)]
    pub proposal: ProposalArgs,
    /// Years that each carve is lived, all in the same worlds; 0: none.
    #[arg(long, default_value_t = 500, value_parser = whole::<0, 10_000_000>)]
    pub years: u32,
    /// Seed of all chance.
    #[arg(long, default_value_t = 1, value_parser = seed)]
    pub seed: u64,
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
