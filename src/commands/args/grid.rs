//! Arguments of `stress` and `solve`.

use std::path::PathBuf;

use clap::builder::{EnumValueParser, TypedValueParser};

use super::choices::LeverChoice;
use super::threads::ThreadArgs;
use super::values::{money, seed, team_limit, whole};
use crate::commands::fault::UnusedSearchOption;
use attain_analysis::experiment::lever::Lever;
use attain_core::diagnostics::{Faults, Place};

/// Options for the simulation of a grid's cells.
#[derive(Debug, clap::Args)]
pub struct CellArgs {
    /// Years to simulate for each cell
    #[arg(long, default_value_t = 2000, value_parser = whole::<1, 10_000_000>)]
    pub years: u32,
    /// Seed for the random numbers
    #[arg(long, default_value_t = 1, value_parser = seed)]
    pub seed: u64,
    #[command(flatten)]
    pub threads: ThreadArgs,
    /// Folder for the results and the simulated cells, which later runs reuse [default: reports/stress-SCENARIO]
    #[arg(long)]
    pub out: Option<PathBuf>,
    /// Discard the cells of earlier runs
    #[arg(long)]
    pub fresh: bool,
}

/// Arguments of `stress`.
#[derive(Debug, clap::Args)]
pub struct StressArgs {
    /// Study file with a scenario and a grid, or a scenario file for the default grid
    #[arg(default_value = "scenarios/stress/headcount.toml")]
    pub path: PathBuf,
    #[command(flatten)]
    pub cells: CellArgs,
}

/// Arguments of `solve`.
#[derive(Debug, clap::Args)]
pub struct SolveArgs {
    /// Scenario file
    pub path: PathBuf,
    /// Goal to meet, such as `p_target >= 80%`, `participation >= 70%` or `p10_bookings >= 38M`; other metrics refer to their mean
    #[arg(long = "for", value_name = "GOAL")]
    pub goal: String,
    /// Quantity to change to meet the goal
    #[arg(long, value_parser = EnumValueParser::<LeverChoice>::new().map(Lever::from), default_value = "reps")]
    pub by: Lever,
    /// Team to change; if repeated, each rep is added to the team where it helps most [default for reps: the team with the most potential per seat]
    #[arg(long)]
    pub team: Vec<String>,
    /// Use this target instead of the scenario's, such as 42M
    #[arg(long, value_parser = money)]
    pub target: Option<f64>,
    /// Maximum cost of the added reps within the horizon: pay, hiring and travel
    #[arg(long, value_parser = money)]
    pub budget: Option<f64>,
    /// Hire at most this many reps per month
    #[arg(long, value_parser = whole::<1, 10_000>)]
    pub hiring_per_month: Option<u32>,
    /// Add at most this many reps in total
    #[arg(long, default_value_t = 20, value_parser = whole::<0, 2_000>)]
    pub max_adds: u32,
    /// Add at most N reps to TEAM, such as `enterprise=2`; repeatable
    #[arg(long, value_name = "TEAM=N", value_parser = team_limit)]
    pub limit: Vec<(String, u32)>,
    /// First value of the range to search; not available with `--by reps`
    #[arg(long)]
    pub from: Option<f64>,
    /// Last value of the range to search; not available with `--by reps`
    #[arg(long)]
    pub to: Option<f64>,
    /// Step of the range to search; not available with `--by reps`
    #[arg(long)]
    pub step: Option<f64>,
    #[command(flatten)]
    pub cells: CellArgs,
}

impl SolveArgs {
    /// Checks that every given option applies to the search.
    ///
    /// # Errors
    /// One fault for each option that does not apply.
    pub fn check(&self) -> Result<(), Faults> {
        let mut faults = Faults::default();
        let reps = self.by == Lever::Reps;
        let given = [
            ("--budget", self.budget.is_some() && !reps),
            ("--hiring-per-month", self.hiring_per_month.is_some() && !reps),
            ("--limit", !self.limit.is_empty() && !reps),
            ("--from", self.from.is_some() && reps),
            ("--to", self.to.is_some() && reps),
            ("--step", self.step.is_some() && reps),
        ];
        for (option, _) in given.into_iter().filter(|(_, idle)| *idle) {
            faults.push(Place::Option(option), UnusedSearchOption { by: self.by.axis(), reps });
        }
        if !reps && self.team.len() > 1 {
            faults.push(Place::Option("--team"), UnusedSearchOption { by: self.by.axis(), reps });
        }
        faults.into_result(())
    }
}
