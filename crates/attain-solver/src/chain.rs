//! Ejection chains: a unit takes the place of one at another seat, that one the
//! place of a third's, and so on, until the last takes the place of the first
//! or a place where nobody has to leave.
//!
//! What a seat's penalty rises by depends only on who leaves it and who comes,
//! so a chain over different seats costs the sum of its links, and cheap ones
//! are found like negative cycles in a graph of units and free places (Thompson
//! & Psaraftis 1993; Ahuja, Orlin & Sharma 2003). A cycle that saves can be
//! begun where every part of it from there on saves, so dearer beginnings are
//! dropped; that holds as well when each place is given a worth that is added
//! where it is left and taken off where it is filled, and with the worth that the
//! prices of the bound put on it few beginnings are left.

use super::dice::Dice;
use super::dual::Prices;
use super::ledger::Ledger;

/// Most links of a chain.
const LONGEST: usize = 6;

/// A price no chain can pay: a unit that may not go there.
const BARRED: f64 = 1e30;

/// Links among a few units and seats of a carve. Nodes are the units, then for
/// each seat a free place.
#[derive(Debug)]
pub(super) struct Chains<'p> {
    prices: &'p Prices,
    units: Vec<u32>,
    seats: Vec<u32>,
    /// Position of each seat of the problem among `seats`.
    local: Vec<u8>,
    /// The seat of each node, as a position among `seats`.
    at: Vec<u8>,
    /// What it costs that a row's node takes the place of a column's, worth of places counted in.
    links: Vec<f64>,
    /// The cheapest of each row.
    least: Vec<f64>,
}

/// The beginning of a chain, up to a node that has to leave its place.
#[derive(Debug, Clone, Copy)]
struct Label {
    cost: f64,
    seen: u128,
    path: [u16; LONGEST],
}

impl<'p> Chains<'p> {
    /// Links among some units with a choice, and some seats, 127 at most.
    pub(super) fn new(ledger: &Ledger<'_>, prices: &'p Prices, seats: Vec<u32>, units: Vec<u32>) -> Self {
        let mut local = vec![u8::MAX; ledger.sums.len()];
        for (i, &seat) in seats.iter().enumerate() {
            local[seat as usize] = i as u8;
        }
        let nodes = units.len() + seats.len();
        let mut at = vec![0; units.len()];
        at.extend(0..seats.len() as u8);
        let (links, least) = (vec![BARRED; nodes * nodes], vec![BARRED; nodes]);
        let mut chains = Self { prices, units, seats, local, at, links, least };
        chains.refresh(ledger, u128::MAX);
        chains
    }

    /// Reckons anew what depends on the seats of a set.
    pub(super) fn refresh(&mut self, ledger: &Ledger<'_>, seats: u128) {
        let problem = ledger.problem;
        let (units, nodes) = (self.units.len(), self.at.len());
        let before = self.at.clone();
        for (at, &unit) in self.at.iter_mut().zip(&self.units) {
            *at = ledger.seat(unit as usize).map_or(u8::MAX, |seat| self.local[seat as usize]);
        }
        let changed: Vec<bool> = (0..nodes)
            .map(|node| [self.at[node], before[node]].into_iter().any(|seat| seats >> seat.min(127) & 1 == 1))
            .collect();
        // What each place is worth, and what leaving it saves.
        let places: Vec<(f64, f64)> = self
            .units
            .iter()
            .map(|&unit| {
                ledger.at[unit as usize].map_or((0.0, 0.0), |option| {
                    let here = problem.options[option];
                    (self.prices.of(problem, unit as usize, option) - here.cost, ledger.relief(unit as usize, here))
                })
            })
            .collect();
        for row in 0..nodes {
            let from = &mut self.links[row * nodes..(row + 1) * nodes];
            if row >= units {
                for to in (0..units).filter(|&to| changed[to]) {
                    from[to] = if self.at[to] == self.at[row] { BARRED } else { places[to].1 + places[to].0 };
                }
            } else {
                let unit = self.units[row] as usize;
                let Some(here) = ledger.at[unit].map(|option| problem.options[option]) else { continue };
                for to in (0..nodes).filter(|&to| changed[row] || changed[to]) {
                    let seat = self.seats[self.at[to] as usize];
                    let option = if seat == here.seat { None } else { problem.option(unit, seat) };
                    from[to] = option.map_or(BARRED, |option| {
                        let there = problem.options[option];
                        let out =
                            self.units.get(to).and_then(|&out| Some((out as usize, problem.options[ledger.at[out as usize]?])));
                        let rise = match out {
                            Some(out) => ledger.exchange(out, (unit, there)),
                            None => ledger.rise(unit, there),
                        };
                        let worth = places.get(to).map_or(0.0, |place| place.0);
                        there.cost - here.cost + rise + worth - places[row].0
                    });
                }
            }
            self.least[row] = from.iter().copied().fold(BARRED, f64::min);
        }
    }

