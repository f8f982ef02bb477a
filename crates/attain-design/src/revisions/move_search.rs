//! An exhaustive search for a smaller set of moves, within a budget of states.

use super::trial_books::{MovableUnit, TrialBooks, UnitMove};

/// Maximum number of states visited per peer group.
const STATE_BUDGET: usize = 200_000;

/// Number of set sizes tried beyond the lower bound if no set is known.
const MOST_EXTRA: usize = 8;

/// Searches for a smaller set of moves in a peer group whose books are all within
/// tolerance, or for any successful set if they are not. Returns a proven lower bound on the
/// number of accounts that a set must move.
pub(super) fn search_smaller(books: &mut TrialBooks, start: &TrialBooks, group: usize) -> usize {
    let seats: Vec<usize> = (0..books.limits.len()).filter(|&seat| books.limits[seat].group == group).collect();
    let found: usize = books.units_of_group[group]
        .iter()
        .filter(|&&unit| books.destination[unit].is_some())
        .map(|&unit| books.units[unit].accounts.len())
        .sum();
    let balanced = seats.iter().all(|&seat| books.excess(seat) <= 0.0);
    if found == 0 && balanced {
        return 0;
    }
    let least = fewest_accounts(start, &seats);
    let mut budget = STATE_BUDGET;
    for size in least..if balanced { found } else { least + MOST_EXTRA } {
        let mut tried = start.clone();
        let mut search = MoveSearch { seats: &seats, forbidden: Vec::new(), budget };
        match search.run(&mut tried, size) {
            Some(true) => {
                for &unit in &books.units_of_group[group].clone() {
                    books.put(unit, tried.destination[unit]);
                }
                return size;
            }
            Some(false) => budget = search.budget,
            None => return size,
        }
    }
    if balanced { found } else { 0 }
}

/// The search through all sets of moves of a given size.
struct MoveSearch<'a> {
    seats: &'a [usize],
    /// Moves for which all sets have been visited.
    forbidden: Vec<UnitMove>,
    budget: usize,
}

impl MoveSearch<'_> {
    /// Whether moves of at most this many accounts bring all books within tolerance;
    /// `None` if the budget is exhausted first.
    ///
    /// A seat outside its tolerance requires at least one move that helps it, so every
    /// successful set contains one of those moves, and trying each in turn misses no
    /// set. Sets that contain a previously tried move have already been visited.
    fn run(&mut self, books: &mut TrialBooks, accounts: usize) -> Option<bool> {
        let wrong = |seat: &&usize| books.excess(**seat) > 0.0 || books.breaks_limits(**seat);
        let worst = self.seats.iter().filter(wrong).max_by(|&&a, &&b| books.excess(a).total_cmp(&books.excess(b))).copied();
        let Some(seat) = worst else { return Some(true) };
        if self.budget == 0 {
            return None;
        }
        self.budget -= 1;
        if fewest_moves(books, self.seats) > accounts {
            return Some(false);
        }
        let mut steps = books.helpful_moves(seat);
        steps.retain(|step| books.units[step.unit].accounts.len() <= accounts && !self.forbidden.contains(step));
        let change: Vec<f64> = steps.iter().map(|&step| books.change(step)).collect();
        let mut order: Vec<usize> = (0..steps.len()).collect();
        order.sort_by(|&a, &b| change[a].total_cmp(&change[b]).then(a.cmp(&b)));
        let kept = self.forbidden.len();
        for step in order.into_iter().map(|at| steps[at]) {
            books.apply(step);
            let done = self.run(books, accounts - books.units[step.unit].accounts.len());
            if done == Some(true) {
                return done;
            }
            books.put(step.unit, None);
            done?;
            self.forbidden.push(step);
        }
        self.forbidden.truncate(kept);
        Some(false)
    }
}

/// Lower bound on the number of accounts that must move: each seat that has too much gives
/// its largest units first, and each that has too little gets the largest eligible units.
/// A move leaves one seat and reaches one, so the greater of both sums is a bound.
fn fewest_accounts(books: &TrialBooks, seats: &[usize]) -> usize {
    let (mut away, mut here) = (0, 0);
    for &seat in seats {
        let (limit, totals) = (&books.limits[seat], books.totals[seat]);
        let group = books.units_of_group[limit.group].iter().map(|&unit| &books.units[unit]);
        if totals.potential > limit.high {
            away += fewest_for_amount(group.filter(|unit| unit.home == seat), books.excess(seat));
        } else if totals.potential < limit.low {
            let may = |unit: &&MovableUnit| unit.destinations.iter().any(|to| to.seat == seat);
            here += fewest_for_amount(group.filter(may), books.excess(seat));
        }
    }
    away.max(here)
}

/// Minimum number of accounts that add up to an amount of potential if units are divisible.
fn fewest_for_amount<'a>(units: impl Iterator<Item = &'a MovableUnit>, amount: f64) -> usize {
    let mut each: Vec<(f64, f64)> =
        units.map(|unit| (unit.potential / unit.accounts.len() as f64, unit.accounts.len() as f64)).collect();
    each.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (mut left, mut count) = (amount, 0.0);
    for (potential, accounts) in each {
        if left <= potential * accounts {
            count += if potential > 0.0 { left.max(0.0) / potential } else { 0.0 };
            break;
        }
        left -= potential * accounts;
        count += accounts;
    }
    (count - 1e-9).ceil().max(0.0) as usize
}

/// A faster but weaker bound: at least one account per seat outside its tolerance.
fn fewest_moves(books: &TrialBooks, seats: &[usize]) -> usize {
    let (mut away, mut here) = (0, 0);
    for &seat in seats.iter().filter(|&&seat| books.excess(seat) > 0.0) {
        let too_much = books.totals[seat].potential > books.limits[seat].high;
        *(if too_much { &mut away } else { &mut here }) += 1;
    }
    usize::max(away, here)
}
