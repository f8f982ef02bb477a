//! The results of a run, in the shape of `results.json`.

use serde::Serialize;
use serde_json::Map;

use crate::simulate::rollup::RollupLevel;
use attain_core::metric::{MetricSeries, MetricUnit};
use attain_core::plan::CarveCertificate;
use attain_core::plan::{Disruption, EquityChange};

/// Content of `results.json`. It is identical for two runs of the same study.
#[derive(Debug, Clone, Serialize)]
pub struct Results {
    /// Version of the file format.
    pub format: u32,
    /// Version of attain.
    pub version: &'static str,
    /// Seed of the study.
    pub seed: u64,
    /// Number of simulated years.
    pub years: usize,
    /// Length of a simulated year, in months.
    pub horizon_months: u32,
    /// First day of the horizon.
    pub start: String,
    /// SHA-256 of the book of business.
    pub data_hash: String,
    /// Currency symbol or code of the reference plan, shown with amounts.
    pub currency: String,
    /// Name of the reference plan.
    pub reference: String,
    /// Results of each plan, in the order given.
    pub plans: Vec<PlanResult>,
    /// Comparisons of every plan with the reference, then of all other pairs, for each compared
    /// metric.
    pub pairs: Vec<Pair>,
    /// Half-width of the widest interval of each compared metric.
    pub precision: Vec<Precision>,
    /// Plans that a race dropped during the run; omitted without a race.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub dropped: Vec<DroppedPlan>,
    /// Probability that each plan is best, and its expected regret.
    pub choice: Vec<PlanChoice>,
    /// Names of the Pareto-efficient plans (bookings, equity, disruption, cost).
    pub pareto: Vec<String>,
    /// The hindcast: the last twelve months of the data, simulated with the people of then and the
    /// market of the reference plan; omitted if the data covers less than three months.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub track_record: Option<TrackRecord>,
    /// Warnings, for example about pairs that decouple, rates that reach the cap too often, and
    /// horizons that are too short.
    pub warnings: Vec<String>,
}

/// The last twelve months, or as many as the data covers, beside their simulation.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TrackRecord {
    /// First day.
    pub from: String,
    /// Last day.
    pub until: String,
    /// Figures of the company, then of its segments.
    pub rows: Vec<TrackRecordRow>,
}

/// A figure of the last twelve months beside its simulated value.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TrackRecordRow {
    /// Segment; empty for the company.
    pub segment: String,
    /// Name of the figure.
    pub figure: TrackRecordFigure,
    /// Value in the data.
    pub past: f64,
    /// Standard error of that value as one year among many.
    pub past_se: f64,
    /// Mean of the simulated years.
    pub simulated: f64,
    /// Whether the two differ by more than a tenth and by more than 2.6 standard errors.
    pub differs: bool,
}

/// A figure that is compared with the last twelve months.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TrackRecordFigure {
    /// New business won.
    BookingsNew,
    /// Opportunities closed.
    Closed,
    /// Opportunities won.
    Wins,
    /// Won opportunities over closed ones.
    WinRate,
    /// Mean amount of a won opportunity.
    MeanSize,
    /// Mean days from creation to a win.
    CycleDays,
    /// Reps who left.
    Leavers,
}

impl TrackRecordFigure {
    /// Name in tables and sentences.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::BookingsNew => "new bookings",
            Self::Closed => "opportunities closed",
            Self::Wins => "wins",
            Self::Leavers => "leavers",
            Self::WinRate => "win rate",
            Self::MeanSize => "mean deal size",
            Self::CycleDays => "days to win",
        }
    }

    /// Unit of its values.
    #[must_use]
    pub fn unit(self) -> MetricUnit {
        match self {
            Self::BookingsNew | Self::MeanSize => MetricUnit::Money,
            Self::Closed | Self::Wins | Self::CycleDays | Self::Leavers => MetricUnit::Count,
            Self::WinRate => MetricUnit::Share,
        }
    }
}

