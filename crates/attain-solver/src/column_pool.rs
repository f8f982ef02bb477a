//! The candidates of all seats, and the cheapest set of units for each seat at given prices of
//! units.

use rayon::prelude::*;

use crate::dual::{GUARD, SeatPrices, scale};
use crate::model::{AssignmentModel, AssignmentOption};
use crate::seat_pricing::{SeatCandidate, SeatPricing};
use crate::seat_terms::SeatTerms;
use crate::single_unit::SingleUnitCharge;

/// Number of seats per unit, cheapest first, that have the unit among their initial candidates.
const FIRST_CANDIDATES: usize = 12;

/// Share of the mean step size that is added to that of each unit, so that none is zero.
const LITTLE: f64 = 0.03;

/// Candidates are dropped if they cost more than this multiple of the slack of their seat's set, or of
/// the mean slack.
const FAR: f64 = 2.0;

/// The candidates of all seats, with the cheapest set of each seat at the current prices.
pub(crate) struct ColumnPool<'a> {
    model: &'a AssignmentModel,
    seats: Vec<SeatPricing>,
    /// Whether each option is a candidate.
    is_candidate: Vec<bool>,
    /// Whether each unit has a choice.
    free: Vec<bool>,
    /// Costs of each unit at its cheapest seat, its second cheapest seat and its median seat.
    costs: Vec<[f64; 3]>,
}

/// The cheapest sets of all seats at given prices of units.
pub(crate) struct PricedColumns {
    /// Lower bound over all assignments that use only candidates.
    pub(crate) bound: f64,
    /// Direction in which the bound rises: for each unit, one minus the number of sets that contain
    /// it; then for each seat, the excess of its set's load over the best load; then the same for
    /// the number of items.
    pub(crate) rise: Vec<f64>,
}

impl<'a> ColumnPool<'a> {
    /// Creates a pool with the cheapest seats of each unit at given prices of seats.
    pub(crate) fn new(model: &'a AssignmentModel, prices: &SeatPrices) -> Self {
        let pricing = |(seat, terms): (usize, &SeatTerms)| {
            SeatPricing::new(*terms, prices.value[seat], prices.load[seat], prices.count[seat])
        };
        let units = model.units.len();
        let mut all = Self {
            model,
            seats: model.seats.iter().enumerate().map(pricing).collect(),
            is_candidate: vec![false; model.options.len()],
            free: vec![false; units],
            costs: vec![[0.0; 3]; units],
        };
        let charge = SingleUnitCharge::new(model, &prices.value);
        let mut row: Vec<(f64, usize)> = Vec::new();
        for unit in 0..units {
            let open = model.allowed_options(unit);
            if open.len() == 1 && model.unassigned_cost.is_infinite() {
                let (seat, candidate) = candidate(model, unit, open.start);
                all.seats[seat].bind(candidate);
                continue;
            }
            all.free[unit] = true;
            row.clear();
            row.extend(open.map(|option| (prices.charged_cost(model, &charge, unit, option), option)));
            row.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            let first = row.first().map_or(0.0, |one| one.0);
            let house = model.cost_unassigned(unit).max(first);
            let cost = |at: usize| row.get(at).map_or(house, |one| one.0.min(house));
            all.costs[unit] = [first, cost(1), cost(row.len() / 2)];
            for &(_, option) in row.iter().take(FIRST_CANDIDATES) {
                all.add(unit, option);
            }
        }
        all
    }

    /// Returns the initial prices of units: midway between the cheapest and the second cheapest
    /// seat. Any price between the two proves the same bound over fractions of units; the middle
    /// requires the smallest correction.
    pub(crate) fn start(&self) -> Vec<f64> {
        let units = self.costs.iter().map(|[first, second, _]| 0.5 * (first + second));
        let (load, count) = (self.seats.iter().map(|pricing| pricing.load), self.seats.iter().map(|pricing| pricing.count));
        units.chain(load).chain(count).collect()
    }

    /// Returns the step sizes of all prices: for a unit, the cost difference between its median and
    /// its cheapest seat; for load and count, as in [`crate::dual`].
    pub(crate) fn scale(&self) -> Vec<f64> {
        let mean = self.costs.iter().map(|[first, _, middle]| middle - first).sum::<f64>() / self.costs.len().max(1) as f64;
        let units = self.costs.iter().map(|[first, _, middle]| if middle > first { middle - first + LITTLE * mean } else { 0.0 });
        units.chain(scale(self.model).into_iter().skip(self.seats.len())).collect()
    }

    fn add(&mut self, unit: usize, option: usize) {
        let (seat, candidate) = candidate(self.model, unit, option);
        self.is_candidate[option] = true;
        self.seats[seat].add(candidate);
    }

    /// Clamps prices to their useful ranges and clears the components of a direction that lead out
    /// of them.
    pub(crate) fn clamp(&self, prices: &mut [f64], direction: &mut [f64]) {
        let (units, seats) = (self.free.len(), self.seats.len());
        for (seat, terms) in self.model.seats.iter().enumerate() {
            let kinds: [&dyn Fn(f64) -> f64; 2] =
                [&|price| terms.clamp_load_price(price), &|price| terms.clamp_count_price(price)];
            for (kind, within) in kinds.into_iter().enumerate() {
                let at = units + kind * seats + seat;
                prices[at] = within(prices[at]);
                if within(prices[at] + direction[at].signum() * 1e-9) == prices[at] {
                    direction[at] = 0.0;
                }
            }
        }
    }

