//! An assignment under construction, with the units and totals of each seat and constant-time costs
//! of changes.

use crate::further_measure::FurtherMeasure;
use crate::model::{AssignmentModel, AssignmentOption};
use crate::seat_terms::SeatTerms;

/// Totals over the units of a seat.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct SeatTotals {
    pub value: f64,
    pub load: f64,
    /// Number of items.
    pub count: u32,
}

impl SeatTotals {
    #[inline]
    pub(crate) fn with(self, value: f64, load: f64, count: u32) -> Self {
        Self { value: self.value + value, load: self.load + load, count: self.count + count }
    }

    #[inline]
    pub(crate) fn without(self, value: f64, load: f64, count: u32) -> Self {
        Self { value: self.value - value, load: self.load - load, count: self.count.saturating_sub(count) }
    }
}

/// A unit with one of its options.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Placement {
    pub(crate) unit: usize,
    pub(crate) option: AssignmentOption,
}

/// The move of a unit from one of its options to another.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Transfer {
    pub(crate) unit: usize,
    pub(crate) from: AssignmentOption,
    pub(crate) to: AssignmentOption,
}

impl Transfer {
    #[inline]
    fn leaving(self) -> Placement {
        Placement { unit: self.unit, option: self.from }
    }

    #[inline]
    fn arriving(self) -> Placement {
        Placement { unit: self.unit, option: self.to }
    }
}

/// An assignment with the totals and penalties of its seats, kept up to date as units move.
#[derive(Debug, Clone)]
pub struct Ledger<'a> {
    /// The model being assigned.
    pub model: &'a AssignmentModel,
    /// Index of the option that each unit takes; `None` while it is unassigned.
    pub assignment: Vec<Option<usize>>,
    /// Totals of each seat.
    pub totals: Vec<SeatTotals>,
    /// Terms of each seat: those of the model, or stricter ones during a search.
    pub(crate) terms: Vec<SeatTerms>,
    penalty: Vec<f64>,
    /// Totals of each further measure, by seat.
    further: Vec<Vec<f64>>,
}

impl<'a> Ledger<'a> {
    /// Creates a ledger in which no unit is assigned.
    #[must_use]
    pub fn new(model: &'a AssignmentModel) -> Self {
        let mut ledger = Self {
            model,
            assignment: vec![None; model.units.len()],
            totals: vec![SeatTotals::default(); model.seats.len()],
            terms: model.seats.clone(),
            penalty: vec![0.0; model.seats.len()],
            further: vec![vec![0.0; model.seats.len()]; model.measures.len()],
        };
        ledger.reprice();
        ledger
    }

    /// Creates the ledger of an assignment, given as the option that each unit takes.
    #[must_use]
    pub fn from_assignment(model: &'a AssignmentModel, assignment: &[Option<usize>]) -> Self {
        let mut ledger = Self::new(model);
        for (unit, &option) in assignment.iter().enumerate() {
            if option.is_some() {
                ledger.place(unit, option);
            }
        }
        ledger
    }

    /// Recomputes all penalties after the terms have changed.
    pub(crate) fn reprice(&mut self) {
        for seat in 0..self.totals.len() {
            self.penalty[seat] = self.penalty_of(seat, self.totals[seat], |_| 0.0);
        }
    }

    /// The total of a further measure at a seat.
    #[must_use]
    pub fn further_total(&self, measure: usize, seat: usize) -> f64 {
        self.further[measure][seat]
    }

    /// The penalty of a seat with some totals; `change` is that of each further measure.
    #[inline]
    fn penalty_of(&self, seat: usize, totals: SeatTotals, change: impl Fn(&FurtherMeasure) -> f64) -> f64 {
        let mut penalty = self.terms[seat].penalty(totals.value, totals.load, totals.count);
        for (measure, totals) in self.model.measures.iter().zip(&self.further) {
            penalty += measure.seats[seat].cost(totals[seat] + change(measure));
        }
        penalty
    }

    /// Returns the penalty of a seat with its current units.
    #[inline]
    pub(crate) fn penalty(&self, seat: u32) -> f64 {
        self.penalty[seat as usize]
    }

    /// Returns the seat that holds a unit.
    #[inline]
    #[must_use]
    pub fn seat(&self, unit: usize) -> Option<u32> {
        self.assignment[unit].map(|option| self.model.options[option].seat)
    }

