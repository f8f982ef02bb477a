//! Arguments of `spread`, `regret` and `cadence`.

use std::path::PathBuf;

use super::threads::ThreadArgs;
use super::values::{seed, share, whole};

/// Arguments of `spread`.
#[derive(Debug, clap::Args)]
pub struct SpreadArgs {
    /// Scenario files or folders; with several plans, the choice of plan is an additional source of variance
    #[arg(default_value = "scenarios")]
    pub paths: Vec<PathBuf>,
    /// Analyse only this plan
    #[arg(long)]
    pub plan: Option<String>,
    /// Attribute the result of one seat (id or name of its rep) to its territory or its rep
    #[arg(long, conflicts_with = "region")]
    pub seat: Option<String>,
    /// Attribute the result of one region to its territories or its reps
    #[arg(long)]
    pub region: Option<String>,
    /// Seat to swap reps with in the analysis of --seat [default: the seat in the same team whose rep differs most in skill]
    #[arg(long, value_name = "SEAT", requires = "seat")]
    pub swap: Option<String>,
    /// Metric whose variance is explained; must be a seat metric
    #[arg(long, default_value = "attainment")]
    pub metric: String,
    /// Number of sample pairs; each pair requires 14 simulated years per plan [default: 1000, fewer with several plans]
    #[arg(long, value_parser = whole::<2, 100_000>)]
    pub years: Option<u32>,
    /// Years to simulate at each end of each tornado axis; 0 skips the tornado
    #[arg(long, default_value_t = 300, value_parser = whole::<0, 100_000>)]
    pub tornado: u32,
    #[command(flatten)]
    pub simulation: SimulationArgs,
}

/// Arguments of `regret`.
#[derive(Debug, clap::Args)]
pub struct RegretArgs {
    /// Scenario files or folders with at least two plans
    #[arg(default_value = "scenarios")]
    pub paths: Vec<PathBuf>,
    /// Vary an assumption, such as attrition=0.5..2 or win-odds.smb=-0.3..0.3; without a range, the default range is used; repeatable
    #[arg(long, value_name = "NAME=LOW..HIGH", allow_hyphen_values = true)]
    pub axis: Vec<String>,
    /// Read `[axes]` and `map` from a study file; --axis and --map override it
    #[arg(long, value_name = "FILE")]
    pub study: Option<PathBuf>,
    /// Two assumptions for the axes of the map, such as attrition,ramp [default: those of the best rule]
    #[arg(long, value_name = "X,Y", value_delimiter = ',')]
    pub map: Vec<String>,
    /// Metric to rank plans by: bookings, contribution, `bookings_over_target`, participation or `p_target`
    #[arg(long, default_value = "bookings")]
    pub metric: String,
    /// Chance of reaching the target that is considered good enough
    #[arg(long, default_value = "0.5", value_parser = share)]
    pub enough: f64,
    /// Number of sets of assumptions to simulate
    #[arg(long, default_value_t = 64, value_parser = whole::<10, 100_000>)]
    pub points: u32,
    /// Years to simulate for each plan and set of assumptions
    #[arg(long, default_value_t = 200, value_parser = whole::<2, 1_000_000>)]
    pub years: u32,
    #[command(flatten)]
    pub simulation: SimulationArgs,
}

/// Arguments of `cadence`.
#[derive(Debug, clap::Args)]
pub struct CadenceArgs {
    /// Scenario file
    pub path: PathBuf,
    /// Years to simulate for each cell
    #[arg(long, default_value_t = 1000, value_parser = whole::<2, 1_000_000>)]
    pub years: u32,
    /// Comma-separated horizons in months [default: the scenario's horizon]
    #[arg(long, value_delimiter = ',', value_parser = whole::<1, 60>)]
    pub months: Vec<u32>,
    /// Minimum win probability for an open opportunity to protect its account under `pipeline`
    #[arg(long, default_value = "0.5", value_parser = share)]
    pub from_chance: f64,
    /// Price of a relationship under `priced`, as a share of the account's revenue per year of the relationship
    #[arg(long, default_value = "0.1", value_parser = share)]
    pub price: f64,
    #[command(flatten)]
    pub simulation: SimulationArgs,
}

/// Seed, threads and output folder of an analysis.
#[derive(Debug, clap::Args)]
pub struct SimulationArgs {
    /// Seed for the random numbers
    #[arg(long, default_value_t = 1, value_parser = seed)]
    pub seed: u64,
    #[command(flatten)]
    pub threads: ThreadArgs,
    /// Folder for the results [default: reports/COMMAND-NAME, where NAME is the study or plan]
    #[arg(long)]
    pub out: Option<PathBuf>,
}
