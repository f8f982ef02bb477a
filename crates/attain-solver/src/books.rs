//! A lower bound that knows books as wholes, and carves that it leads to.
//!
//! That every unit goes to exactly one seat is priced instead of asked for; what
//! is left falls apart into a book for each seat. With prices `π` of units, `μ`
//! of load and `ν` of accounts, no carve costs less than
//! ```text
//! L = sum over units of  π, or what the house costs where that is less
//!   + sum over seats of  least over its books of  sum of (cost + μ load + ν accounts − π) + penalty of value
//!   + sum over seats of  least over sums of       penalty − μ load − ν accounts
//! ```
//! since a carve is a book for each seat that together hold each unit once, for
//! which the first two sums are its cost, and with penalties of load and
//! accounts under-estimated by the last (Jörnsten & Näsberg 1986). The bound by
//! prices of what seats hold ([`super::dual`]) takes the second least over
//! *shares* of units, and so lets a seat give up just as much of an account as
//! takes it to the edge of its band; whole accounts overshoot, and where few
//! accounts have to move that is most of what they cost.
//!
//! Books at good prices are nearly a carve: what is in several of them or in
//! none is placed anew, and the carve mended.

use super::dual::Dual;
use super::mend::mend;
use super::problem::Problem;
use super::shelves::{Filled, Shelves};
use super::solve::Effort;

/// Part of the direction before that stays in the next one.
const DEFLECTION: f64 = 0.7;

/// How much of what a direction's size was stays: each price is stepped in what its own direction is usually like.
const MEMORY: f64 = 0.95;

/// Rounds without a better bound after which the step is shortened, and to which part.
const PATIENCE: u32 = 20;
const SHORTER: f64 = 0.7;

/// Part of what is left to the known cost that counts as a better bound.
const PROGRESS: f64 = 1e-4;

/// Pace at which prices no longer move.
const LEAST_PACE: f64 = 1e-3;

/// Usual direction of a price that seldom moves.
const RARE: f64 = 0.01;

/// Rounds after which all that might be part of a book is offered.
const REVIEW: u32 = 30;

/// Rounds after which a carve is made of the books, where units are few and where they are many.
const CARVE: [u32; 2] = [5, 10];

/// Units that are many.
const MANY: usize = 2000;

/// By how much a unit may be out of place to be tried elsewhere, in the most that one may be.
const REACH: f64 = 2.0;

/// Gap that is near enough to stop at, as a share of the cost.
const CLOSE: f64 = 1e-4;

/// The bound, what seats pay for what they hold at it, and the best carve met.
#[derive(Debug, Clone)]
pub(super) struct Books {
    /// Prices of the best bound.
    pub(super) dual: Dual,
    /// What the best carve costs, and the carve.
    pub(super) best: (f64, Vec<Option<usize>>),
}

/// Raises prices of units for some rounds; `known` is a carve and its cost, `dual` prices to begin with.
pub(super) fn books(problem: &Problem, dual: &Dual, known: (f64, Vec<Option<usize>>), effort: &Effort) -> Books {
    let mut shelves = Shelves::new(problem, &dual.prices);
    let mut ascent = Ascent::new(&shelves);
    let mut best = known;
    let carve = CARVE[usize::from(problem.units.len() > MANY)];
    let mut review = true;
    for round in 0..effort.fills {
        let mut filled = shelves.fill(&ascent.prices);
        review = review || round % REVIEW == 0;
        if review {
            ascent.back();
            filled = shelves.review(&ascent.prices);
            ascent.best.0 = filled.bound;
        }
        if round % carve == 0 {
            let found = mend(problem, &shelves.carve(), &shelves.prices(), REACH * shelves.room(), effort.options);
            let cost = found.total();
            if cost < best.0 {
                best = (cost, found.at);
            }
        }
        // A bound that looks like the top may be one of what is offered only.
        let top = !ascent.step(&filled, &shelves, best.0);
        if top && review {
            break;
        }
        review = top;
    }
    ascent.back();
    let bound = shelves.review(&ascent.prices).bound.max(dual.bound);
    Books { dual: Dual { prices: shelves.prices(), bound }, best }
}

/// Prices on their way up.
struct Ascent {
    prices: Vec<f64>,
    /// The best bound and its prices.
    best: (f64, Vec<f64>),
    direction: Vec<f64>,
    /// What each direction is usually like, squared.
    size: Vec<f64>,
    /// What each price is reckoned in.
    scale: Vec<f64>,
    pace: f64,
    since: u32,
}

impl Ascent {
    fn new(shelves: &Shelves<'_>) -> Self {
        let prices = shelves.start();
        let none = vec![0.0; prices.len()];
        let best = (f64::NEG_INFINITY, prices.clone());
        Self { prices, best, direction: none.clone(), size: none, scale: shelves.scale(), pace: 0.5, since: 0 }
    }

    /// Back to the prices of the best bound.
    fn back(&mut self) {
        self.prices.clone_from(&self.best.1);
        self.direction.fill(0.0);
    }

    /// One step up, toward a known cost; `false` at the top.
    fn step(&mut self, filled: &Filled, shelves: &Shelves<'_>, upper: f64) -> bool {
        self.since += 1;
        if filled.bound > self.best.0 {
            if filled.bound > self.best.0 + PROGRESS * (upper - self.best.0) {
                self.since = 0;
            }
            self.best = (filled.bound, self.prices.clone());
        }
        if upper - self.best.0 <= CLOSE * upper.abs() || self.pace < LEAST_PACE {
            return false;
        }
        for ((kept, size), new) in self.direction.iter_mut().zip(&mut self.size).zip(&filled.rise) {
            *kept = DEFLECTION * *kept + (1.0 - DEFLECTION) * new;
            *size = if *size == 0.0 { new * new } else { MEMORY * *size + (1.0 - MEMORY) * new * new };
        }
        if self.since >= PATIENCE {
            (self.pace, self.since) = (self.pace * SHORTER, 0);
            self.back();
            return true;
        }
        shelves.within(&mut self.prices, &mut self.direction);
        let steps: Vec<f64> = self.scale.iter().zip(&self.size).map(|(scale, size)| scale / (size.sqrt() + RARE)).collect();
        let norm: f64 = self.direction.iter().zip(&steps).map(|(d, step)| d * d * step).sum();
        let length = self.pace * (upper - filled.bound).max(0.0) / norm;
        if !length.is_finite() {
            return false;
        }
        for ((price, d), step) in self.prices.iter_mut().zip(&self.direction).zip(&steps) {
            *price += length * step * d;
        }
        shelves.within(&mut self.prices, &mut self.direction);
        true
    }
}
