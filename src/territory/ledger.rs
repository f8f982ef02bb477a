//! A carve in the making: who holds what, each seat's sums, and what a change
//! would cost, in constant time.

use super::problem::{Choice, Problem};

/// Part of the tolerance that is free of penalty: the search aims a little
/// inside, because the last step to the very edge saves next to nothing and
/// would be left undone.
const AIM: f64 = 0.97;

/// What a seat's book adds up to.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Sum {
    pub(super) value: f64,
    pub(super) load: f64,
    pub(super) accounts: u32,
}

impl Sum {
    fn with(self, value: f64, load: f64, accounts: u32) -> Self {
        Self { value: self.value + value, load: self.load + load, accounts: self.accounts + accounts }
    }

    fn without(self, value: f64, load: f64, accounts: u32) -> Self {
        Self { value: self.value - value, load: self.load - load, accounts: self.accounts.saturating_sub(accounts) }
    }
}

/// Who holds what.
#[derive(Debug, Clone)]
pub(super) struct Ledger<'a> {
    pub(super) problem: &'a Problem,
    /// Each unit's option that is taken; `None`: the house.
    pub(super) at: Vec<Option<usize>>,
    pub(super) sums: Vec<Sum>,
    /// Each team's mean value a seat.
    pub(super) mean: Vec<f64>,
    penalty: Vec<f64>,
}

impl<'a> Ledger<'a> {
    /// Nobody holds anything; each team's mean is what it gets when every unit
    /// is shared equally by the seats that may take it.
    pub(super) fn new(problem: &'a Problem) -> Self {
        let mut ledger = Self {
            problem,
            at: vec![None; problem.units.len()],
            sums: vec![Sum::default(); problem.terms.len()],
            mean: vec![0.0; problem.teams],
            penalty: vec![0.0; problem.terms.len()],
        };
        let mut shared = vec![0.0; problem.terms.len()];
        for unit in &problem.units {
            let options = &problem.options[unit.options.clone()];
            match unit.fixed {
                Some(seat) => shared[seat] += unit.value,
                None => options.iter().for_each(|o| shared[o.seat] += unit.value / options.len() as f64),
            }
        }
        ledger.mean = ledger.mean_of(|seat| shared[seat]);
        ledger.reprice();
        ledger
    }

    /// Takes each team's mean from the books as they are now.
    pub(super) fn retarget(&mut self) {
        self.mean = self.mean_of(|seat| self.sums[seat].value);
        self.reprice();
    }

    fn mean_of(&self, value: impl Fn(usize) -> f64) -> Vec<f64> {
        let mut sums = vec![(0.0, 0.0); self.problem.teams];
        for (seat, terms) in self.problem.terms.iter().enumerate() {
            sums[terms.team].0 += value(seat);
            sums[terms.team].1 += 1.0;
        }
        sums.iter().map(|(sum, seats)| if *seats > 0.0 { sum / seats } else { 0.0 }).collect()
    }

    fn reprice(&mut self) {
        for seat in 0..self.sums.len() {
            self.penalty[seat] = self.penalty_of(seat, self.sums[seat]);
        }
    }

    /// What a seat's book costs beyond its pair costs.
    fn penalty_of(&self, seat: usize, sum: Sum) -> f64 {
        let problem = self.problem;
        let terms = &problem.terms[seat];
        let mean = self.mean[terms.team];
        let mut penalty = 0.0;
        let outside = (sum.value - mean).abs() - AIM * problem.tolerance * mean;
        if outside > 0.0 && mean > 0.0 {
            penalty += problem.balance_weight * (0.5 * outside + 2.0 * outside * outside / mean);
        }
        let over = sum.load - terms.planned;
        if over > 0.0 {
            penalty += terms.price * (over + over * over / terms.planned.max(1.0));
        }
        if problem.max_accounts > 0 {
            penalty += problem.fine * f64::from(sum.accounts.saturating_sub(problem.max_accounts));
        }
        penalty + problem.fine * f64::from(problem.min_accounts.saturating_sub(sum.accounts))
    }

    /// Penalty of a seat's book as it is.
    pub(super) fn penalty(&self, seat: usize) -> f64 {
        self.penalty[seat]
    }

    /// The seat that holds a unit.
    pub(super) fn seat(&self, unit: usize) -> Option<usize> {
        self.at[unit].map(|option| self.problem.options[option].seat)
    }

    /// Change of the total when a unit nobody holds takes an option.
    pub(super) fn gain_of_placing(&self, unit: usize, option: Choice) -> f64 {
        option.cost + self.rise(unit, option)
    }

    /// Rise of the penalty of an option's seat when it gets the unit.
    pub(super) fn rise(&self, unit: usize, option: Choice) -> f64 {
        let unit = &self.problem.units[unit];
        let sum = self.sums[option.seat].with(unit.value, option.load, unit.accounts.len() as u32);
        self.penalty_of(option.seat, sum) - self.penalty[option.seat]
    }

    /// Change of the penalty of the unit's seat when it gives the unit up.
    pub(super) fn relief(&self, unit: usize, option: Choice) -> f64 {
        let unit = &self.problem.units[unit];
        let sum = self.sums[option.seat].without(unit.value, option.load, unit.accounts.len() as u32);
        self.penalty_of(option.seat, sum) - self.penalty[option.seat]
    }

    /// Change of the total when two units of different seats change places.
    pub(super) fn swap(&self, (a, from_a, to_a): (usize, Choice, Choice), (b, from_b, to_b): (usize, Choice, Choice)) -> f64 {
        let (one, two) = (&self.problem.units[a], &self.problem.units[b]);
        let (n, m) = (one.accounts.len() as u32, two.accounts.len() as u32);
        let at_a = self.sums[from_a.seat].without(one.value, from_a.load, n).with(two.value, to_b.load, m);
        let at_b = self.sums[from_b.seat].without(two.value, from_b.load, m).with(one.value, to_a.load, n);
        to_a.cost - from_a.cost + to_b.cost - from_b.cost + self.penalty_of(from_a.seat, at_a) - self.penalty[from_a.seat]
            + self.penalty_of(from_b.seat, at_b)
            - self.penalty[from_b.seat]
    }

    /// Gives a unit an option, or takes it from whoever holds it.
    pub(super) fn place(&mut self, unit: usize, option: Option<usize>) {
        let problem = self.problem;
        let (value, accounts) = (problem.units[unit].value, problem.units[unit].accounts.len() as u32);
        if let Some(old) = self.at[unit].map(|at| problem.options[at]) {
            self.sums[old.seat] = self.sums[old.seat].without(value, old.load, accounts);
            self.penalty[old.seat] = self.penalty_of(old.seat, self.sums[old.seat]);
        }
        if let Some(new) = option.map(|at| problem.options[at]) {
            self.sums[new.seat] = self.sums[new.seat].with(value, new.load, accounts);
            self.penalty[new.seat] = self.penalty_of(new.seat, self.sums[new.seat]);
        }
        self.at[unit] = option;
    }
}
