//! Greedy moves: repeatedly applies the move with the largest reduction of excess per account.

use super::trial_books::{MovedTotals, TrialBooks, UnitMove};

/// Number of seats considered together: those that are furthest outside the tolerance.
const SIDE_BY_SIDE: usize = 8;

/// Limits on the moves.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct MoveBudget {
    pub(super) accounts: usize,
    pub(super) revenue: f64,
}

impl MoveBudget {
    pub(super) const UNLIMITED: Self = Self { accounts: usize::MAX, revenue: f64::INFINITY };

    fn allows(self, books: &TrialBooks, spent: MovedTotals, unit: usize) -> bool {
        let after = spent.with(&books.units[unit]);
        after.accounts <= self.accounts && after.revenue <= self.revenue
    }
}

/// A set of moves, with its reduction of excess per account.
struct RankedMoves {
    gain: f64,
    moves: Vec<UnitMove>,
}

/// Moves units as far as the budget allows, in descending order of the reduction of excess per
/// account.
pub(super) fn move_greedily(books: &mut TrialBooks, budget: MoveBudget) {
    let mut spent = books.moved_totals();
    let mut stuck = vec![false; books.limits.len()];
    loop {
        let mut seats: Vec<usize> = (0..books.limits.len()).filter(|&s| !stuck[s] && books.excess(s) > 0.0).collect();
        seats.sort_by(|&a, &b| books.excess(b).total_cmp(&books.excess(a)).then(a.cmp(&b)));
        seats.truncate(SIDE_BY_SIDE);
        if seats.is_empty() {
            return;
        }
        let best_of_seat =
            |&seat: &usize| best_move(books, seat, |step| books.fits(step) && budget.allows(books, spent, step.unit));
        let best = seats.iter().filter_map(best_of_seat).max_by(|a, b| a.gain.total_cmp(&b.gain).then(b.moves.cmp(&a.moves)));
        let found = best.or_else(|| seats.iter().find_map(|&seat| best_swap(books, seat, budget, spent)));
        if let Some(found) = found {
            for step in found.moves {
                spent = spent.with(&books.units[step.unit]);
                books.apply(step);
            }
            stuck.fill(false);
        } else {
            for seat in seats {
                stuck[seat] = true;
            }
        }
    }
}

/// The move with the largest reduction of excess per account among those that help a seat.
fn best_move(books: &TrialBooks, seat: usize, allowed: impl Fn(UnitMove) -> bool) -> Option<RankedMoves> {
    let mut best: Option<(f64, f64, UnitMove)> = None;
    for step in books.helpful_moves(seat) {
        let unit = &books.units[step.unit];
        let gain = -books.change(step) / unit.accounts.len() as f64;
        let cost = unit.destinations[step.to].cost;
        let better = best.is_none_or(|(most, least, _)| gain > most || (gain == most && cost < least));
        if gain > 1e-9 * books.limits[seat].high && better && allowed(step) {
            best = Some((gain, cost, step));
        }
    }
    best.map(|(gain, _, step)| RankedMoves { gain, moves: vec![step] })
}

/// The exchange of two units with the largest reduction of excess per account, for a seat
/// that no single move helps.
fn best_swap(books: &TrialBooks, seat: usize, budget: MoveBudget, spent: MovedTotals) -> Option<RankedMoves> {
    let group = &books.units_of_group[books.limits[seat].group];
    let home = |unit: &&usize| books.destination[**unit].is_none();
    let ours: Vec<usize> = group.iter().filter(home).filter(|&&m| books.units[m].home == seat).copied().collect();
    let mut best: Option<RankedMoves> = None;
    for &one in &ours {
        for (to, there) in books.units[one].destinations.iter().enumerate() {
            for &two in group.iter().filter(home).filter(|&&m| books.units[m].home == there.seat) {
                let (a, b) = (&books.units[one], &books.units[two]);
                let Ok(back) = b.destinations.binary_search_by_key(&seat, |to| to.seat) else { continue };
                let difference = b.potential - a.potential;
                let gain = books.excess(seat) + books.excess(there.seat)
                    - books.excess_of(seat, books.totals[seat].potential + difference)
                    - books.excess_of(there.seat, books.totals[there.seat].potential - difference);
                let gain = gain / (a.accounts.len() + b.accounts.len()) as f64;
                let loads = books.totals[seat].load - a.load + b.destinations[back].load <= books.limits[seat].room
                    && books.totals[there.seat].load - b.load + there.load <= books.limits[there.seat].room;
                let allowed = loads && budget.allows(books, spent, one) && budget.allows(books, spent.with(a), two);
                let better = best.as_ref().is_none_or(|best| gain > best.gain);
                if allowed && better && gain > 1e-9 * books.limits[seat].high {
                    best = Some(RankedMoves { gain, moves: vec![UnitMove { unit: one, to }, UnitMove { unit: two, to: back }] });
                }
            }
        }
    }
    best
}
