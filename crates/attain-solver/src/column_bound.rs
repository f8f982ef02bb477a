//! A stronger lower bound, by column generation in a Lagrangian relaxation. It prices the whole set
//! of units of a seat at once.
//!
//! The constraint that every unit goes to exactly one seat is replaced by a price. The remaining
//! problem decomposes into one problem per seat: choose its cheapest set of units (a column). With
//! prices `π` of units, `μ` of load and `ν` of items, no assignment costs less than
//! ```text
//! L = sum over units of  π, or the cost of leaving the unit unassigned where that is less
//!   + sum over seats of  least over sets of units of  sum of (cost + μ load + ν count − π) + penalty of value
//!   + sum over seats of  least over totals of         penalty − μ load − ν count
//! ```
//! An assignment consists of one set of units for each seat, and together the sets contain each
//! unit once. The first two sums are therefore its cost; the last one underestimates the penalties
//! of load and count (Jörnsten & Näsberg 1986). The bound from prices of seats ([`crate::dual`])
//! takes the second minimum over *fractions* of units, so a seat can give up exactly the part of a
//! unit that takes it to the edge of its band. Whole units overshoot. If few units have to move,
//! the overshoot accounts for most of the cost of moving them.
//!
//! The sets at good prices are nearly an assignment. Units that are in several sets or in none are
//! reassigned, and the result is repaired.

use crate::certificate::PricedAssignment;
use crate::column_pool::{ColumnPool, PricedColumns};
use crate::dual::DualBound;
use crate::effort::Effort;
use crate::model::AssignmentModel;
use crate::repair::{RepairReach, repair};

/// Share of the previous direction that is kept in the next one.
const DEFLECTION: f64 = 0.7;

/// Share of the mean square of each price's direction that is kept. Each price is stepped in
/// proportion to its typical direction.
const MEMORY: f64 = 0.95;

/// Number of rounds without a better bound after which the step is shortened, and the factor
/// applied to it.
const PATIENCE: u32 = 20;
const SHORTER: f64 = 0.7;

/// The same before the first better bound: the first steps are as long as the gap of a heuristic makes
/// them, which may be many times too long.
const FIRST_PATIENCE: u32 = 3;
const FIRST_SHORTER: f64 = 0.4;

/// Number of better bounds in a row after which the step is lengthened, and the factor and the limit.
const STEADY: u32 = 4;
const LONGER: f64 = 1.4;
const LONGEST: f64 = 1.0;

/// Share of the remaining gap that counts as progress.
const PROGRESS: f64 = 1e-4;

/// Pace below which prices no longer change.
const LEAST_PACE: f64 = 1e-3;

/// Floor for the typical direction of a price that seldom changes.
const RARE: f64 = 0.01;

/// Number of rounds between two passes that add every candidate that might belong to a cheaper set.
const REVIEW: u32 = 30;

/// Number of rounds between two attempts to repair the sets into an assignment, for small and for
/// large models.
const REPAIR: [u32; 2] = [5, 10];

/// Number of units above which a model is large.
const MANY: usize = 2000;

/// Reach of a repair in search of other seats, in units of the largest slack of a set.
const REACH: f64 = 2.0;

/// Gap, as a share of the cost, at which the iteration stops.
const CLOSE: f64 = 2e-4;

/// The lower bound, the prices that attain it, and the best assignment found during the ascent.
#[derive(Debug, Clone)]
pub(crate) struct ColumnBound {
    pub(crate) dual: DualBound,
    pub(crate) best: PricedAssignment,
}