    /// The cheapest chain that begins with a node, among those that are found.
    fn from(&self, first: usize, least: f64, labels: &mut [Vec<Label>; 2], slot: &mut [u32]) -> Option<Vec<u16>> {
        let nodes = self.at.len();
        let mut best: Option<(f64, Vec<u16>)> = None;
        let mut path = [0; LONGEST];
        path[0] = first as u16;
        let [now, next] = labels;
        now.clear();
        now.push(Label { cost: 0.0, seen: 1 << self.at[first], path });
        for length in 1..=LONGEST {
            next.clear();
            slot.fill(u32::MAX);
            for label in now.iter() {
                let last = label.path[length - 1] as usize;
                let row = &self.links[last * nodes..(last + 1) * nodes];
                let closed = label.cost + row[first];
                if length > 1 && closed < best.as_ref().map_or(-least, |best| best.0) {
                    best = Some((closed, label.path[..length].to_vec()));
                }
                if length == LONGEST || label.cost + self.least[last] >= -least {
                    continue;
                }
                for (to, &link) in row.iter().enumerate() {
                    let cost = label.cost + link;
                    if cost >= -least || label.seen >> self.at[to] & 1 == 1 {
                        continue;
                    }
                    let mut longer = Label { cost, seen: label.seen | 1 << self.at[to], path: label.path };
                    longer.path[length] = to as u16;
                    match next.get_mut(slot[to] as usize) {
                        Some(known) if known.cost <= cost => {}
                        Some(known) => *known = longer,
                        None => {
                            slot[to] = next.len() as u32;
                            next.push(longer);
                        }
                    }
                }
            }
            std::mem::swap(now, next);
            if now.is_empty() {
                break;
            }
        }
        best.map(|best| best.1)
    }

    /// Takes a chain, and reckons links anew.
    fn take(&mut self, ledger: &mut Ledger<'_>, path: &[u16]) {
        let places: Vec<u8> = path.iter().map(|&node| self.at[node as usize]).collect();
        let mut seats = 0_u128;
        for (i, &node) in path.iter().enumerate() {
            seats |= 1 << places[i];
            if let Some(&unit) = self.units.get(node as usize) {
                let to = self.seats[places[(i + 1) % places.len()] as usize];
                ledger.place(unit as usize, ledger.problem.option(unit as usize, to));
            }
        }
        self.refresh(ledger, seats);
    }

    /// Takes chains that save more than `least` until there are none; they
    /// begin in an order drawn by chance.
    pub(super) fn descend(&mut self, ledger: &mut Ledger<'_>, least: f64, dice: &mut Dice) {
        let nodes = self.at.len();
        let mut order: Vec<u16> = (0..nodes as u16).collect();
        for i in (1..nodes).rev() {
            order.swap(i, dice.below(i + 1));
        }
        let (mut labels, mut slot) = ([Vec::new(), Vec::new()], vec![0; nodes]);
        let (mut failed, mut at) = (0, 0);
        while failed < nodes {
            match self.from(order[at] as usize, least, &mut labels, &mut slot) {
                Some(path) => {
                    self.take(ledger, &path);
                    failed = 0;
                }
                None => failed += 1,
            }
            at = (at + 1) % nodes;
        }
    }

    /// Moves a unit, given by its position, to a seat.
    pub(super) fn shift(&mut self, ledger: &mut Ledger<'_>, unit: usize, seat: u32) {
        self.take(ledger, &[unit as u16, (self.units.len() + self.local[seat as usize] as usize) as u16]);
    }
}
