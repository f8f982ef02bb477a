//! Results for a seat or region: the parts of its gap to quota.

use serde::Serialize;

use crate::experiment::interval_estimate::IntervalEstimate;

/// A part of the gap to quota in points of attainment; positive where it lowers attainment.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct GapPart {
    /// The part with its Monte Carlo error.
    #[serde(flatten)]
    pub points: IntervalEstimate,
    /// The part as a share of the whole gap; NaN if there is no gap.
    pub share: f64,
}

/// Whether the territory or the rep explains a seat's gap to quota.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SplitVerdict {
    /// Neither differs from comparable seats by more than chance and two points.
    Neither,
    /// Mostly the territory.
    Territory,
    /// Mostly the rep.
    Rep,
    /// Territory and rep in similar measure.
    Both,
    /// The territory lowers attainment and the rep compensates for it.
    RepMakesUp,
    /// The rep lowers attainment and the territory compensates for it.
    BookMakesUp,
}

/// The effect of exchanging the reps of two comparable seats.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RepSwap {
    /// Id of the other seat.
    pub with: String,
    /// Name of the other seat's rep.
    pub name: String,
    /// Attainment of this seat with the other rep's skill.
    pub here: IntervalEstimate,
    /// Change in attainment at this seat.
    pub change_here: IntervalEstimate,
    /// Attainment of the other seat with its own rep.
    pub there_before: IntervalEstimate,
    /// Attainment of the other seat with this rep's skill.
    pub there: IntervalEstimate,
    /// Change in attainment at the other seat.
    pub change_there: IntervalEstimate,
}

/// The analysed seat or region.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SplitSubject {
    /// Id of the seat, or name of the region.
    pub id: String,
    /// Name of the rep, or of the region.
    pub name: String,
    /// Whether the subject is a region.
    pub region: bool,
    /// Number of seats.
    pub seats: usize,
}

/// Expected attainment with the current rep and with an average one.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ExpectedAttainment {
    /// Attainment with the current reps.
    #[serde(rename = "attainment")]
    pub present: IntervalEstimate,
    /// Attainment with an average rep in every seat.
    #[serde(rename = "average")]
    pub average_rep: IntervalEstimate,
    /// Mean attainment of comparable seats (those of the same team) elsewhere, with average reps.
    #[serde(rename = "like")]
    pub like_seats: IntervalEstimate,
}

/// The gap to quota and its parts. `gap` is the sum of `common`, `book` and `rep`; `book` is the
/// sum of `quota` and `yielded`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct GapParts {
    /// Shortfall of attainment against 100 %.
    pub gap: IntervalEstimate,
    /// Shortfall shared by comparable seats.
    pub common: GapPart,
    /// Shortfall of this territory against comparable seats.
    pub book: GapPart,
    /// The part of `book` due to a quota set high or low relative to the territory's potential.
    pub quota: GapPart,
    /// The part of `book` due to the share of its potential that the territory yields.
    pub yielded: GapPart,
    /// Shortfall due to the rep, relative to an average rep.
    pub rep: GapPart,
    /// Low end of the 95 % interval of the rep's part, including uncertainty about the rep's skill.
    pub rep_low: f64,
    /// High end of that interval.
    pub rep_high: f64,
}

/// Posterior of the rep's skill (in a region, the mean over its reps), in log odds of winning.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct SkillBelief {
    /// Posterior mean.
    #[serde(rename = "skill")]
    pub mean: f64,
    /// Posterior standard deviation.
    #[serde(rename = "skill_sd")]
    pub sd: f64,
}

/// The territory compared with those of comparable seats.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct TerritoryComparison {
    /// Ratio of workload to capacity.
    pub load: f64,
    /// Ratio of workload to capacity, mean of comparable seats.
    pub load_like: f64,
    /// Potential divided by the mean potential of comparable seats.
    pub potential: f64,
    /// Quota per unit of potential, divided by that of comparable seats.
    pub tightness: f64,
}

/// The split of a gap to quota between territory and rep, for a seat or a region.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TerritoryRepSplit {
    /// The seat or region.
    #[serde(flatten)]
    pub subject: SplitSubject,
    /// Number of years in which all parts have a value.
    pub years: usize,
    /// Expected attainment.
    #[serde(flatten)]
    pub attainment: ExpectedAttainment,
    /// The gap to quota and its parts.
    #[serde(flatten)]
    pub parts: GapParts,
    /// The posterior of the rep's skill.
    #[serde(flatten)]
    pub skill: SkillBelief,
    /// The territory compared with those of comparable seats.
    #[serde(flatten)]
    pub territory: TerritoryComparison,
    /// Whether the territory or the rep explains the gap.
    pub verdict: SplitVerdict,
    /// The effect of exchanging reps with a comparable seat; only for the requested seat.
    pub swap: Option<RepSwap>,
}
