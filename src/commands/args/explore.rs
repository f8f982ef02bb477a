//! What `stress` and `solve` take.

use std::path::PathBuf;

use super::read::{NotAmount, seed, whole};
use attain_analysis::explore::lever::By;
use clap::builder::{EnumValueParser, TypedValueParser};

use super::choices::LeverChoice;
use crate::commands::fault::UnusedSearchOption;
use attain_core::diagnostics::{Faults, Place};

/// How cells are lived.
#[derive(Debug, clap::Args)]
pub struct CellArgs {
    /// Years to live with every cell.
    #[arg(long, default_value_t = 2000, value_parser = whole::<1, 10_000_000>)]
    pub years: u32,
    /// Seed of all chance.
    #[arg(long, default_value_t = 1, value_parser = seed)]
    pub seed: u64,
    /// Threads; results do not depend on it. Default: all cores.
    #[arg(long, value_parser = whole::<1, 1024>)]
    pub threads: Option<u32>,
    /// Folder for the results and the years of cells, which are used again. Default: reports/stress- and the name of the scenario.
    #[arg(long)]
    pub out: Option<PathBuf>,
    /// Discard the years of cells that earlier runs left.
    #[arg(long)]
    pub fresh: bool,
}

impl CellArgs {
    /// The threads to work on.
    ///
    /// # Errors
    /// When they cannot be started.
    pub fn pool(&self) -> Result<rayon::ThreadPool, rayon::ThreadPoolBuildError> {
        rayon::ThreadPoolBuilder::new().num_threads(self.threads.unwrap_or(0) as usize).build()
    }
}

/// Arguments of `stress`.
#[derive(Debug, clap::Args)]
pub struct StressArgs {
    /// A study file, which names a scenario and a grid; or a scenario file, for the usual grid.
    #[arg(default_value = "scenarios/stress/headcount.toml")]
    pub path: PathBuf,
    /// How cells are lived.
    #[command(flatten)]
    pub cells: CellArgs,
}

/// Arguments of `solve`.
#[derive(Debug, clap::Args)]
pub struct SolveArgs {
    /// Scenario file.
    pub path: PathBuf,
    /// The goal: `p_target >= 80%`, `participation >= 70%`, `p10_bookings >= 38M`, or the mean of another figure.
    #[arg(long = "for", value_name = "GOAL")]
    pub goal: String,
    /// What may be changed to reach it.
    #[arg(long, value_parser = EnumValueParser::<LeverChoice>::new().map(By::from), default_value = "reps")]
    pub by: By,
    /// The team that grows (or starts later, or is left). Given several times, reps go where they help most. Default for reps: the team with the most potential a seat.
    #[arg(long)]
    pub team: Vec<String>,
    /// Another target than the scenario's, such as 42M.
    #[arg(long, value_parser = money)]
    pub target: Option<f64>,
    /// Most that added reps may cost more within the horizon, pay, hiring and travel together.
    #[arg(long, value_parser = money)]
    pub budget: Option<f64>,
    /// Most reps that can be hired in a month.
    #[arg(long, value_parser = whole::<1, 10_000>)]
    pub hiring_per_month: Option<u32>,
    /// Most reps added in all.
    #[arg(long, default_value_t = 20, value_parser = whole::<0, 2_000>)]
    pub max_adds: u32,
    /// Most reps added to a team, such as `enterprise=2`; may be given several times.
    #[arg(long, value_name = "TEAM=N", value_parser = limit)]
    pub limit: Vec<(String, u32)>,
    /// First value of another range to search, for all but reps.
    #[arg(long)]
    pub from: Option<f64>,
    /// Its last value.
    #[arg(long)]
    pub to: Option<f64>,
    /// Its step.
    #[arg(long)]
    pub step: Option<f64>,
    /// How cells are lived.
    #[command(flatten)]
    pub cells: CellArgs,
}

impl SolveArgs {
    /// Options that say nothing about what is searched.
    ///
    /// # Errors
    /// Every one of them.
    pub fn check(&self) -> Result<(), Faults> {
        let mut faults = Faults::default();
        let reps = self.by == By::Reps;
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

/// An amount of money: `42_000_000`, `42M`.
fn money(text: &str) -> Result<f64, NotAmount> {
    attain_analysis::explore::goal::amount(text).filter(|amount| *amount >= 0.0 && !text.ends_with('%')).ok_or(NotAmount)
}

/// A team's limit.
fn limit(text: &str) -> Result<(String, u32), NotLimit> {
    let (team, most) = text.split_once('=').ok_or(NotLimit)?;
    Ok((team.trim().to_owned(), most.trim().parse().map_err(|_| NotLimit)?))
}

/// What is no limit; reads as what is allowed.
#[derive(Debug, thiserror::Error)]
#[error("a team, =, and a whole number")]
struct NotLimit;
