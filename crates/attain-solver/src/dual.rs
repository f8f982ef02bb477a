//! A lower bound on the cost of every assignment, from seat prices of value, load and items.
//!
//! With prices `λ` of value, `μ` of load and `ν` of items at each seat, no assignment costs less
//! than
//! ```text
//! L = sum over units of  least over its seats of  cost + λ value + μ load + ν count
//!   + sum over seats of  least over totals of     penalty − λ value − μ load − ν count
//! ```
//! for any prices, because the totals no longer depend on the units that make them up (Lagrangian
//! relaxation; Geoffrion 1974). The second minimum has a closed form
//! ([`SeatTerms`](crate::SeatTerms)). Prices rise along a deflected subgradient with Polyak's step
//! (Camerini, Fratta & Maffioli 1975), using the cost of a known assignment as the target. Each
//! price has its own step size (Duchi, Hazan & Singer 2011).

use rayon::prelude::*;

use crate::model::AssignmentModel;
use crate::single_unit::SingleUnitCharge;

/// Number of units whose totals are added up together. It is fixed, so that sums are the same for
/// any number of threads.
const CHUNK: usize = 1024;

/// Share of the previous direction that is kept in the next one.
const DEFLECTION: f64 = 0.3;

/// Share of the mean square of each price's direction that is kept. Each price is stepped in
/// proportion to its typical direction.
const MEMORY: f64 = 0.9;

/// Number of rounds without a better bound after which the step is shortened.
const PATIENCE: u32 = 20;

/// Number of times that a common price of load is doubled or halved in search of its level.
const DOUBLINGS: u32 = 24;

/// Allowance for rounding, as a share of the sums involved; it is subtracted from the bound.
pub(crate) const GUARD: f64 = 1e-12;

/// Prices of the value, load and items that each seat holds.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct SeatPrices {
    /// Price of a unit of value, by seat.
    pub(crate) value: Vec<f64>,
    /// Price of a unit of load, by seat.
    pub(crate) load: Vec<f64>,
    /// Price of an item, by seat.
    pub(crate) count: Vec<f64>,
}

/// Prices of seats with the lower bound that they prove.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct DualBound {
    pub(crate) prices: SeatPrices,
    /// Proven lower bound: no assignment costs less.
    pub(crate) bound: f64,
}

/// Totals of all seats at given prices: the values of all seats, then the loads, then the counts.
#[derive(Debug, Clone)]
struct SeatSums {
    least: f64,
    size: f64,
    held: Vec<f64>,
}

impl SeatPrices {
    fn none(seats: usize) -> Self {
        Self { value: vec![0.0; seats], load: vec![0.0; seats], count: vec![0.0; seats] }
    }

    /// Returns a common price of load at which the seats together take the total load. It is near
    /// the best prices if every seat is overloaded.
    fn level(model: &AssignmentModel) -> Self {
        let least =
            |unit: usize| model.options[model.allowed_options(unit)].iter().map(|option| f64::from(option.load)).reduce(f64::min);
        let load: f64 = (0..model.units.len()).filter_map(least).sum();
        let wanted =
            |price: f64| -> f64 { model.seats.iter().map(|terms| terms.best_load(terms.clamp_load_price(price)).total).sum() };
        let (mut low, mut high) = (0.0, model.seats.iter().map(|terms| terms.load.slope).fold(0.0, f64::max));
        for _ in 0..DOUBLINGS {
            if wanted(high) >= load {
                break;
            }
            high *= 2.0;
        }
        for _ in 0..2 * DOUBLINGS {
            let middle = 0.5 * (low + high);
            if wanted(middle) < load { low = middle } else { high = middle }
        }
        let mut prices = Self::none(model.seats.len());
        for (price, terms) in prices.load.iter_mut().zip(&model.seats) {
            *price = terms.clamp_load_price(low);
        }
        prices
    }

    /// Returns the cost of an option at these prices.
    #[inline]
    #[must_use]
    pub(crate) fn cost(&self, model: &AssignmentModel, unit: usize, option: usize) -> f64 {
        let (row, choice) = (&model.units[unit], &model.options[option]);
        let seat = choice.seat as usize;
        choice.cost
            + self.value[seat] * row.value
            + self.load[seat] * f64::from(choice.load)
            + self.count[seat] * f64::from(row.count)
    }

