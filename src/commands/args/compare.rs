//! Arguments of `compare`, `merge` and `replay`.

use std::path::PathBuf;

use clap::builder::{EnumValueParser, TypedValueParser};

use super::choices::{DecisionChoice, FormatChoice};
use super::threads::ThreadArgs;
use super::values::{seed, whole};
use attain_analysis::compare::DecisionRule;
use attain_report::export::Format;

/// Arguments of `compare`.
#[derive(Debug, clap::Args)]
pub struct CompareArgs {
    /// Scenario files or folders; in a folder, files that other files extend are skipped
    #[arg(default_value = "scenarios")]
    pub paths: Vec<PathBuf>,
    /// Years to simulate for each plan [default: 2000; with --precision, up to 200000]
    #[arg(long, value_parser = whole::<1, 10_000_000>)]
    pub years: Option<u32>,
    /// Simulate until the 95 % interval of every paired difference is at most ± WIDTH, such as 0.5%, 1%:bookings or 20000:bookings:PLAN:PLAN [default metric: `p_target`]
    #[arg(long, value_name = "WIDTH[:METRIC]")]
    pub precision: Option<String>,
    /// Drop a plan once it is significantly worse than the best plan in METRIC; the reference plan is always kept
    #[arg(long, value_name = "METRIC", num_args = 0..=1, require_equals = true, default_missing_value = "p_target")]
    pub race: Option<String>,
    /// Seed for the random numbers
    #[arg(long, default_value_t = 1, value_parser = seed)]
    pub seed: u64,
    /// Resume an interrupted run
    #[arg(long)]
    pub resume: bool,
    /// Discard the blocks of an interrupted run and start again
    #[arg(long, conflicts_with = "resume")]
    pub fresh: bool,
    /// Simulate only shard I of N, such as 2/7, and write no results; `auto` reads I and N from the environment of an array job
    #[arg(long, value_name = "I/N", conflicts_with_all = ["require", "precision", "race"])]
    pub shard: Option<String>,
    #[command(flatten)]
    pub output: OutputArgs,
}

/// Arguments of `merge`.
#[derive(Debug, clap::Args)]
pub struct MergeArgs {
    /// Output folders of `compare --shard`, in any order
    #[arg(required = true)]
    pub shards: Vec<PathBuf>,
    /// Scenario files or folders, as given to `compare`; repeatable
    #[arg(long, value_name = "PATH", default_value = "scenarios")]
    pub scenario: Vec<PathBuf>,
    #[command(flatten)]
    pub output: OutputArgs,
}

/// Options for threads, the reference plan and the output files.
#[derive(Debug, clap::Args)]
pub struct OutputArgs {
    #[command(flatten)]
    pub threads: ThreadArgs,
    /// Plan to compare the others with [default: `status-quo` if present, otherwise the first plan]
    #[arg(long)]
    pub reference: Option<String>,
    /// Rule for choosing a plan; if plans do not differ significantly in a criterion, the next criterion breaks the tie
    #[arg(long, value_name = "RULE", value_parser = EnumValueParser::<DecisionChoice>::new().map(DecisionRule::from), default_value = "target")]
    pub decide: DecisionRule,
    /// Also print every seat of PLAN with its quota and its chance of making it, beside those of the reference plan [default: the plan that the decision leads with]
    #[arg(long, value_name = "PLAN", num_args = 0..=1, require_equals = true, default_missing_value = "")]
    pub seats: Option<String>,
    /// Also write a workbook with the plans side by side and the books of the chosen plan (of the reference plan if plans are tied) to this file
    #[arg(long, value_name = "FILE")]
    pub xlsx: Option<PathBuf>,
    /// Folder for the results [default: reports/STUDY, where STUDY is the name of the scenarios' folder]
    #[arg(long)]
    pub out: Option<PathBuf>,
    /// Format of the per-year tables
    #[arg(long, value_parser = EnumValueParser::<FormatChoice>::new().map(Format::from), default_value = "parquet")]
    pub format: Format,
    /// Also print the report to report.pdf, with an installed Chromium, Chrome or Edge
    #[arg(long)]
    pub pdf: bool,
    /// Exit with code 3 unless this condition on the results holds, such as 'p_target("add-mid-market") >= 0.6'
    #[arg(long, value_name = "EXPR")]
    pub require: Option<String>,
}

/// Arguments of `replay`.
#[derive(Debug, clap::Args)]
pub struct ReplayArgs {
    /// Scenario files or folders, as given to `compare`
    #[arg(default_value = "scenarios")]
    pub paths: Vec<PathBuf>,
    /// Year to replay, counted from 0 as in years.parquet; no previous run is needed
    #[arg(long, value_parser = whole::<0, { u32::MAX }>)]
    pub year: u32,
    /// Plan to replay; required if there are several plans
    #[arg(long)]
    pub plan: Option<String>,
    /// List the events of one seat (id or name of its rep)
    #[arg(long, conflicts_with = "account")]
    pub seat: Option<String>,
    /// List the events of one account (id or name)
    #[arg(long)]
    pub account: Option<String>,
    /// List all events, not only the largest
    #[arg(long)]
    pub all: bool,
    /// Number of events to list, largest first; ignored with --all
    #[arg(long, default_value_t = 25, value_parser = whole::<0, 1_000_000>)]
    pub top: u32,
    /// Seed for the random numbers, as given to `compare`
    #[arg(long, default_value_t = 1, value_parser = seed)]
    pub seed: u64,
    /// Reference plan, as given to `compare`; scenarios without a target use its street quota
    #[arg(long)]
    pub reference: Option<String>,
    /// Format of the events [default: from the extension of --out, otherwise text]
    #[arg(long, value_enum)]
    pub format: Option<StoryFormat>,
    /// Write to FILE instead of standard output
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// Output format of `replay`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum StoryFormat {
    /// Plain text
    Text,
    /// One row per event
    Csv,
    /// Metrics, months and every event
    Json,
}
