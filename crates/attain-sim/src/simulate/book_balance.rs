//! Balance of potential and workload between books at the end of a quarter.

use std::cmp::Ordering;

use super::compiled_plan::CompiledPlan;
use super::owner::owner_index;
use super::seat_state::SeatState;
use super::year_state::YearState;
use crate::world::World;
use attain_core::plan::Equity;
use attain_design::territory::equity;

/// Potential and load of each seat at the end of a quarter.
#[derive(Debug, Clone, Default)]
pub struct BookBalance {
    /// Potential of each seat's book.
    pub potential: Vec<f64>,
    /// Hours that each seat's book needs, divided by the hours of a ramped rep.
    pub load: Vec<f64>,
    /// Potential of all accounts.
    pub total: f64,
    /// Accounts waiting for a new rep, in order.
    waiting: Vec<u32>,
    /// Seats that have had a rep and are still open. New seats that are still empty do not count as
    /// unbalanced.
    begun: Vec<usize>,
    /// Potential, team and load of these seats.
    columns: (Vec<f64>, Vec<usize>, Vec<f64>),
    scratch: equity::EquityScratch,
}

impl BookBalance {
    /// Measures the balance of the books in `month`.
    pub fn measure(&mut self, plan: &CompiledPlan, world: &World, state: &YearState, month: usize) -> Equity {
        let seats = plan.seats.len();
        self.potential.clear();
        self.potential.resize(seats + 1, 0.0);
        self.load.clear();
        self.load.extend(state.seats.iter().map(SeatState::need));
        self.waiting.clear();
        self.waiting.extend(plan.waiting.iter().flatten().filter(|&&a| state.waits(plan, a as usize)));
        self.waiting.sort_unstable();
        let (held, potential) = (state.accounts.states.as_slice(), state.accounts.potential.as_slice());
        let drift = &world.drift.potential[world.drift.at(0, month / 3)..];
        let mut from = 0;
        for &a in self.waiting.iter().chain([&(held.len() as u32)]) {
            let until = a as usize;
            for ((held, potential), drift) in held[from..until].iter().zip(&potential[from..until]).zip(&drift[from..until]) {
                self.potential[owner_index(held.owner, seats)] += potential * f64::from(*drift);
            }
            // An account that waits for a new rep counts in the new rep's book.
            if let Some(held) = held.get(until) {
                let (before, after) = (held.owner as usize, plan.accounts[until].owner as usize);
                self.load[before] -= f64::from(held.need);
                self.load[after] += f64::from(held.need);
                self.potential[after] += potential[until] * f64::from(drift[until]);
            }
            from = until + 1;
        }
        self.total = self.potential.iter().sum();
        self.potential.truncate(seats);
        for (load, planned) in self.load.iter_mut().zip(&plan.seats) {
            *load /= planned.capacity.max(1e-9);
        }
        let closed = |s: usize| plan.seats[s].end_month.is_some_and(|end| end <= state.month);
        let begun = |s: &usize| {
            !closed(*s) && (state.seats[*s].rep.is_some() || plan.seats[*s].incumbent.is_some() || state.seats[*s].spell > 1)
        };
        self.begun.clear();
        self.begun.extend((0..seats).filter(begun));
        let (potential, group, load) = &mut self.columns;
        potential.clear();
        group.clear();
        load.clear();
        for &s in &self.begun {
            potential.push(self.potential[s]);
            group.push(plan.seats[s].group);
            load.push(self.load[s]);
        }
        equity::measure_equity(potential, group, load, &mut self.scratch)
    }

    /// Compares the potential of two seats.
    pub(crate) fn fuller(&self, a: usize, b: usize) -> Ordering {
        self.potential[a].total_cmp(&self.potential[b]).then(b.cmp(&a))
    }

    /// Restores the order of the seats after the potential of two of them has changed.
    pub(crate) fn reorder(&self, emptiest: &mut Vec<usize>, changed: [usize; 2]) {
        emptiest.retain(|s| !changed.contains(s));
        for s in changed {
            let at = emptiest.partition_point(|&other| self.fuller(other, s).is_lt());
            emptiest.insert(at, s);
        }
    }

    /// Whether seats in any group of like seats differ by more than the trigger allows.
    pub(crate) fn triggered(&self, plan: &CompiledPlan) -> bool {
        let review = &plan.policies.review;
        let mut seen = vec![(f64::INFINITY, 0.0_f64, 0.0, 0.0_f64); plan.by_group.len()];
        for &s in &self.begun {
            let (low, high, sum, seats) = &mut seen[plan.seats[s].group];
            *low = low.min(self.potential[s]);
            *high = high.max(self.potential[s]);
            *sum += self.potential[s];
            *seats += 1.0;
        }
        seen.iter()
            .filter(|(.., seats)| *seats > 1.0)
            .any(|&(low, high, sum, seats)| high > review.high_over_low * low || low < review.under_share * sum / seats)
    }
}
