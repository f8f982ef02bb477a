//! A knapsack with a soft capacity: the units that enter or leave a set against their price, so
//! that the set's value meets the band at minimum cost.
//!
//! Units that cost less to move against their price than the best known solution are processed one
//! at a time with a list of states. A state is a value and the cost of reaching it; only undominated
//! states are kept (Nemhauser & Ullmann 1969). What a value costs beyond its price is convex. Where it
//! is more than the best known solution it may be replaced by a straight line of the slope at which it
//! gets there, since nothing better is found beyond. Then a difference in value never costs more than
//! that slope times the difference, so that a state dominates another if it is cheaper by at least
//! that. A list that grows too long is thinned: two neighbours are replaced by one that has the value
//! of the first and the cost of the second, less the slope times the difference. The replacement is at
//! least as good as either, so the result is still a lower bound.

use crate::seat_terms::SeatTerms;

/// Maximum number of states in a list: fewer where many units are undecided.
const MOST_STATES: usize = 1000;
const LEAST_STATES: usize = 60;
const ALL_STATES: usize = 60_000;

/// Bisections of the value at which the cost reaches the best known one.
const BISECTIONS: u32 = 48;

/// A unit that may enter or leave the set against its price.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Item {
    pub(crate) cost: f64,
    /// Change in the value of the set.
    pub(crate) shift: f64,
    /// Index of the unit's candidate.
    pub(crate) candidate: u32,
}

/// A choice among the items processed so far.
#[derive(Debug, Clone, Copy)]
struct KnapsackState {
    /// Value of the set.
    at: f64,
    cost: f64,
    trail: u32,
}

/// Largest possible change from the remaining items, downward and upward.
#[derive(Debug, Clone, Copy)]
struct ReachableShift {
    down: f64,
    up: f64,
}

/// Trail of the state that takes no item.
const NONE: u32 = u32::MAX;

/// Trail of a state that represents several.
const LOOSE: u32 = u32::MAX - 1;

/// Cost of a value beyond its price.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SoftBound {
    terms: SeatTerms,
    price: f64,
    /// The value at which penalty minus price is smallest, and that minimum.
    best: f64,
    least: f64,
}

/// The cost of a value beyond its price, with straight lines where it is more than some cost.
#[derive(Debug, Clone, Copy)]
struct CappedCost<'a> {
    bound: &'a SoftBound,
    low: f64,
    high: f64,
    /// Slopes at which the cost falls below the low end and rises above the high end.
    fall: f64,
    rise: f64,
}

impl SoftBound {
    pub(crate) fn new(terms: SeatTerms, price: f64) -> Self {
        let want = terms.best_value(price);
        Self { terms, price, best: want.total, least: want.least }
    }

    pub(crate) fn least(&self) -> f64 {
        self.least
    }

    /// The value at which penalty minus price is smallest.
    pub(crate) fn best(&self) -> f64 {
        self.best
    }

    /// Returns the cost of a value beyond its price.
    #[inline]
    pub(crate) fn excess_cost(&self, value: f64) -> f64 {
        (self.terms.balance_cost(value) - self.price * value - self.least).max(0.0)
    }

    /// The same cost with straight lines where it is more than `most`; `reach` is how far a value can be
    /// from the best at all.
    fn capped(&self, most: f64, reach: f64) -> CappedCost<'_> {
        let edge = |sign: f64| {
            let (mut inside, mut outside) = (0.0, reach);
            for _ in 0..BISECTIONS {
                let middle = 0.5 * (inside + outside);
                if self.excess_cost(self.best + sign * middle) < most { inside = middle } else { outside = middle }
            }
            self.best + sign * outside
        };
        let (low, high) = (edge(-1.0), edge(1.0));
        let (fall, rise) = (self.price - self.terms.balance_slope(low), self.terms.balance_slope(high) - self.price);
        CappedCost { bound: self, low, high, fall: fall.max(0.0), rise: rise.max(0.0) }
    }
}

impl CappedCost<'_> {
    #[inline]
    fn of(&self, value: f64) -> f64 {
        let beyond = self.fall * (self.low - value).max(0.0) + self.rise * (value - self.high).max(0.0);
        self.bound.excess_cost(value.clamp(self.low, self.high)) + beyond
    }
}

