//! Arguments of `quick`, `capacity`, `backtest` and `verify`.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;

use super::threads::ThreadArgs;
use super::values::{probability, seed, whole};
use attain_analysis::verify::CASES;

/// Arguments of `quick`. Values are read as text, so that all invalid values are reported at once.
#[derive(Debug, clap::Args)]
pub struct QuickArgs {
    /// Number of reps
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    pub reps: Option<String>,
    /// Yearly quota of each rep, such as 900k or 1.2M
    #[arg(long, value_name = "AMOUNT", allow_hyphen_values = true)]
    pub quota: Option<String>,
    /// Bookings target for the year, such as 32M or 1.2bn
    #[arg(long, value_name = "AMOUNT", allow_hyphen_values = true)]
    pub target: Option<String>,
    /// Share of reps who leave in a year, such as 0.3 or 30% [default: 30%]
    #[arg(long, value_name = "SHARE", allow_hyphen_values = true)]
    pub attrition: Option<String>,
    /// Months until a new rep is fully productive [default: 5.7]
    #[arg(long, value_name = "MONTHS", allow_hyphen_values = true)]
    pub ramp: Option<String>,
    /// Segment (smb, mid-market or enterprise), optionally with a number of reps, such as smb=30; repeatable [default: mid-market]
    #[arg(long, value_name = "SEGMENT[=N]")]
    pub segment: Vec<String>,
    /// Quota as a share of the expected bookings of a fully ramped rep who stays all year [default: 75%]
    #[arg(long, value_name = "SHARE", allow_hyphen_values = true)]
    pub quota_share: Option<String>,
    /// Average attainment of all seats, including ramp, leavers and vacancies; replaces --quota-share
    #[arg(long, value_name = "SHARE", allow_hyphen_values = true)]
    pub attainment: Option<String>,
    /// Find the number of reps that gives this chance of reaching the target [default: 80%]
    #[arg(long, value_name = "SHARE", allow_hyphen_values = true)]
    pub chance: Option<String>,
    /// Years to simulate
    #[arg(long, default_value_t = 300, value_parser = whole::<2, 100_000>)]
    pub years: u32,
    /// Seed for the random numbers
    #[arg(long, default_value_t = 1, value_parser = seed)]
    pub seed: u64,
    #[command(flatten)]
    pub threads: ThreadArgs,
    /// Folder for the scenario files [default: reports/quick]
    #[arg(long)]
    pub out: Option<PathBuf>,
}

/// Arguments of `capacity`.
#[derive(Debug, clap::Args)]
pub struct CapacityArgs {
    /// Scenario file
    pub path: PathBuf,
    /// Years to simulate for each step of the bridge
    #[arg(long, default_value_t = 2000, value_parser = whole::<2, 100_000>)]
    pub years: u32,
    /// Seed for the random numbers
    #[arg(long, default_value_t = 1, value_parser = seed)]
    pub seed: u64,
    /// Plan hires for this chance of reaching the target, such as 80% or 0.8
    #[arg(long, default_value = "80%", value_parser = probability)]
    pub chance: f64,
    #[command(flatten)]
    pub threads: ThreadArgs,
    /// Folder for `capacity.html` and `capacity.json` [default: reports/capacity-PLAN]
    #[arg(long)]
    pub out: Option<PathBuf>,
}

/// Arguments of `backtest`.
#[derive(Debug, clap::Args)]
pub struct BacktestArgs {
    /// Scenario file that names the data
    pub path: PathBuf,
    /// Last day of data to use; must be the last day of a month. With --every, the first cut
    #[arg(long, value_name = "DATE")]
    pub cut: String,
    /// Repeat the backtest every STEP after --cut: month, quarter, half-year, year, or a number of months
    #[arg(long, value_name = "STEP")]
    pub every: Option<String>,
    /// Months to forecast from each cut [default: to the end of the history; with --every, one step]
    #[arg(long, value_parser = whole::<1, 60>)]
    pub months: Option<u32>,
    /// Years to simulate from each cut
    #[arg(long, default_value_t = 2000, value_parser = whole::<100, 1_000_000>)]
    pub years: u32,
    /// Use the scenario's market instead of calibrating it on the data up to each cut
    #[arg(long)]
    pub as_given: bool,
    /// Seed for the random numbers
    #[arg(long, default_value_t = 1, value_parser = seed)]
    pub seed: u64,
    #[command(flatten)]
    pub threads: ThreadArgs,
    /// Folder for the results [default: reports/backtest-PLAN]
    #[arg(long)]
    pub out: Option<PathBuf>,
}

/// Arguments of `verify`.
#[derive(Debug, clap::Args)]
pub struct VerifyArgs {
    /// Simulate more years; takes minutes instead of seconds
    #[arg(long)]
    pub full: bool,
    /// Run only this case; repeatable
    #[arg(long, value_name = "NAME", value_parser = PossibleValuesParser::new(CASES.iter().map(|case| case.name)))]
    pub case: Vec<String>,
    /// Seed for the random numbers
    #[arg(long, default_value_t = 1, value_parser = seed)]
    pub seed: u64,
    #[command(flatten)]
    pub threads: ThreadArgs,
}
