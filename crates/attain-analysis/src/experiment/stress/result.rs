//! The result of a stress test.

use serde::Serialize;

use crate::experiment::axis_kind::{AxisEffect, AxisUnit, DecidedBy};
use crate::experiment::figures::{CellDifference, CellEstimate};

/// The result of a stress test, in the shape of `stress.json`.
#[derive(Debug, Clone, Serialize)]
pub struct StressResult {
    /// Version of attain that made the result.
    pub version: String,
    pub study: String,
    /// One sentence for the report; may be empty.
    pub description: String,
    pub scenario: String,
    /// SHA-256 of the resolved scenario.
    pub scenario_hash: String,
    /// SHA-256 of the book of business.
    pub data_hash: String,
    pub seed: u64,
    /// Years simulated in each cell.
    pub years: u32,
    /// Symbol or code shown with amounts.
    pub currency: String,
    /// Yearly target of the unaltered scenario.
    pub target: f64,
    pub horizon_months: u32,
    pub axes: Vec<AxisResult>,
    /// All cells; the last axis varies fastest.
    pub cells: Vec<CellResult>,
    /// The value of each added rep, along the first axis of added seats.
    pub marginal: Vec<AddedRepValue>,
    /// A hire in each month against no hire.
    pub hire: Option<HireResult>,
    /// Notes on results to read with care, a sentence each.
    pub notes: Vec<String>,
}

/// An axis of the grid.
#[derive(Debug, Clone, Serialize)]
pub struct AxisResult {
    /// Name of the axis, with the team or segment.
    pub name: String,
    pub unit: AxisUnit,
    #[serde(rename = "act")]
    pub effect: AxisEffect,
    #[serde(rename = "by")]
    pub decided_by: DecidedBy,
    /// What the axis stands for, one sentence.
    pub meaning: &'static str,
    /// Values in the order of the cells.
    pub values: Vec<f64>,
    /// The value at which nothing changes.
    pub base: Option<f64>,
    /// Position of the value nearest to `base`.
    pub nearest: usize,
}

/// The results of one cell; figures are expected values over its years.
#[derive(Debug, Clone, Serialize)]
pub struct CellResult {
    /// Value of each axis.
    #[serde(rename = "at")]
    pub values: Vec<f64>,
    /// Probability of reaching the target.
    pub p_target: Option<CellEstimate>,
    /// Attainment of the company.
    pub attainment: Option<CellEstimate>,
    pub bookings: Option<CellEstimate>,
    /// Bookings that nine years in ten exceed.
    pub p10_bookings: Option<CellEstimate>,
    /// Share of seats that make quota.
    pub participation: Option<CellEstimate>,
    /// Pay, hiring and travel.
    pub cost: Option<CellEstimate>,
    pub contribution: Option<CellEstimate>,
    pub coverage: Option<CellEstimate>,
    /// Seat-months without a rep.
    pub vacancy_months: Option<CellEstimate>,
    /// Bookings less those of the cell with the fewest added seats, all else equal.
    pub extra_bookings: Option<CellDifference>,
    /// Cost less that of the same cell.
    pub extra_cost: Option<CellDifference>,
    /// Cost of one more unit of bookings against the same cell; `None` where the 95 % interval of extra bookings reaches down to 0.
    pub cost_per_extra_booking: Option<CellEstimate>,
}

/// The value of added reps between two neighbouring values of the axis, for each rep.
#[derive(Debug, Clone, Serialize)]
pub struct AddedRepValue {
    /// Added seats before.
    pub from: f64,
    /// Added seats after.
    pub to: f64,
    /// Values of the other axes, by name.
    pub others: Vec<(String, f64)>,
    /// Position of the cell after.
    pub cell: usize,
    /// Extra bookings for each rep.
    pub bookings: Option<CellDifference>,
    /// Extra contribution for each rep.
    pub contribution: Option<CellDifference>,
    /// Change of the probability of reaching the target for each rep.
    pub p_target: Option<CellDifference>,
    /// How many times as many independent years give the same precision of bookings.
    pub pairing_gain: Option<f64>,
}

/// A hire in each month against no hire.
#[derive(Debug, Clone, Serialize)]
pub struct HireResult {
    pub team: String,
    /// By planned start month.
    pub months: Vec<HireMonth>,
    /// Last start month in which a hire is expected to pay for itself within the horizon.
    pub pays_until: Option<u32>,
    /// Last start month in which it certainly does: the whole 95 % interval is above 0.
    pub surely_until: Option<u32>,
    /// Last start month in which it may: the interval reaches above 0.
    pub perhaps_until: Option<u32>,
}

/// A hire in one month.
#[derive(Debug, Clone, Serialize)]
pub struct HireMonth {
    /// The planned start month; the first one is 1.
    pub month: u32,
    /// Contribution within the horizon less that without the hire.
    pub contribution: Option<CellDifference>,
    /// Bookings within the horizon less those without the hire.
    pub bookings: Option<CellDifference>,
}
