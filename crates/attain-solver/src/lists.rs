//! The options of each unit that are worth a try: the cheapest at the prices
//! of the bound. An option far above its unit's cheapest is in no good carve.

use super::dual::Prices;
use super::problem::Problem;

/// Options by unit, the cheapest first.
#[derive(Debug, Clone)]
pub(super) struct Lists {
    most: usize,
    options: Vec<u32>,
    /// By how much each is dearer than the cheapest.
    dearer: Vec<f32>,
    lengths: Vec<u8>,
}

impl Lists {
    /// At most `most` options of each free unit.
    pub(super) fn new(problem: &Problem, prices: &Prices, most: usize) -> Self {
        let most = most.min(255);
        let mut lists = Self {
            most,
            options: vec![0; most * problem.units.len()],
            dearer: vec![0.0; most * problem.units.len()],
            lengths: vec![0; problem.units.len()],
        };
        let mut row: Vec<(f64, usize, u32)> = Vec::new();
        for (unit, free) in problem.units.iter().enumerate().filter(|(_, unit)| unit.fixed.is_none() && unit.options.len() > 1) {
            row.clear();
            let seats = free.options.len();
            // Even options are told apart by turns, so that not all units try the same seats.
            let turn = |option: usize| (option - free.options.start + unit * 7) % seats;
            row.extend(free.options.clone().map(|option| (prices.of(problem, unit, option), turn(option), option as u32)));
            let keep = most.min(seats);
            let by = |a: &(f64, usize, u32), b: &(f64, usize, u32)| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1));
            if keep < seats {
                row.select_nth_unstable_by(keep - 1, by);
            }
            row[..keep].sort_by(by);
            let rows = lists.options[unit * most..].iter_mut().zip(&mut lists.dearer[unit * most..]);
            for ((to, dearer), (cost, _, option)) in rows.zip(&row[..keep]) {
                (*to, *dearer) = (*option, (cost - row[0].0) as f32);
            }
            lists.lengths[unit] = keep as u8;
        }
        lists
    }

    /// The same without options that are dearer than the cheapest by more than `reach`.
    pub(super) fn near_to(problem: &Problem, prices: &Prices, most: usize, reach: f64) -> Self {
        let mut lists = Self::new(problem, prices, most);
        for unit in 0..lists.lengths.len() {
            lists.lengths[unit] = lists.near(unit, reach as f32).len() as u8;
        }
        lists
    }

    /// Units that have more than one option, or are not at the one they have.
    pub(super) fn unsettled(&self, at: &[Option<usize>]) -> Vec<usize> {
        let open = |unit: &usize| match (self.of(*unit), at[*unit]) {
            ([], _) | (_, None) => false,
            ([one], Some(at)) => *one as usize != at,
            _ => true,
        };
        (0..at.len()).filter(open).collect()
    }

    /// The options of a unit.
    #[inline]
    pub(super) fn of(&self, unit: usize) -> &[u32] {
        &self.options[unit * self.most..unit * self.most + self.lengths[unit] as usize]
    }

    /// The options of a unit that are dearer than its cheapest by no more than that.
    #[inline]
    pub(super) fn near(&self, unit: usize, dearer: f32) -> &[u32] {
        let options = self.of(unit);
        let row = &self.dearer[unit * self.most..unit * self.most + options.len()];
        &options[..row.iter().take_while(|&&by| by <= dearer).count()]
    }
}
