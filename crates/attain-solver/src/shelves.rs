//! What each seat may hold, and the cheapest books at prices of units.

use rayon::prelude::*;

use super::book::{Offer, Shelf};
use super::dual::{GUARD, Prices, scale};
use super::problem::{Choice, Problem};
use super::terms::Terms;

/// Seats of each unit that are offered it from the beginning.
const OFFERED: usize = 12;

/// Part of the mean that is added to what a unit's price is reckoned in: none is reckoned in nothing.
const LITTLE: f64 = 0.03;

/// By how much an offer must be out of place to be taken back, in the most that one may be.
const FAR: f64 = 2.0;

/// Seats and what they may hold.
pub(super) struct Shelves<'a> {
    problem: &'a Problem,
    seats: Vec<Shelf>,
    /// Which options are among the offers.
    offered: Vec<bool>,
    /// Whether the unit has a choice.
    free: Vec<bool>,
    /// What each unit costs with its cheapest seat, with the second and with the one in the middle.
    costs: Vec<[f64; 3]>,
}

/// The least of all books at prices of units.
pub(super) struct Filled {
    /// No carve of what is offered costs less.
    pub(super) bound: f64,
    /// Where it rises: for each unit, how many books too few hold it; for each
    /// seat, how much more load its book has than it would, then how many more accounts.
    pub(super) rise: Vec<f64>,
}

impl<'a> Shelves<'a> {
    /// The cheapest seats of each unit at given prices are offered it.
    pub(super) fn new(problem: &'a Problem, prices: &Prices) -> Self {
        let shelf =
            |(seat, terms): (usize, &Terms)| Shelf::new(*terms, [prices.value[seat], prices.load[seat], prices.accounts[seat]]);
        let units = problem.units.len();
        let mut all = Self {
            problem,
            seats: problem.terms.iter().enumerate().map(shelf).collect(),
            offered: vec![false; problem.options.len()],
            free: vec![false; units],
            costs: vec![[0.0; 3]; units],
        };
        let mut row: Vec<(f64, usize)> = Vec::new();
        for unit in 0..units {
            let open = problem.open(unit);
            if open.len() == 1 && problem.house.is_infinite() {
                let (seat, offer) = offer(problem, unit, open.start);
                all.seats[seat].bind(offer);
                continue;
            }
            all.free[unit] = true;
            row.clear();
            row.extend(open.map(|option| (prices.of(problem, unit, option), option)));
            row.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            let first = row.first().map_or(0.0, |one| one.0);
            let house = problem.house_cost(unit).max(first);
            let cost = |at: usize| row.get(at).map_or(house, |one| one.0.min(house));
            all.costs[unit] = [first, cost(1), cost(row.len() / 2)];
            for &(_, option) in row.iter().take(OFFERED) {
                all.offer(unit, option);
            }
        }
        all
    }

    /// Prices of units to begin with: midway between the cheapest and the
    /// second seat. Any price between the two proves the same by shares of
    /// units; the middle one leaves least to overrule.
    pub(super) fn start(&self) -> Vec<f64> {
        let units = self.costs.iter().map(|[first, second, _]| 0.5 * (first + second));
        let (load, accounts) = (self.seats.iter().map(|shelf| shelf.load), self.seats.iter().map(|shelf| shelf.accounts));
        units.chain(load).chain(accounts).collect()
    }

    /// What each price is reckoned in: for a unit, how much dearer its middle
    /// seat is than its cheapest; for load and accounts, as the other bound does.
    pub(super) fn scale(&self) -> Vec<f64> {
        let mean = self.costs.iter().map(|[first, _, middle]| middle - first).sum::<f64>() / self.costs.len().max(1) as f64;
        let units = self.costs.iter().map(|[first, _, middle]| if middle > first { middle - first + LITTLE * mean } else { 0.0 });
        units.chain(scale(self.problem).into_iter().skip(self.seats.len())).collect()
    }

    fn offer(&mut self, unit: usize, option: usize) {
        let (seat, offer) = offer(self.problem, unit, option);
        self.offered[option] = true;
        self.seats[seat].offer(offer);
    }

    /// Brings prices to where they make sense, and takes out of a direction what leads from there.
    pub(super) fn within(&self, prices: &mut [f64], direction: &mut [f64]) {
        let (units, seats) = (self.free.len(), self.seats.len());
        for (seat, terms) in self.problem.terms.iter().enumerate() {
            let kinds: [&dyn Fn(f64) -> f64; 2] = [&|price| terms.within_load(price), &|price| terms.within_accounts(price)];
            for (kind, within) in kinds.into_iter().enumerate() {
                let at = units + kind * seats + seat;
                prices[at] = within(prices[at]);
                if within(prices[at] + direction[at].signum() * 1e-9) == prices[at] {
                    direction[at] = 0.0;
                }
            }
        }
    }

