//! The lower bound of [`crate::dual`] by Newton's method, for models with a moderate number of seats.
//!
//! The least over the seats of a unit is smoothed: `−T log Σ exp(−cost / T)` is at most the least,
//! and smooth in the prices. At each temperature the smoothed bound is maximised by a projected,
//! damped Newton method; then the temperature falls. The bound that counts is the one without
//! smoothing at the prices found, so it holds however well the method converged. A subgradient
//! needs thousands of rounds where the prices of value and load pull against each other; this
//! needs some dozens of steps (log-sum-exp smoothing: Nesterov 2005; Bertsekas 1982 for the
//! projection).

use crate::dual::{DualBound, SeatPrices};
use crate::model::AssignmentModel;
use crate::seat_terms::SeatTerms;
use crate::single_unit::SingleUnitCharge;

/// Most seats; beyond, the matrix of second derivatives costs more than it saves.
pub(crate) const MOST_SEATS: usize = 160;

/// Temperatures, and the factor between two of them.
const STAGES: u32 = 22;
const COOLER: f64 = 0.4;

/// Share of the gap that smoothing may hide.
const SHARP: f64 = 1e-3;

/// Most Newton steps at one temperature.
const STEPS: u32 = 8;

/// Most halvings of a step, and of what it should gain at least.
const HALVINGS: u32 = 25;
const ENOUGH: f64 = 1e-4;

/// Shares of exponentials below this are left out of second derivatives.
const NEGLIGIBLE: f64 = 1e-4;

/// Temperatures above the least beyond which a share counts as none: `exp(-40)` is below rounding.
const NOTHING: f64 = 40.0;

/// The smoothed bound at some prices, with its derivatives.
struct Smoothed {
    bound: f64,
    gradient: Vec<f64>,
    /// The negative of the second derivatives, in rows.
    curvature: Vec<f64>,
}

/// Raises the bound from known prices. Prices of items stay as they are.
pub(crate) fn ascend_smoothly(model: &AssignmentModel, known: &DualBound, upper: f64) -> DualBound {
    let mut best = known.clone();
    let seats = model.seats.len();
    if seats > MOST_SEATS || model.units.is_empty() {
        return best;
    }
    let mut prices = known.prices.clone();
    let scale = [value_scale(model), load_scale(model)];
    let mut temperature = first_temperature(model, &prices);
    for _ in 0..STAGES {
        let mut reached = f64::NEG_INFINITY;
        for _ in 0..STEPS {
            let here = smoothed(model, &prices, temperature, scale, true);
            let Some(step) = newton_step(model, &prices, &here, scale) else { break };
            let slope: f64 = step.iter().zip(&here.gradient).map(|(step, gradient)| step * gradient).sum();
            let Some((next, gain)) = search_line(model, &prices, &here, &step, temperature, scale) else { break };
            prices = next;
            reached = here.bound + gain;
            if gain <= 1e-10 * here.bound.abs().max(1.0) || slope <= 0.0 {
                break;
            }
        }
        let bound = prices.bound(model).0;
        if bound > best.bound {
            best = DualBound { prices: prices.clone(), bound };
        }
        // Nothing left to gain from less smoothing.
        if reached.is_finite() && bound - reached <= SHARP * (upper - bound) {
            break;
        }
        temperature *= COOLER;
    }
    best
}

/// Typical value of a seat: prices of value are solved for in its scale.
fn value_scale(model: &AssignmentModel) -> f64 {
    (model.units.iter().map(|unit| unit.value).sum::<f64>() / model.seats.len() as f64).max(1e-9)
}

/// Typical load of a seat.
fn load_scale(model: &AssignmentModel) -> f64 {
    let edges: Vec<f64> = model.seats.iter().map(|terms| terms.load.edge).filter(|edge| edge.is_finite()).collect();
    (edges.iter().sum::<f64>() / edges.len().max(1) as f64).clamp(1.0, 1e9)
}

