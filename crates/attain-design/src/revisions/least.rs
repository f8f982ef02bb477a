//! The smallest set of moves that brings books back within the tolerance.
//!
//! First a set that does: always the move that mends most for each account
//! moved. Then a smaller one: moves that are not needed go, and two are replaced
//! by one where one will do. Then, one group of
//! like seats after the other, a search that looks at every
//! smaller set there could be, in the order of their size, within a budget;
//! where it comes to its end, the set is proven smallest. Last, moves are
//! exchanged for cheaper ones that mend as much.

use super::books::Books;

/// Seats that are mended side by side: those that are furthest outside.
const SIDE_BY_SIDE: usize = 8;

/// Moves that are looked at when two are replaced by one.
const PAIR_BUDGET: usize = 20_000_000;

/// States that the search for a proof looks at, a group.
const PROOF_BUDGET: usize = 200_000;

/// Sizes of sets beyond the least possible that are tried where no set is known.
const LONGEST: usize = 8;

/// Most that may be moved.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Most {
    pub(crate) accounts: usize,
    pub(crate) revenue: f64,
}

impl Most {
    pub(crate) const ALL: Self = Self { accounts: usize::MAX, revenue: f64::INFINITY };

    fn allows(&self, books: &Books, spent: (usize, f64), mover: usize) -> bool {
        let row = &books.movers[mover];
        spent.0 + row.accounts.len() <= self.accounts && spent.1 + row.revenue <= self.revenue
    }
}

/// Mends books with as few moves as can be found; returns the fewest accounts
/// that any set of moves that mends as much must move, as far as is proven.
pub(crate) fn mend(books: &mut Books) -> usize {
    let start = books.clone();
    greedy(books, Most::ALL);
    spare(books);
    let mut proven = 0;
    for group in 0..books.of_group.len() {
        proven += smaller(books, &start, group);
    }
    cheapen(books);
    proven
}

/// Mends books as far as the limits allow, the moves that mend most for each account first.
pub(crate) fn greedy(books: &mut Books, most: Most) {
    let mut spent = books.spent();
    let mut stuck = vec![false; books.shelves.len()];
    loop {
        let mut seats: Vec<usize> = (0..books.shelves.len()).filter(|&s| !stuck[s] && books.amiss(s) > 0.0).collect();
        seats.sort_by(|&a, &b| books.amiss(b).total_cmp(&books.amiss(a)).then(a.cmp(&b)));
        seats.truncate(SIDE_BY_SIDE);
        if seats.is_empty() {
            return;
        }
        let of_seat = |&seat: &usize| best(books, seat, |mover, way| books.fits(mover, way) && most.allows(books, spent, mover));
        let found = seats.iter().filter_map(of_seat).max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
        if let Some((_, moves)) = found {
            for (mover, way) in moves {
                spent = (spent.0 + books.movers[mover].accounts.len(), spent.1 + books.movers[mover].revenue);
                books.put(mover, Some(way));
            }
            stuck.fill(false);
        } else if let Some(moves) = seats.iter().find_map(|&seat| swap(books, seat, most, spent)) {
            for (mover, way) in moves {
                spent = (spent.0 + books.movers[mover].accounts.len(), spent.1 + books.movers[mover].revenue);
                books.put(mover, Some(way));
            }
            stuck.fill(false);
        } else {
            for seat in seats {
                stuck[seat] = true;
            }
        }
    }
}

type Moves = Vec<(usize, usize)>;

/// The move that mends most for each account moved, of those that help a seat.
fn best(books: &Books, seat: usize, may: impl Fn(usize, usize) -> bool) -> Option<(f64, Moves)> {
    let mut best: Option<(f64, f64, (usize, usize))> = None;
    for (mover, way) in helping(books, seat) {
        let row = &books.movers[mover];
        let mends = -books.change(mover, way) / row.accounts.len() as f64;
        let cost = row.options[way].cost;
        let better = best.is_none_or(|(most, least, _)| mends > most || (mends == most && cost < least));
        if mends > 1e-9 * books.shelves[seat].high && better && may(mover, way) {
            best = Some((mends, cost, (mover, way)));
        }
    }
    best.map(|(mends, _, step)| (mends, vec![step]))
}

/// Moves of those at home that bring a seat nearer to where it should be: away
/// from one that has too much, to one that has too little.
fn helping(books: &Books, seat: usize) -> Vec<(usize, usize)> {
    let (shelf, sum) = (&books.shelves[seat], books.sums[seat]);
    let gives = sum.potential > shelf.high || sum.load > shelf.room || sum.accounts > shelf.most;
    let takes = sum.potential < shelf.low || sum.accounts < shelf.fewest;
    let mut found = Vec::new();
    for &mover in books.of_group[shelf.group].iter().filter(|&&mover| books.at[mover].is_none()) {
        let row = &books.movers[mover];
        if gives && row.home == seat {
            found.extend((0..row.options.len()).map(|way| (mover, way)));
        } else if takes
            && row.home != seat
            && let Ok(way) = row.options.binary_search_by_key(&seat, |way| way.seat)
        {
            found.push((mover, way));
        }
    }
    found
}

