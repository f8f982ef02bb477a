//! What the command line takes.

mod books;
mod choices;
mod drivers;
mod explore;
mod read;

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Parser, Subcommand};

pub use books::{FrontierArgs, HireArgs, LeaverArgs, ProposalArgs, RebalanceArgs};
pub use drivers::{CadenceArgs, RegretArgs, SpreadArgs};
pub use explore::{CellArgs, SolveArgs, StressArgs};
use read::{chance, date, seed, whole};

use attain_report::export::Format;
use clap::builder::{EnumValueParser, TypedValueParser};

use attain_analysis::verify::CASES;
use choices::FormatChoice;

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
    /// Reps, quota and target, and no file: the chance of the target, the bridge, the reps it takes.
    Quick(QuickArgs),
    /// Check scenario files and their data; nothing is simulated.
    Check(PathArgs),
    /// Write a scenario's data as it was read, everything put right that can be, with a log of every change.
    Clean(CleanArgs),
    /// Learn the market and the people from a scenario's history, and write them as a file that scenarios extend.
    Calibrate(CalibrateArgs),
    /// Forecast from a day of the past and hold it against what happened then.
    Backtest(BacktestArgs),
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
    Frontier(FrontierArgs),
    /// From seats times quota to bookings, step by step; people and work by month; the hires that follow.
    Capacity(CapacityArgs),
    /// Live thousands of years with every plan and compare.
    Compare(CompareArgs),
    /// Join the years that were lived in shards, and compare.
    Merge(MergeArgs),
    /// Hold the engine against closed forms; exit code 1 when a figure is off.
    Verify(VerifyArgs),
    /// Tell one year of a plan as a dated story: every event, with its odds and draws.
    Replay(ReplayArgs),
    /// Stress a scenario on a grid of headcount, attrition and whatever else may change.
    Stress(StressArgs),
    /// Find the fewest reps, the latest start, the largest attrition … for a stated chance; exit code 3 when out of reach.
    Solve(SolveArgs),
    /// Tell where the spread of results comes from, what moves the middle, and whether a seat's trouble is its book or its rep.
    Spread(SpreadArgs),
    /// Tell where the best plan changes when assumptions turn out otherwise, and by which rule.
    Regret(RegretArgs),
    /// Live a scenario under every cadence of reviews and every protection: what a freeze costs.
    Cadence(CadenceArgs),
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

/// Arguments of `clean`.
#[derive(Debug, clap::Args)]
pub struct CleanArgs {
    /// The scenario file whose data is meant.
    pub path: PathBuf,
    /// Folder for the tables and the log; the data itself is never changed.
    #[arg(long)]
    pub out: PathBuf,
}

/// Arguments of `calibrate`.
#[derive(Debug, clap::Args)]
pub struct CalibrateArgs {
    /// The scenario file whose history is meant.
    pub path: PathBuf,
    /// The file to write. Default: `market.toml` beside the scenario.
    #[arg(long)]
    pub out: Option<PathBuf>,
    /// Last day that is seen, YYYY-MM-DD. Default: the last day on which something was created or closed.
    #[arg(long, value_parser = date)]
    pub as_of: Option<jiff::civil::Date>,
}

/// Arguments of `backtest`.
#[derive(Debug, clap::Args)]
pub struct BacktestArgs {
    /// The scenario file whose data is meant.
    pub path: PathBuf,
    /// The last day that is seen, the end of a month; with --every the first of them.
    #[arg(long, value_name = "DATE")]
    pub cut: String,
    /// Cut again and again: every month, quarter, half-year, year or so many months.
    #[arg(long, value_name = "STEP")]
    pub every: Option<String>,
    /// Months to forecast from each cut. Default: to the end of the history; with --every one step.
    #[arg(long, value_parser = whole::<1, 60>)]
    pub months: Option<u32>,
    /// Years to live from each cut.
    #[arg(long, default_value_t = 2000, value_parser = whole::<100, 1_000_000>)]
    pub years: u32,
    /// Take the market as the scenario gives it, in place of what the history up to the cut tells.
    #[arg(long)]
    pub as_given: bool,
    /// Seed of all chance.
    #[arg(long, default_value_t = 1, value_parser = seed)]
    pub seed: u64,
    /// Threads; results do not depend on it. Default: all cores.
    #[arg(long, value_parser = whole::<1, 1024>)]
    pub threads: Option<u32>,
    /// Folder for the results. Default: reports/backtest- and the plan's name.
    #[arg(long)]
    pub out: Option<PathBuf>,
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
    /// Find the best possible carve and prove it; a fault where the problem is too large for that.
    #[arg(long)]
    pub exact: bool,
}

