//! Which units each seat holds, so that one can be drawn and taken out at once.

use super::ledger::Ledger;

/// Units by seat.
#[derive(Debug, Clone)]
pub(super) struct Held {
    seats: Vec<Vec<u32>>,
    place: Vec<u32>,
}

impl Held {
    /// The free units of a carve, those with a choice.
    pub(super) fn of(ledger: &Ledger<'_>) -> Self {
        let units = ledger.problem.units.iter().enumerate();
        Self::only(ledger, units.filter(|(_, row)| row.fixed.is_none() && row.options.len() > 1).map(|(unit, _)| unit))
    }

    /// Some units of a carve.
    pub(super) fn only(ledger: &Ledger<'_>, units: impl Iterator<Item = usize>) -> Self {
        let mut held = Self { seats: vec![Vec::new(); ledger.sums.len()], place: vec![0; ledger.at.len()] };
        for unit in units {
            if let Some(seat) = ledger.seat(unit) {
                held.add(unit, seat);
            }
        }
        held
    }

    #[inline]
    pub(super) fn at(&self, seat: u32) -> &[u32] {
        &self.seats[seat as usize]
    }

    #[inline]
    fn add(&mut self, unit: usize, seat: u32) {
        let held = &mut self.seats[seat as usize];
        self.place[unit] = held.len() as u32;
        held.push(unit as u32);
    }

    /// A unit goes from one seat to another.
    #[inline]
    pub(super) fn shift(&mut self, unit: usize, from: u32, to: u32) {
        let held = &mut self.seats[from as usize];
        let place = self.place[unit] as usize;
        held.swap_remove(place);
        if let Some(&moved) = held.get(place) {
            self.place[moved as usize] = place as u32;
        }
        self.add(unit, to);
    }
}
