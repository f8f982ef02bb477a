//! Books on which moves are tried: what each seat holds, what may move where,
//! and how far every book is from where it should be.

use crate::coverage::coverage_needs;
use crate::score::{assign_tiers, score_accounts};
use crate::territory::price::Prices;
use crate::territory::problem::Problem;
use crate::territory::rules::{Eligible, Present};
use crate::territory::seats::seats;
use crate::territory::{equity, holds, listed, problem, rules, units};
use attain_core::diagnostics::Faults;
use attain_core::plan::Plan;
use attain_core::scenario::ResolvedScenario;
use attain_core::scenario::choices::Carve;
use attain_data::Book;
use attain_solver::Choice;

/// Part of a mean potential that counts as nothing.
const NOTHING: f64 = 1e-9;

/// What a seat must keep to.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Shelf {
    /// Its group of like seats.
    pub(crate) group: usize,
    /// Least and most potential within the tolerance.
    pub(crate) low: f64,
    pub(crate) high: f64,
    /// Most load: its capacity, or what it had before any move where that is more.
    pub(crate) room: f64,
    /// Least accounts to give away from, and most to take.
    pub(crate) fewest: usize,
    pub(crate) most: usize,
}

/// Accounts that may move, together.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Mover {
    pub(crate) accounts: Vec<usize>,
    pub(crate) potential: f64,
    pub(crate) revenue: f64,
    /// Where they are before any move.
    pub(crate) home: usize,
    /// Load where they are.
    pub(crate) load: f64,
    /// Other seats of the same group that may take them, by rising seat.
    pub(crate) options: Vec<Way>,
}

/// Another seat for a mover.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Way {
    pub(crate) seat: usize,
    /// Load there.
    pub(crate) load: f64,
    /// Money a year that it costs more there: travel, relationship and fit.
    pub(crate) cost: f64,
}

/// What a seat holds.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Sum {
    pub(crate) potential: f64,
    pub(crate) load: f64,
    pub(crate) accounts: usize,
}

/// Books with moves that are tried on them.
#[derive(Debug, Clone)]
pub(crate) struct Books {
    pub(crate) shelves: Vec<Shelf>,
    pub(crate) movers: Vec<Mover>,
    /// Where each mover is: an index into its options; `None`: at home.
    pub(crate) at: Vec<Option<usize>>,
    pub(crate) sums: Vec<Sum>,
    /// Movers by group of like seats.
    pub(crate) of_group: Vec<Vec<usize>>,
}

impl Books {
    /// The books of a plan, with everything that a redesign of the scenario could move among like seats.
    pub(crate) fn new(book: &Book, resolved: &ResolvedScenario, plan: &Plan) -> Result<Self, Faults> {
        let resolved = resolved.with_choices(|scenario| scenario.territory.carve = Carve::Redesign);
        let scenario = &resolved.scenario;
        let mut faults = Faults::default();
        let (scores, tiers) = (score_accounts(book, scenario), assign_tiers(book, scenario));
        let needs = coverage_needs(book, scenario, &tiers);
        let roster = seats(book, &resolved, &scores, &tiers, &mut faults);
        let (before, house) = (holds::before(book, &roster), listed::house(book, &resolved));
        let eligible = Eligible::new(book, scenario, &tiers, &roster, Present { before: &before, house: &house });
        // What a table names may be moved again; what a lock or the protection holds may not.
        let free = resolved.without_owners();
        let holds = holds::holds(book, &free, &roster, &eligible, &before, &mut faults);
        let prices = Prices::new(book, scenario, (&scores, &needs), &roster, &eligible, &before);
        let (members, _) = units::units(book, scenario, &eligible, &holds);
        let problem = Problem::new(book, scenario, (&scores, &roster), &eligible, &prices, members);
        faults.into_result(())?;

        let mut sums = vec![Sum::default(); plan.seats.len()];
        for (account, made) in plan.accounts.iter().enumerate() {
            if let Some(seat) = made.seat {
                sums[seat].potential += book.accounts[account].potential;
                sums[seat].load += prices.load(account, seat);
                sums[seat].accounts += 1;
            }
        }
        let groups = equity::peer_groups(plan);
        let Problem { assign, members, .. } = problem;
        let movers: Vec<Mover> = assign
            .units
            .iter()
            .zip(members)
            .filter(|(unit, _)| unit.fixed.is_none())
            .filter_map(|(unit, accounts)| {
                let home = plan.accounts[accounts[0]].seat?;
                let together = accounts.iter().all(|&account| plan.accounts[account].seat == Some(home));
                let cost = |seat: usize| accounts.iter().map(|&account| prices.cost(account, seat)).sum::<f64>();
                let way = |way: &Choice| {
                    let seat = way.seat as usize;
                    Way { seat, load: f64::from(way.load), cost: way.cost - cost(home) }
                };
                let ways = assign.options[unit.options.clone()].iter().map(way);
                let options: Vec<Way> = ways.filter(|way| way.seat != home && groups[way.seat] == groups[home]).collect();
                let sum = |of: fn(&attain_data::Account) -> f64| accounts.iter().map(|&a| of(&book.accounts[a])).sum();
                let load = accounts.iter().map(|&account| prices.load(account, home)).sum();
                let (potential, revenue) = (sum(|account| account.potential), sum(|account| account.revenue));
                let movable = together && !options.is_empty();
                movable.then_some(Mover { accounts, potential, revenue, home, load, options })
            })
            .collect();
        let shelves = shelves(book, &resolved, (plan, &groups), &sums);
        Ok(Self::of(shelves, movers, sums))
    }