    /// Returns the cost of the whole assignment: options, penalties, and units that stay unassigned
    /// although a seat may take them. Totals are recomputed in the order of units.
    #[must_use]
    pub fn total(&self) -> f64 {
        let exact = Self::from_assignment(self.model, &self.assignment);
        let pairs: f64 = (0..self.assignment.len())
            .map(|unit| match self.assignment[unit] {
                Some(option) => self.model.options[option].cost,
                None => self.model.cost_unassigned(unit),
            })
            .sum();
        pairs + exact.penalty.iter().sum::<f64>() + self.model.offset
    }

    /// Returns the cost of what is assigned: options and penalties, without units that are not.
    #[must_use]
    pub fn cost_of_assigned(&self) -> f64 {
        let pairs: f64 = self.assignment.iter().flatten().map(|&option| self.model.options[option].cost).sum();
        pairs + self.penalty.iter().sum::<f64>() + self.model.offset
    }

    /// Returns the change in total cost if an unassigned unit takes an option, excluding the cost
    /// of leaving it unassigned.
    #[must_use]
    pub fn cost_of_placing(&self, unit: usize, option: AssignmentOption) -> f64 {
        option.cost + self.penalty_rise(unit, option)
    }

    /// Returns the change in the penalty of an option's seat if it takes the unit.
    #[inline]
    pub(crate) fn penalty_rise(&self, unit: usize, option: AssignmentOption) -> f64 {
        let row = &self.model.units[unit];
        let seat = option.seat as usize;
        let totals = self.totals[seat].with(row.value, f64::from(option.load), row.count);
        self.penalty_of(seat, totals, |measure| measure.units[unit]) - self.penalty[seat]
    }

    /// Returns the change in the penalty of an option's seat if it gives up the unit.
    #[inline]
    #[must_use]
    pub fn penalty_relief(&self, unit: usize, option: AssignmentOption) -> f64 {
        let row = &self.model.units[unit];
        let seat = option.seat as usize;
        let totals = self.totals[seat].without(row.value, f64::from(option.load), row.count);
        self.penalty_of(seat, totals, |measure| -measure.units[unit]) - self.penalty[seat]
    }

    /// Returns the change in total cost if a unit moves from one option to another.
    #[inline]
    pub(crate) fn cost_of_move(&self, unit: usize, from: AssignmentOption, to: AssignmentOption) -> f64 {
        to.cost - from.cost + self.penalty_relief(unit, from) + self.penalty_rise(unit, to)
    }

    /// Returns the change in the penalty of a seat that gives up one unit and takes another.
    #[inline]
    pub(crate) fn penalty_of_exchange(&self, leaving: Placement, arriving: Placement) -> f64 {
        let (gone, got) = (&self.model.units[leaving.unit], &self.model.units[arriving.unit]);
        let seat = leaving.option.seat as usize;
        let totals = self.totals[seat].without(gone.value, f64::from(leaving.option.load), gone.count);
        let totals = totals.with(got.value, f64::from(arriving.option.load), got.count);
        let change = |measure: &FurtherMeasure| measure.units[arriving.unit] - measure.units[leaving.unit];
        self.penalty_of(seat, totals, change) - self.penalty[seat]
    }

    /// Returns the change in total cost if two units of different seats are swapped.
    pub(crate) fn cost_of_swap(&self, a: Transfer, b: Transfer) -> f64 {
        a.to.cost - a.from.cost + b.to.cost - b.from.cost
            + self.penalty_of_exchange(a.leaving(), b.arriving())
            + self.penalty_of_exchange(b.leaving(), a.arriving())
    }

    /// Assigns an option to a unit, or leaves the unit unassigned.
    pub fn place(&mut self, unit: usize, option: Option<usize>) {
        let model = self.model;
        let row = &model.units[unit];
        if let Some(old) = self.assignment[unit].map(|at| model.options[at]) {
            let seat = old.seat as usize;
            self.totals[seat] = self.totals[seat].without(row.value, f64::from(old.load), row.count);
            for (measure, totals) in model.measures.iter().zip(&mut self.further) {
                totals[seat] -= measure.units[unit];
            }
            self.penalty[seat] = self.penalty_of(seat, self.totals[seat], |_| 0.0);
        }
        if let Some(new) = option.map(|at| model.options[at]) {
            let seat = new.seat as usize;
            self.totals[seat] = self.totals[seat].with(row.value, f64::from(new.load), row.count);
            for (measure, totals) in model.measures.iter().zip(&mut self.further) {
                totals[seat] += measure.units[unit];
            }
            self.penalty[seat] = self.penalty_of(seat, self.totals[seat], |_| 0.0);
        }
        self.assignment[unit] = option;
    }
}