/// Solves the knapsack. Returns a lower bound for the least cost, which is at most `known`, and the
/// cheapest set of items found when it costs less than `known`. Each item costs less than `known`;
/// they are sorted by falling cost. `work` counts the states that were made.
pub(crate) fn solve_soft_knapsack(
    edge: &SoftBound,
    start: f64,
    items: &[Item],
    known: f64,
    work: &mut u64,
) -> (f64, Option<(f64, Vec<u32>)>) {
    let mut best = (known, NONE);
    let mut trails: Vec<(u32, u32)> = Vec::new();
    let mut states = vec![KnapsackState { at: start, cost: 0.0, trail: NONE }];
    let (mut longer, mut merged) = (Vec::new(), Vec::new());
    let none = ReachableShift { down: 0.0, up: 0.0 };
    let mut left = items
        .iter()
        .fold(none, |left, item| ReachableShift { down: left.down + item.shift.min(0.0), up: left.up + item.shift.max(0.0) });
    let reach = (start - edge.best).abs() + left.up - left.down;
    let most = (ALL_STATES / items.len().max(1)).clamp(LEAST_STATES, MOST_STATES);
    let capped = edge.capped(known, reach.max(1.0));
    for item in items {
        left = ReachableShift { down: left.down - item.shift.min(0.0), up: left.up - item.shift.max(0.0) };
        longer.clear();
        *work += states.len() as u64;
        for state in &states {
            let (at, cost) = (state.at + item.shift, state.cost + item.cost);
            if cost >= best.0 {
                continue;
            }
            let mut trail = LOOSE;
            if state.trail != LOOSE {
                trail = trails.len() as u32;
                trails.push((state.trail, item.candidate));
                let cost = cost + edge.excess_cost(at);
                if cost < best.0 {
                    best = (cost, trail);
                }
            }
            longer.push(KnapsackState { at, cost, trail });
        }
        merge(&capped, &states, &longer, left, best.0, &mut merged);
        std::mem::swap(&mut states, &mut merged);
        if states.len() > most {
            states = thinned(&capped, &states);
        }
    }
    let least = states.iter().map(|state| state.cost + capped.of(state.at)).fold(best.0, f64::min).max(0.0);
    let mut set = Vec::new();
    let mut at = best.1;
    while let Some(&(before, candidate)) = trails.get(at as usize) {
        set.push(candidate);
        at = before;
    }
    (least, (best.1 != NONE).then_some((best.0, set)))
}

/// Merges two lists by value, keeping the undominated states that can still lead to a cost below
/// `known`.
fn merge(
    capped: &CappedCost<'_>,
    old: &[KnapsackState],
    new: &[KnapsackState],
    left: ReachableShift,
    known: f64,
    to: &mut Vec<KnapsackState>,
) {
    to.clear();
    let best = capped.bound.best;
    let mut least = f64::INFINITY;
    let (mut old, mut new) = (old.iter().peekable(), new.iter().peekable());
    loop {
        let next = match (old.peek(), new.peek()) {
            (Some(a), Some(b)) if b.at < a.at => new.next(),
            (Some(_), _) => old.next(),
            (None, _) => new.next(),
        };
        let Some(next) = next else { break };
        // Dominated by a state of lower value?
        let unpriced = next.cost - capped.fall * next.at;
        if unpriced < least {
            let nearest = best.max(next.at + left.down).min(next.at + left.up);
            if next.cost + capped.of(nearest) < known {
                least = unpriced;
                to.push(*next);
            }
        }
    }
    // Dominated by a state of higher value?
    let (mut least, mut kept) = (f64::INFINITY, to.len());
    for at in (0..to.len()).rev() {
        let unpriced = to[at].cost + capped.rise * to[at].at;
        if unpriced < least {
            least = unpriced;
            kept -= 1;
            to[kept] = to[at];
        }
    }
    to.copy_within(kept.., 0);
    to.truncate(to.len() - kept);
}

/// Replaces each pair of neighbours by one state that is at least as good as either.
fn thinned(capped: &CappedCost<'_>, states: &[KnapsackState]) -> Vec<KnapsackState> {
    let (fall, rise) = (capped.fall, capped.rise);
    let thin = states.chunks(2).map(|pair| match pair {
        [one, two] if fall <= rise => {
            KnapsackState { at: one.at, cost: one.cost.min(two.cost - fall * (two.at - one.at)), trail: LOOSE }
        }
        [one, two] => KnapsackState { at: two.at, cost: two.cost.min(one.cost - rise * (two.at - one.at)), trail: LOOSE },
        one => one[0],
    });
    thin.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search_rng::SearchRng;
    use crate::seat_terms::ConvexPenalty;

    /// The lists are long enough to be thinned, with many choices of nearly equal cost.
    #[test]
    fn a_thinned_list_still_bounds() {
        let mut random = SearchRng::new(21);
        let penalty = |edge: f64| ConvexPenalty { edge, slope: 0.5, curvature: 0.02 };
        let terms = SeatTerms { low: penalty(80.0), high: penalty(120.0), ..SeatTerms::default() };
        for (price, start) in [(0.02, 180.0), (0.02, 100.0), (-0.02, 30.0)] {
            let edge = SoftBound::new(terms, price);
            let mut items: Vec<Item> = (0..18)
                .map(|candidate| Item {
                    cost: 0.2 * random.uniform(),
                    shift: if random.below(3) == 0 { 9.0 } else { -9.0 } * random.uniform(),
                    candidate,
                })
                .collect();
            items.sort_by(|a, b| b.cost.total_cmp(&a.cost));
            let known = edge.excess_cost(start);
            items.retain(|item| item.cost < known);
            let mut best = known;
            for set in 0..1_u32 << items.len() {
                let taken = items.iter().enumerate().filter(|(i, _)| set >> i & 1 == 1);
                let (cost, at) = taken.fold((0.0, start), |(cost, at), (_, item)| (cost + item.cost, at + item.shift));
                best = f64::min(best, cost + edge.excess_cost(at));
            }
            let (least, found) = solve_soft_knapsack(&edge, start, &items, known, &mut 0);
            let found = found.map_or(known, |found| found.0);
            assert!(
                least <= best + 1e-12 && best <= found + 1e-12 && found - least < 0.02 * known.max(1e-9),
                "{least} {best} {found}"
            );
        }
    }
}
