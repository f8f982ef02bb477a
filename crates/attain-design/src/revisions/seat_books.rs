//! Books for new seats: accounts come from the most loaded like seats until nobody there is beyond
//! planned capacity, and then from the same seats until the new books have their share of potential.

use super::trial_books::{TrialBooks, UnitMove};
use crate::territory::equity;
use attain_core::plan::Plan;

/// Smallest gain that counts, as a share of a capacity.
const NEGLIGIBLE: f64 = 1e-9;

/// Gives accounts to the new seats of a plan. `books` are those of the plan before.
pub(super) fn fill_new_seats(books: &mut TrialBooks, plan: &Plan, new: &[usize]) {
    let filler = SeatFiller {
        plan,
        new,
        planned: 1.0 - plan.scenario.territory.growth_buffer.get(),
        tolerance: plan.scenario.territory.balance_tolerance.get(),
        means: means(books, plan),
    };
    let mut stuck = vec![false; plan.seats.len()];
    while let Some(donor) = filler.most_loaded(books, &stuck) {
        match filler.relief(books, donor) {
            Some(step) => books.apply(step),
            None => stuck[donor] = true,
        }
    }
    while let Some(step) = filler.share_of_potential(books) {
        books.apply(step);
    }
}

/// The mean potential of like seats, new ones included.
fn means(books: &TrialBooks, plan: &Plan) -> Vec<f64> {
    let potential: Vec<f64> = books.totals.iter().map(|totals| totals.potential).collect();
    equity::group_means(&potential, &equity::peer_groups(plan))
}

struct SeatFiller<'a> {
    plan: &'a Plan,
    new: &'a [usize],
    /// Share of capacity that plans use.
    planned: f64,
    tolerance: f64,
    /// Mean potential of the like seats of each seat.
    means: Vec<f64>,
}

