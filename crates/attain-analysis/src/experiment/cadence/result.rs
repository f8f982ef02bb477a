//! The result of a cadence experiment.

use serde::Serialize;

use crate::experiment::interval_estimate::IntervalEstimate;

/// Results of a cadence under a protection. Figures are means over the years.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CadenceCell {
    /// Length of the horizon in months.
    pub months: u32,
    /// Name of the protection.
    pub protection: &'static str,
    /// Name of the cadence.
    pub cadence: &'static str,
    /// Probability of reaching the target over the horizon.
    pub p_target: IntervalEstimate,
    /// Bookings divided by the target.
    pub bookings_over_target: IntervalEstimate,
    pub bookings: IntervalEstimate,
    pub contribution: IntervalEstimate,
    /// Share of seats that reach quota.
    pub participation: IntervalEstimate,
    /// Ratio of the highest to the lowest potential among comparable seats, minus one.
    pub equity_range: IntervalEstimate,
    /// Coefficient of variation of potential over comparable seats.
    pub equity_cv: IntervalEstimate,
    /// Changes of owner divided by accounts owned.
    pub disruption: IntervalEstimate,
    /// Expected new business lost to changes of owner.
    pub hand_over_cost: IntervalEstimate,
    /// Accounts moved by reviews.
    pub moves: IntervalEstimate,
    /// Months until equity first triggered a review; the horizon plus one if it never did.
    pub months_to_trigger: IntervalEstimate,
    /// Share of years in which equity never triggered a review.
    pub never_triggered: f64,
    /// Bookings minus those of the cadence "never" under the same protection, in the same worlds.
    pub against_never: IntervalEstimate,
    /// Contribution minus that of the cadence "never".
    pub contribution_against_never: IntervalEstimate,
}

/// The cost of freezing territories under a protection.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FreezeCost {
    /// Length of the horizon in months.
    pub months: u32,
    /// Name of the protection.
    pub protection: &'static str,
    /// Name of the cadence with the most bookings.
    pub best: &'static str,
    /// Bookings of the best cadence minus those of "never". The interval is simultaneous over all
    /// cadences of the protection (95 %, Bonferroni).
    pub bookings: IntervalEstimate,
    /// Contribution of the best cadence minus that of "never", with the same kind of interval.
    pub contribution: IntervalEstimate,
    /// Probability of reaching the target with the best cadence minus that with "never", with the
    /// same kind of interval.
    pub p_target: IntervalEstimate,
}

/// Results of all cells, with the costs of a freeze.
#[derive(Debug, Clone, Serialize)]
pub struct CadenceTable {
    /// Name of the scenario.
    pub plan: String,
    /// Years simulated in every cell.
    pub years: u32,
    /// Market figures that are defaults; empty if all are calibrated or stated.
    pub default_market: Vec<&'static str>,
    /// Results ordered by horizon, protection and cadence.
    pub cells: Vec<CadenceCell>,
    /// Costs of a freeze by horizon and protection, for those with a review that moves an account.
    pub freezes: Vec<FreezeCost>,
}
