//! The metrics of a simulated year, one line each: name, unit, direction and
//! meaning. To add a metric, add a line here and compute it where the simulator
//! closes a year.

use serde::Serialize;

/// Unit in which a metric is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum MetricUnit {
    /// The study's currency.
    Money,
    /// A share of a whole, where 1 is all of it.
    Share,
    /// A ratio, such as pipeline to quota.
    Ratio,
    /// A number of things.
    Count,
    /// Months.
    Months,
}

/// Direction in which a metric improves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// Higher values are better.
    Higher,
    /// Lower values are better.
    Lower,
    /// Neither higher nor lower values are better in themselves.
    Neither,
}

/// Definition of one metric.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Metric {
    /// Stable name: the key in `results.json` and the column in Parquet.
    pub name: &'static str,
    pub unit: MetricUnit,
    /// Direction in which the metric improves.
    #[serde(rename = "better")]
    pub direction: Direction,
    /// What the metric measures, in one sentence.
    pub meaning: &'static str,
}

macro_rules! metrics {
    ($($id:ident = $name:literal, $unit:ident, $better:ident, $meaning:literal;)*) => {
        /// Position of a metric in [`ALL`].
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum MetricId {
            $(#[doc = $meaning] $id,)*
        }
        /// Ids of all metrics, in the order of [`ALL`].
        pub const IDS: [MetricId; ALL.len()] = [$(MetricId::$id),*];
        /// All metrics. The first [`SHARED`] exist at every level, the others for the company only.
        pub const ALL: [Metric; [$($name),*].len()] =
            [$(Metric { name: $name, unit: MetricUnit::$unit, direction: Direction::$better, meaning: $meaning }),*];
    };
}

/// Number of metrics that exist for seats, groups and the company.
pub const SHARED: usize = MetricId::Disruption as usize;

metrics! {
    Bookings = "bookings", Money, Higher, "Bookings that count to quota and target: new business, expansion and renewals by the credit policy.";
    BookingsNew = "bookings_new", Money, Higher, "New business won.";
    BookingsExpansion = "bookings_expansion", Money, Higher, "Expansion at renewals.";
    BookingsRenewal = "bookings_renewal", Money, Higher, "Revenue renewed.";
    Quota = "quota", Money, Neither, "Quota carried, prorated for vacancy and ramp.";
    Attainment = "attainment", Share, Higher, "The rep's own bookings over quota carried (both follow the planned ramp), where at least a quarter of the full quota was carried; for the company all bookings over the target.";
    TargetHit = "target_hit", Share, Higher, "1 when bookings reached the target; below the company, when attainment reached one.";
    Participation = "participation", Share, Higher, "Share of seats with quota at or over 100 % of it.";
    Under50 = "under_50", Share, Lower, "Share of seats with quota under 50 % of it.";
    Under70 = "under_70", Share, Lower, "Share of seats with quota under 70 % of it.";
    Wins = "wins", Count, Higher, "Opportunities won.";
    WinRate = "win_rate", Share, Higher, "Won over closed opportunities.";
    PipelineCreated = "pipeline_created", Money, Higher, "Amount of opportunities created.";
    PipelineConversion = "pipeline_conversion", Share, Higher, "Amount won over amount decided.";
    PipelineCoverage = "pipeline_coverage", Ratio, Higher, "Pipeline open at the start of a quarter over the quarter's quota, all quarters together.";
    ClosingPipeline = "closing_pipeline", Money, Higher, "Amount still open at the end.";
    Coverage = "coverage", Share, Higher, "Hours given over hours needed, over accounts and months.";
    Engaged = "engaged", Share, Higher, "Share of account-months touched within 90 days, or half as long again as its coverage model leaves between touches, where that is longer.";
    OrphanMonths = "orphan_months", Months, Lower, "Account-months without a touch for longer than that.";
    VacancyMonths = "vacancy_months", Months, Lower, "Seat-months without a rep.";
    Leavers = "leavers", Count, Lower, "Reps who left.";
    Hires = "hires", Count, Neither, "Reps who started.";
    RampedReps = "ramped_reps", Count, Higher, "Ramped rep equivalents, mean over months.";
    HandOvers = "hand_overs", Count, Lower, "Accounts that changed owner, planned moves included.";
    HandOverCost = "hand_over_cost", Money, Lower, "Expected new business lost to changes of owner, by all that they do.";
    RetainedRevenue = "retained_revenue", Money, Higher, "Recurring revenue of the start that is left at the end.";
    ChurnedRevenue = "churned_revenue", Money, Lower, "Recurring revenue lost.";
    Cost = "cost", Money, Lower, "Pay, hiring and travel.";
    Contribution = "contribution", Money, Higher, "Margin on new business, expansion and renewals, less cost.";
    Disruption = "disruption", Share, Lower, "Account changes of owner, planned and in the year, over accounts owned.";
    Moves = "moves", Count, Lower, "Accounts moved by reviews during the year.";
    EquityRange = "equity_range", Ratio, Lower, "Highest over lowest potential of like seats, less one, mean of quarter ends.";
    EquityLargestDeviation = "equity_largest_deviation", Share, Lower, "Largest deviation from the mean potential of like seats, mean of quarter ends.";
    EquityCv = "equity_cv", Ratio, Lower, "Coefficient of variation of potential over like seats, mean of quarter ends.";
    EquityGini = "equity_gini", Ratio, Lower, "Gini coefficient of potential over like seats, mean of quarter ends.";
    MonthsToTrigger = "months_to_trigger", Months, Higher, "Months until equity first called for a review; the horizon and one when it never did.";
    AccountsOrphaned = "accounts_orphaned", Count, Lower, "Accounts that were without a touch for longer than that at some time.";
    CycleDays = "cycle_days", Count, Lower, "Days from creation to a win, mean.";
    Slipped = "slipped", Share, Lower, "Share of closed opportunities that slipped.";
    CapTouched = "cap_touched", Share, Lower, "Share of account-months whose rate of creation touched the cap.";
}

/// Position in [`ALL`] of the metric with this name.
#[must_use]
pub fn index(name: &str) -> Option<usize> {
    ALL.iter().position(|metric| metric.name == name)
}

/// The monthly and quarterly series of a year, in the order in which results keep them.
pub const SERIES: [MetricSeries; 10] = [
    MetricSeries {
        name: "cumulative_bookings",
        unit: MetricUnit::Money,
        step: SeriesStep::Month,
        meaning: "Bookings since the start.",
    },
    MetricSeries { name: "ramped_reps", unit: MetricUnit::Count, step: SeriesStep::Month, meaning: "Ramped rep equivalents." },
    MetricSeries { name: "active_reps", unit: MetricUnit::Count, step: SeriesStep::Month, meaning: "Reps in seats." },
    MetricSeries { name: "vacant_seats", unit: MetricUnit::Count, step: SeriesStep::Month, meaning: "Seats without a rep." },
    MetricSeries {
        name: "coverage",
        unit: MetricUnit::Share,
        step: SeriesStep::Month,
        meaning: "Hours given over hours needed.",
    },
    MetricSeries {
        name: "equity_range",
        unit: MetricUnit::Ratio,
        step: SeriesStep::Quarter,
        meaning: "Highest over lowest potential of like seats, less one.",
    },
    MetricSeries {
        name: "equity_cv",
        unit: MetricUnit::Ratio,
        step: SeriesStep::Quarter,
        meaning: "Coefficient of variation of potential over like seats.",
    },
    MetricSeries {
        name: "equity_largest_deviation",
        unit: MetricUnit::Share,
        step: SeriesStep::Quarter,
        meaning: "Largest deviation from the mean potential of like seats.",
    },
    MetricSeries {
        name: "equity_gini",
        unit: MetricUnit::Ratio,
        step: SeriesStep::Quarter,
        meaning: "Gini coefficient of potential over like seats.",
    },
    MetricSeries { name: "potential", unit: MetricUnit::Money, step: SeriesStep::Quarter, meaning: "Potential of all accounts." },
];

/// Definition of a figure that is recorded several times a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct MetricSeries {
    /// Stable name: the key in `results.json` and in the exported tables.
    pub name: &'static str,
    pub unit: MetricUnit,
    pub step: SeriesStep,
    /// What the series measures.
    pub meaning: &'static str,
}

/// How often a series is recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SeriesStep {
    /// At the end of every month.
    Month,
    /// At the end of every quarter.
    Quarter,
}
