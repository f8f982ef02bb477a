//! Metrics of a simulated year, with name, unit, direction and meaning. To add a metric, add a line
//! here and compute it where the simulator closes a year.

use serde::Serialize;

/// Unit in which a metric is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum MetricUnit {
    /// The study's currency.
    Money,
    /// A share of a whole, where 1 is the whole.
    Share,
    /// A ratio, such as pipeline to quota.
    Ratio,
    /// A count.
    Count,
    /// A number of months.
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
    /// Neither higher nor lower values are better.
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
        /// All metrics. The first [`SHARED`] exist at every level, and the others only for the
        /// company.
        pub const ALL: [Metric; [$($name),*].len()] =
            [$(Metric { name: $name, unit: MetricUnit::$unit, direction: Direction::$better, meaning: $meaning }),*];
    };
}

/// Number of metrics that exist at every level: seats, groups and the company.
pub const SHARED: usize = MetricId::Disruption as usize;

metrics! {
    Bookings = "bookings", Money, Higher, "Bookings that count toward quota and target: new business, expansion and renewals, weighted by the credit policy.";
    BookingsNew = "bookings_new", Money, Higher, "New business won.";
    BookingsExpansion = "bookings_expansion", Money, Higher, "Expansion at renewals.";
    BookingsRenewal = "bookings_renewal", Money, Higher, "Revenue renewed.";
    Quota = "quota", Money, Neither, "Quota carried, prorated for vacancy and ramp.";
    Attainment = "attainment", Share, Higher, "The rep's own bookings divided by the quota carried, both in proportion to the planned ramp. Undefined if less than a quarter of the full quota was carried. For the company, see `bookings_over_target`.";
    TargetHit = "target_hit", Share, Higher, "1 if bookings reached the target. For seats and groups, 1 if attainment reached 100 %.";
    Participation = "participation", Share, Higher, "Share of seats with quota whose attainment is at least 100 %.";
    Under50 = "under_50", Share, Lower, "Share of seats with quota whose attainment is below 50 %.";
    Under70 = "under_70", Share, Lower, "Share of seats with quota whose attainment is below 70 %.";
    Wins = "wins", Count, Higher, "Opportunities won.";
    WinRate = "win_rate", Share, Higher, "Opportunities won, as a share of opportunities closed.";
    PipelineCreated = "pipeline_created", Money, Higher, "Total amount of opportunities created.";
    PipelineConversion = "pipeline_conversion", Share, Higher, "Amount won, as a share of the amount closed.";
    PipelineCoverage = "pipeline_coverage", Ratio, Higher, "Pipeline open at the start of each quarter, divided by the quarter's quota, over all quarters.";
    ClosingPipeline = "closing_pipeline", Money, Higher, "Total amount of opportunities that are open at the end.";
    Coverage = "coverage", Share, Higher, "Hours spent as a share of hours required, over all accounts and months.";
    Engaged = "engaged", Share, Higher, "Share of account-months in which the account was touched within the last 90 days, or within one and a half times the interval between touches in its coverage model if that is longer.";
    OrphanMonths = "orphan_months", Months, Lower, "Account-months without a touch in the period defined for `engaged`.";
    VacancyMonths = "vacancy_months", Months, Lower, "Seat-months without a rep.";
    Leavers = "leavers", Count, Lower, "Reps who left.";
    Hires = "hires", Count, Neither, "Reps who joined.";
    RampedReps = "ramped_reps", Count, Higher, "Mean number of ramped rep equivalents over all months.";
    HandOvers = "hand_overs", Count, Lower, "Changes of account owner, including planned moves.";
    HandOverCost = "hand_over_cost", Money, Lower, "Expected new business lost because of changes of owner.";
    RetainedRevenue = "retained_revenue", Money, Higher, "Initial recurring revenue that remains at the end.";
    ChurnedRevenue = "churned_revenue", Money, Lower, "Recurring revenue lost.";
    Cost = "cost", Money, Lower, "Pay, hiring and travel.";
    Contribution = "contribution", Money, Higher, "Margin on new business, expansion and renewals, minus `cost`.";
    Disruption = "disruption", Share, Lower, "Changes of owner, planned and during the year, divided by the number of accounts with an owner.";
    Moves = "moves", Count, Lower, "Accounts moved by reviews during the year.";
    EquityRange = "equity_range", Ratio, Lower, "Highest potential of like seats divided by the lowest, minus one; mean over quarter ends.";
    EquityLargestDeviation = "equity_largest_deviation", Share, Lower, "Largest deviation from the mean potential of like seats; mean over quarter ends.";
    EquityCv = "equity_cv", Ratio, Lower, "Coefficient of variation of potential among like seats; mean over quarter ends.";
    EquityGini = "equity_gini", Ratio, Lower, "Gini coefficient of potential among like seats; mean over quarter ends.";
    MonthsToTrigger = "months_to_trigger", Months, Higher, "Months until equity first triggers a review; the length of the horizon plus one month if it never does.";
    AccountsOrphaned = "accounts_orphaned", Count, Lower, "Number of accounts that were orphaned at any time.";
    CycleDays = "cycle_days", Count, Lower, "Mean number of days from creation to a win.";
    Slipped = "slipped", Share, Lower, "Share of closed opportunities that slipped.";
    CapTouched = "cap_touched", Share, Lower, "Share of account-months in which the creation rate reached the cap.";
}