    /// The cost of an option at these prices, with the charge for a unit that is more than the seat
    /// wants. Differences of these costs and the bound belong together.
    pub(crate) fn charged_cost(&self, model: &AssignmentModel, charge: &SingleUnitCharge, unit: usize, option: usize) -> f64 {
        let seat = model.options[option].seat as usize;
        self.cost(model, unit, option) + charge.of(model, &self.value, seat, model.units[unit].value)
    }

    /// The cheapest option of a unit; `None` where leaving it unassigned is cheaper or no seat may
    /// take it.
    fn cheapest(&self, model: &AssignmentModel, charge: &SingleUnitCharge, unit: usize) -> (Option<usize>, f64) {
        let mut best = (None, model.cost_unassigned(unit));
        let row = &model.units[unit];
        let (value, count, open) = (row.value, f64::from(row.count), model.allowed_options(unit));
        for (option, choice) in open.clone().zip(&model.options[open]) {
            let seat = choice.seat as usize;
            let mut cost =
                choice.cost + self.value[seat] * value + self.load[seat] * f64::from(choice.load) + self.count[seat] * count;
            if cost < best.1 {
                cost += charge.of(model, &self.value, seat, value);
            }
            if cost < best.1 {
                best = (Some(option), cost);
            }
        }
        best
    }

    fn totals(&self, model: &AssignmentModel) -> SeatSums {
        let seats = model.seats.len();
        let charge = SingleUnitCharge::new(model, &self.value);
        let chunk = |from: usize| {
            let mut totals = SeatSums { least: 0.0, size: 0.0, held: vec![0.0; 3 * seats] };
            for unit in from..(from + CHUNK).min(model.units.len()) {
                let (option, least) = self.cheapest(model, &charge, unit);
                totals.least += least;
                totals.size += least.abs();
                if let Some(choice) = option.map(|option| model.options[option]) {
                    let seat = choice.seat as usize;
                    totals.held[seat] += charge.priced(seat, model.units[unit].value);
                    totals.held[seats + seat] += f64::from(choice.load);
                    totals.held[2 * seats + seat] += f64::from(model.units[unit].count);
                }
            }
            totals
        };
        let starts: Vec<usize> = (0..model.units.len()).step_by(CHUNK).collect();
        let chunks: Vec<SeatSums> = starts.into_par_iter().map(chunk).collect();
        let mut all = SeatSums { least: 0.0, size: 0.0, held: vec![0.0; 3 * seats] };
        for chunk in chunks {
            all.least += chunk.least;
            all.size += chunk.size;
            all.held.iter_mut().zip(&chunk.held).for_each(|(sum, held)| *sum += held);
        }
        all
    }

    /// The bound at these prices, and the direction in which it rises: by how much each seat is
    /// given more than it wants.
    pub(crate) fn bound(&self, model: &AssignmentModel) -> (f64, Vec<f64>) {
        let seats = model.seats.len();
        let SeatSums { mut least, mut size, held: mut rise } = self.totals(model);
        least += model.offset;
        size += model.offset.abs();
        for (seat, terms) in model.seats.iter().enumerate() {
            let wants =
                [terms.best_value(self.value[seat]), terms.best_load(self.load[seat]), terms.best_count(self.count[seat])];
            for (kind, want) in wants.into_iter().enumerate() {
                least += want.least;
                size += want.least.abs();
                rise[kind * seats + seat] -= want.total;
            }
        }
        (least - GUARD * size * (model.units.len() as f64).sqrt().max(16.0), rise)
    }

    /// Takes a step along a direction.
    fn step(&mut self, model: &AssignmentModel, scale: &[f64], direction: &[f64], length: f64) {
        let seats = model.seats.len();
        for (seat, terms) in model.seats.iter().enumerate() {
            let by = |kind: usize| length * scale[kind * seats + seat] * direction[kind * seats + seat];
            self.value[seat] = terms.clamp_value_price(self.value[seat] + by(0));
            self.load[seat] = terms.clamp_load_price(self.load[seat] + by(1));
            self.count[seat] = terms.clamp_count_price(self.count[seat] + by(2));
        }
    }

