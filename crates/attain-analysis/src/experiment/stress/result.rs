//! The result of a stress test.

use serde::Serialize;

use crate::experiment::axis_kind::{AxisEffect, AxisUnit, DecidedBy};
use crate::experiment::figures::{CellDifference, CellEstimate};

/// The result of a stress test, in the structure of `stress.json`.
#[derive(Debug, Clone, Serialize)]
pub struct StressResult {
    /// Version of attain that produced the result.
    pub version: String,
    pub study: String,
    /// Description for the report, in one sentence; may be empty.
    pub description: String,
    pub scenario: String,
    /// SHA-256 of the resolved scenario.
    pub scenario_hash: String,
    /// SHA-256 of the book of business.
    pub data_hash: String,
    pub seed: u64,
    /// Number of years simulated in each cell.
    pub years: u32,
    /// Currency symbol or code shown with amounts.
    pub currency: String,
    /// Yearly target of the unaltered scenario.
    pub target: f64,
    pub horizon_months: u32,
    pub axes: Vec<AxisResult>,
    /// Results of all cells, with the last axis varying fastest.
    pub cells: Vec<CellResult>,
    /// Value of each added rep along the first axis of added seats.
    pub marginal: Vec<AddedRepValue>,
    /// Comparison of a hire in each month with no hire.
    pub hire: Option<HireResult>,
    /// Market figures that are defaults; empty if all are calibrated or stated.
    pub default_market: Vec<&'static str>,
    /// Notes on results that need careful interpretation, one sentence each.
    pub notes: Vec<String>,
}

/// An axis of the grid.
#[derive(Debug, Clone, Serialize)]
pub struct AxisResult {
    /// Name of the axis, including the team or segment.
    pub name: String,
    pub unit: AxisUnit,
    #[serde(rename = "act")]
    pub effect: AxisEffect,
    #[serde(rename = "by")]
    pub decided_by: DecidedBy,
    /// Description of the axis, in one sentence.
    pub meaning: &'static str,
    /// Values, in the order of the cells.
    pub values: Vec<f64>,
    /// The value at which nothing changes.
    pub base: Option<f64>,
    /// Position of the value nearest to `base`.
    pub nearest: usize,
}

/// Results of one cell. Figures are expected values over its years.
#[derive(Debug, Clone, Serialize)]
pub struct CellResult {
    /// Value of each axis.
    #[serde(rename = "at")]
    pub values: Vec<f64>,
    /// Probability of reaching the target.
    pub p_target: Option<CellEstimate>,
    /// Bookings divided by the target.
    pub bookings_over_target: Option<CellEstimate>,
    pub bookings: Option<CellEstimate>,
    /// Bookings exceeded in nine years out of ten.
    pub p10_bookings: Option<CellEstimate>,
    /// Share of seats that reach quota.
    pub participation: Option<CellEstimate>,
    /// Total cost of pay, hiring and travel.
    pub cost: Option<CellEstimate>,
    pub contribution: Option<CellEstimate>,
    pub coverage: Option<CellEstimate>,
    /// Number of seat-months without a rep.
    pub vacancy_months: Option<CellEstimate>,
    /// Bookings minus those of the cell with the fewest added seats, all else equal.
    pub extra_bookings: Option<CellDifference>,
    /// Cost minus that of the same cell.
    pub extra_cost: Option<CellDifference>,
    /// Cost of one more unit of bookings relative to the same cell; `None` if the 95 % interval of
    /// extra bookings reaches 0.
    pub cost_per_extra_booking: Option<CellEstimate>,
}

/// Value per added rep between two neighbouring values of the axis.
#[derive(Debug, Clone, Serialize)]
pub struct AddedRepValue {
    /// Number of added seats before the step.
    pub from: f64,
    /// Number of added seats after the step.
    pub to: f64,
    /// Values of the other axes, by name.
    pub others: Vec<(String, f64)>,
    /// Position of the cell after the step.
    pub cell: usize,
    /// Extra bookings per added rep.
    pub bookings: Option<CellDifference>,
    /// Extra contribution per added rep.
    pub contribution: Option<CellDifference>,
    /// Change in the probability of reaching the target per added rep.
    pub p_target: Option<CellDifference>,
    /// Number of independent years per paired year that gives the same precision of bookings.
    pub pairing_gain: Option<f64>,
}

/// Comparison of a hire in each month with no hire.
#[derive(Debug, Clone, Serialize)]
pub struct HireResult {
    pub team: String,
    /// Results by planned start month.
    pub months: Vec<HireMonth>,
    /// Last start month in which a hire is expected to pay for itself within the horizon.
    pub pays_until: Option<u32>,
    /// Last start month in which the hire certainly pays for itself: the whole 95 % interval is
    /// above 0.
    pub surely_until: Option<u32>,
    /// Last start month in which the hire may pay for itself: the interval extends above 0.
    pub perhaps_until: Option<u32>,
}

/// A hire in one month.
#[derive(Debug, Clone, Serialize)]
pub struct HireMonth {
    /// The planned start month; the first month is 1.
    pub month: u32,
    /// Contribution within the horizon minus that without the hire.
    pub contribution: Option<CellDifference>,
    /// Bookings within the horizon minus those without the hire.
    pub bookings: Option<CellDifference>,
}
