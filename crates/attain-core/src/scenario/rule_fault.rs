//! How choices can contradict each other, in words.

use jiff::civil::Date;

use super::schema_fault::{did_you_mean, nearest};
use crate::diagnostics::Problem;

/// How choices can contradict each other.
#[derive(Debug, thiserror::Error)]
pub(super) enum RuleFault {
    #[error("the name of {of} is blank")]
    BlankName { of: &'static str },
    #[error("`{path}` is blank or missing")]
    Missing { path: String },
    #[error("`{path}` is not above zero")]
    NotAboveZero { path: String },
    #[error("`{path}` is {found}, which leaves nothing to chance")]
    Certain { path: String, found: f64 },
    #[error("there is no {kind} `{name}`")]
    Unknown { kind: &'static str, name: String, known: Vec<String> },
    #[error("{found} is not the first day of a month")]
    NotMonthStart { found: Date },
    #[error("the stage `{stage}` has two meanings")]
    StageTwice { stage: String },
    #[error("there is no file of accounts, and no segment says how many to generate")]
    NoAccounts,
    #[error("there is no file of reps, and no segment says how many there are")]
    NoReps,
    #[error("segment `{segment}` has {accounts} accounts and no reps")]
    SegmentWithoutReps { segment: String, accounts: u32 },
    #[error("the market has no segments")]
    NoSegments,
    #[error("the highest rate is {found} times the normal one")]
    RateCap { found: f64 },
    #[error("{found} quantiles describe no distribution")]
    FewQuantiles { found: usize },
    #[error("the quantiles fall")]
    QuantilesFall,
    #[error("the table of closing has no bands of age")]
    NoAges,
    #[error("this band of age ends after {found} days, the one before it after {before}")]
    AgesFall { found: f64, before: f64 },
    #[error("the chances of closing have {found} rows")]
    ClosingRows { found: usize },
    #[error("{found} figures for {bands} bands of age")]
    BandsDiffer { found: usize, bands: usize },
    #[error("nothing closes in the last band of age, which has no end")]
    NeverCloses,
    #[error("the shares of all sources are zero")]
    SharesAllZero,
    #[error("creation is zero in every month")]
    SeasonAllZero,
    #[error("the lowest loss {low} is over the highest {high}")]
    LossBounds { low: f64, high: f64 },
    #[error("there are no tiers")]
    NoTiers,
    #[error("there are two tiers `{name}`")]
    TierTwice { name: String },
    #[error("this tier starts at {found}, the one before it at {above}")]
    TiersRise { above: f64, found: f64 },
    #[error("there are no teams")]
    NoTeams,
    #[error("all weights are zero")]
    WeightsAllZero,
    #[error("month {month} is after the last one")]
    BeyondHorizon { month: u32, months: u32 },
    #[error("the cut names neither a team nor a rep")]
    CutNothing,
    #[error("the cut names a team and a rep")]
    CutTwoWays,
    #[error("the ramp has no steps")]
    NoSteps,
    #[error("everyone leaves within the year")]
    EveryoneLeaves,
    #[error("no band of tenure starts with the first day")]
    BandsStart,
    #[error("this band of tenure does not start after the one before it")]
    BandsFall,
    #[error("rep `{rep}` leaves twice, first at {first}")]
    LeaverTwice { rep: String, first: String },
    #[error("account `{account}` is locked twice, first at {first}")]
    LockTwice { account: String, first: String },
    #[error("account `{account}` is locked to `{rep}` here and to `{other}` at {first}")]
    LocksContradict { account: String, rep: String, other: String, first: String },
    #[error("a seat must have at least {fewest} accounts and at most {most}")]
    AccountBounds { fewest: u32, most: u32 },
    #[error("team `{team}` gives seats to itself")]
    SeatsFromItself { team: String },
}

impl Problem for RuleFault {
    fn code(&self) -> &'static str {
        match self {
            Self::BlankName { .. } => "scenario::blank-name",
            Self::Missing { .. } => "scenario::missing-key",
            Self::NotAboveZero { .. } => "scenario::not-above-zero",
            Self::Certain { .. } => "scenario::certain",
            Self::Unknown { kind: "segment", .. } => "scenario::unknown-segment",
            Self::Unknown { kind: "tier", .. } => "scenario::unknown-tier",
            Self::Unknown { .. } => "scenario::unknown-team",
            Self::NotMonthStart { .. } => "scenario::not-month-start",
            Self::StageTwice { .. } => "scenario::stage-twice",
            Self::NoAccounts => "scenario::no-accounts",
            Self::NoReps => "scenario::no-reps",
            Self::SegmentWithoutReps { .. } => "scenario::segment-without-reps",
            Self::NoSegments => "scenario::no-segments",
            Self::RateCap { .. } => "scenario::rate-cap-below-one",
            Self::FewQuantiles { .. } => "scenario::few-quantiles",
            Self::QuantilesFall => "scenario::quantiles-fall",
            Self::NoAges => "scenario::closing-without-ages",
            Self::AgesFall { .. } => "scenario::ages-not-ascending",
            Self::ClosingRows { .. } => "scenario::closing-rows",
            Self::BandsDiffer { .. } => "scenario::bands-differ",
            Self::NeverCloses => "scenario::never-closes",
            Self::SharesAllZero => "scenario::shares-all-zero",
            Self::SeasonAllZero => "scenario::season-all-zero",
            Self::LossBounds { .. } => "scenario::loss-bounds",
            Self::NoTiers => "scenario::no-tiers",
            Self::TierTwice { .. } => "scenario::duplicate-tier",
            Self::TiersRise { .. } => "scenario::tiers-not-descending",
            Self::NoTeams => "scenario::no-teams",
            Self::WeightsAllZero => "scenario::weights-all-zero",
            Self::BeyondHorizon { .. } => "scenario::beyond-horizon",
            Self::CutNothing => "scenario::cut-nothing",
            Self::CutTwoWays => "scenario::cut-two-ways",
            Self::NoSteps => "scenario::ramp-without-steps",
            Self::EveryoneLeaves => "scenario::everyone-leaves",
            Self::BandsStart => "scenario::bands-start",
            Self::BandsFall => "scenario::bands-not-ascending",
            Self::LeaverTwice { .. } => "scenario::duplicate-leaver",
            Self::LockTwice { .. } => "scenario::duplicate-lock",
            Self::LocksContradict { .. } => "scenario::locks-contradict",
            Self::AccountBounds { .. } => "scenario::account-bounds",
            Self::SeatsFromItself { .. } => "scenario::seats-from-itself",
        }
    }

    fn allowed(&self) -> String {
        let words = match self {
            Self::BlankName { .. } => "a name",
            Self::Missing { .. } => "text that is not blank",
            Self::NotAboveZero { .. } => "more than 0",
            Self::Certain { .. } => "more than 0 and less than 1",
            Self::Unknown { known, .. } if known.is_empty() => "none, because the scenario names none",
            Self::Unknown { known, .. } => return known.join(", "),
            Self::NotMonthStart { found } => return found.first_of_month().to_string(),
            Self::StageTwice { .. } => "each stage once: won, lost or open with a chance",
            Self::NoAccounts => "`[data.accounts]`, or `accounts = …` in a segment",
            Self::NoReps => "`[data.reps]`, or `reps = …` in a segment",
            Self::SegmentWithoutReps { .. } => "`reps = …` of at least 1, or `[data.reps]`",
            Self::NoSegments => "at least one `[market.segments.…]`",
            Self::RateCap { .. } => "a factor of at least 1",
            Self::FewQuantiles { .. } => "at least two",
            Self::QuantilesFall => "amounts from the smallest to the largest",
            Self::NoAges => "at least one band, such as `until-days = [30]`",
            Self::AgesFall { .. } => "days from the lowest to the highest, above 0",
            Self::ClosingRows { .. } => "one row for all months, or three: one for each month of the quarter",
            Self::BandsDiffer { .. } => "one figure for each band of `until-days`",
            Self::NeverCloses => "more than 0 for the last band in at least one row",
            Self::SharesAllZero => "at least one share above 0",
            Self::SeasonAllZero => "at least one month above 0",
            Self::LossBounds { .. } => "`loss-low` up to `loss-high`",
            Self::NoTiers => "at least one `[[tiers]]`",
            Self::TierTwice { .. } => "each name once",
            Self::TiersRise { .. } => "tiers from the highest `potential-from` to the lowest",
            Self::NoTeams => "at least one `[teams.…]`",
            Self::WeightsAllZero => "at least one weight above 0",
            Self::BeyondHorizon { months, .. } => return format!("months 1 to {months}, by `horizon.months`"),
            Self::CutNothing | Self::CutTwoWays => "`team = …` or `rep = …`",
            Self::NoSteps => "at least one share, or `\"none\"`",
            Self::EveryoneLeaves => "a share below 1",
            Self::BandsStart => "a first band with `from-month = 0`",
            Self::BandsFall => "bands from the lowest `from-month` to the highest",
            Self::LeaverTwice { .. } => "each rep once",
            Self::LockTwice { .. } | Self::LocksContradict { .. } => "one lock for an account",
            Self::AccountBounds { .. } => "`min-accounts` up to `max-accounts`, or `max-accounts = 0` for no limit",
            Self::SeatsFromItself { .. } => "another team, or none",
        };
        words.to_owned()
    }

    fn help(&self) -> Option<String> {
        match self {
            Self::Unknown { name, known, .. } => nearest(name, known.iter().map(String::as_str)).map(did_you_mean),
            _ => None,
        }
    }
}
