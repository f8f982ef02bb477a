//! The cheapest set of units for one seat at given prices of units: a knapsack with a soft
//! capacity.
//!
//! At a given price of value, including a unit either pays off or does not. The minimum over sets
//! of whole units is at least that over fractions. It exceeds it by the cost of including or
//! excluding units against their price so that the band is met ([`crate::knapsack`]).

use crate::knapsack::{Item, SoftBound, solve_soft_knapsack};
use crate::ledger::SeatTotals;
use crate::seat_terms::SeatTerms;

/// First step in the search for a price of value, as a share of the previous price and at least as
/// a share of the penalty's slope.
const STEP: f64 = 0.05;
const LEAST_STEP: f64 = 1e-4;

/// Number of bisections of the interval between two prices.
const HALVINGS: u32 = 40;

/// Share of the value that a seat wants from which a unit is put in or left out before the knapsack,
/// and how many relaxations this may take.
const LARGE: f64 = 0.08;
const NODES: [u32; 2] = [8, 40];

/// Candidates of a seat times relaxations.
const ALL_NODES: u32 = 12_000;

/// Work of a relaxation for each candidate, in states of a knapsack.
const RELAX_WORK: u64 = 3;

/// Most flips of single items before the knapsack.
const MOST_FLIPS: u32 = 40;

/// A unit that may be part of a seat's set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct SeatCandidate {
    pub(crate) unit: u32,
    pub(crate) option: u32,
    pub(crate) value: f64,
    pub(crate) cost: f64,
    pub(crate) load: f32,
    pub(crate) count: u32,
}

/// The candidates of one seat, and its cheapest set at the current prices.
#[derive(Debug, Clone)]
pub(crate) struct SeatPricing {
    terms: SeatTerms,
    candidates: Vec<SeatCandidate>,
    /// Totals and costs of the units that are bound to the seat.
    bound: SeatTotals,
    bound_cost: f64,
    /// Prices of load and of items.
    pub(crate) load: f64,
    pub(crate) count: f64,
    /// The price of value at which the minimum over fractions is highest.
    pub(crate) value: f64,
    /// Whether each candidate is in the best set found.
    taken: Vec<bool>,
    /// Slack: the largest possible cost of the best set found above the minimum.
    pub(crate) slack: f64,
    /// States of knapsacks made so far: a measure of work that does not depend on the machine.
    pub(crate) work: u64,
}

impl SeatPricing {
    pub(crate) fn new(terms: SeatTerms, value: f64, load: f64, count: f64) -> Self {
        let (bound, bound_cost, slack) = (SeatTotals::default(), 0.0, 0.0);
        Self { terms, candidates: Vec::new(), bound, bound_cost, load, count, value, taken: Vec::new(), slack, work: 0 }
    }

    /// Adds a unit that has no other option.
    pub(crate) fn bind(&mut self, candidate: SeatCandidate) {
        self.bound = self.bound.with(candidate.value, f64::from(candidate.load), candidate.count);
        self.bound_cost += candidate.cost;
    }

    pub(crate) fn add(&mut self, candidate: SeatCandidate) {
        self.candidates.push(candidate);
        self.taken.push(false);
    }

    /// Returns the units in the best set found.
    pub(crate) fn chosen(&self) -> impl Iterator<Item = &SeatCandidate> {
        self.candidates.iter().zip(&self.taken).filter(|(_, taken)| **taken).map(|(candidate, _)| candidate)
    }

    /// Returns the excess of the set's load and number of items over the best ones at the current
    /// prices.
    pub(crate) fn rise(&self) -> [f64; 2] {
        let held = self
            .chosen()
            .fold(self.bound, |sum, candidate| sum.with(candidate.value, f64::from(candidate.load), candidate.count));
        let wanted = [self.terms.best_load(self.load).total, self.terms.best_count(self.count).total];
        [held.load - wanted[0], f64::from(held.count) - wanted[1]]
    }

    /// Returns the cost of a candidate minus the price of its unit, including the prices of load
    /// and items.
    #[inline]
    fn net(&self, candidate: &SeatCandidate, paid: f64) -> f64 {
        candidate.cost + self.load * f64::from(candidate.load) + self.count * f64::from(candidate.count) - paid
    }

    /// Returns whether a unit that is not a candidate could be part of a cheaper set.
    pub(crate) fn near(&self, candidate: &SeatCandidate, paid: f64) -> bool {
        self.net(candidate, paid) + self.value * candidate.value < self.slack
    }