    /// Clears the components of a direction that lead out of the useful range of a price.
    fn project(&self, model: &AssignmentModel, direction: &mut [f64]) {
        let seats = model.seats.len();
        for (seat, terms) in model.seats.iter().enumerate() {
            let stuck = |price: f64, within: &dyn Fn(f64) -> f64, by: f64| within(price + by.signum() * 1e-9) == price;
            if stuck(self.value[seat], &|p| terms.clamp_value_price(p), direction[seat]) {
                direction[seat] = 0.0;
            }
            if stuck(self.load[seat], &|p| terms.clamp_load_price(p), direction[seats + seat]) {
                direction[seats + seat] = 0.0;
            }
            if stuck(self.count[seat], &|p| terms.clamp_count_price(p), direction[2 * seats + seat]) {
                direction[2 * seats + seat] = 0.0;
            }
        }
    }
}

/// Returns the step size of each kind of price: the slope of its penalty. A kind without a penalty
/// has no price.
pub(crate) fn scale(model: &AssignmentModel) -> Vec<f64> {
    let value = model.seats.iter().map(|terms| terms.high.slope.max(terms.low.slope).max(terms.pull.slope(terms.high.edge)));
    let load = model.seats.iter().map(|terms| terms.load.slope);
    let limited = |units: f64| model.units.iter().map(|unit| unit.value).sum::<f64>() / units.max(1.0);
    let typical = limited(model.units.iter().map(|unit| f64::from(unit.count)).sum());
    let count = model.seats.iter().map(|terms| if terms.has_count_limits() { typical.min(terms.count_penalty) } else { 0.0 });
    value.chain(load).chain(count).collect()
}

/// Returns the better bound of zero prices and a common price of load.
fn begin(model: &AssignmentModel) -> DualBound {
    let at = |prices: SeatPrices| DualBound { bound: prices.bound(model).0, prices };
    let (none, level) = (at(SeatPrices::none(model.seats.len())), at(SeatPrices::level(model)));
    if level.bound > none.bound { level } else { none }
}

/// Raises prices for a number of rounds, starting from the prices in `known` if given. `upper` is
/// the cost of a known assignment.
#[must_use]
pub(crate) fn ascend(model: &AssignmentModel, upper: f64, rounds: u32, known: Option<&DualBound>) -> DualBound {
    let scale = scale(model);
    let mut best = known.cloned().unwrap_or_else(|| begin(model));
    let mut prices = best.prices.clone();
    let (mut direction, mut size) = (vec![0.0; scale.len()], vec![0.0; scale.len()]);
    let (mut pace, mut since) = (if known.is_some() { 0.3 } else { 1.0 }, 0);
    for _ in 0..rounds {
        let (bound, rise) = prices.bound(model);
        if bound > best.bound {
            since = if bound - best.bound > 1e-5 * (upper - bound).abs() { 0 } else { since + 1 };
            best = DualBound { prices: prices.clone(), bound };
        } else {
            since += 1;
        }
        if upper - best.bound <= 1e-9 * upper.abs() || pace < 1e-4 {
            break;
        }
        for ((kept, size), new) in direction.iter_mut().zip(&mut size).zip(&rise) {
            *kept = DEFLECTION * *kept + (1.0 - DEFLECTION) * new;
            *size = MEMORY * *size + (1.0 - MEMORY) * new * new;
        }
        if since >= PATIENCE {
            (pace, since) = (pace * 0.8, 0);
            prices.clone_from(&best.prices);
            direction.fill(0.0);
            continue;
        }
        prices.project(model, &mut direction);
        let step: Vec<f64> = scale.iter().zip(&size).map(|(scale, size)| scale / (size.sqrt() + f64::MIN_POSITIVE)).collect();
        let norm: f64 = direction.iter().zip(&step).map(|(d, step)| d * d * step).sum();
        if norm <= 0.0 || !norm.is_finite() {
            direction.fill(0.0);
            since = PATIENCE;
            continue;
        }
        prices.step(model, &step, &direction, pace * (upper - bound).max(0.0) / norm);
    }
    best
}
