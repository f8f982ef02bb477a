//! The results of a run, in the shape of `results.json`.

use serde::Serialize;
use serde_json::Map;

use crate::simulate::rollup::RollupLevel;
use attain_core::metric::MetricSeries;
use attain_core::plan::CarveCertificate;
use attain_core::plan::{Disruption, EquityChange};

/// The whole of `results.json`. Nothing in it varies between two runs of the same study.
#[derive(Debug, Clone, Serialize)]
pub struct Results {
    /// Version of this shape.
    pub format: u32,
    /// Version of attain.
    pub version: &'static str,
    /// Seed.
    pub seed: u64,
    /// Simulated years.
    pub years: usize,
    /// Length of a simulated year, months.
    pub horizon_months: u32,
    /// First day.
    pub start: String,
    /// SHA-256 of the book of business.
    pub data_hash: String,
    /// Symbol or code shown with amounts: the reference plan's.
    pub currency: String,
    /// Name of the reference plan.
    pub reference: String,
    /// One entry a plan, in the order given.
    pub plans: Vec<PlanResult>,
    /// Comparisons: every plan with the reference, then all other pairs, each for every compared metric.
    pub pairs: Vec<Pair>,
    /// Half the width of the widest interval of each compared metric.
    pub precision: Vec<Precision>,
    /// Plans that a race dropped on the way; left out without a race.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub dropped: Vec<DroppedPlan>,
    /// How often each plan is best, and what choosing it costs against hindsight.
    pub choice: Vec<PlanChoice>,
    /// Names of plans that no other plan beats in bookings, equity, disruption and cost at once.
    pub pareto: Vec<String>,
    /// Warnings: pairs that decouple, caps touched too often, horizons too short.
    pub warnings: Vec<String>,
}

/// One plan's results.
#[derive(Debug, Clone, Serialize)]
pub struct PlanResult {
    /// Name.
    pub name: String,
    /// Description from the scenario.
    pub description: String,
    /// SHA-256 of the resolved scenario.
    pub scenario_hash: String,
    /// Yearly target.
    pub target: f64,
    /// Street quota.
    pub street_quota: f64,
    /// Seats at the end of planning.
    pub seats_planned: usize,
    /// Chance that bookings reach the target.
    pub p_target: f64,
    /// Its Monte Carlo standard error.
    pub p_target_se: f64,
    /// Wilson 95 % interval, low end.
    pub p_target_low: f64,
    /// Wilson 95 % interval, high end.
    pub p_target_high: f64,
    /// Company metrics by name ([`Stat`] each).
    pub company: Map<String, serde_json::Value>,
    /// By team, segment, region, manager.
    pub groups: Vec<GroupResult>,
    /// By seat.
    pub seats: Vec<SeatResult>,
    /// By month and quarter.
    pub series: Vec<SeriesResult>,
    /// Years of the horizon, where it has more than one ([`Stat`] by metric name).
    pub periods: Vec<Map<String, serde_json::Value>>,
    /// Share of simulated years by participation rate, in bins of 5 points from 0: 21 bins, the last one exactly 100 %.
    pub participation_histogram: Vec<f64>,
    /// Fairness of the carve.
    pub equity: EquityChange,
    /// What changes hands at the start.
    pub disruption: Disruption,
    /// How good the carve is; left out where accounts go on to where they earn most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub carve: Option<CarveQuality>,
    /// Notes of the designer.
    pub notes: Vec<String>,
}

/// How far a carve can be from the best possible.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct CarveQuality {
    /// What it costs: travel, disruption, misfit, imbalance and overload, money a year.
    pub value: f64,
    /// What no carve costs less than, proven.
    pub bound: f64,
    /// The difference as a share of the value: 0.007 means within 0.7 % of the best possible.
    pub gap: f64,
}

impl CarveQuality {
    /// The quality that a certificate proves.
    #[must_use]
    pub fn from_certificate(certificate: CarveCertificate) -> Self {
        Self { value: certificate.value, bound: certificate.bound, gap: certificate.gap() }
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
    /// Quantiles.
    pub p05: f64,
    /// 10 %.
    pub p10: f64,
    /// 25 %.
    pub p25: f64,
    /// Median.
    pub p50: f64,
    /// 75 %.
    pub p75: f64,
    /// 90 %.
    pub p90: f64,
    /// 95 %.
    pub p95: f64,
}

/// A group's results.
#[derive(Debug, Clone, Serialize)]
pub struct GroupResult {
    /// What the group is.
    pub level: RollupLevel,
    /// Name.
    pub name: String,
    /// Number of seats.
    pub seats: usize,
    /// Shared metrics by name ([`Stat`] each).
    pub metrics: Map<String, serde_json::Value>,
}

/// A seat's results.
#[derive(Debug, Clone, Serialize)]
pub struct SeatResult {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Team.
    pub team: String,
    /// Region.
    pub region: String,
    /// Manager.
    pub manager: String,
    /// Accounts in the planned book.
    pub accounts: usize,
    /// Potential of the planned book.
    pub potential: f64,
    /// Workload over capacity.
    pub load: f64,
    /// Yearly quota.
    pub quota: f64,
    /// Shared metrics by name ([`Stat`] each).
    pub metrics: Map<String, serde_json::Value>,
}

/// A series' bands.
#[derive(Debug, Clone, Serialize)]
pub struct SeriesResult {
    /// Which one.
    #[serde(flatten)]
    pub series: MetricSeries,
    /// One distribution a step.
    pub steps: Vec<Stat>,
}

/// A paired comparison: `a` less `b` in the same worlds.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Pair {
    /// First plan.
    pub a: String,
    /// Second plan.
    pub b: String,
    /// Metric name.
    pub metric: &'static str,
    /// Mean of a − b.
    pub difference: f64,
    /// Monte Carlo standard error of it.
    pub se: f64,
    /// Simultaneous 95 % interval over all pairs and metrics, low end.
    pub low: f64,
    /// High end.
    pub high: f64,
    /// Share of worlds in which a is better than b (ties count half).
    pub p_a_beats_b: f64,
    /// Variance of the difference if a and b were simulated in separate worlds, over the variance with the same worlds: how many times fewer years pairing needs.
    pub variance_ratio: f64,
}

/// What choosing a plan means in hindsight, measured in bookings.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlanChoice {
    /// Plan.
    pub plan: String,
    /// Share of worlds in which it books most (ties split).
    pub p_best: f64,
    /// Mean shortfall against the best plan of each world.
    pub expected_regret: f64,
    /// Its standard error.
    pub expected_regret_se: f64,
    /// 95 % quantile of the shortfall.
    pub regret_p95: f64,
}

/// How well the years tell plans apart in one metric.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Precision {
    /// Metric name.
    pub metric: &'static str,
    /// Half the width of the widest simultaneous interval of all pairs.
    pub half_width: f64,
    /// First plan of that pair.
    pub a: String,
    /// Second plan of that pair.
    pub b: String,
}

/// A plan that a race dropped, because it is certainly worse than the best one.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DroppedPlan {
    /// Plan.
    pub plan: String,
    /// Years it was simulated.
    pub years: usize,
    /// Metric of the race.
    pub metric: &'static str,
    /// The best plan at that time.
    pub best: String,
    /// Mean of its difference to the best plan over those years.
    pub difference: f64,
    /// Interval of the difference at the error level of the look, low end.
    pub low: f64,
    /// High end.
    pub high: f64,
}
