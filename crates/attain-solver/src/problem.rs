//! Units to place, seats to fill, what each pair costs and takes.

use std::ops::Range;

use super::terms::Terms;

/// A seat that may take a unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Choice {
    /// The seat.
    pub seat: u32,
    /// What the unit takes of the seat's capacity.
    pub load: f32,
    /// Money the unit costs with the seat.
    pub cost: f64,
}

/// What goes to one seat as a whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Unit {
    /// What it adds to the balance of books.
    pub value: f64,
    /// Accounts in it.
    pub accounts: u32,
    /// The option it is bound to.
    pub fixed: Option<usize>,
    /// Its options, as a range of [`Problem::options`].
    pub options: Range<usize>,
}

/// Units, seats and costs.
#[derive(Debug, Clone, Default)]
pub struct Problem {
    /// What each seat asks.
    pub terms: Vec<Terms>,
    /// Units, in the order of their ids.
    pub units: Vec<Unit>,
    /// The options of all units, each unit's by rising seat.
    pub options: Vec<Choice>,
    /// Money for each account that goes to nobody though a seat may take it;
    /// infinite where that is not allowed.
    pub house: f64,
}

impl Problem {
    /// The unit's option at a seat.
    #[inline]
    #[must_use]
    pub fn option(&self, unit: usize, seat: u32) -> Option<usize> {
        let range = self.units[unit].options.clone();
        let options = &self.options[range.clone()];
        // Where every seat may take the unit, the option is where the seat is.
        match options.get(seat as usize) {
            Some(option) if option.seat == seat => Some(range.start + seat as usize),
            _ => options.binary_search_by_key(&seat, |option| option.seat).ok().map(|at| range.start + at),
        }
    }

    /// The options that a unit may take: all, or the one it is bound to.
    #[must_use]
    pub fn open(&self, unit: usize) -> Range<usize> {
        let unit = &self.units[unit];
        unit.fixed.map_or(unit.options.clone(), |fixed| fixed..fixed + 1)
    }

    /// What a unit costs with the house; nothing where no seat may take it.
    #[must_use]
    pub fn house_cost(&self, unit: usize) -> f64 {
        let unit = &self.units[unit];
        if unit.options.is_empty() { 0.0 } else { self.house * f64::from(unit.accounts) }
    }
}