/// A temperature at which several seats of a unit count: a fiftieth of the mean distance between its
/// cheapest and its dearest.
fn first_temperature(model: &AssignmentModel, prices: &SeatPrices) -> f64 {
    let spread = |unit: usize| {
        let costs = model.allowed_options(unit).map(|option| prices.cost(model, unit, option));
        let (low, high) = costs.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), cost| (low.min(cost), high.max(cost)));
        if high > low { high - low } else { 0.0 }
    };
    let mean = (0..model.units.len()).map(spread).sum::<f64>() / model.units.len() as f64;
    let free = 0.1 * value_scale(model) * model.seats.len() as f64 / model.units.len() as f64;
    0.02 * mean.max(free).max(1e-6)
}

/// The smoothed bound; second derivatives only where asked for.
fn smoothed(model: &AssignmentModel, prices: &SeatPrices, temperature: f64, scale: [f64; 2], second: bool) -> Smoothed {
    let seats = model.seats.len();
    let size = 2 * seats;
    let mut sum =
        Smoothed { bound: model.offset, gradient: vec![0.0; size], curvature: vec![0.0; if second { size * size } else { 0 }] };
    let charge = SingleUnitCharge::new(model, &prices.value);
    // For each seat, the expected number of units that alone are more than it wants.
    let mut alone = vec![0.0; seats];
    let mut row: Vec<(usize, f64, f64)> = Vec::new();
    for (unit, shape) in model.units.iter().enumerate() {
        let open = model.allowed_options(unit);
        row.clear();
        row.extend(open.map(|option| {
            let choice = &model.options[option];
            (choice.seat as usize, prices.charged_cost(model, &charge, unit, option), f64::from(choice.load) / scale[1])
        }));
        let house = model.cost_unassigned(unit);
        let least = row.iter().map(|(_, cost, _)| *cost).fold(house, f64::min);
        if !least.is_finite() {
            continue;
        }
        let weight = |cost: f64| if cost - least < NOTHING * temperature { libm::exp((least - cost) / temperature) } else { 0.0 };
        let outside = if house.is_finite() { weight(house) } else { 0.0 };
        for (_, cost, _) in &mut row {
            *cost = weight(*cost);
        }
        let all = outside + row.iter().map(|(_, weight, _)| weight).sum::<f64>();
        sum.bound += least - temperature * libm::log(all);
        for (_, weight, _) in &mut row {
            *weight /= all;
        }
        let value = |seat: usize| charge.priced(seat, shape.value) / scale[0];
        for &(seat, share, load) in &row {
            sum.gradient[seat] += share * value(seat);
            if charge.priced(seat, shape.value) < shape.value {
                alone[seat] += share;
            }
            sum.gradient[seats + seat] += share * load;
        }
        if second {
            row.retain(|(_, share, _)| *share > NEGLIGIBLE);
            for (i, &(a, share, load)) in row.iter().enumerate() {
                for &(b, other, load_of_other) in &row[i..] {
                    let both = if a == b { share * (1.0 - share) } else { -share * other } / temperature;
                    let parts = [
                        (a, b, value(a) * value(b)),
                        (a, seats + b, value(a) * load_of_other),
                        (seats + a, b, load * value(b)),
                        (seats + a, seats + b, load * load_of_other),
                    ];
                    for (from, to, by) in parts {
                        sum.curvature[from * size + to] += both * by;
                        if a != b {
                            sum.curvature[to * size + from] += both * by;
                        }
                    }
                }
            }
        }
    }
    for (seat, terms) in model.seats.iter().enumerate() {
        let wants =
            [terms.best_value(prices.value[seat]), terms.best_load(prices.load[seat]), terms.best_count(prices.count[seat])];
        sum.bound += wants.iter().map(|want| want.least).sum::<f64>();
        sum.gradient[seat] -= wants[0].total / scale[0];
        sum.gradient[seats + seat] -= wants[1].total / scale[1];
        if second {
            let [value, load] = response(terms, prices.value[seat], prices.load[seat]);
            sum.curvature[seat * size + seat] += value * (1.0 - alone[seat]).max(0.0) / (scale[0] * scale[0]);
            let at = seats + seat;
            sum.curvature[at * size + at] += load / (scale[1] * scale[1]);
        }
    }
    sum
}

