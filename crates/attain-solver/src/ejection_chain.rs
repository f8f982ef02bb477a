//! Ejection chains: a unit takes the place of a unit at another seat, which takes the place of a
//! unit at a third seat, and so on, until the last unit takes the place of the first or a free
//! place.
//!
//! The change in a seat's penalty depends only on the units that leave and arrive, so a chain over
//! different seats costs the sum of its links. Cheap chains are found like negative cycles in a
//! graph of units and free places (Thompson & Psaraftis 1993; Ahuja, Orlin & Sharma 2003). A cycle
//! of negative cost has a starting node from which every partial sum is negative, so more expensive
//! beginnings can be dropped. This remains true if each place is given a potential that is added
//! where it is left and subtracted where it is filled. With the costs at the prices of the bound as
//! potentials, few beginnings remain.

use crate::dual::SeatPrices;
use crate::ledger::{Ledger, Placement};
use crate::search_rng::SearchRng;

/// Maximum number of links in a chain.
const LONGEST: usize = 6;

/// Cost of a link to a place that the unit may not take.
const BARRED: f64 = 1e30;

/// The links among selected units and seats of an assignment. Nodes are the units, followed by one
/// free place for each seat.
#[derive(Debug)]
pub(crate) struct EjectionChains<'p> {
    prices: &'p SeatPrices,
    units: Vec<u32>,
    seats: Vec<u32>,
    /// Position of each seat of the model among `seats`.
    local: Vec<u8>,
    /// Seat of each node, as a position among `seats`.
    seat_of_node: Vec<u8>,
    /// Cost of each link, in which the node of the row takes the place of the node of the column,
    /// including potentials.
    links: Vec<f64>,
    /// Cost of the cheapest link of each row.
    least: Vec<f64>,
}

/// The beginning of a chain, up to a node that has to leave its place.
#[derive(Debug, Clone, Copy)]
struct ChainLabel {
    cost: f64,
    seen: u128,
    path: [u16; LONGEST],
}

impl<'p> EjectionChains<'p> {
    /// Creates the links among selected units that have a choice and at most 127 seats.
    pub(crate) fn new(ledger: &Ledger<'_>, prices: &'p SeatPrices, seats: Vec<u32>, units: Vec<u32>) -> Self {
        let mut local = vec![u8::MAX; ledger.totals.len()];
        for (i, &seat) in seats.iter().enumerate() {
            local[seat as usize] = i as u8;
        }
        let nodes = units.len() + seats.len();
        let mut seat_of_node = vec![0; units.len()];
        seat_of_node.extend(0..seats.len() as u8);
        let (links, least) = (vec![BARRED; nodes * nodes], vec![BARRED; nodes]);
        let mut chains = Self { prices, units, seats, local, seat_of_node, links, least };
        chains.refresh(ledger, u128::MAX);
        chains
    }

