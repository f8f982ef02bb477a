//! Checks that the sums of a replay equal the figures of the run.

use super::event_sums::EventSums;
use crate::simulate::PlanYear;
use attain_core::metric::{ALL, Metric, MetricUnit};
use attain_core::plan::Plan;

/// A figure of the run that differs from the sum of the replay's events.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("the events of {whose} give {metric} {replayed}, but the run has {run}")]
pub struct Mismatch {
    /// Owner of the figure: the plan, a seat or a year of the horizon.
    pub whose: String,
    /// Name of the metric.
    pub metric: &'static str,
    /// Sum of the events.
    pub replayed: f64,
    /// Value in the run.
    pub run: f64,
}

/// Compares every figure of a year's rows with the replay's sums: those of the company, of each
/// year of the horizon and of each seat. Returns the number of figures.
///
/// # Errors
/// Returns the first figure that differs: amounts of money by more than a cent, other figures by
/// more than rounding errors.
pub fn check(plan: &Plan, row: &PlanYear, sums: &EventSums) -> Result<usize, Mismatch> {
    let mut checked = same(&format!("plan {}", plan.name), &sums.company(), &row.company, 1e-12)?;
    for (y, period) in row.periods.iter().enumerate() {
        let replayed = sums.year(y).map_or(Vec::new(), |year| year.to_vec());
        checked += same(&format!("year {} of the horizon", y + 1), &replayed, period, 1e-12)?;
    }
    for (s, (seat, row)) in plan.seats.iter().zip(&row.seats).enumerate() {
        let row = row.map(f64::from);
        // Rows of seats are stored in single precision.
        checked += same(&format!("seat {}", seat.id), &sums.seat(s), &row, f64::from(f32::EPSILON))?;
    }
    Ok(checked)
}

fn same(whose: &str, replayed: &[f64], run: &[f64], relative: f64) -> Result<usize, Mismatch> {
    let replayed = replayed.iter().copied().chain(std::iter::repeat(f64::NAN));
    for ((metric, &run), replayed) in ALL.iter().zip(run).zip(replayed) {
        if !agrees(metric, replayed, run, relative) {
            return Err(Mismatch { whose: whose.to_owned(), metric: metric.name, replayed, run });
        }
    }
    Ok(run.len())
}

fn agrees(metric: &Metric, replayed: f64, run: f64, relative: f64) -> bool {
    let rounding = match metric.unit {
        MetricUnit::Money => 0.005,
        MetricUnit::Share | MetricUnit::Ratio | MetricUnit::Count | MetricUnit::Months => 1e-9,
    };
    replayed.is_nan() && run.is_nan() || (replayed - run).abs() <= rounding + relative * run.abs()
}