/// By how much the wanted value and load of a seat rise with their prices.
fn response(terms: &SeatTerms, value: f64, load: f64) -> [f64; 2] {
    let rise = |of: &dyn Fn(f64) -> f64, at: f64, step: f64| ((of(at + step) - of(at - step)) / (2.0 * step)).max(0.0);
    let step = |slope: f64| 1e-5 * slope.max(1e-6);
    let of_value = rise(&|price| terms.best_value(price).total, value, step(terms.high.slope));
    let of_load = rise(&|price| terms.best_load(price.max(0.0)).total, load, step(terms.load.slope));
    [of_value, of_load]
}

/// Newton's step in scaled prices; prices at the edge of their range that would leave it stay.
fn newton_step(model: &AssignmentModel, prices: &SeatPrices, here: &Smoothed, scale: [f64; 2]) -> Option<Vec<f64>> {
    let seats = model.seats.len();
    let size = 2 * seats;
    let free: Vec<usize> = (0..size)
        .filter(|&at| {
            let (seat, rise) = (at % seats, here.gradient[at].signum() * 1e-9);
            let terms = &model.seats[seat];
            if at < seats {
                let moved = prices.value[seat] + rise / scale[0];
                terms.clamp_value_price(moved) == moved
            } else {
                let moved = prices.load[seat] + rise / scale[1];
                terms.clamp_load_price(moved) == moved && terms.load.slope > 0.0
            }
        })
        .collect();
    let n = free.len();
    let trace = free.iter().map(|&at| here.curvature[at * size + at]).fold(0.0, f64::max);
    let damp = 1e-9 * trace.max(1e-30);
    let mut lower = vec![0.0; n * n];
    for i in 0..n {
        for j in 0..=i {
            let known: f64 = (0..j).map(|k| lower[i * n + k] * lower[j * n + k]).sum();
            let entry = here.curvature[free[i] * size + free[j]] - known;
            lower[i * n + j] = if i == j { (entry + damp).max(damp).sqrt() } else { entry / lower[j * n + j] };
        }
    }
    let mut found = vec![0.0; n];
    for i in 0..n {
        let known: f64 = (0..i).map(|k| lower[i * n + k] * found[k]).sum();
        found[i] = (here.gradient[free[i]] - known) / lower[i * n + i];
    }
    for i in (0..n).rev() {
        let known: f64 = (i + 1..n).map(|k| lower[k * n + i] * found[k]).sum();
        found[i] = (found[i] - known) / lower[i * n + i];
    }
    let mut step = vec![0.0; size];
    for (&at, found) in free.iter().zip(found) {
        step[at] = found;
    }
    step.iter().all(|part| part.is_finite()).then_some(step)
}

/// The longest of some halved steps that gains enough: the prices there, and the gain.
fn search_line(
    model: &AssignmentModel,
    prices: &SeatPrices,
    here: &Smoothed,
    step: &[f64],
    temperature: f64,
    scale: [f64; 2],
) -> Option<(SeatPrices, f64)> {
    let seats = model.seats.len();
    let slope: f64 = step.iter().zip(&here.gradient).map(|(step, gradient)| step * gradient).sum();
    let mut length = 1.0;
    for _ in 0..HALVINGS {
        let mut next = prices.clone();
        for (seat, terms) in model.seats.iter().enumerate() {
            next.value[seat] = terms.clamp_value_price(prices.value[seat] + length * step[seat] / scale[0]);
            next.load[seat] = terms.clamp_load_price(prices.load[seat] + length * step[seats + seat] / scale[1]);
        }
        let gain = smoothed(model, &next, temperature, scale, false).bound - here.bound;
        if gain > ENOUGH * length * slope.abs() {
            return Some((next, gain));
        }
        length *= 0.5;
    }
    None
}
