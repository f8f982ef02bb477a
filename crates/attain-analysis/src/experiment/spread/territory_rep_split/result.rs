//! What is found for a seat or region: the parts of its gap to quota.

use serde::Serialize;

use crate::experiment::interval_estimate::IntervalEstimate;

/// A part of the gap to quota, in points of attainment: positive where attainment falls short.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct GapPart {
    /// The part with its Monte Carlo error.
    #[serde(flatten)]
    pub points: IntervalEstimate,
    /// The part as a share of the whole gap; NaN where there is no gap.
    pub share: f64,
}

/// Which of territory and rep explains a seat's gap to quota.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SplitVerdict {
    /// Neither differs from like seats by more than chance and two points.
    Neither,
    /// Mostly the territory.
    Territory,
    /// Mostly the rep.
    Rep,
    /// Territory and rep in similar measure.
    Both,
    /// The territory lowers attainment and the rep makes up for it.
    RepMakesUp,
    /// The rep lowers attainment and the territory makes up for it.
    BookMakesUp,
}

/// The effect of exchanging the reps of two like seats.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RepSwap {
    /// Id of the other seat.
    pub with: String,
    /// Name of the other seat's rep.
    pub name: String,
    /// Attainment of this seat with the other rep's skill.
    pub here: IntervalEstimate,
    /// Change of attainment at this seat.
    pub change_here: IntervalEstimate,
    /// Attainment of the other seat with its own rep.
    pub there_before: IntervalEstimate,
    /// Attainment of the other seat with this rep's skill.
    pub there: IntervalEstimate,
    /// Change of attainment at the other seat.
    pub change_there: IntervalEstimate,
}

/// The seat or region that is examined.
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

/// Expected attainment, with the present rep and with an average one.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ExpectedAttainment {
    /// With the present reps.
    #[serde(rename = "attainment")]
    pub present: IntervalEstimate,
    /// With an average rep in every seat.
    #[serde(rename = "average")]
    pub average_rep: IntervalEstimate,
    /// Mean of like seats (those of the same team) elsewhere, with average reps.
    #[serde(rename = "like")]
    pub like_seats: IntervalEstimate,
}

/// The gap to quota and its parts: `gap` is the sum of `common`, `book` and
/// `rep`; `book` is the sum of `quota` and `yielded`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct GapParts {
    /// What attainment falls short of 100 %.
    pub gap: IntervalEstimate,
    /// What like seats fall short too.
    pub common: GapPart,
    /// What this territory falls short of like seats.
    pub book: GapPart,
    /// The part of `book` that comes from a quota set high or low for the territory's potential.
    pub quota: GapPart,
    /// The part of `book` that comes from what the territory yields of its potential.
    pub yielded: GapPart,
    /// What the rep takes away, against an average rep.
    pub rep: GapPart,
    /// Low end of the 95 % interval of the rep's part, uncertainty about the rep's skill included.
    pub rep_low: f64,
    /// High end of that interval.
    pub rep_high: f64,
}

/// The posterior of the rep's skill (the mean over reps, in a region), in log odds of winning.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct SkillBelief {
    /// Posterior mean.
    #[serde(rename = "skill")]
    pub mean: f64,
    /// Posterior standard deviation.
    #[serde(rename = "skill_sd")]
    pub sd: f64,
}

/// The territory against those of like seats.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct TerritoryComparison {
    /// Workload over capacity.
    pub load: f64,
    /// Workload over capacity, mean of like seats.
    pub load_like: f64,
    /// Potential over the mean potential of like seats.
    pub potential: f64,
    /// Quota per unit of potential over that of like seats.
    pub tightness: f64,
}

/// Whether a gap to quota comes from the territory or the rep, for a seat or a region.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TerritoryRepSplit {
    /// The seat or region.
    #[serde(flatten)]
    pub subject: SplitSubject,
    /// Years in which all parts have a value.
    pub years: usize,
    /// Expected attainment.
    #[serde(flatten)]
    pub attainment: ExpectedAttainment,
    /// The gap to quota and its parts.
    #[serde(flatten)]
    pub parts: GapParts,
    /// What is known of the rep's skill.
    #[serde(flatten)]
    pub skill: SkillBelief,
    /// The territory against those of like seats.
    #[serde(flatten)]
    pub territory: TerritoryComparison,
    /// Which of the two explains the gap.
    pub verdict: SplitVerdict,
    /// The effect of exchanging reps with a like seat; only for the seat that was asked for.
    pub swap: Option<RepSwap>,
}