/// The company's figure in the place of [`MetricId::Attainment`]: attainment is a matter of seats
/// and their quotas, and the company has a target.
pub const BOOKINGS_OVER_TARGET: Metric = Metric {
    name: "bookings_over_target",
    unit: MetricUnit::Share,
    direction: Direction::Higher,
    meaning: "Bookings divided by the target.",
};

/// Position in [`ALL`] of the metric of seats and groups with the given name.
#[must_use]
pub fn index(name: &str) -> Option<usize> {
    ALL.iter().position(|metric| metric.name == name)
}

/// Definition of a metric of the company, by its position in [`ALL`].
#[must_use]
pub fn of_company(at: usize) -> &'static Metric {
    if at == MetricId::Attainment as usize { &BOOKINGS_OVER_TARGET } else { &ALL[at] }
}

/// Position in [`ALL`] of the metric of the company with the given name.
#[must_use]
pub fn company_index(name: &str) -> Option<usize> {
    (0..ALL.len()).find(|&at| of_company(at).name == name)
}

/// Monthly and quarterly series of a year, in the order in which results store them.
pub const SERIES: [MetricSeries; 10] = [
    MetricSeries {
        name: "cumulative_bookings",
        unit: MetricUnit::Money,
        step: SeriesStep::Month,
        meaning: "Cumulative bookings since the start.",
    },
    MetricSeries {
        name: "ramped_reps",
        unit: MetricUnit::Count,
        step: SeriesStep::Month,
        meaning: "Number of ramped rep equivalents.",
    },
    MetricSeries {
        name: "active_reps",
        unit: MetricUnit::Count,
        step: SeriesStep::Month,
        meaning: "Number of seats with a rep.",
    },
    MetricSeries {
        name: "vacant_seats",
        unit: MetricUnit::Count,
        step: SeriesStep::Month,
        meaning: "Number of seats without a rep.",
    },
    MetricSeries {
        name: "coverage",
        unit: MetricUnit::Share,
        step: SeriesStep::Month,
        meaning: "Hours spent as a share of hours required.",
    },
    MetricSeries {
        name: "equity_range",
        unit: MetricUnit::Ratio,
        step: SeriesStep::Quarter,
        meaning: "Highest potential of like seats divided by the lowest, minus one.",
    },
    MetricSeries {
        name: "equity_cv",
        unit: MetricUnit::Ratio,
        step: SeriesStep::Quarter,
        meaning: "Coefficient of variation of potential among like seats.",
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
        meaning: "Gini coefficient of potential among like seats.",
    },
    MetricSeries { name: "potential", unit: MetricUnit::Money, step: SeriesStep::Quarter, meaning: "Potential of all accounts." },
];

/// Definition of a value that is recorded several times a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct MetricSeries {
    /// Stable name: the key in `results.json` and in the exported tables.
    pub name: &'static str,
    pub unit: MetricUnit,
    pub step: SeriesStep,
    /// What the series measures.
    pub meaning: &'static str,
}

/// Interval at which a series is recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SeriesStep {
    /// At the end of every month.
    Month,
    /// At the end of every quarter.
    Quarter,
}