    /// Finds the cheapest set for every seat at given prices.
    pub(crate) fn price(&mut self, prices: &[f64]) -> PricedColumns {
        let (units, seats) = (self.free.len(), self.seats.len());
        let fill = |(seat, pricing): (usize, &mut SeatPricing)| {
            (pricing.load, pricing.count) = (prices[units + seat], prices[units + seats + seat]);
            let (least, size) = pricing.solve(prices);
            (least, size, pricing.rise())
        };
        let filled: Vec<(f64, f64, [f64; 2])> = self.seats.par_iter_mut().enumerate().map(fill).collect();
        let (mut bound, mut size) = (self.model.offset, self.model.offset.abs());
        let mut rise = vec![0.0; prices.len()];
        for (seat, (least, added, over)) in filled.into_iter().enumerate() {
            bound += least;
            size += added;
            (rise[units + seat], rise[units + seats + seat]) = (over[0], over[1]);
        }
        for unit in (0..units).filter(|&unit| self.free[unit]) {
            let paid = prices[unit].min(self.model.cost_unassigned(unit));
            bound += paid;
            size += paid.abs();
            rise[unit] = if prices[unit] > paid { 0.0 } else { 1.0 };
        }
        for candidate in self.seats.iter().flat_map(SeatPricing::chosen) {
            rise[candidate.unit as usize] -= 1.0;
        }
        PricedColumns { bound: bound - GUARD * size * (units as f64).sqrt().max(16.0), rise }
    }

    /// Adds every candidate that might belong to a cheaper set, then finds the cheapest sets. The
    /// resulting bound holds for all assignments. Candidates that are far too expensive are dropped
    /// first.
    pub(crate) fn review(&mut self, prices: &[f64]) -> PricedColumns {
        let mut filled = self.price(prices);
        let mean = self.seats.iter().map(|pricing| pricing.slack).sum::<f64>() / self.seats.len().max(1) as f64;
        for pricing in &mut self.seats {
            let far = FAR * pricing.slack.max(mean);
            let is_candidate = &mut self.is_candidate;
            pricing.drop_far(prices, far, |option| is_candidate[option as usize] = false);
        }
        while self.add_missing(prices) {
            filled = self.price(prices);
        }
        filled
    }

    /// Adds the options that are not candidates but might belong to a cheaper set. Returns whether
    /// there were any.
    fn add_missing(&mut self, prices: &[f64]) -> bool {
        let attracts = |unit: usize| {
            let open = if self.free[unit] { self.model.allowed_options(unit) } else { 0..0 };
            let near = |option: &usize| {
                let (seat, candidate) = candidate(self.model, unit, *option);
                !self.is_candidate[*option] && self.seats[seat].near(&candidate, prices[unit])
            };
            open.filter(near).map(|option| (unit, option)).collect::<Vec<_>>()
        };
        let missed: Vec<(usize, usize)> = (0..self.free.len()).into_par_iter().flat_map_iter(attracts).collect();
        for &(unit, option) in &missed {
            self.add(unit, option);
        }
        !missed.is_empty()
    }

    /// Returns the sets as an assignment. Units that are in several sets or in none are unassigned.
    pub(crate) fn assignment(&self) -> Vec<Option<usize>> {
        let single = |unit: usize| if self.free[unit] { None } else { Some(self.model.allowed_options(unit).start) };
        let mut at: Vec<Option<usize>> = (0..self.free.len()).map(single).collect();
        let mut times = vec![0_u32; at.len()];
        for candidate in self.seats.iter().flat_map(SeatPricing::chosen) {
            times[candidate.unit as usize] += 1;
            at[candidate.unit as usize] = Some(candidate.option as usize);
        }
        at.iter_mut().zip(times).filter(|(_, times)| *times > 1).for_each(|(at, _)| *at = None);
        at
    }

    /// Returns the prices of seats.
    pub(crate) fn prices(&self) -> SeatPrices {
        let of = |price: fn(&SeatPricing) -> f64| self.seats.iter().map(price).collect();
        SeatPrices { value: of(|pricing| pricing.value), load: of(|pricing| pricing.load), count: of(|pricing| pricing.count) }
    }

    /// States of knapsacks that all seats have made so far.
    pub(crate) fn work(&self) -> u64 {
        self.seats.iter().map(|pricing| pricing.work).sum()
    }

    /// The largest slack of a set: by how much it may cost more than the least possible one.
    pub(crate) fn slack(&self) -> f64 {
        self.seats.iter().map(|pricing| pricing.slack).fold(0.0, f64::max)
    }
}

/// Returns the seat of an option, and the option as a candidate.
fn candidate(model: &AssignmentModel, unit: usize, option: usize) -> (usize, SeatCandidate) {
    let (row, choice) = (&model.units[unit], model.options[option]);
    let AssignmentOption { seat, load, cost } = choice;
    (seat as usize, SeatCandidate { unit: unit as u32, option: option as u32, value: row.value, cost, load, count: row.count })
}