    /// Drops candidates that are not in the set and cost more than `far`.
    pub(crate) fn drop_far(&mut self, prices: &[f64], far: f64, mut gone: impl FnMut(u32)) {
        let (candidates, taken) = (std::mem::take(&mut self.candidates), std::mem::take(&mut self.taken));
        let kept = candidates.into_iter().zip(taken).filter(|(candidate, taken)| {
            let keep = *taken || self.net(candidate, prices[candidate.unit as usize]) + self.value * candidate.value <= far;
            if !keep {
                gone(candidate.option);
            }
            keep
        });
        (self.candidates, self.taken) = kept.unzip();
    }

    /// Finds the cheapest set at given prices of units. Returns a lower bound on its cost net of
    /// the prices of units, and the sum of the absolute values of the terms.
    pub(crate) fn solve(&mut self, prices: &[f64]) -> (f64, f64) {
        let net: Vec<f64> =
            self.candidates.iter().map(|candidate| self.net(candidate, prices[candidate.unit as usize])).collect();
        let mut choice = vec![SeatChoice::Open; net.len()];
        let root = self.relax(&net, &choice);
        // The previous set is a good starting point.
        let before = std::mem::take(&mut self.taken);
        let mut search = SeatSearch {
            pricing: self,
            net: &net,
            best: CheapestSet { cost: f64::INFINITY, taken: before },
            nodes: (ALL_NODES / net.len().max(1) as u32).clamp(NODES[0], NODES[1]),
            root: true,
            work: RELAX_WORK * net.len() as u64,
        };
        let bound = search.bound(&root, &mut choice);
        let SeatSearch { best, work, .. } = search;
        (self.slack, self.value) = ((best.cost - root.least).max(0.0), root.price);
        self.taken = best.taken;
        self.work += work;
        (bound, root.size)
    }

    /// The minimum over fractions of the units that are open.
    fn relax(&self, net: &[f64], choice: &[SeatChoice]) -> RelaxedSet {
        let mut bound = self.bound.value;
        let mut value_of_bound = 0.0;
        for ((candidate, net), choice) in self.candidates.iter().zip(net).zip(choice) {
            if *choice == SeatChoice::In {
                bound += candidate.value;
                value_of_bound += net;
            }
        }
        let price = self.value_price(net, choice, bound);
        let edge = SoftBound::new(self.terms, price);
        let sure = [
            self.bound_cost,
            value_of_bound,
            self.load * self.bound.load,
            self.count * f64::from(self.bound.count),
            price * bound,
            self.terms.best_load(self.load).least,
            self.terms.best_count(self.count).least,
            edge.least(),
        ];
        let (mut least, mut size) = (sure.iter().sum::<f64>(), sure.iter().map(|cost| cost.abs()).sum::<f64>());
        let mut value = bound;
        let mut wanted = vec![false; net.len()];
        for (((candidate, net), choice), wanted) in self.candidates.iter().zip(net).zip(choice).zip(&mut wanted) {
            let cost = net + price * candidate.value;
            *wanted = *choice == SeatChoice::In || (*choice == SeatChoice::Open && cost < 0.0);
            if *wanted && *choice == SeatChoice::Open {
                (least, size, value) = (least + cost, size - cost, value + candidate.value);
            }
        }
        RelaxedSet { price, least, size, value, wanted }
    }

    /// Returns the price of value at which the minimum over fractions of open units is highest: where
    /// the value held, which falls with the price, equals the value wanted.
    fn value_price(&self, net: &[f64], choice: &[SeatChoice], bound: f64) -> f64 {
        // A lower price changes nothing once no value at all is wanted.
        let lowest = self.terms.pull.slope(0.0) - (self.terms.low.slope + 2.0 * self.terms.low.curvature * self.terms.low.edge);
        let within = |price: f64| self.terms.clamp_value_price(price.max(lowest));
        let choices = || {
            let all = self.candidates.iter().zip(net).zip(choice);
            all.filter(|(_, choice)| **choice == SeatChoice::Open).map(|(pair, _)| pair)
        };
        let too_much = |price: f64| {
            let held = |(candidate, net): (&SeatCandidate, &f64)| {
                if net + price * candidate.value < 0.0 { candidate.value } else { 0.0 }
            };
            bound + choices().map(held).sum::<f64>() > self.terms.best_value(price).total
        };
        let mut from = within(self.value);
        let up = too_much(from);
        let mut step = STEP * from.abs() + LEAST_STEP * (self.terms.high.slope + self.terms.low.slope);
        let mut to = within(if up { from + step } else { from - step });
        while to != from && too_much(to) == up {
            step *= 2.0;
            (from, to) = (to, within(if up { to + step } else { to - step }));
        }
        let (mut low, mut high) = if up { (from, to) } else { (to, from) };
        // Only units whose inclusion differs between the two prices are still undecided.
        let mut held = bound;
        let mut open: Vec<(f64, f64)> = Vec::new();
        for (candidate, net) in choices() {
            if net + high * candidate.value < 0.0 {
                held += candidate.value;
            } else if net + low * candidate.value < 0.0 {
                open.push((candidate.value, *net));
            }
        }
        for _ in 0..HALVINGS {
            let middle = 0.5 * (low + high);
            let more: f64 = open.iter().filter(|(value, net)| net + middle * value < 0.0).map(|(value, _)| value).sum();
            if held + more > self.terms.best_value(middle).total { low = middle } else { high = middle }
        }
        high
    }
}

