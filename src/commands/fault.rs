//! Command-line faults, each with a message, a code and a help text.

use attain_analysis::experiment::regret::METRICS;
use attain_analysis::experiment::regret::rule::MOST_POINTS;
use attain_core::diagnostics::{nearest, one_of, suggest};
use attain_core::metric::{ALL, SHARED};
use clap::error::ErrorKind;
use miette::Diagnostic;

/// A command line that does not follow the usage.
#[derive(Debug, thiserror::Error, Diagnostic)]
pub enum UsageFault {
    #[error("`{found}` is out of range")]
    #[diagnostic(code("usage::out-of-range"), help("expected {allowed}"))]
    OutOfRange { found: String, allowed: String },
    #[error("invalid value `{found}`")]
    #[diagnostic(code("usage::not-a-number"), help("expected {allowed}"))]
    NotANumber { found: String, allowed: String },
    #[error("unknown choice `{found}`")]
    #[diagnostic(code("usage::unknown-choice"), help("{}", suggest(near.as_ref(), one_of(known))))]
    UnknownChoice { found: String, known: Vec<String>, near: Option<String> },
    #[error("missing value")]
    #[diagnostic(code("usage::missing-value"), help("{}", value(known)))]
    MissingValue { known: Vec<String> },
    #[error("unknown option or argument")]
    #[diagnostic(code("usage::unknown-option"), help("{}", suggest(near.as_ref(), SEE_HELP)))]
    UnknownOption { near: Option<String> },
    #[error("unknown command")]
    #[diagnostic(code("usage::unknown-command"), help("{}", suggest(near.as_ref(), one_of(known))))]
    UnknownCommand { known: Vec<String>, near: Option<String> },
    #[error("missing argument")]
    #[diagnostic(code("usage::missing-argument"), help("{SEE_HELP}"))]
    MissingArgument,
    #[error("cannot be used with {}", others.join(", "))]
    #[diagnostic(code("usage::conflict"), help("leave out one of them; see `--help` for the options and arguments"))]
    Conflict { others: Vec<String> },
    #[error("{kind}")]
    #[diagnostic(code("usage::wrong"), help("{SEE_HELP}"))]
    Other { kind: ErrorKind },
}

const SEE_HELP: &str = "see `--help` for the options and arguments";

fn value(known: &[String]) -> String {
    if known.is_empty() { "add a value".to_owned() } else { one_of(known) }
}

/// A file that cannot be migrated.
#[derive(Debug, thiserror::Error, Diagnostic)]
pub enum MigrationFault {
    #[error("cannot read the file: {0}")]
    #[diagnostic(code("migrate::unreadable"), help("{SCENARIO_PATH}"))]
    Unreadable(std::io::Error),
    #[error("not valid TOML: {message}")]
    #[diagnostic(code("migrate::not-toml"), help("run `attain check` on the file to see every error at its line"))]
    NotToml { message: String },
}

/// A path that does not lead to a scenario.
#[derive(Debug, thiserror::Error, Diagnostic)]
pub enum ScenarioPathFault {
    #[error("file or folder not found")]
    #[diagnostic(code("paths::missing"), help("{SCENARIO_PATH}; `attain init DIR` writes a demo study to start from"))]
    Missing,
    #[error("the folder contains no scenario file that describes a plan")]
    #[diagnostic(code("paths::no-scenario"), help("{SCENARIO_PATH}"))]
    Empty,
    #[error("cannot read the folder: {0}")]
    #[diagnostic(code("paths::unreadable"), help("{SCENARIO_PATH}"))]
    Unreadable(std::io::Error),
}

const SCENARIO_PATH: &str = "expected a scenario file (.toml) or a folder of scenario files";

/// The plan of `--reference` does not exist.
#[derive(Debug, thiserror::Error, Diagnostic)]
#[error("unknown plan `{found}`")]
#[diagnostic(
    code("compare::unknown-plan"),
    help("{}", suggest(nearest(found, plans.iter().map(String::as_str)), one_of(plans)))
)]
pub struct UnknownComparedPlan {
    pub found: String,
    pub plans: Vec<String>,
}