/// Results of one plan.
#[derive(Debug, Clone, Serialize)]
pub struct PlanResult {
    pub name: String,
    pub description: String,
    /// SHA-256 of the resolved scenario.
    pub scenario_hash: String,
    pub target: f64,
    pub street_quota: f64,
    /// Number of seats at the end of planning.
    pub seats_planned: usize,
    /// Probability that bookings reach the target.
    pub p_target: f64,
    /// Monte Carlo standard error of `p_target`.
    pub p_target_se: f64,
    /// Lower bound of the Wilson 95 % interval of `p_target`.
    pub p_target_low: f64,
    /// Upper bound of the Wilson 95 % interval of `p_target`.
    pub p_target_high: f64,
    /// Company metrics by name, each a [`Stat`].
    pub company: Map<String, serde_json::Value>,
    /// Results by team, segment, region and manager.
    pub groups: Vec<GroupResult>,
    /// Results by seat.
    pub seats: Vec<SeatResult>,
    /// Monthly and quarterly series.
    pub series: Vec<SeriesResult>,
    /// Metrics of each year of the horizon by name, each a [`Stat`]. Empty if the horizon has only
    /// one year.
    pub periods: Vec<Map<String, serde_json::Value>>,
    /// Shares of simulated years by participation rate, in 21 bins of 5 points from 0. The last bin
    /// is exactly 100 %.
    pub participation_histogram: Vec<f64>,
    /// Balance of the books today and in the plan.
    pub equity: EquityChange,
    /// Accounts, revenue and pipeline that change owner at the start.
    pub disruption: Disruption,
    /// Quality of the assignment. Omitted if accounts were moved further to maximise contribution.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub carve: Option<CarveQuality>,
    /// Notes about the design of the plan.
    pub notes: Vec<String>,
}

/// Distance of an assignment from the best possible one.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct CarveQuality {
    /// Cost of the assignment per year: travel, disruption, poor fit, imbalance and overload.
    pub value: f64,
    /// Proven lower bound on the cost of any assignment.
    pub bound: f64,
    /// Difference between cost and lower bound, as a share of the most that any assignment can save
    /// against today's owners.
    pub gap: f64,
    /// Recurring revenue that changes owner.
    pub revenue_moved: f64,
    /// Proven lower bound on it: no assignment with books as near to their means moves less.
    pub least_revenue_moved: f64,
    /// Largest deviation of a book from the mean it is balanced around, as a share of the mean.
    pub deviation: f64,
    /// Proven lower bound on it.
    pub least_deviation: f64,
}

impl CarveQuality {
    /// Returns the quality that a certificate proves.
    #[must_use]
    pub fn from_certificate(certificate: CarveCertificate) -> Self {
        Self {
            value: certificate.value,
            bound: certificate.bound,
            gap: certificate.gap(),
            revenue_moved: certificate.revenue_moved,
            least_revenue_moved: certificate.revenue_bound,
            deviation: certificate.deviation,
            least_deviation: certificate.deviation_bound,
        }
    }
}

/// A distribution over simulated years.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Stat {
    /// Mean.
    pub mean: f64,
    /// Monte Carlo standard error of the mean.
    pub se: f64,
    /// Standard deviation.
    pub sd: f64,
    /// 5 % quantile.
    pub p05: f64,
    /// 10 % quantile.
    pub p10: f64,
    /// 25 % quantile.
    pub p25: f64,
    /// Median.
    pub p50: f64,
    /// 75 % quantile.
    pub p75: f64,
    /// 90 % quantile.
    pub p90: f64,
    /// 95 % quantile.
    pub p95: f64,
}

/// Results of a group of seats.
#[derive(Debug, Clone, Serialize)]
pub struct GroupResult {
    /// Level of the group.
    pub level: RollupLevel,
    pub name: String,
    /// Number of seats.
    pub seats: usize,
    /// Sum of the yearly quotas of the seats: for a manager, the quota that rolls up.
    pub quota: f64,
    /// Shared metrics by name, each a [`Stat`].
    pub metrics: Map<String, serde_json::Value>,
}