/// Arguments of `capacity`.
#[derive(Debug, clap::Args)]
pub struct CapacityArgs {
    /// Scenario file.
    pub path: PathBuf,
    /// Years to live with every step of the bridge.
    #[arg(long, default_value_t = 2000, value_parser = whole::<2, 100_000>)]
    pub years: u32,
    /// Seed of all chance.
    #[arg(long, default_value_t = 1, value_parser = seed)]
    pub seed: u64,
    /// Chance to reach the target that the hiring calendar is made for: 80% or 0.8.
    #[arg(long, default_value = "80%", value_parser = chance)]
    pub chance: f64,
    /// Threads; results do not depend on it. Default: all cores.
    #[arg(long, value_parser = whole::<1, 1024>)]
    pub threads: Option<u32>,
    /// Folder for `capacity.html` and `capacity.json`. Default: reports/ and `capacity-` with the plan's name.
    #[arg(long)]
    pub out: Option<PathBuf>,
}

/// Arguments of `quick`: texts, so that all bad values are told at once.
#[derive(Debug, clap::Args)]
pub struct QuickArgs {
    /// Reps.
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    pub reps: Option<String>,
    /// Yearly quota of each: 900k, 1.2M.
    #[arg(long, value_name = "AMOUNT", allow_hyphen_values = true)]
    pub quota: Option<String>,
    /// Bookings to reach in a year: 32M, 1.2bn.
    #[arg(long, value_name = "AMOUNT", allow_hyphen_values = true)]
    pub target: Option<String>,
    /// Share of reps who leave in a year: 0.3 or 30%. Default: 30%.
    #[arg(long, value_name = "SHARE", allow_hyphen_values = true)]
    pub attrition: Option<String>,
    /// Months until a new rep is fully productive. Default: 5.7.
    #[arg(long, value_name = "MONTHS", allow_hyphen_values = true)]
    pub ramp: Option<String>,
    /// smb, mid-market or enterprise, perhaps with its reps: smb=30; may be given several times. Default: mid-market.
    #[arg(long, value_name = "SEGMENT[=N]")]
    pub segment: Vec<String>,
    /// Quota as a share of what a territory gives a ramped rep who stays. Default: 75%.
    #[arg(long, value_name = "SHARE", allow_hyphen_values = true)]
    pub quota_share: Option<String>,
    /// Or what all seats book of their quota on average, ramp, leavers and vacancies included: 85%.
    #[arg(long, value_name = "SHARE", allow_hyphen_values = true)]
    pub attainment: Option<String>,
    /// Chance of the target for which reps are counted. Default: 80%.
    #[arg(long, value_name = "SHARE", allow_hyphen_values = true)]
    pub chance: Option<String>,
    /// Years to live.
    #[arg(long, default_value_t = 300, value_parser = whole::<2, 100_000>)]
    pub years: u32,
    /// Seed of all chance.
    #[arg(long, default_value_t = 1, value_parser = seed)]
    pub seed: u64,
    /// Threads; results do not depend on it. Default: all cores.
    #[arg(long, value_parser = whole::<1, 1024>)]
    pub threads: Option<u32>,
    /// Folder for the scenario files. Default: reports/quick.
    #[arg(long)]
    pub out: Option<PathBuf>,
}

/// Arguments of `compare`.
#[derive(Debug, clap::Args)]
pub struct CompareArgs {
    /// Scenario files, or folders of them. In a folder, files that others extend are no plans themselves.
    #[arg(default_value = "scenarios")]
    pub paths: Vec<PathBuf>,
    /// Years to live with every plan. Default: 2000; with --precision 200000, at most.
    #[arg(long, value_parser = whole::<1, 10_000_000>)]
    pub years: Option<u32>,
    /// Live until the widest 95 % interval of the paired differences is that wide on each side: 0.5%, 0.5%:attainment, 20000:bookings:PLAN:PLAN. Default metric: `p_target`.
    #[arg(long, value_name = "WIDTH[:METRIC]")]
    pub precision: Option<String>,
    /// Stop living plans that are certainly worse than the best one in a metric; the reference is kept.
    #[arg(long, value_name = "METRIC", num_args = 0..=1, require_equals = true, default_missing_value = "p_target")]
    pub race: Option<String>,
    /// Seed of all chance.
    #[arg(long, default_value_t = 1, value_parser = seed)]
    pub seed: u64,
    /// Go on with the blocks of years that a run left which did not end.
    #[arg(long)]
    pub resume: bool,
    /// Discard the blocks of years that a run left which did not end.
    #[arg(long, conflicts_with = "resume")]
    pub fresh: bool,
    /// Live one share of the blocks only, such as 2/7, and write no results; `auto` takes the share from the environment of an array job.
    #[arg(long, value_name = "I/N", conflicts_with_all = ["require", "precision", "race"])]
    pub shard: Option<String>,
    /// How to answer.
    #[command(flatten)]
    pub answer: AnswerArgs,
}

