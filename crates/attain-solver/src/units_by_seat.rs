//! Lists of the units at each seat, from which a unit can be drawn or removed in constant time.

use crate::ledger::Ledger;

/// Lists of units by seat, kept in sync with a ledger.
#[derive(Debug, Clone)]
pub(crate) struct UnitsBySeat {
    seats: Vec<Vec<u32>>,
    position: Vec<u32>,
}

impl UnitsBySeat {
    /// Lists the free units of an assignment: those with more than one option.
    pub(crate) fn free_units(ledger: &Ledger<'_>) -> Self {
        let units = ledger.model.units.iter().enumerate();
        Self::from_units(ledger, units.filter(|(_, row)| row.fixed.is_none() && row.options.len() > 1).map(|(unit, _)| unit))
    }

    /// Lists selected units of an assignment.
    pub(crate) fn from_units(ledger: &Ledger<'_>, units: impl Iterator<Item = usize>) -> Self {
        let mut by_seat = Self { seats: vec![Vec::new(); ledger.totals.len()], position: vec![0; ledger.assignment.len()] };
        for unit in units {
            if let Some(seat) = ledger.seat(unit) {
                by_seat.add(unit, seat);
            }
        }
        by_seat
    }

    #[inline]
    pub(crate) fn units(&self, seat: u32) -> &[u32] {
        &self.seats[seat as usize]
    }

    #[inline]
    fn add(&mut self, unit: usize, seat: u32) {
        let units = &mut self.seats[seat as usize];
        self.position[unit] = units.len() as u32;
        units.push(unit as u32);
    }

    /// Moves a unit from one seat's list to another's.
    #[inline]
    pub(crate) fn move_unit(&mut self, unit: usize, from: u32, to: u32) {
        let units = &mut self.seats[from as usize];
        let position = self.position[unit] as usize;
        units.swap_remove(position);
        if let Some(&moved) = units.get(position) {
            self.position[moved as usize] = position as u32;
        }
        self.add(unit, to);
    }
}
