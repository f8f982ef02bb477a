//! The cheapest book of one seat at prices of units: a knapsack whose rim gives
//! way at a price.
//!
//! At a price of value the units sort themselves into those the book wants and
//! those it does not. The least over books is then no lower than that over
//! shares of units, and higher by what it costs to overrule some of them so
//! that the rim is met ([`super::overrule`]).

use super::ledger::Sum;
use super::overrule::{Flip, Rim, overrule};
use super::terms::Terms;

/// First step in search of a price of value, as a part of the price before and at least as a part of the penalty's slope.
const STEP: f64 = 0.05;
const LEAST_STEP: f64 = 1e-4;

/// Times that what is left between two prices is halved.
const HALVINGS: u32 = 40;

/// A unit that may be part of the book.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Offer {
    /// The unit.
    pub(super) unit: u32,
    /// Its option with the seat.
    pub(super) option: u32,
    /// Its value.
    pub(super) value: f64,
    /// What it costs.
    pub(super) cost: f64,
    /// What it takes of the seat's capacity.
    pub(super) load: f32,
    /// Accounts in it.
    pub(super) accounts: u32,
}

/// What one seat may hold, and what it would like to.
#[derive(Debug, Clone)]
pub(super) struct Shelf {
    terms: Terms,
    offers: Vec<Offer>,
    /// What it holds whatever that costs.
    bound: Sum,
    bound_cost: f64,
    /// What is paid for its load and its accounts.
    pub(super) load: f64,
    pub(super) accounts: f64,
    /// The price of value at which the least is highest.
    pub(super) value: f64,
    /// Which offers the cheapest book that is known takes.
    taken: Vec<bool>,
    /// By how much that book may cost more than the least that no unit is overruled for.
    pub(super) room: f64,
}

impl Shelf {
    /// An empty shelf.
    pub(super) fn new(terms: Terms, [value, load, accounts]: [f64; 3]) -> Self {
        let (bound, bound_cost, room) = (Sum::default(), 0.0, 0.0);
        Self { terms, offers: Vec::new(), bound, bound_cost, load, accounts, value, taken: Vec::new(), room }
    }

    /// Binds a unit that has no other place.
    pub(super) fn bind(&mut self, offer: Offer) {
        self.bound = self.bound.with(offer.value, f64::from(offer.load), offer.accounts);
        self.bound_cost += offer.cost;
    }

    /// Offers a unit.
    pub(super) fn offer(&mut self, offer: Offer) {
        self.offers.push(offer);
        self.taken.push(false);
    }

    /// The book that is known to be next to the cheapest.
    pub(super) fn book(&self) -> impl Iterator<Item = &Offer> {
        self.offers.iter().zip(&self.taken).filter(|(_, taken)| **taken).map(|(offer, _)| offer)
    }

    /// By how much more its book holds of load and of accounts than it would at these prices.
    pub(super) fn rise(&self) -> [f64; 2] {
        let held = self.book().fold(self.bound, |sum, offer| sum.with(offer.value, f64::from(offer.load), offer.accounts));
        let wanted = [self.terms.best_load(self.load).at, self.terms.best_accounts(self.accounts).at];
        [held.load - wanted[0], f64::from(held.accounts) - wanted[1]]
    }

    /// What an offer costs less what is paid for its unit, load and accounts priced.
    #[inline]
    fn net(&self, offer: &Offer, paid: f64) -> f64 {
        offer.cost + self.load * f64::from(offer.load) + self.accounts * f64::from(offer.accounts) - paid
    }

    /// Whether a unit that is not offered could be part of a cheaper book than the known one.
    pub(super) fn near(&self, offer: &Offer, paid: f64) -> bool {
        self.net(offer, paid) + self.value * offer.value < self.room
    }

    /// Takes back offers that are not in the book and out of place by more than `far`.
    pub(super) fn clear(&mut self, prices: &[f64], far: f64, mut gone: impl FnMut(u32)) {
        let (offers, taken) = (std::mem::take(&mut self.offers), std::mem::take(&mut self.taken));
        let kept = offers.into_iter().zip(taken).filter(|(offer, taken)| {
            let keep = *taken || self.net(offer, prices[offer.unit as usize]) + self.value * offer.value <= far;
            if !keep {
                gone(offer.option);
            }
            keep
        });
        (self.offers, self.taken) = kept.unzip();
    }

