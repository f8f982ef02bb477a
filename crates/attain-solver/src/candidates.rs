//! The options of each unit that the search tries: the cheapest ones at the prices of the lower
//! bound. An option far more expensive than the unit's cheapest is in no good assignment.

use crate::dual::SeatPrices;
use crate::model::AssignmentModel;

/// The candidate options of each unit, cheapest first.
#[derive(Debug, Clone)]
pub(crate) struct CandidateLists {
    longest: usize,
    options: Vec<u32>,
    /// Cost of each option above the cheapest option of its unit.
    dearer: Vec<f32>,
    lengths: Vec<u8>,
}

impl CandidateLists {
    /// Creates lists of at most `longest` options (255 at most) for each free unit.
    pub(crate) fn new(model: &AssignmentModel, prices: &SeatPrices, longest: usize) -> Self {
        let longest = longest.min(255);
        let mut lists = Self {
            longest,
            options: vec![0; longest * model.units.len()],
            dearer: vec![0.0; longest * model.units.len()],
            lengths: vec![0; model.units.len()],
        };
        let mut row: Vec<(f64, usize, u32)> = Vec::new();
        for (unit, free) in model.units.iter().enumerate().filter(|(_, unit)| unit.fixed.is_none() && unit.options.len() > 1) {
            row.clear();
            let seats = free.options.len();
            // Ties are broken by a rotation, so that not all units try the same seats.
            let turn = |option: usize| (option - free.options.start + unit * 7) % seats;
            row.extend(free.options.clone().map(|option| (prices.cost(model, unit, option), turn(option), option as u32)));
            let keep = longest.min(seats);
            let by = |a: &(f64, usize, u32), b: &(f64, usize, u32)| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1));
            if keep < seats {
                row.select_nth_unstable_by(keep - 1, by);
            }
            row[..keep].sort_by(by);
            let rows = lists.options[unit * longest..].iter_mut().zip(&mut lists.dearer[unit * longest..]);
            for ((to, dearer), (cost, _, option)) in rows.zip(&row[..keep]) {
                (*to, *dearer) = (*option, (cost - row[0].0) as f32);
            }
            lists.lengths[unit] = keep as u8;
        }
        lists
    }

    /// Creates the same lists, but without options that cost more than the unit's cheapest by more
    /// than `reach`.
    pub(crate) fn within_reach(model: &AssignmentModel, prices: &SeatPrices, longest: usize, reach: f64) -> Self {
        let mut lists = Self::new(model, prices, longest);
        for unit in 0..lists.lengths.len() {
            lists.lengths[unit] = lists.options_within(unit, reach as f32).len() as u8;
        }
        lists
    }

    /// Returns the units that have several options or are not assigned to their only one.
    pub(crate) fn unsettled(&self, assignment: &[Option<usize>]) -> Vec<usize> {
        let open = |unit: &usize| match (self.options(*unit), assignment[*unit]) {
            ([], _) | (_, None) => false,
            ([one], Some(at)) => *one as usize != at,
            _ => true,
        };
        (0..assignment.len()).filter(open).collect()
    }

    /// Returns the listed options of a unit.
    #[inline]
    pub(crate) fn options(&self, unit: usize) -> &[u32] {
        &self.options[unit * self.longest..unit * self.longest + self.lengths[unit] as usize]
    }

    /// Returns the listed options of a unit that cost at most `dearer` more than its cheapest one.
    #[inline]
    pub(crate) fn options_within(&self, unit: usize, dearer: f32) -> &[u32] {
        let options = self.options(unit);
        let row = &self.dearer[unit * self.longest..unit * self.longest + options.len()];
        &options[..row.iter().take_while(|&&by| by <= dearer).count()]
    }
}
