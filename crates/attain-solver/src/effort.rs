//! Amount of work that the solver does, in steps and rounds.

use crate::model::AssignmentModel;

/// Limits on the solver's work. They are counts rather than times, so results do not depend on the
/// machine.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Effort {
    /// Number of independent starts of the search, each with its own random stream.
    pub starts: u32,
    /// Number of annealing steps per unit in one start.
    pub steps_per_unit: u64,
    /// Number of rounds in which the prices of seats are raised for the first lower bound.
    pub seat_price_rounds: u32,
    /// Number of rounds in which the prices of units are raised for the stronger lower bound.
    pub unit_price_rounds: u32,
    /// States of knapsacks after which these rounds end.
    pub knapsack_states: u64,
    /// Options of a unit that the search tries, the cheapest first.
    pub options_per_unit: usize,
    /// Number of passes of ejection chains over groups of seats, per seat; with hard capacities,
    /// the number of descents.
    pub chain_passes: u32,
}

impl Effort {
    /// Returns the effort suitable for a model of this size, multiplied by `scale`. Units of a
    /// large model get fewer steps.
    #[must_use]
    pub fn for_model(model: &AssignmentModel, scale: f64) -> Self {
        let (units, pairs, seats) = (model.units.len() as f64, model.options.len() as f64, model.seats.len() as f64);
        Self {
            starts: match units {
                ..=100.0 => 16,
                ..=500.0 => 4,
                _ => 1,
            },
            steps_per_unit: (scale * (300.0 + 6e6 / units.max(1.0)).min(1000.0).max(2e5 / units.max(1.0))) as u64,
            seat_price_rounds: (2e8 / pairs.max(1.0)).clamp(60.0, 1000.0) as u32,
            unit_price_rounds: (6e5 / units.max(1.0)).clamp(300.0, 1000.0) as u32,
            knapsack_states: (scale * 3.5e7) as u64,
            options_per_unit: 8,
            chain_passes: (scale * (200.0 / seats.max(1.0)).clamp(0.0, 20.0)) as u32,
        }
    }

    /// Returns the effort for a part of a model that has this share of its options.
    #[must_use]
    pub(crate) fn of_part(&self, share: f64) -> Self {
        Self { knapsack_states: (self.knapsack_states as f64 * share) as u64, ..*self }
    }

    /// Returns the effort suitable for a generalized assignment problem with this many jobs.
    #[must_use]
    pub fn for_jobs(jobs: usize) -> Self {
        Self {
            starts: 2,
            steps_per_unit: 0,
            seat_price_rounds: 600,
            unit_price_rounds: 0,
            knapsack_states: 0,
            options_per_unit: 8,
            chain_passes: (14_000 / jobs.max(1)).clamp(20, 1000) as u32,
        }
    }
}
