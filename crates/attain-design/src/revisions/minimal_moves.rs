//! The smallest set of moves that brings books back within the tolerance.
//!
//! Greedy moves first find a set that does so. The set is then reduced: unnecessary moves
//! are undone, and pairs of moves are replaced by single ones where possible. Next, each
//! peer group is searched exhaustively for smaller sets, in order of size and within a
//! budget; if the search completes, the set is proven minimal. Finally, moves are replaced
//! by cheaper ones with the same effect.

use super::greedy_moves::{MoveBudget, move_greedily};
use super::move_search::search_smaller;
use super::trial_books::{TrialBooks, UnitMove};

/// Number of moves tried when two are replaced by one.
const PAIR_BUDGET: usize = 20_000_000;

/// Maximum number of rounds in which moves are replaced by cheaper ones.
const CHEAPER_ROUNDS: u32 = 20;

/// Brings books within the tolerance with as few moves as can be found. Returns a proven lower
/// bound on the number of accounts that any set of moves with the same effect must move.
pub(super) fn move_minimally(books: &mut TrialBooks) -> usize {
    let start = books.clone();
    move_greedily(books, MoveBudget::UNLIMITED);
    drop_moves(books);
    let mut proven = 0;
    for group in 0..books.units_of_group.len() {
        proven += search_smaller(books, &start, group);
    }
    cheapen_moves(books);
    proven
}

/// Undoes unnecessary moves, and replaces pairs of moves by single ones where possible.
fn drop_moves(books: &mut TrialBooks) {
    let mut budget = PAIR_BUDGET;
    loop {
        let (target, moved) = (books.total_excess(), moved_by_size(books));
        if !drop_one(books, target, &moved) && !replace_two(books, target, &moved, &mut budget) {
            return;
        }
    }
}

/// The moved units, in descending order of their number of accounts.
fn moved_by_size(books: &TrialBooks) -> Vec<usize> {
    let mut moved = books.moved_units();
    moved.sort_by_key(|&unit| std::cmp::Reverse(books.units[unit].accounts.len()));
    moved
}

fn is_enough(books: &TrialBooks, target: f64) -> bool {
    books.total_excess() <= target + 1e-9 * target.max(1.0)
}

/// Undoes the first unnecessary move; returns whether there was one.
fn drop_one(books: &mut TrialBooks, target: f64, moved: &[usize]) -> bool {
    for &unit in moved {
        let to = books.destination[unit];
        books.put(unit, None);
        if is_enough(books, target) && !books.breaks_limits(books.units[unit].home) {
            return true;
        }
        books.put(unit, to);
    }
    false
}

/// Replaces the first pair of moves that a single one can replace; returns whether there was one.
fn replace_two(books: &mut TrialBooks, target: f64, moved: &[usize], budget: &mut usize) -> bool {
    let size = |books: &TrialBooks, unit: usize| books.units[unit].accounts.len();
    for (i, &one) in moved.iter().enumerate() {
        for &two in &moved[i + 1..] {
            let group = |unit: usize| books.limits[books.units[unit].home].group;
            if *budget == 0 || group(one) != group(two) {
                continue;
            }
            let (first, second) = (books.destination[one], books.destination[two]);
            let before = size(books, one) + size(books, two);
            books.put(one, None);
            books.put(two, None);
            let steps = books.worst_seat().map_or_else(Vec::new, |seat| books.helpful_moves(seat));
            *budget = budget.saturating_sub(steps.len() + 1);
            for step in steps {
                if size(books, step.unit) < before && books.fits(step) {
                    books.apply(step);
                    let sound = ![one, two].iter().any(|&back| books.breaks_limits(books.units[back].home));
                    if sound && is_enough(books, target) {
                        return true;
                    }
                    books.put(step.unit, None);
                }
            }
            books.put(one, first);
            books.put(two, second);
        }
    }
    false
}

/// Replaces moves by cheaper ones with the same effect and no more accounts.
fn cheapen_moves(books: &mut TrialBooks) {
    for _ in 0..CHEAPER_ROUNDS {
        let mut better = false;
        for unit in books.moved_units() {
            let Some(to) = books.destination[unit] else { continue };
            let (target, size) = (books.total_excess(), books.units[unit].accounts.len());
            let cost = books.units[unit].destinations[to].cost;
            books.put(unit, None);
            let gap = books.total_excess();
            let steps = books.worst_seat().map_or_else(Vec::new, |seat| books.helpful_moves(seat));
            let achieves = |&step: &UnitMove| gap + books.change(step) <= target + 1e-9 * target.max(1.0);
            let price = |step: &UnitMove| books.units[step.unit].destinations[step.to].cost;
            let cheaper = |step: &UnitMove| {
                let row = &books.units[step.unit];
                price(step) < cost - 1e-6 && row.accounts.len() <= size && row.revenue <= books.units[unit].revenue.max(0.0)
            };
            let sound = !books.breaks_limits(books.units[unit].home);
            let candidates = steps.into_iter().filter(|_| sound).filter(cheaper);
            let found = candidates.filter(|&step| books.fits(step)).filter(achieves);
            if let Some(other) = found.min_by(|a, b| price(a).total_cmp(&price(b))) {
                books.apply(other);
                better = true;
            } else {
                books.put(unit, Some(to));
            }
        }
        if !better {
            return;
        }
    }
}