/// An option that names an unknown or ambiguous account, rep, team or region, or an invalid month.
#[derive(Debug, thiserror::Error, Diagnostic)]
pub enum NamedTargetFault {
    #[error("no account has the id or name `{found}`")]
    #[diagnostic(
        code("plan::unknown-account"),
        help("{}", suggest(near.as_ref(), "expected the id or name of an account of the plan"))
    )]
    UnknownAccount { found: String, near: Option<String> },
    #[error("no rep has the id or name `{found}`")]
    #[diagnostic(
        code("plan::unknown-rep"),
        help("{}", suggest(near.as_ref(), "expected the id or name of a rep of the plan"))
    )]
    UnknownRep { found: String, near: Option<String> },
    #[error("rep `{found}` left on {day}")]
    #[diagnostic(code("plan::rep-left"), help("expected a rep who is still here"))]
    RepLeft { found: String, day: String },
    #[error("no manager has the name `{found}`")]
    #[diagnostic(code("plan::unknown-manager"), help("{}", known_names(found, known)))]
    UnknownManager { found: String, known: Vec<String> },
    #[error("unknown team `{found}`")]
    #[diagnostic(code("plan::unknown-team"), help("{}", known_names(found, known)))]
    UnknownTeam { found: String, known: Vec<String> },
    #[error("unknown region `{found}`")]
    #[diagnostic(code("plan::unknown-region"), help("{}", known_names(found, known)))]
    UnknownRegion { found: String, known: Vec<String> },
    #[error("month {asked} is after the end of the horizon")]
    #[diagnostic(code("plan::beyond-horizon"), help("expected a month from 1 to {months}, the value of `horizon.months`"))]
    Beyond { asked: u32, months: u32 },
    #[error("`{found}` is ambiguous: {count} {what}s have this name")]
    #[diagnostic(code("plan::ambiguous-name"), help("use an id: {ids}"))]
    Several { what: &'static str, found: String, count: usize, ids: String },
}

fn known_names(found: &str, known: &[String]) -> String {
    suggest(nearest(found, known.iter().map(String::as_str)), one_of(known))
}

/// A `--metric` that is not a seat metric.
#[derive(Debug, thiserror::Error, Diagnostic)]
#[error("unknown metric `{0}`")]
#[diagnostic(code("spread::unknown-metric"), help("{}", seat_metrics(.0)))]
pub struct UnknownSeatMetric(pub String);

fn seat_metrics(found: &str) -> String {
    let names: Vec<&str> = ALL[..SHARED].iter().map(|metric| metric.name).collect();
    suggest(nearest(found, names.iter().copied()), one_of(&names))
}

/// An impossible swap of two reps.
#[derive(Debug, thiserror::Error, Diagnostic)]
pub enum SeatSwapFault {
    #[error("a rep cannot be swapped with itself")]
    #[diagnostic(code("spread::no-swap"), help("choose another seat that has a rep today"))]
    Same,
    #[error("seat `{0}` has no rep yet")]
    #[diagnostic(code("spread::no-swap"), help("choose another seat that has a rep today"))]
    Empty(String),
}

/// Invalid options of `attain regret`.
#[derive(Debug, thiserror::Error, Diagnostic)]
pub enum RegretOptionFault {
    #[error("regret compares plans, but there is only {0}")]
    #[diagnostic(code("regret::one-plan"), help("pass at least two plans: a folder of scenario files, or several files"))]
    OnePlan(usize),
    #[error("unknown metric `{0}`")]
    #[diagnostic(code("regret::unknown-metric"), help("{}", regret_metrics(.0)))]
    Metric(String),
    #[error("too many points: {0}")]
    #[diagnostic(code("regret::too-many-points"), help("use at most {MOST_POINTS} points"))]
    Points(u32),
    #[error("{0}")]
    #[diagnostic(code("regret::unfit-plan"), help("choose assumptions that apply to every scenario"))]
    Unfit(String),
}