/// Whether a candidate may be chosen, is in every set, or in none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum SeatChoice {
    Open,
    In,
    Out,
}

/// The minimum over fractions of units at the price of value where it is highest.
struct RelaxedSet {
    price: f64,
    least: f64,
    /// Sum of the absolute values of the terms.
    size: f64,
    /// Value of the wanted units.
    value: f64,
    wanted: Vec<bool>,
}

/// A set of candidates and its cost.
struct CheapestSet {
    cost: f64,
    taken: Vec<bool>,
}

/// The search for the cheapest set. Units that are a large part of what a seat wants are put in or
/// left out first: either way, the rest has a price of its own at which little is left over.
struct SeatSearch<'a> {
    pricing: &'a SeatPricing,
    net: &'a [f64],
    best: CheapestSet,
    /// Nodes that may still be opened.
    nodes: u32,
    root: bool,
    work: u64,
}

impl SeatSearch<'_> {
    /// A lower bound for all sets with the given choices; better sets found on the way are kept.
    fn bound(&mut self, relaxed: &RelaxedSet, choice: &mut [SeatChoice]) -> f64 {
        if relaxed.least >= self.best.cost {
            return self.best.cost;
        }
        let pricing = self.pricing;
        let edge = SoftBound::new(pricing.terms, relaxed.price);
        let mut items = Vec::with_capacity(choice.len());
        let mut before = Vec::new();
        for (i, (candidate, net)) in pricing.candidates.iter().zip(self.net).enumerate() {
            if choice[i] == SeatChoice::Open {
                let cost = net + relaxed.price * candidate.value;
                let shift = if relaxed.wanted[i] { -candidate.value } else { candidate.value };
                items.push(Item { cost: cost.abs(), shift, candidate: i as u32 });
                before.push(self.best.taken[i] != relaxed.wanted[i]);
            }
        }
        for flipped in [Vec::new(), before].into_iter().take(if self.root { 2 } else { 1 }) {
            let (cost, set) = flip_greedily(&edge, relaxed.value, &items, flipped, &mut self.work);
            self.keep(relaxed, cost, &set);
        }
        self.root = false;
        let slack = self.best.cost - relaxed.least;
        items.retain(|item| item.cost < slack);
        let large = LARGE * (pricing.terms.pull.target.max(pricing.terms.low.edge)).max(edge.best());
        let largest = items.iter().max_by(|a, b| a.shift.abs().total_cmp(&b.shift.abs()).then(b.candidate.cmp(&a.candidate)));
        if let Some(&Item { shift, candidate, .. }) = largest
            && shift.abs() > large
            && self.nodes > 1
        {
            self.nodes -= 2;
            let mut least = f64::INFINITY;
            // What the relaxation wants comes first: it is more often right.
            let wants = relaxed.wanted[candidate as usize];
            for put in [wants, !wants] {
                choice[candidate as usize] = if put { SeatChoice::In } else { SeatChoice::Out };
                self.work += RELAX_WORK * choice.len() as u64;
                let part = pricing.relax(self.net, choice);
                least = least.min(self.bound(&part, choice));
            }
            choice[candidate as usize] = SeatChoice::Open;
            return least.max(relaxed.least);
        }
        items.sort_by(|a, b| b.cost.total_cmp(&a.cost).then(a.candidate.cmp(&b.candidate)));
        let (over, better) = solve_soft_knapsack(&edge, relaxed.value, &items, slack, &mut self.work);
        if let Some((cost, set)) = better {
            self.keep(relaxed, cost, &set);
        }
        relaxed.least + over
    }

    /// Keeps a set, given by what differs from the wanted units, if it is cheaper than the best.
    fn keep(&mut self, relaxed: &RelaxedSet, cost: f64, set: &[u32]) {
        if relaxed.least + cost < self.best.cost {
            self.best.cost = relaxed.least + cost;
            self.best.taken.clone_from(&relaxed.wanted);
            for &i in set {
                self.best.taken[i as usize] = !self.best.taken[i as usize];
            }
        }
    }
}