impl SeatFiller<'_> {
    /// Load over capacity, with more work.
    fn ratio(&self, books: &TrialBooks, seat: usize, more: f64) -> f64 {
        (books.totals[seat].load + more) / self.plan.seats[seat].usable_capacity.max(1e-9)
    }

    /// The present seat with the highest load, if that is beyond planned capacity.
    fn most_loaded(&self, books: &TrialBooks, stuck: &[bool]) -> Option<usize> {
        let over =
            |seat: &usize| !stuck[*seat] && !self.new.contains(seat) && self.ratio(books, *seat, 0.0) > self.planned + NEGLIGIBLE;
        let load = |seat: usize| self.ratio(books, seat, 0.0);
        (0..self.plan.seats.len()).filter(over).max_by(|&a, &b| load(a).total_cmp(&load(b)).then(b.cmp(&a)))
    }

    /// The move that relieves a seat for the lowest cost, into the emptiest new seats. A seat beyond
    /// all its capacity may fill new seats up to theirs; otherwise they keep their growth buffer.
    fn relief(&self, books: &TrialBooks, donor: usize) -> Option<UnitMove> {
        let load = self.ratio(books, donor, 0.0);
        let limit = if load > 1.0 { 1.0 } else { self.planned };
        let fair = self.cheapest(books, donor, limit, true);
        fair.or_else(|| if load > 1.0 { self.cheapest(books, donor, limit, false) } else { None })
    }

    /// The move out of a seat with the lowest cost for what it brings. `fair` moves leave neither
    /// book outside the tolerance of potential that was within.
    fn cheapest(&self, books: &TrialBooks, donor: usize, limit: f64, fair: bool) -> Option<UnitMove> {
        let mean = self.means[donor];
        let (low, high) = ((1.0 - self.tolerance) * mean, (1.0 + self.tolerance) * mean);
        let mut best: Option<(f64, f64, UnitMove)> = None;
        for (unit, row) in books.units.iter().enumerate() {
            if row.home != donor || books.destination[unit].is_some() {
                continue;
            }
            for (to, destination) in row.destinations.iter().enumerate() {
                let seat = destination.seat;
                if !self.new.contains(&seat) || !self.takes(books, seat, destination.load, row.accounts.len(), limit) {
                    continue;
                }
                // The new book stays less loaded than the one that it relieves.
                let after = self.ratio(books, donor, -row.load);
                let there = self.ratio(books, seat, destination.load);
                if row.load <= 0.0 || there > self.ratio(books, donor, 0.0) {
                    continue;
                }
                let (left, held) = (books.totals[donor].potential - row.potential, books.totals[seat].potential + row.potential);
                if fair && (left < low || held > high || after + 2.0 * NEGLIGIBLE < there.min(0.5 * self.planned)) {
                    continue;
                }
                let wanted = if books.totals[seat].potential < mean { row.potential / mean.max(1e-9) } else { 0.0 };
                let gain = row.load / self.plan.seats[donor].usable_capacity.max(1e-9) + wanted;
                // Among new seats, the emptiest comes first.
                let (price, emptiness) = (destination.cost / gain, self.ratio(books, seat, 0.0));
                let better = best.is_none_or(|(known, empty, _)| {
                    emptiness < empty - NEGLIGIBLE || emptiness <= empty + NEGLIGIBLE && price < known
                });
                if better {
                    best = Some((price, emptiness, UnitMove { unit, to }));
                }
            }
        }
        best.map(|(_, _, step)| step)
    }

    fn takes(&self, books: &TrialBooks, seat: usize, load: f64, accounts: usize, limit: f64) -> bool {
        let count = books.totals[seat].accounts + accounts;
        self.ratio(books, seat, load) <= limit + NEGLIGIBLE && count <= books.limits[seat].max_accounts
    }

    /// The next move to the new seat with the least potential, if that is below the tolerance, from
    /// the most loaded like seat above the mean.
    fn share_of_potential(&self, books: &TrialBooks) -> Option<UnitMove> {
        let held = |seat: usize| books.totals[seat].potential;
        let mut poor: Vec<usize> = self.new.to_vec();
        poor.retain(|&seat| held(seat) < (1.0 - self.tolerance) * self.means[seat]);
        let missing = |seat: usize| held(seat) / self.means[seat].max(1e-9);
        poor.sort_by(|&a, &b| missing(a).total_cmp(&missing(b)).then(a.cmp(&b)));
        poor.into_iter().find_map(|seat| self.potential_for(books, seat))
    }

    fn potential_for(&self, books: &TrialBooks, seat: usize) -> Option<UnitMove> {
        let (mean, group) = (self.means[seat], books.limits[seat].group);
        let mut donors: Vec<usize> = (0..self.plan.seats.len())
            .filter(|donor| !self.new.contains(donor) && books.limits[*donor].group == group)
            .filter(|&donor| books.totals[donor].potential > mean)
            .collect();
        let load = |donor: usize| self.ratio(books, donor, 0.0);
        donors.sort_by(|&a, &b| load(b).total_cmp(&load(a)).then(a.cmp(&b)));
        donors.into_iter().find_map(|donor| {
            let moves =
                books.units.iter().enumerate().filter(|(unit, row)| row.home == donor && books.destination[*unit].is_none());
            let fits = |(unit, row): (usize, &super::trial_books::MovableUnit)| {
                let to = row.destinations.iter().position(|destination| destination.seat == seat)?;
                let destination = row.destinations[to];
                let left = books.totals[donor].potential - row.potential;
                let held = books.totals[seat].potential + row.potential;
                let sound = left >= (1.0 - self.tolerance) * mean && held <= (1.0 + self.tolerance) * mean;
                let takes = self.takes(books, seat, destination.load, row.accounts.len(), self.planned);
                (sound && takes && row.potential > 0.0).then_some((destination.cost / row.potential, UnitMove { unit, to }))
            };
            moves.filter_map(fits).min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, step)| step)
        })
    }
}