/// Arguments of `merge`.
#[derive(Debug, clap::Args)]
pub struct MergeArgs {
    /// Folders that `compare --shard` wrote to, in any order.
    #[arg(required = true)]
    pub shards: Vec<PathBuf>,
    /// Scenario files, or folders of them, as given to `compare`; may be given more than once.
    #[arg(long, value_name = "PATH", default_value = "scenarios")]
    pub scenario: Vec<PathBuf>,
    /// How to answer.
    #[command(flatten)]
    pub answer: AnswerArgs,
}

/// How lived years are turned into an answer.
#[derive(Debug, clap::Args)]
pub struct AnswerArgs {
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
    #[arg(long, value_parser = EnumValueParser::<FormatChoice>::new().map(Format::from), default_value = "parquet")]
    pub format: Format,
    /// A condition on the results, such as 'p_target("add-mid-market") >= 0.6'; exit code 3 when it is not met.
    #[arg(long, value_name = "EXPR")]
    pub require: Option<String>,
}

/// Arguments of `replay`.
#[derive(Debug, clap::Args)]
pub struct ReplayArgs {
    /// Scenario files, or folders of them, as `compare` takes them.
    #[arg(default_value = "scenarios")]
    pub paths: Vec<PathBuf>,
    /// The year to tell, counted from 0 as in years.parquet; it need not have been run.
    #[arg(long, value_parser = whole::<0, { u32::MAX }>)]
    pub year: u32,
    /// Name of the plan. Needed when there are several.
    #[arg(long)]
    pub plan: Option<String>,
    /// Tell one seat: id, or the name of its rep.
    #[arg(long, conflicts_with = "account")]
    pub seat: Option<String>,
    /// Tell one account: id or name.
    #[arg(long)]
    pub account: Option<String>,
    /// Tell every event of a plan, and not only the largest.
    #[arg(long)]
    pub all: bool,
    /// How many of a plan's events to tell without --all, the largest first.
    #[arg(long, default_value_t = 25, value_parser = whole::<0, 1_000_000>)]
    pub top: u32,
    /// Seed of all chance, that of the run.
    #[arg(long, default_value_t = 1, value_parser = seed)]
    pub seed: u64,
    /// The reference plan of the run, whose street quota is the target where scenarios state none.
    #[arg(long)]
    pub reference: Option<String>,
    /// Text to read, or all events as CSV or JSON. Default: by the ending of --out, or else text.
    #[arg(long, value_enum)]
    pub format: Option<StoryFormat>,
    /// File to write instead of the terminal.
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// Format of a story.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum StoryFormat {
    /// Text to read.
    Text,
    /// One row an event.
    Csv,
    /// Row, months and every event.
    Json,
}

impl AnswerArgs {
    /// The threads to work on.
    ///
    /// # Errors
    /// When they cannot be started.
    pub fn pool(&self) -> Result<rayon::ThreadPool, rayon::ThreadPoolBuildError> {
        rayon::ThreadPoolBuilder::new().num_threads(self.threads.unwrap_or(0) as usize).build()
    }
}

/// Arguments of `verify`.
#[derive(Debug, clap::Args)]
pub struct VerifyArgs {
    /// Live more years: minutes in place of seconds.
    #[arg(long)]
    pub full: bool,
    /// Only this case; may be given several times.
    #[arg(long, value_name = "NAME", value_parser = PossibleValuesParser::new(CASES.iter().map(|case| case.name)))]
    pub case: Vec<String>,
    /// Seed of all chance.
    #[arg(long, default_value_t = 1, value_parser = seed)]
    pub seed: u64,
    /// Threads; results do not depend on it. Default: all cores.
    #[arg(long, value_parser = whole::<1, 1024>)]
    pub threads: Option<u32>,
}

/// Arguments of `completions`.
#[derive(Debug, clap::Args)]
pub struct CompletionArgs {
    /// The shell.
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}