/// An exchange that mends a seat which no single move mends.
fn swap(books: &Books, seat: usize, most: Most, spent: (usize, f64)) -> Option<Moves> {
    let group = &books.of_group[books.shelves[seat].group];
    let home = |mover: &&usize| books.at[**mover].is_none();
    let ours: Vec<usize> = group.iter().filter(home).filter(|&&m| books.movers[m].home == seat).copied().collect();
    let mut best: Option<(f64, Moves)> = None;
    for &one in &ours {
        for (way, to) in books.movers[one].options.iter().enumerate() {
            for &two in group.iter().filter(home).filter(|&&m| books.movers[m].home == to.seat) {
                let (a, b) = (&books.movers[one], &books.movers[two]);
                let Ok(back) = b.options.binary_search_by_key(&seat, |way| way.seat) else { continue };
                let gain = b.potential - a.potential;
                let mends = books.amiss(seat) + books.amiss(to.seat)
                    - books.outside(seat, books.sums[seat].potential + gain)
                    - books.outside(to.seat, books.sums[to.seat].potential - gain);
                let mends = mends / (a.accounts.len() + b.accounts.len()) as f64;
                let loads = books.sums[seat].load - a.load + b.options[back].load <= books.shelves[seat].room
                    && books.sums[to.seat].load - b.load + to.load <= books.shelves[to.seat].room;
                let after = (spent.0 + a.accounts.len(), spent.1 + a.revenue);
                let allowed = loads && most.allows(books, spent, one) && most.allows(books, after, two);
                let better = best.as_ref().is_none_or(|(most, _)| mends > *most);
                if allowed && better && mends > 1e-9 * books.shelves[seat].high {
                    best = Some((mends, vec![(one, way), (two, back)]));
                }
            }
        }
    }
    best.map(|(_, moves)| moves)
}

/// Takes back moves that are not needed, and replaces two by one where one will do.
pub(crate) fn spare(books: &mut Books) {
    let mut budget = PAIR_BUDGET;
    let size = |books: &Books, mover: usize| books.movers[mover].accounts.len();
    'again: loop {
        let target = books.total();
        let enough = |books: &Books| books.total() <= target + 1e-9 * target.max(1.0);
        let mut moved = books.moved();
        moved.sort_by_key(|&mover| std::cmp::Reverse(size(books, mover)));
        for &mover in &moved {
            let way = books.at[mover];
            books.put(mover, None);
            if enough(books) && !books.overfull(books.movers[mover].home) {
                continue 'again;
            }
            books.put(mover, way);
        }
        for (i, &one) in moved.iter().enumerate() {
            for &two in &moved[i + 1..] {
                if budget == 0 || books.shelves[books.movers[one].home].group != books.shelves[books.movers[two].home].group {
                    continue;
                }
                let (first, second) = (books.at[one], books.at[two]);
                let before = size(books, one) + size(books, two);
                books.put(one, None);
                books.put(two, None);
                let worst = (0..books.shelves.len()).max_by(|&a, &b| books.amiss(a).total_cmp(&books.amiss(b)));
                let steps = worst.map_or_else(Vec::new, |seat| helping(books, seat));
                budget = budget.saturating_sub(steps.len() + 1);
                for (mover, way) in steps {
                    if size(books, mover) < before && books.fits(mover, way) {
                        books.put(mover, Some(way));
                        let sound = ![one, two].iter().any(|&back| books.overfull(books.movers[back].home));
                        if sound && enough(books) {
                            continue 'again;
                        }
                        books.put(mover, None);
                    }
                }
                books.put(one, first);
                books.put(two, second);
            }
        }
        return;
    }
}

/// Looks for a smaller set of moves in a group whose books are all mended, and
/// for any set in one whose books are not; returns the fewest accounts that a set must move, as far as is proven.
fn smaller(books: &mut Books, start: &Books, group: usize) -> usize {
    let seats: Vec<usize> = (0..books.shelves.len()).filter(|&seat| books.shelves[seat].group == group).collect();
    let found: usize =
        books.of_group[group].iter().filter(|&&m| books.at[m].is_some()).map(|&m| books.movers[m].accounts.len()).sum();
    let mended = seats.iter().all(|&seat| books.amiss(seat) <= 0.0);
    if found == 0 && mended {
        return 0;
    }
    let least = bound(start, &seats);
    let mut budget = PROOF_BUDGET;
    for size in least..if mended { found } else { least + LONGEST } {
        let mut tried = start.clone();
        let mut search = Search { seats: &seats, forbidden: Vec::new(), budget };
        match search.within(&mut tried, size) {
            Some(true) => {
                for &mover in &books.of_group[group].clone() {
                    books.put(mover, tried.at[mover]);
                }
                return size;
            }
            Some(false) => budget = search.budget,
            None => return size,
        }
    }
    if mended { found } else { 0 }
}

/// The search of all sets of a size.
struct Search<'a> {
    seats: &'a [usize],
    /// Moves whose sets have been looked at.
    forbidden: Vec<(usize, usize)>,
    budget: usize,
}

