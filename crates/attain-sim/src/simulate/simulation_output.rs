//! Simulated years of a run, in columns.

use super::plan_year::PlanYear;
use super::rollup::rollup_groups;
use attain_core::metric::{ALL, MetricSeries, SERIES, SHARED, SeriesStep};
use attain_core::plan::Plan;
use attain_data::Book;

/// Simulated years of all plans, in memory.
#[derive(Debug, Clone, PartialEq)]
pub struct SimulationOutput {
    /// Seed of the study.
    pub seed: u64,
    /// Number of consecutive years simulated.
    pub years: usize,
    /// Output of each plan, in the order of the plans.
    pub plans: Vec<PlanOutput>,
    /// Number of latent opportunities drawn in all worlds.
    pub latent_opportunities: u64,
}

/// Simulated years of one plan. The columns are empty if the plan was not simulated. Every
/// innermost list has one value per year.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanOutput {
    /// Columns indexed by metric of `metric::ALL`.
    pub company: Vec<Vec<f64>>,
    /// Columns indexed by group of [`rollup_groups`] and shared metric (`metric::ALL[..SHARED]`).
    pub groups: Vec<Vec<Vec<f32>>>,
    /// Columns indexed by seat of the plan and shared metric.
    pub seats: Vec<Vec<Vec<f32>>>,
    /// Columns indexed by series of `metric::SERIES` and step.
    pub series: Vec<Vec<Vec<f32>>>,
    /// Columns indexed by year of the horizon and metric of `metric::ALL`. Empty unless the horizon
    /// is longer than 12 months.
    pub periods: Vec<Vec<Vec<f64>>>,
}

impl PlanOutput {
    /// Creates empty columns for a plan with capacity for `years` years.
    pub(super) fn with_capacity(book: &Book, plan: &Plan, years: usize) -> Self {
        let columns = |n: usize| (0..n).map(|_| Vec::with_capacity(years)).collect::<Vec<Vec<f32>>>();
        let long = || (0..ALL.len()).map(|_| Vec::with_capacity(years)).collect::<Vec<Vec<f64>>>();
        let months = plan.scenario.horizon.months as usize;
        let steps = |series: &MetricSeries| match series.step {
            SeriesStep::Month => months,
            SeriesStep::Quarter => months / 3,
        };
        let periods = if months > 12 { months.div_ceil(12) } else { 0 };
        Self {
            company: long(),
            groups: (0..rollup_groups(book, plan).len()).map(|_| columns(SHARED)).collect(),
            seats: plan.seats.iter().map(|_| columns(SHARED)).collect(),
            series: SERIES.iter().map(|series| columns(steps(series))).collect(),
            periods: (0..periods).map(|_| long()).collect(),
        }
    }

    /// Appends a year's rows to the columns.
    pub(super) fn push(&mut self, year: &PlanYear) {
        fn put<T: Copy>(columns: &mut [Vec<T>], values: &[T]) {
            for (column, &value) in columns.iter_mut().zip(values) {
                column.push(value);
            }
        }
        put(&mut self.company, &year.company);
        for (columns, values) in self.groups.iter_mut().zip(&year.groups) {
            put(columns, values);
        }
        for (columns, values) in self.seats.iter_mut().zip(&year.seats) {
            put(columns, values);
        }
        for (columns, values) in self.series.iter_mut().zip(&year.series) {
            put(columns, values);
        }
        for (columns, values) in self.periods.iter_mut().zip(&year.periods) {
            put(columns, values);
        }
    }
}