/// Flips one item at a time, the best first, while that saves anything. Returns the cost and the
/// items that are flipped in the end.
fn flip_greedily(edge: &SoftBound, start: f64, items: &[Item], mut flipped: Vec<bool>, work: &mut u64) -> (f64, Vec<u32>) {
    flipped.resize(items.len(), false);
    let (mut at, mut paid) = (start, 0.0);
    for (item, _) in items.iter().zip(&flipped).filter(|(_, flipped)| **flipped) {
        (at, paid) = (at + item.shift, paid + item.cost);
    }
    let mut cost = paid + edge.excess_cost(at);
    for _ in 0..MOST_FLIPS {
        *work += items.len() as u64 / 2;
        let mut best = (cost * (1.0 - 1e-9), None);
        for (i, (item, flipped)) in items.iter().zip(&flipped).enumerate() {
            let sign = if *flipped { -1.0 } else { 1.0 };
            let total = paid + sign * item.cost + edge.excess_cost(at + sign * item.shift);
            if total < best.0 {
                best = (total, Some((i, sign)));
            }
        }
        let Some((i, sign)) = best.1 else { break };
        (at, paid, cost) = (at + sign * items[i].shift, paid + sign * items[i].cost, best.0);
        flipped[i] = !flipped[i];
    }
    let set = items.iter().zip(&flipped).filter(|(_, flipped)| **flipped).map(|(item, _)| item.candidate).collect();
    (cost, set)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search_rng::SearchRng;
    use crate::seat_terms::{ConvexPenalty, TargetPull};

    /// Returns the minimum cost over all sets, by enumeration.
    fn by_trying_everything(pricing: &SeatPricing, prices: &[f64]) -> f64 {
        let cost = |set: u32| {
            let taken = pricing.candidates.iter().enumerate().filter(|(i, _)| set >> i & 1 == 1).map(|(_, candidate)| candidate);
            let (mut cost, mut value) = (pricing.bound_cost, pricing.bound.value);
            for candidate in taken {
                cost += candidate.cost - prices[candidate.unit as usize];
                value += candidate.value;
            }
            cost + pricing.terms.penalty(value, 0.0, 0)
        };
        (0..1_u32 << pricing.candidates.len()).map(cost).fold(f64::INFINITY, f64::min)
    }

    /// If the band is narrow and a single unit can cross it, ignoring the penalty of the far side
    /// may prevent the proof.
    #[test]
    fn a_book_is_bounded_by_the_cheapest_of_all_and_mostly_is_it() {
        let mut random = SearchRng::new(9);
        let mut met = 0;
        for round in 0..300 {
            let slope = if round % 7 == 0 { 0.0 } else { 0.5 * random.uniform() };
            let penalty = |edge: f64| ConvexPenalty { edge, slope, curvature: slope / 50.0 };
            let width = 20.0 * random.uniform();
            let pull = TargetPull { target: 100.0, strength: if round % 2 == 0 { 0.0004 } else { 0.0 } };
            let terms = SeatTerms {
                pull,
                low: penalty(100.0 - width),
                high: penalty(100.0 + width),
                max_count: u32::MAX,
                ..SeatTerms::default()
            };
            let mut pricing = SeatPricing::new(terms, 0.0, 0.0, 0.0);
            let units = random.below(13);
            for unit in 0..units {
                let (value, cost) = (40.0 * random.uniform(), 20.0 * random.uniform());
                pricing.add(SeatCandidate { unit: unit as u32, option: 0, value, cost, load: 1.0, count: 1 });
            }
            if round % 3 == 0 {
                pricing.bind(SeatCandidate { unit: 0, option: 0, value: 60.0, cost: 3.0, load: 1.0, count: 1 });
            }
            // Solved again at other prices, each time starting from the previous set.
            for _ in 0..3 {
                let prices: Vec<f64> = (0..units).map(|_| 25.0 * random.uniform()).collect();
                let (least, _) = pricing.solve(&prices);
                let best = by_trying_everything(&pricing, &prices);
                let near = 1e-9 * best.abs().max(1.0);
                let book: f64 = pricing.chosen().map(|candidate| candidate.cost - prices[candidate.unit as usize]).sum();
                let value = pricing.bound.value + pricing.chosen().map(|candidate| candidate.value).sum::<f64>();
                let cost = pricing.bound_cost + book + terms.penalty(value, 0.0, 0);
                assert!(least <= best + near && best <= cost + near, "{round}: {least} {best} {cost}");
                met += usize::from(cost - least <= near);
            }
        }
        assert!(met > 600, "{met} of 900");
    }
}
