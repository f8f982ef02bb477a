//! A carve in the making: who holds what, each seat's sums, and what a change
//! would cost, in constant time.

use super::problem::{Choice, Problem};
use super::terms::Terms;

/// What a seat's book adds up to.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Sum {
    /// Value.
    pub value: f64,
    /// Load.
    pub load: f64,
    /// Accounts.
    pub accounts: u32,
}

impl Sum {
    #[inline]
    pub(super) fn with(self, value: f64, load: f64, accounts: u32) -> Self {
        Self { value: self.value + value, load: self.load + load, accounts: self.accounts + accounts }
    }

    #[inline]
    pub(super) fn without(self, value: f64, load: f64, accounts: u32) -> Self {
        Self { value: self.value - value, load: self.load - load, accounts: self.accounts.saturating_sub(accounts) }
    }
}

/// Who holds what.
#[derive(Debug, Clone)]
pub struct Ledger<'a> {
    /// What is assigned.
    pub problem: &'a Problem,
    /// Each unit's option that is taken; `None`: the house.
    pub at: Vec<Option<usize>>,
    /// Each seat's sums.
    pub sums: Vec<Sum>,
    /// What each seat asks: the problem's, or harder for a while.
    pub(super) terms: Vec<Terms>,
    penalty: Vec<f64>,
}

impl<'a> Ledger<'a> {
    /// Nobody holds anything.
    #[must_use]
    pub fn new(problem: &'a Problem) -> Self {
        let mut ledger = Self {
            problem,
            at: vec![None; problem.units.len()],
            sums: vec![Sum::default(); problem.terms.len()],
            terms: problem.terms.clone(),
            penalty: vec![0.0; problem.terms.len()],
        };
        ledger.reprice();
        ledger
    }

    /// A carve as it is given.
    #[must_use]
    pub fn of(problem: &'a Problem, at: &[Option<usize>]) -> Self {
        let mut ledger = Self::new(problem);
        for (unit, &option) in at.iter().enumerate() {
            if option.is_some() {
                ledger.place(unit, option);
            }
        }
        ledger
    }

    /// Prices all books anew, after the terms changed.
    pub(super) fn reprice(&mut self) {
        for seat in 0..self.sums.len() {
            self.penalty[seat] = self.penalty_of(seat, self.sums[seat]);
        }
    }

    #[inline]
    fn penalty_of(&self, seat: usize, sum: Sum) -> f64 {
        self.terms[seat].penalty(sum.value, sum.load, sum.accounts)
    }

    /// Penalty of a seat's book as it is.
    #[inline]
    #[must_use]
    pub fn penalty(&self, seat: u32) -> f64 {
        self.penalty[seat as usize]
    }

    /// The seat that holds a unit.
    #[inline]
    #[must_use]
    pub fn seat(&self, unit: usize) -> Option<u32> {
        self.at[unit].map(|option| self.problem.options[option].seat)
    }

    /// What the carve costs in all: pairs, penalties, and units that the house
    /// has though a seat may take them. Sums are made anew, in the order of units.
    #[must_use]
    pub fn total(&self) -> f64 {
        let exact = Self::of(self.problem, &self.at);
        let pairs: f64 = (0..self.at.len())
            .map(|unit| match self.at[unit] {
                Some(option) => self.problem.options[option].cost,
                None => self.problem.house_cost(unit),
            })
            .sum();
        pairs + exact.penalty.iter().sum::<f64>()
    }

    /// Change of the total when a unit nobody holds takes an option; what the house costs left out.
    #[must_use]
    pub fn gain_of_placing(&self, unit: usize, option: Choice) -> f64 {
        option.cost + self.rise(unit, option)
    }

    /// Rise of the penalty of an option's seat when it gets the unit.
    #[inline]
    #[must_use]
    pub fn rise(&self, unit: usize, option: Choice) -> f64 {
        let unit = &self.problem.units[unit];
        let seat = option.seat as usize;
        let sum = self.sums[seat].with(unit.value, f64::from(option.load), unit.accounts);
        self.penalty_of(seat, sum) - self.penalty[seat]
    }

    /// Change of the penalty of the unit's seat when it gives the unit up.
    #[inline]
    #[must_use]
    pub fn relief(&self, unit: usize, option: Choice) -> f64 {
        let unit = &self.problem.units[unit];
        let seat = option.seat as usize;
        let sum = self.sums[seat].without(unit.value, f64::from(option.load), unit.accounts);
        self.penalty_of(seat, sum) - self.penalty[seat]
    }

    /// Change of the total when a unit moves.
    #[inline]
    #[must_use]
    pub fn relocation(&self, unit: usize, from: Choice, to: Choice) -> f64 {
        to.cost - from.cost + self.relief(unit, from) + self.rise(unit, to)
    }

    /// Rise of the penalty of a seat that gives up one unit and takes another.
    #[inline]
    pub(super) fn exchange(&self, (out, from): (usize, Choice), (comes, to): (usize, Choice)) -> f64 {
        let (gone, got) = (&self.problem.units[out], &self.problem.units[comes]);
        let seat = from.seat as usize;
        let sum = self.sums[seat].without(gone.value, f64::from(from.load), gone.accounts);
        self.penalty_of(seat, sum.with(got.value, f64::from(to.load), got.accounts)) - self.penalty[seat]
    }

    /// Change of the total when two units of different seats change places:
    /// each with its option of now and its option at the other's seat.
    #[must_use]
    pub fn swap(&self, (a, from_a, to_a): (usize, Choice, Choice), (b, from_b, to_b): (usize, Choice, Choice)) -> f64 {
        to_a.cost - from_a.cost + to_b.cost - from_b.cost
            + self.exchange((a, from_a), (b, to_b))
            + self.exchange((b, from_b), (a, to_a))
    }

    /// Gives a unit an option, or takes it from whoever holds it.
    pub fn place(&mut self, unit: usize, option: Option<usize>) {
        let problem = self.problem;
        let row = &problem.units[unit];
        if let Some(old) = self.at[unit].map(|at| problem.options[at]) {
            let seat = old.seat as usize;
            self.sums[seat] = self.sums[seat].without(row.value, f64::from(old.load), row.accounts);
            self.penalty[seat] = self.penalty_of(seat, self.sums[seat]);
        }
        if let Some(new) = option.map(|at| problem.options[at]) {
            let seat = new.seat as usize;
            self.sums[seat] = self.sums[seat].with(row.value, f64::from(new.load), row.accounts);
            self.penalty[seat] = self.penalty_of(seat, self.sums[seat]);
        }
        self.at[unit] = option;
    }
}
