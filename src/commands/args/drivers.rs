//! What `spread`, `regret` and `cadence` take.

use std::path::PathBuf;

use super::read::{seed, share, whole};

/// Arguments of `spread`.
#[derive(Debug, clap::Args)]
pub struct SpreadArgs {
    /// Scenario files, or folders of them. With several plans, the plan is one more source of the spread.
    #[arg(default_value = "scenarios")]
    pub paths: Vec<PathBuf>,
    /// Look at this plan only.
    #[arg(long)]
    pub plan: Option<String>,
    /// Answer for one seat whether it is the territory or the rep: id, or the name of its rep.
    #[arg(long, conflicts_with = "region")]
    pub seat: Option<String>,
    /// Answer for a region.
    #[arg(long)]
    pub region: Option<String>,
    /// The seat whose rep changes places with the one of --seat. Default: the one of the team who differs most in skill.
    #[arg(long, value_name = "SEAT", requires = "seat")]
    pub swap: Option<String>,
    /// The figure whose spread is told, one that seats have.
    #[arg(long, default_value = "attainment")]
    pub metric: String,
    /// Pairs of years; each is lived in 14 worlds. Default: 1000, fewer with several plans.
    #[arg(long, value_parser = whole::<2, 100_000>)]
    pub years: Option<u32>,
    /// Years at each end of each axis of the tornado; 0: no tornado.
    #[arg(long, default_value_t = 300, value_parser = whole::<0, 100_000>)]
    pub tornado: u32,
    /// How to live and where to write.
    #[command(flatten)]
    pub live: LiveArgs,
}

/// Arguments of `regret`.
#[derive(Debug, clap::Args)]
pub struct RegretArgs {
    /// Scenario files, or folders of them: two plans or more.
    #[arg(default_value = "scenarios")]
    pub paths: Vec<PathBuf>,
    /// An assumption and how far it may be off: attrition=0.5..2, win-odds.smb=-0.3..0.3, or a name alone for its usual range; may be given several times.
    #[arg(long, value_name = "NAME=LOW..HIGH", allow_hyphen_values = true)]
    pub axis: Vec<String>,
    /// A study file with `[axes]` and the `map`; options come on top.
    #[arg(long, value_name = "FILE")]
    pub study: Option<PathBuf>,
    /// The two assumptions of the map, such as attrition,ramp. Default: those of the best rule.
    #[arg(long, value_name = "X,Y", value_delimiter = ',')]
    pub map: Vec<String>,
    /// The figure that decides: bookings, contribution, attainment, participation, `p_target`.
    #[arg(long, default_value = "bookings")]
    pub metric: String,
    /// Chance of the target that is good enough.
    #[arg(long, default_value = "0.5", value_parser = share)]
    pub enough: f64,
    /// Sets of assumptions.
    #[arg(long, default_value_t = 64, value_parser = whole::<10, 100_000>)]
    pub points: u32,
    /// Years to live with every plan at each of them.
    #[arg(long, default_value_t = 200, value_parser = whole::<2, 1_000_000>)]
    pub years: u32,
    /// How to live and where to write.
    #[command(flatten)]
    pub live: LiveArgs,
}

/// Arguments of `cadence`.
#[derive(Debug, clap::Args)]
pub struct CadenceArgs {
    /// Scenario file.
    pub path: PathBuf,
    /// Years to live in every cell.
    #[arg(long, default_value_t = 1000, value_parser = whole::<2, 1_000_000>)]
    pub years: u32,
    /// Horizons, months; several with commas. Default: the scenario's.
    #[arg(long, value_delimiter = ',', value_parser = whole::<1, 60>)]
    pub months: Vec<u32>,
    /// Chance to win from which an open opportunity protects its account, in `pipeline`.
    #[arg(long, default_value = "0.5", value_parser = share)]
    pub from_chance: f64,
    /// Price of a relationship as a share of the account's revenue for each year of it, in `priced`.
    #[arg(long, default_value = "0.1", value_parser = share)]
    pub price: f64,
    /// How to live and where to write.
    #[command(flatten)]
    pub live: LiveArgs,
}

/// How to live and where to write.
#[derive(Debug, clap::Args)]
pub struct LiveArgs {
    /// Seed of all chance.
    #[arg(long, default_value_t = 1, value_parser = seed)]
    pub seed: u64,
    /// Threads; results do not depend on it. Default: all cores.
    #[arg(long, value_parser = whole::<1, 1024>)]
    pub threads: Option<u32>,
    /// Folder for the page and the figures. Default: reports/, the command and the name of the study or plan.
    #[arg(long)]
    pub out: Option<PathBuf>,
}

impl LiveArgs {
    /// The threads to work on.
    ///
    /// # Errors
    /// When they cannot be started.
    pub fn pool(&self) -> Result<rayon::ThreadPool, rayon::ThreadPoolBuildError> {
        rayon::ThreadPoolBuilder::new().num_threads(self.threads.unwrap_or(0) as usize).build()
    }
}
