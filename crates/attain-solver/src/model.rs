//! The assignment model: units to assign, seats to fill, and the cost and load of each pair.

use std::ops::Range;

use crate::seat_terms::SeatTerms;

/// An option for a unit: a seat, with the unit's cost and load there.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AssignmentOption {
    /// Index of the seat in [`AssignmentModel::seats`].
    pub seat: u32,
    /// The unit's load at this seat, counted against the seat's capacity.
    pub load: f32,
    /// Cost of assigning the unit to this seat.
    pub cost: f64,
}

/// A unit that goes to one seat as a whole, such as an account, a family of accounts or a job.
#[derive(Debug, Clone, PartialEq)]
pub struct AssignmentUnit {
    /// The unit's contribution to the value that is balanced among seats.
    pub value: f64,
    /// Number of items in the unit, counted against the limits on a seat's items.
    pub count: u32,
    /// Index of the option to which the unit is bound; `None` if it may choose.
    pub fixed: Option<usize>,
    /// The options of the unit, as a range of [`AssignmentModel::options`].
    pub options: Range<usize>,
}

/// An assignment problem: units, seats, and the options that pair them.
///
/// The cost of an assignment is the sum of the costs of the chosen options, the penalties of all
/// seats ([`SeatTerms::penalty`]), and [`Self::unassigned_cost`] for each unassigned item.
#[derive(Debug, Clone, Default)]
pub struct AssignmentModel {
    /// Bands and limits of each seat.
    pub seats: Vec<SeatTerms>,
    /// The units, in the order in which sums are added.
    pub units: Vec<AssignmentUnit>,
    /// The options of all units. The options of a unit are consecutive and sorted by seat.
    pub options: Vec<AssignmentOption>,
    /// Cost of each item that stays unassigned although a seat may take it; infinite if every unit
    /// must be assigned.
    pub unassigned_cost: f64,
}

impl AssignmentModel {
    /// Returns the option that assigns a unit to a seat, if any.
    #[inline]
    #[must_use]
    pub fn option_at(&self, unit: usize, seat: u32) -> Option<usize> {
        let range = self.units[unit].options.clone();
        let options = &self.options[range.clone()];
        // If every seat may take the unit, the option's position equals the seat's index.
        match options.get(seat as usize) {
            Some(option) if option.seat == seat => Some(range.start + seat as usize),
            _ => options.binary_search_by_key(&seat, |option| option.seat).ok().map(|at| range.start + at),
        }
    }

    /// Returns the options that a unit may take: all of its own, or only the one to which it is
    /// bound.
    #[must_use]
    pub fn allowed_options(&self, unit: usize) -> Range<usize> {
        let unit = &self.units[unit];
        unit.fixed.map_or(unit.options.clone(), |fixed| fixed..fixed + 1)
    }

    /// Returns the cost of leaving a unit unassigned; zero if no seat may own it.
    #[must_use]
    pub fn cost_unassigned(&self, unit: usize) -> f64 {
        let unit = &self.units[unit];
        if unit.options.is_empty() { 0.0 } else { self.unassigned_cost * f64::from(unit.count) }
    }
}