impl Search<'_> {
    /// Whether moves of so many accounts at most mend all; `None` when the budget ends first.
    ///
    /// A seat that is amiss needs at least one move that helps it, so every set
    /// that mends all has one of those: looking at each in turn misses none. A
    /// set with a move that has been looked at has been looked at.
    fn within(&mut self, books: &mut Books, accounts: usize) -> Option<bool> {
        let wrong = |seat: &&usize| books.amiss(**seat) > 0.0 || books.overfull(**seat);
        let worst = self.seats.iter().filter(wrong).max_by(|&&a, &&b| books.amiss(a).total_cmp(&books.amiss(b))).copied();
        let Some(seat) = worst else { return Some(true) };
        if self.budget == 0 {
            return None;
        }
        self.budget -= 1;
        if quick_bound(books, self.seats) > accounts {
            return Some(false);
        }
        let mut steps = helping(books, seat);
        steps.retain(|&(mover, way)| books.movers[mover].accounts.len() <= accounts && !self.forbidden.contains(&(mover, way)));
        let change: Vec<f64> = steps.iter().map(|&(mover, way)| books.change(mover, way)).collect();
        let mut order: Vec<usize> = (0..steps.len()).collect();
        order.sort_by(|&a, &b| change[a].total_cmp(&change[b]).then(a.cmp(&b)));
        let kept = self.forbidden.len();
        for step in order.into_iter().map(|at| steps[at]) {
            books.put(step.0, Some(step.1));
            let done = self.within(books, accounts - books.movers[step.0].accounts.len());
            if done == Some(true) {
                return done;
            }
            books.put(step.0, None);
            done?;
            self.forbidden.push(step);
        }
        self.forbidden.truncate(kept);
        Some(false)
    }
}

/// Accounts that must move at least: each seat that has too much gives its
/// largest first, each that has too little gets the largest it may have. A move
/// leaves one seat and reaches one, so the greater of both sums holds.
pub(crate) fn bound(books: &Books, seats: &[usize]) -> usize {
    let (mut away, mut here) = (0, 0);
    for &seat in seats {
        let (shelf, sum) = (&books.shelves[seat], books.sums[seat]);
        let group = books.of_group[shelf.group].iter().map(|&mover| &books.movers[mover]);
        if sum.potential > shelf.high {
            away += fewest(group.filter(|mover| mover.home == seat), books.amiss(seat));
        } else if sum.potential < shelf.low {
            let may = |mover: &&super::books::Mover| mover.options.iter().any(|way| way.seat == seat);
            here += fewest(group.filter(may), books.amiss(seat));
        }
    }
    away.max(here)
}

/// Accounts that add up to an amount at the least, whole units not asked for.
fn fewest<'a>(movers: impl Iterator<Item = &'a super::books::Mover>, amount: f64) -> usize {
    let mut each: Vec<(f64, f64)> =
        movers.map(|mover| (mover.potential / mover.accounts.len() as f64, mover.accounts.len() as f64)).collect();
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

/// A quicker, weaker bound: one account at least for each seat that is amiss.
fn quick_bound(books: &Books, seats: &[usize]) -> usize {
    let (mut away, mut here) = (0, 0);
    for &seat in seats.iter().filter(|&&seat| books.amiss(seat) > 0.0) {
        let too_much = books.sums[seat].potential > books.shelves[seat].high;
        *(if too_much { &mut away } else { &mut here }) += 1;
    }
    usize::max(away, here)
}

/// Exchanges moves for cheaper ones that mend as much with no more accounts.
pub(crate) fn cheapen(books: &mut Books) {
    for _ in 0..20 {
        let mut better = false;
        for mover in books.moved() {
            let Some(way) = books.at[mover] else { continue };
            let (target, size) = (books.total(), books.movers[mover].accounts.len());
            let cost = books.movers[mover].options[way].cost;
            books.put(mover, None);
            let gap = books.total();
            let worst = (0..books.shelves.len()).max_by(|&a, &b| books.amiss(a).total_cmp(&books.amiss(b)));
            let steps = worst.map_or_else(Vec::new, |seat| helping(books, seat));
            let mends = |&(m, w): &(usize, usize)| gap + books.change(m, w) <= target + 1e-9 * target.max(1.0);
            let cheaper = |&(m, w): &(usize, usize)| {
                let row = &books.movers[m];
                row.options[w].cost < cost - 1e-6
                    && row.accounts.len() <= size
                    && row.revenue <= books.movers[mover].revenue.max(0.0)
            };
            let sound = !books.overfull(books.movers[mover].home);
            let found = steps.into_iter().filter(|_| sound).filter(cheaper).filter(|&(m, w)| books.fits(m, w)).filter(mends);
            let price = |&(m, w): &(usize, usize)| books.movers[m].options[w].cost;
            if let Some((other, to)) = found.min_by(|a, b| price(a).total_cmp(&price(b))) {
                books.put(other, Some(to));
                better = true;
            } else {
                books.put(mover, Some(way));
            }
        }
        if !better {
            return;
        }
    }
}