    /// Recomputes the links that depend on the seats of a set, given as bits.
    pub(crate) fn refresh(&mut self, ledger: &Ledger<'_>, seats: u128) {
        let model = ledger.model;
        let (units, nodes) = (self.units.len(), self.seat_of_node.len());
        let before = self.seat_of_node.clone();
        for (at, &unit) in self.seat_of_node.iter_mut().zip(&self.units) {
            *at = ledger.seat(unit as usize).map_or(u8::MAX, |seat| self.local[seat as usize]);
        }
        let changed: Vec<bool> = (0..nodes)
            .map(|node| [self.seat_of_node[node], before[node]].into_iter().any(|seat| seats >> seat.min(127) & 1 == 1))
            .collect();
        // The potential of each place, and the change in penalty if it is left.
        let places: Vec<(f64, f64)> = self
            .units
            .iter()
            .map(|&unit| {
                ledger.assignment[unit as usize].map_or((0.0, 0.0), |option| {
                    let here = model.options[option];
                    (self.prices.cost(model, unit as usize, option) - here.cost, ledger.penalty_relief(unit as usize, here))
                })
            })
            .collect();
        for row in 0..nodes {
            let from = &mut self.links[row * nodes..(row + 1) * nodes];
            if row >= units {
                for to in (0..units).filter(|&to| changed[to]) {
                    from[to] = if self.seat_of_node[to] == self.seat_of_node[row] { BARRED } else { places[to].1 + places[to].0 };
                }
            } else {
                let unit = self.units[row] as usize;
                let Some(here) = ledger.assignment[unit].map(|option| model.options[option]) else { continue };
                for to in (0..nodes).filter(|&to| changed[row] || changed[to]) {
                    let seat = self.seats[self.seat_of_node[to] as usize];
                    let option = if seat == here.seat { None } else { model.option_at(unit, seat) };
                    from[to] = option.map_or(BARRED, |option| {
                        let there = model.options[option];
                        let out = self.units.get(to).and_then(|&out| {
                            Some(Placement { unit: out as usize, option: model.options[ledger.assignment[out as usize]?] })
                        });
                        let rise = match out {
                            Some(out) => ledger.penalty_of_exchange(out, Placement { unit, option: there }),
                            None => ledger.penalty_rise(unit, there),
                        };
                        let worth = places.get(to).map_or(0.0, |place| place.0);
                        there.cost - here.cost + rise + worth - places[row].0
                    });
                }
            }
            self.least[row] = from.iter().copied().fold(BARRED, f64::min);
        }
    }

    /// Returns the cheapest chain found that begins with a node.
    fn cheapest_from(&self, first: usize, least: f64, labels: &mut [Vec<ChainLabel>; 2], slot: &mut [u32]) -> Option<Vec<u16>> {
        let nodes = self.seat_of_node.len();
        let mut best: Option<(f64, Vec<u16>)> = None;
        let mut path = [0; LONGEST];
        path[0] = first as u16;
        let [now, next] = labels;
        now.clear();
        now.push(ChainLabel { cost: 0.0, seen: 1 << self.seat_of_node[first], path });
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
                    if cost >= -least || label.seen >> self.seat_of_node[to] & 1 == 1 {
                        continue;
                    }
                    let mut longer = ChainLabel { cost, seen: label.seen | 1 << self.seat_of_node[to], path: label.path };
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

    /// Applies a chain and updates the links.
    fn apply(&mut self, ledger: &mut Ledger<'_>, path: &[u16]) {
        let places: Vec<u8> = path.iter().map(|&node| self.seat_of_node[node as usize]).collect();
        let mut seats = 0_u128;
        for (i, &node) in path.iter().enumerate() {
            seats |= 1 << places[i];
            if let Some(&unit) = self.units.get(node as usize) {
                let to = self.seats[places[(i + 1) % places.len()] as usize];
                ledger.place(unit as usize, ledger.model.option_at(unit as usize, to));
            }
        }
        self.refresh(ledger, seats);
    }

    /// Applies chains that save more than `least` until there are none. The order of starting nodes
    /// is random.
    pub(crate) fn descend(&mut self, ledger: &mut Ledger<'_>, least: f64, random: &mut SearchRng) {
        let nodes = self.seat_of_node.len();
        let mut order: Vec<u16> = (0..nodes as u16).collect();
        for i in (1..nodes).rev() {
            order.swap(i, random.below(i + 1));
        }
        let (mut labels, mut slot) = ([Vec::new(), Vec::new()], vec![0; nodes]);
        let (mut failed, mut at) = (0, 0);
        while failed < nodes {
            match self.cheapest_from(order[at] as usize, least, &mut labels, &mut slot) {
                Some(path) => {
                    self.apply(ledger, &path);
                    failed = 0;
                }
                None => failed += 1,
            }
            at = (at + 1) % nodes;
        }
    }

    /// Moves a unit, given by its position, to a seat.
    pub(crate) fn move_unit(&mut self, ledger: &mut Ledger<'_>, unit: usize, seat: u32) {
        self.apply(ledger, &[unit as u16, (self.units.len() + self.local[seat as usize] as usize) as u16]);
    }
}