    pub(crate) fn of(shelves: Vec<Shelf>, movers: Vec<Mover>, sums: Vec<Sum>) -> Self {
        let groups = shelves.iter().map(|shelf| shelf.group + 1).max().unwrap_or(0);
        let mut of_group = vec![Vec::new(); groups];
        for (at, mover) in movers.iter().enumerate() {
            of_group[shelves[mover.home].group].push(at);
        }
        Self { at: vec![None; movers.len()], shelves, movers, sums, of_group }
    }

    /// The seat that holds a mover.
    pub(crate) fn seat(&self, mover: usize) -> usize {
        self.at[mover].map_or(self.movers[mover].home, |way| self.movers[mover].options[way].seat)
    }

    /// How far a sum of potential is outside the tolerance of a seat; nothing where it is within.
    pub(crate) fn outside(&self, seat: usize, potential: f64) -> f64 {
        let shelf = &self.shelves[seat];
        let outside = (potential - shelf.high).max(shelf.low - potential);
        if outside > NOTHING * (shelf.high + shelf.low) { outside } else { 0.0 }
    }

    /// The same of the seat as it is.
    pub(crate) fn amiss(&self, seat: usize) -> f64 {
        self.outside(seat, self.sums[seat].potential)
    }

    /// Whether a seat has more than it may, or fewer accounts than it must.
    pub(crate) fn overfull(&self, seat: usize) -> bool {
        let (shelf, sum) = (&self.shelves[seat], &self.sums[seat]);
        sum.load > shelf.room * (1.0 + NOTHING) || sum.accounts > shelf.most || sum.accounts < shelf.fewest
    }

    /// How far all books are outside.
    pub(crate) fn total(&self) -> f64 {
        (0..self.shelves.len()).map(|seat| self.amiss(seat)).sum()
    }

    /// Change of what is outside when a mover goes to a seat of its options.
    pub(crate) fn change(&self, mover: usize, way: usize) -> f64 {
        let (from, to) = (self.seat(mover), self.movers[mover].options[way].seat);
        let potential = self.movers[mover].potential;
        self.outside(from, self.sums[from].potential - potential) + self.outside(to, self.sums[to].potential + potential)
            - self.amiss(from)
            - self.amiss(to)
    }

    /// Whether a mover at home may go to a seat without overfilling it, emptying
    /// its own, or pushing either outside the tolerance or further out.
    pub(crate) fn fits(&self, mover: usize, way: usize) -> bool {
        let (row, from) = (&self.movers[mover], self.seat(mover));
        let (to, count) = (row.options[way], row.accounts.len());
        let (shelf, sum) = (&self.shelves[to.seat], &self.sums[to.seat]);
        let (here, potential) = (&self.sums[from], row.potential);
        self.outside(from, here.potential - potential) <= self.amiss(from)
            && self.outside(to.seat, sum.potential + potential) <= self.amiss(to.seat)
            && sum.load + to.load <= shelf.room * (1.0 + NOTHING)
            && sum.accounts + count <= shelf.most
            && self.sums[from].accounts >= self.shelves[from].fewest + count
    }

    /// Puts a mover to one of its options, or home.
    pub(crate) fn put(&mut self, mover: usize, way: Option<usize>) {
        let row = &self.movers[mover];
        let (from, old) = (self.seat(mover), self.at[mover].map_or(row.load, |at| row.options[at].load));
        let (to, new) = way.map_or((row.home, row.load), |at| (row.options[at].seat, row.options[at].load));
        let (potential, count) = (row.potential, row.accounts.len());
        let sum = &mut self.sums[from];
        *sum = Sum { potential: sum.potential - potential, load: sum.load - old, accounts: sum.accounts - count };
        let sum = &mut self.sums[to];
        *sum = Sum { potential: sum.potential + potential, load: sum.load + new, accounts: sum.accounts + count };
        self.at[mover] = way;
    }

    /// Movers that are not at home.
    pub(crate) fn moved(&self) -> Vec<usize> {
        (0..self.movers.len()).filter(|&mover| self.at[mover].is_some()).collect()
    }

    /// Accounts and revenue that moved.
    pub(crate) fn spent(&self) -> (usize, f64) {
        let moved = self.moved();
        (moved.iter().map(|&m| self.movers[m].accounts.len()).sum(), moved.iter().map(|&m| self.movers[m].revenue).sum())
    }
}

/// What each seat must keep to: the tolerance around the mean of like seats, its capacity, the limits on accounts.
fn shelves(book: &Book, resolved: &ResolvedScenario, (plan, groups): (&Plan, &[usize]), sums: &[Sum]) -> Vec<Shelf> {
    let scenario = &resolved.scenario;
    let teams = rules::teams(book, scenario);
    let mut means: Vec<(f64, f64)> = vec![(0.0, 0.0); plan.seats.len()];
    for (&group, sum) in groups.iter().zip(sums) {
        means[group] = (means[group].0 + sum.potential, means[group].1 + 1.0);
    }
    let tolerance = scenario.territory.balance_tolerance.get();
    let (fewest, most) = (scenario.territory.min_accounts as usize, scenario.territory.max_accounts as usize);
    plan.seats
        .iter()
        .zip(sums)
        .zip(groups)
        .map(|((seat, sum), &group)| {
            let (total, seats) = means[group];
            let mean = total / seats.max(1.0);
            Shelf {
                group,
                low: (1.0 - tolerance) * mean,
                high: (1.0 + tolerance) * mean,
                room: problem::usable(&teams[seat.team], seat).max(sum.load),
                fewest: fewest.min(sum.accounts),
                most: if most > 0 { most.max(sum.accounts) } else { usize::MAX },
            }
        })
        .collect()
}