/// Raises the prices of units for some rounds. Assignments are those of `model`; bounds are those of
/// `bounded`, which has the same units and seats and never costs more. `known` is an assignment and
/// `dual` has the prices to start from.
pub(crate) fn column_bound(
    model: &AssignmentModel,
    bounded: &AssignmentModel,
    dual: &DualBound,
    known: PricedAssignment,
    effort: &Effort,
) -> ColumnBound {
    let mut pool = ColumnPool::new(bounded, &dual.prices);
    let mut ascent = PriceAscent::new(&pool);
    let mut best = known;
    let repair_rounds = REPAIR[usize::from(model.units.len() > MANY)];
    let mut review = true;
    for round in 0..effort.unit_price_rounds {
        let mut priced = pool.price(&ascent.prices);
        review = review || round % REVIEW == 0;
        if review {
            ascent.back();
            priced = pool.review(&ascent.prices);
            ascent.best.bound = priced.bound;
        }
        if round % repair_rounds == 0 {
            let reach = RepairReach { cost: REACH * pool.slack(), options: effort.options_per_unit };
            let found = repair(model, bounded, &pool.assignment(), &pool.prices(), reach);
            let cost = found.total();
            if cost < best.cost {
                best = PricedAssignment { cost, assignment: found.assignment };
            }
        }
        // A bound that seems to be at its maximum may be so only for the current candidates, so
        // these are reviewed first.
        let top = !ascent.step(&priced, &pool, best.cost) || pool.work() > effort.knapsack_states;
        if top && review {
            break;
        }
        review = top;
    }
    ascent.back();
    let bound = pool.review(&ascent.prices).bound.max(dual.bound);
    ColumnBound { dual: DualBound { prices: pool.prices(), bound }, best }
}

/// A lower bound and the prices that prove it.
struct BestPrices {
    bound: f64,
    prices: Vec<f64>,
}

/// State of the price ascent.
struct PriceAscent {
    prices: Vec<f64>,
    /// The best bound so far and its prices.
    best: BestPrices,
    direction: Vec<f64>,
    /// Mean square of each price's direction.
    size: Vec<f64>,
    /// Step size of each price.
    scale: Vec<f64>,
    pace: f64,
    since: u32,
    /// Whether any step has led to a better bound.
    risen: bool,
    /// Number of better bounds in a row.
    steady: u32,
}

impl PriceAscent {
    fn new(pool: &ColumnPool<'_>) -> Self {
        let prices = pool.start();
        let none = vec![0.0; prices.len()];
        let best = BestPrices { bound: f64::NEG_INFINITY, prices: prices.clone() };
        Self {
            prices,
            best,
            direction: none.clone(),
            size: none,
            scale: pool.scale(),
            pace: 0.5,
            since: 0,
            risen: false,
            steady: 0,
        }
    }

    /// Returns to the prices of the best bound.
    fn back(&mut self) {
        self.prices.clone_from(&self.best.prices);
        self.direction.fill(0.0);
    }

    /// Takes a step toward a known cost. Returns `false` at the maximum.
    fn step(&mut self, priced: &PricedColumns, pool: &ColumnPool<'_>, upper: f64) -> bool {
        self.since += 1;
        if priced.bound > self.best.bound {
            self.steady += 1;
            self.risen = self.risen || self.best.bound > f64::NEG_INFINITY;
            if priced.bound > self.best.bound + PROGRESS * (upper - self.best.bound) {
                self.since = 0;
            }
            self.best = BestPrices { bound: priced.bound, prices: self.prices.clone() };
        } else {
            self.steady = 0;
        }
        if self.steady >= STEADY {
            (self.pace, self.steady) = ((self.pace * LONGER).min(LONGEST), 0);
        }
        if upper - self.best.bound <= CLOSE * upper.abs() || self.pace < LEAST_PACE {
            return false;
        }
        for ((kept, size), new) in self.direction.iter_mut().zip(&mut self.size).zip(&priced.rise) {
            *kept = DEFLECTION * *kept + (1.0 - DEFLECTION) * new;
            *size = if *size == 0.0 { new * new } else { MEMORY * *size + (1.0 - MEMORY) * new * new };
        }
        let (patience, shorter) = if self.risen { (PATIENCE, SHORTER) } else { (FIRST_PATIENCE, FIRST_SHORTER) };
        if self.since >= patience {
            (self.pace, self.since) = (self.pace * shorter, 0);
            self.back();
            return true;
        }
        pool.clamp(&mut self.prices, &mut self.direction);
        let steps: Vec<f64> = self.scale.iter().zip(&self.size).map(|(scale, size)| scale / (size.sqrt() + RARE)).collect();
        let norm: f64 = self.direction.iter().zip(&steps).map(|(d, step)| d * d * step).sum();
        let length = self.pace * (upper - priced.bound).max(0.0) / norm;
        if !length.is_finite() {
            return false;
        }
        for ((price, d), step) in self.prices.iter_mut().zip(&self.direction).zip(&steps) {
            *price += length * step * d;
        }
        pool.clamp(&mut self.prices, &mut self.direction);
        true
    }
}
