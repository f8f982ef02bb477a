//! Faults of scenarios with contradictory choices.

use jiff::civil::Date;
use miette::Diagnostic;

use crate::diagnostics::{nearest, one_of, suggest};

/// A contradiction between choices of a scenario.
#[derive(Debug, thiserror::Error, Diagnostic)]
pub(super) enum ScenarioRuleFault {
    #[error("the name of {of} is blank")]
    #[diagnostic(code("scenario::blank-name"), help("expected a name"))]
    BlankName { of: &'static str },
    #[error("`{path}` is blank or missing")]
    #[diagnostic(code("scenario::missing-key"), help("expected a non-blank string"))]
    Missing { path: String },
    #[error("`{path}` is not positive")]
    #[diagnostic(code("scenario::not-above-zero"), help("expected a value greater than 0"))]
    NotAboveZero { path: String },
    #[error("`{path}` is {found}, which makes the outcome certain")]
    #[diagnostic(code("scenario::certain"), help("expected a value greater than 0 and less than 1"))]
    Certain { path: String, found: f64 },
    #[error("unknown segment `{name}`")]
    #[diagnostic(code("scenario::unknown-segment"), help("{}", known_names(name, known)))]
    UnknownSegment { name: String, known: Vec<String> },
    #[error("unknown tier `{name}`")]
    #[diagnostic(code("scenario::unknown-tier"), help("{}", known_names(name, known)))]
    UnknownTier { name: String, known: Vec<String> },
    #[error("unknown team `{name}`")]
    #[diagnostic(code("scenario::unknown-team"), help("{}", known_names(name, known)))]
    UnknownTeam { name: String, known: Vec<String> },
    #[error("{found} is not the first day of a month")]
    #[diagnostic(code("scenario::not-month-start"), help("expected the first day of a month, such as {}", found.first_of_month()))]
    NotMonthStart { found: Date },
    #[error("stage `{stage}` has two meanings")]
    #[diagnostic(code("scenario::stage-twice"), help("list each stage once: as won, as lost, or as open with a chance"))]
    StageTwice { stage: String },
    #[error("there is no accounts file, and no segment sets the number of accounts to generate")]
    #[diagnostic(code("scenario::no-accounts"), help("add `[data.accounts]`, or `accounts = …` to a segment"))]
    NoAccounts,
    #[error("there is no reps file, and no segment sets the number of reps")]
    #[diagnostic(code("scenario::no-reps"), help("add `[data.reps]`, or `reps = …` to a segment"))]
    NoReps,
    #[error("segment `{segment}` has {accounts} accounts and no reps")]
    #[diagnostic(code("scenario::segment-without-reps"), help("set `reps` to at least 1, or add `[data.reps]`"))]
    SegmentWithoutReps { segment: String, accounts: u32 },
    #[error("the market has no segments")]
    #[diagnostic(code("scenario::no-segments"), help("add at least one table `[market.segments.NAME]`"))]
    NoSegments,
    #[error("the cap on the rate is {found} times the normal rate")]
    #[diagnostic(code("scenario::rate-cap-below-one"), help("expected a factor of at least 1"))]
    RateCap { found: f64 },
    #[error("too few quantiles for a distribution: {found}")]
    #[diagnostic(code("scenario::few-quantiles"), help("expected at least two quantiles"))]
    FewQuantiles { found: usize },
    #[error("the quantiles are not in ascending order")]
    #[diagnostic(code("scenario::quantiles-fall"), help("list the amounts in ascending order"))]
    QuantilesFall,
    #[error("the closing table has no age bands")]
    #[diagnostic(code("scenario::closing-without-ages"), help("add at least one band, such as `until-days = [30]`"))]
    NoAges,
    #[error("this age band ends after {found} days, but the one before it ends after {before}")]
    #[diagnostic(code("scenario::ages-not-ascending"), help("list days greater than 0 in ascending order"))]
    AgesFall { found: f64, before: f64 },
    #[error("the table of closing chances has {found} rows")]
    #[diagnostic(
        code("scenario::closing-rows"),
        help("expected one row for all months, or three rows, one for each month of the quarter")
    )]
    ClosingRows { found: usize },
    #[error("{found} values for {bands} age bands")]
    #[diagnostic(code("scenario::bands-differ"), help("expected one value for each band of `until-days`"))]
    BandsDiffer { found: usize, bands: usize },
    #[error("no deal can close in the last age band, which has no end")]
    #[diagnostic(code("scenario::never-closes"), help("set a chance greater than 0 for the last band in at least one row"))]
    NeverCloses,
    #[error("the shares of all sources are zero")]
    #[diagnostic(code("scenario::shares-all-zero"), help("set at least one share to a value greater than 0"))]
    SharesAllZero,
    #[error("the seasonal factors of all months are zero")]
    #[diagnostic(code("scenario::season-all-zero"), help("set at least one month to a value greater than 0"))]
    SeasonAllZero,
    #[error("the lowest loss, {low}, is greater than the highest, {high}")]
    #[diagnostic(code("scenario::loss-bounds"), help("set `loss-low` to at most `loss-high`"))]
    LossBounds { low: f64, high: f64 },
    #[error("the scenario has no tiers")]
    #[diagnostic(code("scenario::no-tiers"), help("add at least one table `[[tiers]]`"))]
    NoTiers,
    #[error("duplicate tier `{name}`")]
    #[diagnostic(code("scenario::duplicate-tier"), help("give each tier a unique name"))]
    TierTwice { name: String },
    #[error("this tier starts at {found}, but the one before it starts at {above}")]
    #[diagnostic(code("scenario::tiers-not-descending"), help("list tiers in descending order of `potential-from`"))]
    TiersRise { above: f64, found: f64 },
    #[error("the scenario has no teams")]
    #[diagnostic(code("scenario::no-teams"), help("add at least one table `[teams.NAME]`"))]
    NoTeams,
    #[error("all weights are zero")]
    #[diagnostic(code("scenario::weights-all-zero"), help("set at least one weight to a value greater than 0"))]
    WeightsAllZero,
    #[error("month {month} is after the end of the horizon")]
    #[diagnostic(code("scenario::beyond-horizon"), help("expected a month from 1 to {months}, the value of `horizon.months`"))]
    BeyondHorizon { month: u32, months: u32 },
    #[error("the cut names neither a team nor a rep")]
    #[diagnostic(code("scenario::cut-nothing"), help("set `team` or `rep`"))]
    CutNothing,
    #[error("the cut names both a team and a rep")]
    #[diagnostic(code("scenario::cut-two-ways"), help("set either `team` or `rep`"))]
    CutTwoWays,
    #[error("the ramp has no steps")]
    #[diagnostic(code("scenario::ramp-without-steps"), help("list at least one share, or set the ramp to `\"none\"`"))]
    NoSteps,
    #[error("with an attrition of 1, every rep leaves within the year")]
    #[diagnostic(code("scenario::everyone-leaves"), help("expected a share below 1"))]
    EveryoneLeaves,
    #[error("no tenure band starts on the first day")]
    #[diagnostic(code("scenario::bands-start"), help("start the first band with `from-month = 0`"))]
    BandsStart,
    #[error("this tenure band does not start after the one before it")]
    #[diagnostic(code("scenario::bands-not-ascending"), help("list bands in ascending order of `from-month`"))]
    BandsFall,
    #[error("duplicate leaver `{rep}`, first listed at {first}")]
    #[diagnostic(code("scenario::duplicate-leaver"), help("list each rep once"))]
    LeaverTwice { rep: String, first: String },
    #[error("duplicate lock on account `{account}`, first locked at {first}")]
    #[diagnostic(code("scenario::duplicate-lock"), help("keep one lock for each account"))]
    LockTwice { account: String, first: String },
    #[error("account `{account}` is locked to `{rep}` here and to `{other}` at {first}")]
    #[diagnostic(code("scenario::locks-contradict"), help("keep one lock for each account"))]
    LocksContradict { account: String, rep: String, other: String, first: String },
    #[error("the minimum of {fewest} accounts per seat is greater than the maximum of {most}")]
    #[diagnostic(
        code("scenario::account-bounds"),
        help("set `min-accounts` to at most `max-accounts`, or `max-accounts = 0` for no limit")
    )]
    AccountBounds { fewest: u32, most: u32 },
    #[error("team `{team}` takes seats from itself")]
    #[diagnostic(code("scenario::seats-from-itself"), help("name another team in `seats-from`, or omit the key"))]
    SeatsFromItself { team: String },
}

fn known_names(name: &str, known: &[String]) -> String {
    suggest(nearest(name, known.iter().map(String::as_str)), one_of(known))
}
