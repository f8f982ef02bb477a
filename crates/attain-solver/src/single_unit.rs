//! What a unit costs a seat beyond its price, where the unit alone is more than the seat wants.
//!
//! At a price `λ` of value a seat wants the total `W` at which `φ(x) = penalty(x) − λ x` is least. A
//! seat with a unit of value `v > W` holds at least `v`, so it pays at least `φ(v) − φ(W)` more than
//! the bound grants it. `φ` is convex, so several such units cost at least the sum of what each costs
//! alone. This charge may therefore be added to the cost of the unit with the seat, at any price.
//! Without it, a bound over fractions of units would spread large units over seats as if they were
//! sand.

use crate::model::AssignmentModel;

/// Wanted totals at some prices, and what they cost.
#[derive(Debug, Clone)]
pub(crate) struct SingleUnitCharge {
    wanted: Vec<f64>,
    least: Vec<f64>,
}

impl SingleUnitCharge {
    pub(crate) fn new(model: &AssignmentModel, value_prices: &[f64]) -> Self {
        let wants: Vec<_> = model.seats.iter().zip(value_prices).map(|(terms, &price)| terms.best_value(price)).collect();
        Self { wanted: wants.iter().map(|want| want.total).collect(), least: wants.iter().map(|want| want.least).collect() }
    }

    /// The charge for a unit of some value with a seat.
    #[inline]
    pub(crate) fn of(&self, model: &AssignmentModel, value_prices: &[f64], seat: usize, value: f64) -> f64 {
        if value <= self.wanted[seat] {
            return 0.0;
        }
        (model.seats[seat].balance_cost(value) - value_prices[seat] * value - self.least[seat]).max(0.0)
    }

    /// The part of a value that a price acts on.
    #[inline]
    pub(crate) fn priced(&self, seat: usize, value: f64) -> f64 {
        value.min(self.wanted[seat])
    }
}