    /// Least of what a book costs, its units' prices taken off, over all books,
    /// or a little less; and what was added up to it, signs left out.
    pub(super) fn fill(&mut self, prices: &[f64]) -> (f64, f64) {
        let net: Vec<f64> = self.offers.iter().map(|offer| self.net(offer, prices[offer.unit as usize])).collect();
        let price = self.level(&net);
        let wanted: Vec<bool> = net.iter().zip(&self.offers).map(|(net, offer)| net + price * offer.value < 0.0).collect();
        let rim = Rim::new(self.terms, price);
        let sure = [
            self.bound_cost,
            self.load * self.bound.load,
            self.accounts * f64::from(self.bound.accounts),
            price * self.bound.value,
            self.terms.best_load(self.load).least,
            self.terms.best_accounts(self.accounts).least,
            rim.least(),
        ];
        let (mut least, mut size) = (sure.iter().sum::<f64>(), sure.iter().map(|cost| cost.abs()).sum::<f64>());
        let mut value = self.bound.value;
        let mut flips = Vec::with_capacity(net.len());
        // The book of before is a good one to begin with.
        let (mut changed, mut before) = (Vec::new(), (0.0, 0.0));
        for (i, (offer, net)) in self.offers.iter().zip(&net).enumerate() {
            let cost = net + price * offer.value;
            let by = if wanted[i] { -offer.value } else { offer.value };
            if wanted[i] {
                (least, size, value) = (least + cost, size - cost, value + offer.value);
            }
            if wanted[i] != self.taken[i] {
                changed.push(i as u32);
                before = (before.0 + cost.abs(), before.1 + by);
            }
            flips.push(Flip { cost: cost.abs(), by: rim.away(by), offer: i as u32 });
        }
        let mut best = (rim.slack(rim.away(value)), Vec::new());
        let before = before.0 + rim.slack(rim.away(value + before.1));
        if before < best.0 {
            best = (before, changed);
        }
        flips.retain(|flip| flip.cost < best.0);
        flips.sort_by(|a, b| b.cost.total_cmp(&a.cost).then(a.offer.cmp(&b.offer)));
        let (over, better) = overrule(&rim, rim.away(value), &flips, best.0);
        best = better.unwrap_or(best);
        (self.room, self.value, self.taken) = (best.0, price, wanted);
        for i in best.1 {
            self.taken[i as usize] = !self.taken[i as usize];
        }
        (least + over, size)
    }

    /// The price of value at which the least over shares of units is highest:
    /// where what is held, which falls with the price, meets what is wanted.
    fn level(&self, net: &[f64]) -> f64 {
        // Where no value at all is wanted, a lower price changes nothing.
        let lowest = -(self.terms.low.slope + 2.0 * self.terms.low.curve * self.terms.low.from);
        let within = |price: f64| self.terms.within_value(price.max(lowest));
        let too_much = |price: f64| {
            let held = |(offer, net): (&Offer, &f64)| if net + price * offer.value < 0.0 { offer.value } else { 0.0 };
            self.bound.value + self.offers.iter().zip(net).map(held).sum::<f64>() > self.terms.best_value(price).at
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
        // Only units that change their place between the two are left to look at.
        let mut held = self.bound.value;
        let mut open: Vec<(f64, f64)> = Vec::new();
        for (offer, net) in self.offers.iter().zip(net) {
            if net + high * offer.value < 0.0 {
                held += offer.value;
            } else if net + low * offer.value < 0.0 {
                open.push((offer.value, *net));
            }
        }
        for _ in 0..HALVINGS {
            let middle = 0.5 * (low + high);
            let more: f64 = open.iter().filter(|(value, net)| net + middle * value < 0.0).map(|(value, _)| value).sum();
            if held + more > self.terms.best_value(middle).at { low = middle } else { high = middle }
        }
        high
    }
}

#[cfg(test)]
mod tests {
    use super::super::dice::Dice;
    use super::super::terms::Bend;
    use super::*;

    /// The least over all books, one after the other.
    fn by_trying_everything(shelf: &Shelf, prices: &[f64]) -> f64 {
        let cost = |set: u32| {
            let taken = shelf.offers.iter().enumerate().filter(|(i, _)| set >> i & 1 == 1).map(|(_, offer)| offer);
            let (mut cost, mut value) = (shelf.bound_cost, shelf.bound.value);
            for offer in taken {
                cost += offer.cost - prices[offer.unit as usize];
                value += offer.value;
            }
            cost + shelf.terms.penalty(value, 0.0, 0)
        };
        (0..1_u32 << shelf.offers.len()).map(cost).fold(f64::INFINITY, f64::min)
    }

    /// Where the band is narrow and one unit can lead across it, the side that is taken for free may cost the proof.
    #[test]
    fn a_book_is_bounded_by_the_cheapest_of_all_and_mostly_is_it() {
        let mut dice = Dice::new(9);
        let mut met = 0;
        for round in 0..300 {
            let slope = if round % 7 == 0 { 0.0 } else { 0.5 * dice.uniform() };
            let bend = |from: f64| Bend { from, slope, curve: slope / 50.0 };
            let width = 20.0 * dice.uniform();
            let terms = Terms { low: bend(100.0 - width), high: bend(100.0 + width), most: u32::MAX, ..Terms::default() };
            let mut shelf = Shelf::new(terms, [0.0; 3]);
            let units = dice.below(13);
            for unit in 0..units {
                let (value, cost) = (40.0 * dice.uniform(), 20.0 * dice.uniform());
                shelf.offer(Offer { unit: unit as u32, option: 0, value, cost, load: 1.0, accounts: 1 });
            }
            if round % 3 == 0 {
                shelf.bind(Offer { unit: 0, option: 0, value: 60.0, cost: 3.0, load: 1.0, accounts: 1 });
            }
            // Filled again at other prices, each time from the book before.
            for _ in 0..3 {
                let prices: Vec<f64> = (0..units).map(|_| 25.0 * dice.uniform()).collect();
                let (least, _) = shelf.fill(&prices);
                let best = by_trying_everything(&shelf, &prices);
                let near = 1e-9 * best.abs().max(1.0);
                let book: f64 = shelf.book().map(|offer| offer.cost - prices[offer.unit as usize]).sum();
                let value = shelf.bound.value + shelf.book().map(|offer| offer.value).sum::<f64>();
                let cost = shelf.bound_cost + book + terms.penalty(value, 0.0, 0);
                assert!(least <= best + near && best <= cost + near, "{round}: {least} {best} {cost}");
                met += usize::from(cost - least <= near);
            }
        }
        assert!(met > 600, "{met} of 900");
    }
}