fn regret_metrics(found: &str) -> String {
    let names = METRICS.map(|(name, _)| name);
    suggest(nearest(found, names.into_iter()), one_of(&names))
}

/// A horizon that `--months` lists twice.
#[derive(Debug, thiserror::Error, Diagnostic)]
#[error("duplicate horizon of {0} months")]
#[diagnostic(code("cadence::twice"), help("list each horizon once"))]
pub struct DuplicateHorizon(pub u32);

/// An option that does not apply to the searched lever.
#[derive(Debug, thiserror::Error, Diagnostic)]
#[error("this option does not apply to a search by `{by}`")]
#[diagnostic(code("solve::idle-option"), help("{}", search_options(*reps)))]
pub struct UnusedSearchOption {
    pub by: &'static str,
    pub reps: bool,
}

fn search_options(reps: bool) -> &'static str {
    if reps {
        "use --max-adds, --limit, --hiring-per-month and --budget"
    } else {
        "use --from, --to and --step, and at most one --team"
    }
}

/// A review of a day on which the plan has not begun.
#[derive(Debug, thiserror::Error, Diagnostic)]
pub enum ReviewFault {
    #[error("the plan begins on {start}, after {as_of}")]
    #[diagnostic(code("review::before-start"), help("give a day on or after the first day of the plan"))]
    BeforeStart { as_of: jiff::civil::Date, start: jiff::civil::Date },
}

/// A workbook of several plans.
#[derive(Debug, thiserror::Error, Diagnostic)]
#[error("a workbook is about one plan, and there are {0}")]
#[diagnostic(
    code("plan::several-plans"),
    help("name one scenario file; `attain compare --xlsx` puts several plans side by side")
)]
pub struct SeveralPlans(pub usize);

/// An argument that does not name a plan.
#[derive(Debug, thiserror::Error, Diagnostic)]
pub enum PlanSourceFault {
    #[error("no plan `{found}`")]
    #[diagnostic(code("plan::unknown-source"), help("{PLAN_SOURCE}"))]
    Missing { found: String },
    #[error("missing option: the folder for the frozen plan")]
    #[diagnostic(code("freeze::no-folder"), help("name a new folder: --out DIR"))]
    NoFolder,
    #[error("the comparison has no plan `{found}`")]
    #[diagnostic(
        code("plan::not-compared"),
        help("{}", suggest(nearest(found, known.iter().map(String::as_str)), one_of(known)))
    )]
    UnknownPlan { found: String, known: Vec<String> },
    #[error("cannot read the file: {0}")]
    #[diagnostic(code("plan::unreadable-results"), help("{PLAN_SOURCE}"))]
    Unreadable(std::io::Error),
    #[error("not a file that attain wrote: {0}")]
    #[diagnostic(code("plan::damaged-results"), help("compare the plans again"))]
    Json(serde_json::Error),
    #[error("the comparison does not say where its scenario files are")]
    #[diagnostic(code("plan::old-results"), help("compare the plans again with this version, or name the scenario file"))]
    OldResults,
    #[error("{file} or its data has changed since the comparison")]
    #[diagnostic(code("plan::changed-since"), help("compare the plans again, or name the scenario file"))]
    Changed { file: String },
    #[error("{file} or its data has changed since the plan was frozen")]
    #[diagnostic(
        code("plan::changed-since-frozen"),
        help("name the scenario file; `attain diff` compares it with the frozen plan")
    )]
    ChangedSinceFrozen { file: String },
}

const PLAN_SOURCE: &str = "expected a scenario file (.toml), a workbook of a plan (.xlsx), or RESULTS:NAME, a folder that `attain compare` \
                           wrote with the name of a plan";
