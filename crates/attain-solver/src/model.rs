//! The assignment model: units to place, seats to fill, and what each pair
//! costs and takes.

use std::ops::Range;

use crate::seat_terms::SeatTerms;

/// One way to place a unit: the seat, what it costs there and what it takes of the seat.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AssignmentOption {
    /// Index of the seat in [`AssignmentModel::seats`].
    pub seat: u32,
    /// What the unit takes of the seat's capacity.
    pub load: f32,
    /// Cost of placing the unit with this seat.
    pub cost: f64,
}

/// Something that goes to one seat as a whole, such as an account, a family of accounts or a job.
#[derive(Debug, Clone, PartialEq)]
pub struct AssignmentUnit {
    /// What the unit adds to the value that is balanced among seats.
    pub value: f64,
    /// How many items the unit holds; limits on a seat's items count these.
    pub count: u32,
    /// Index of the option the unit is bound to; `None` when it may choose.
    pub fixed: Option<usize>,
    /// The options of the unit, as a range of [`AssignmentModel::options`].
    pub options: Range<usize>,
}

/// An assignment problem: units, seats, and the options that pair them.
///
/// The cost of an assignment is the sum of the costs of the options taken, the
/// penalties of all seats ([`SeatTerms::penalty`]), and [`Self::unassigned_cost`]
/// for each item left out.
#[derive(Debug, Clone, Default)]
pub struct AssignmentModel {
    /// Bands and limits of each seat.
    pub seats: Vec<SeatTerms>,
    /// The units, in the order in which sums are added.
    pub units: Vec<AssignmentUnit>,
    /// The options of all units; those of one unit are consecutive and sorted by seat.
    pub options: Vec<AssignmentOption>,
    /// Cost of each item that goes to no seat although one may take it;
    /// infinite when every unit must be placed.
    pub unassigned_cost: f64,
}

impl AssignmentModel {
    /// The option that places a unit with a seat, if there is one.
    #[inline]
    #[must_use]
    pub fn option_at(&self, unit: usize, seat: u32) -> Option<usize> {
        let range = self.units[unit].options.clone();
        let options = &self.options[range.clone()];
        // Where every seat may take the unit, the option is where the seat is.
        match options.get(seat as usize) {
            Some(option) if option.seat == seat => Some(range.start + seat as usize),
            _ => options.binary_search_by_key(&seat, |option| option.seat).ok().map(|at| range.start + at),
        }
    }

    /// The options that a unit may take: all of its own, or only the one it is bound to.
    #[must_use]
    pub fn allowed_options(&self, unit: usize) -> Range<usize> {
        let unit = &self.units[unit];
        unit.fixed.map_or(unit.options.clone(), |fixed| fixed..fixed + 1)
    }

    /// Cost of leaving a unit unassigned; zero when no seat may take it.
    #[must_use]
    pub fn cost_unassigned(&self, unit: usize) -> f64 {
        let unit = &self.units[unit];
        if unit.options.is_empty() { 0.0 } else { self.unassigned_cost * f64::from(unit.count) }
    }
}
