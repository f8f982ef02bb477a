//! The result of a cadence experiment.

use serde::Serialize;

use crate::experiment::interval_estimate::IntervalEstimate;

/// The results of one cadence under one protection; figures are means over the years.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CadenceCell {
    /// Length of the horizon, months.
    pub months: u32,
    /// Name of the protection.
    pub protection: &'static str,
    /// Name of the cadence.
    pub cadence: &'static str,
    /// Probability of reaching the target over the horizon.
    pub p_target: IntervalEstimate,
    pub attainment: IntervalEstimate,
    pub bookings: IntervalEstimate,
    pub contribution: IntervalEstimate,
    /// Share of seats that make quota.
    pub participation: IntervalEstimate,
    /// Highest over lowest potential of like seats, less one.
    pub equity_range: IntervalEstimate,
    /// Coefficient of variation of potential over like seats.
    pub equity_cv: IntervalEstimate,
    /// Changes of owner over accounts owned.
    pub disruption: IntervalEstimate,
    /// Expected new business lost to changes of owner.
    pub hand_over_cost: IntervalEstimate,
    /// Accounts moved by reviews.
    pub moves: IntervalEstimate,
    /// Months until equity first triggered a review; one more than the horizon where it never did.
    pub months_to_trigger: IntervalEstimate,
    /// Share of years in which equity never triggered a review.
    pub never_triggered: f64,
    /// Bookings less those of the cadence "never" under the same protection, in the same worlds.
    pub against_never: IntervalEstimate,
    /// Contribution less that of the cadence "never".
    pub contribution_against_never: IntervalEstimate,
}

/// The cost of freezing territories under a protection.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FreezeCost {
    /// Length of the horizon, months.
    pub months: u32,
    /// Name of the protection.
    pub protection: &'static str,
    /// Name of the cadence with the most bookings.
    pub best: &'static str,
    /// Bookings of the best cadence less those of "never"; the interval holds for all cadences of the protection at once (95 %, Bonferroni).
    pub bookings: IntervalEstimate,
    /// Contribution of the best cadence less that of "never", with the same kind of interval.
    pub contribution: IntervalEstimate,
    /// Probability of reaching the target with the best cadence less that with "never", with the same kind of interval.
    pub p_target: IntervalEstimate,
}

/// All cells, and the cost of a freeze.
#[derive(Debug, Clone, Serialize)]
pub struct CadenceTable {
    /// Name of the scenario.
    pub plan: String,
    /// Years simulated in every cell.
    pub years: u32,
    /// By horizon, protection, cadence.
    pub cells: Vec<CadenceCell>,
    /// By horizon and protection, where any review moves an account.
    pub freezes: Vec<FreezeCost>,
}