/// Results of a seat.
#[derive(Debug, Clone, Serialize)]
pub struct SeatResult {
    pub id: String,
    pub name: String,
    pub team: String,
    pub region: String,
    pub manager: String,
    /// Number of accounts in the planned book.
    pub accounts: usize,
    /// Potential per year of the planned book.
    pub potential: f64,
    /// Workload divided by capacity.
    pub load: f64,
    pub quota: f64,
    /// Bookings credited to quota that a ramped rep can be expected to make in a year with the
    /// planned book.
    pub realistic: f64,
    /// Chance of making the quota. `None` if the seat is never judged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quota_chance: Option<QuotaChance>,
    /// Quota and chance of the same seat in the reference plan. `None` in the reference plan itself
    /// and for seats that it does not have.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference_quota_chance: Option<QuotaChance>,
    /// Shared metrics by name, each a [`Stat`].
    pub metrics: Map<String, serde_json::Value>,
}

/// A yearly quota and the chance of making it over the horizon.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct QuotaChance {
    pub quota: f64,
    /// Share of the simulated years in which the seat makes its quota.
    pub chance: f64,
    /// Monte Carlo standard error of `chance`.
    pub se: f64,
}

/// Distributions of a series, step by step.
#[derive(Debug, Clone, Serialize)]
pub struct SeriesResult {
    /// Name, unit and meaning of the series.
    #[serde(flatten)]
    pub series: MetricSeries,
    /// Distribution at each step.
    pub steps: Vec<Stat>,
}

/// A paired comparison: plan `a` minus plan `b` in the same worlds.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Pair {
    /// First plan.
    pub a: String,
    /// Second plan.
    pub b: String,
    /// Name of the metric.
    pub metric: &'static str,
    /// Mean of `a` − `b`.
    pub difference: f64,
    /// Monte Carlo standard error of the mean difference.
    pub se: f64,
    /// Lower bound of the simultaneous 95 % interval over all pairs and metrics.
    pub low: f64,
    /// Upper bound of the simultaneous 95 % interval over all pairs and metrics.
    pub high: f64,
    /// Share of worlds in which `a` is better than `b`. Ties count half.
    pub p_a_beats_b: f64,
    /// Variance of the difference in separate worlds, divided by its variance in the same worlds:
    /// the factor by which pairing reduces the number of years needed.
    pub variance_ratio: f64,
}

/// Probability of being best and regret of a plan, measured in bookings.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlanChoice {
    /// Name of the plan.
    pub plan: String,
    /// Share of worlds in which the plan has the highest bookings. Ties are split.
    pub p_best: f64,
    /// Mean shortfall from the best plan of each world.
    pub expected_regret: f64,
    /// Monte Carlo standard error of the mean shortfall.
    pub expected_regret_se: f64,
    /// 95 % quantile of the shortfall.
    pub regret_p95: f64,
}

/// Precision with which plans can be distinguished by one metric.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Precision {
    /// Name of the metric.
    pub metric: &'static str,
    /// Half-width of the widest simultaneous interval of all pairs.
    pub half_width: f64,
    /// First plan of the pair with this interval.
    pub a: String,
    /// Second plan of the pair with this interval.
    pub b: String,
}

/// A plan that a race dropped, because it is significantly worse than the best plan.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DroppedPlan {
    /// Name of the plan.
    pub plan: String,
    /// Number of years for which the plan was simulated.
    pub years: usize,
    /// Metric on which the race is based.
    pub metric: &'static str,
    /// Best plan at the time of dropping.
    pub best: String,
    /// Mean difference from the best plan over those years.
    pub difference: f64,
    /// Lower bound of the interval of the difference at the error level of the interim look.
    pub low: f64,
    /// Upper bound of the interval of the difference.
    pub high: f64,
}