    /// Fills all shelves.
    pub(super) fn fill(&mut self, prices: &[f64]) -> Filled {
        let (units, seats) = (self.free.len(), self.seats.len());
        let fill = |(seat, shelf): (usize, &mut Shelf)| {
            (shelf.load, shelf.accounts) = (prices[units + seat], prices[units + seats + seat]);
            let (least, size) = shelf.fill(prices);
            (least, size, shelf.rise())
        };
        let filled: Vec<(f64, f64, [f64; 2])> = self.seats.par_iter_mut().enumerate().map(fill).collect();
        let (mut bound, mut size) = (0.0, 0.0);
        let mut rise = vec![0.0; prices.len()];
        for (seat, (least, added, over)) in filled.into_iter().enumerate() {
            bound += least;
            size += added;
            (rise[units + seat], rise[units + seats + seat]) = (over[0], over[1]);
        }
        for unit in (0..units).filter(|&unit| self.free[unit]) {
            let paid = prices[unit].min(self.problem.house_cost(unit));
            bound += paid;
            size += paid.abs();
            rise[unit] = if prices[unit] > paid { 0.0 } else { 1.0 };
        }
        for offer in self.seats.iter().flat_map(Shelf::book) {
            rise[offer.unit as usize] -= 1.0;
        }
        Filled { bound: bound - GUARD * size * (units as f64).sqrt().max(16.0), rise }
    }

    /// Fills all shelves after everything that might be part of a cheaper book
    /// was offered: the bound is then that of all carves. What is far from
    /// being part of any book is taken back before.
    pub(super) fn review(&mut self, prices: &[f64]) -> Filled {
        let mut filled = self.fill(prices);
        let far = FAR * self.room();
        for shelf in &mut self.seats {
            let offered = &mut self.offered;
            shelf.clear(prices, far, |option| offered[option as usize] = false);
        }
        while self.missed(prices) {
            filled = self.fill(prices);
        }
        filled
    }

    /// Offers what was left out and might be part of a cheaper book; whether there was any.
    fn missed(&mut self, prices: &[f64]) -> bool {
        let attracts = |unit: usize| {
            let open = if self.free[unit] { self.problem.open(unit) } else { 0..0 };
            let near = |option: &usize| {
                let (seat, offer) = offer(self.problem, unit, *option);
                !self.offered[*option] && self.seats[seat].near(&offer, prices[unit])
            };
            open.filter(near).map(|option| (unit, option)).collect::<Vec<_>>()
        };
        let missed: Vec<(usize, usize)> = (0..self.free.len()).into_par_iter().flat_map_iter(attracts).collect();
        for &(unit, option) in &missed {
            self.offer(unit, option);
        }
        !missed.is_empty()
    }

    /// The books as a carve: units that are in several or in none are with nobody.
    pub(super) fn carve(&self) -> Vec<Option<usize>> {
        let single = |unit: usize| if self.free[unit] { None } else { Some(self.problem.open(unit).start) };
        let mut at: Vec<Option<usize>> = (0..self.free.len()).map(single).collect();
        let mut times = vec![0_u32; at.len()];
        for offer in self.seats.iter().flat_map(Shelf::book) {
            times[offer.unit as usize] += 1;
            at[offer.unit as usize] = Some(offer.option as usize);
        }
        at.iter_mut().zip(times).filter(|(_, times)| *times > 1).for_each(|(at, _)| *at = None);
        at
    }

    /// What seats pay for value, load and accounts.
    pub(super) fn prices(&self) -> Prices {
        let of = |price: fn(&Shelf) -> f64| self.seats.iter().map(price).collect();
        Prices { value: of(|shelf| shelf.value), load: of(|shelf| shelf.load), accounts: of(|shelf| shelf.accounts) }
    }

    /// The most that a unit may be out of place in a book that is next to the cheapest.
    pub(super) fn room(&self) -> f64 {
        self.seats.iter().map(|shelf| shelf.room).fold(0.0, f64::max)
    }
}

/// The seat of an option, and what it is offered.
fn offer(problem: &Problem, unit: usize, option: usize) -> (usize, Offer) {
    let (row, choice) = (&problem.units[unit], problem.options[option]);
    let Choice { seat, load, cost } = choice;
    (seat as usize, Offer { unit: unit as u32, option: option as u32, value: row.value, cost, load, accounts: row.accounts })
}
