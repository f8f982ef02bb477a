//! What it costs at least that a book meets its rim: some of the units that a
//! price of value would put in it stay out, or the other way round.
//!
//! Units for which that costs less than a known way are gone through one by one,
//! by a list of states. A state is a value and what it cost to get there; of the
//! states those are kept that no other one is better than in both (Nemhauser &
//! Ullmann 1969). Better is: further from the rim, and no dearer once value is
//! no longer priced. Only the side of the band that its price belongs to counts,
//! the other one is taken for free, which can only lower the least. A list that
//! grows too long is thinned: two neighbours give way to one at the place of the
//! first and for the cost of the second, which is as good as either, so that the
//! least is a bound still.

use super::terms::Terms;

/// Most states of a list.
const STATES: usize = 2000;

/// A unit whose place may be overruled.
#[derive(Debug, Clone, Copy)]
pub(super) struct Flip {
    /// What that costs.
    pub(super) cost: f64,
    /// Change of value, counted toward the rim.
    pub(super) by: f64,
    /// The unit, as its offer is numbered.
    pub(super) offer: u32,
}

/// A set of units overruled.
#[derive(Debug, Clone, Copy)]
struct State {
    /// Value, counted toward the rim.
    at: f64,
    cost: f64,
    trail: u32,
}

/// The trail of the state that overrules nothing.
const NONE: u32 = u32::MAX;

/// The trail of a state that stands for several.
const LOOSE: u32 = u32::MAX - 1;

/// What a value costs beyond what its price tells. The rim is the upper edge of
/// the band where value has a price, the lower edge where more of it is paid for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rim {
    terms: Terms,
    price: f64,
    /// Where that is least, counted toward the rim, and penalty less price there.
    best: f64,
    least: f64,
}

impl Rim {
    pub(super) fn new(terms: Terms, price: f64) -> Self {
        let want = terms.best_value(price);
        let mut rim = Self { terms, price, best: 0.0, least: want.least };
        rim.best = rim.away(want.at);
        rim
    }

    /// Penalty less price at the best value.
    pub(super) fn least(&self) -> f64 {
        self.least
    }

    /// A value counted toward the rim, or one counted so as a value.
    #[inline]
    pub(super) fn away(&self, value: f64) -> f64 {
        if self.price < 0.0 { -value } else { value }
    }

    /// What a value costs beyond what its price tells.
    #[inline]
    pub(super) fn slack(&self, at: f64) -> f64 {
        let value = self.away(at);
        (self.terms.over(value) + self.terms.under(value) - self.price * value - self.least).max(0.0)
    }

    /// The same without the penalty of the other side: no more than that.
    #[inline]
    fn open(&self, at: f64) -> f64 {
        let value = self.away(at);
        let penalty = if self.price < 0.0 { self.terms.under(value) } else { self.terms.over(value) };
        (penalty - self.price * value - self.least).max(0.0)
    }
}

/// What overruling comes to at least, no more than a way that is `known`, and a
/// set of units that comes to less than that, if one was met. Flips cost less
/// than that way each, the dearest first.
pub(super) fn overrule(rim: &Rim, start: f64, flips: &[Flip], known: f64) -> (f64, Option<(f64, Vec<u32>)>) {
    let mut best = (known, NONE);
    let mut trails: Vec<(u32, u32)> = Vec::new();
    let mut states = vec![State { at: start, cost: 0.0, trail: NONE }];
    let (mut longer, mut merged) = (Vec::new(), Vec::new());
    // How far the flips that are left can lead at most, down and up.
    let mut left = flips.iter().fold((0.0, 0.0), |(down, up), flip| (down + flip.by.min(0.0), up + flip.by.max(0.0)));
    for flip in flips {
        left = (left.0 - flip.by.min(0.0), left.1 - flip.by.max(0.0));
        longer.clear();
        for state in &states {
            let (at, cost) = (state.at + flip.by, state.cost + flip.cost);
            if cost >= best.0 {
                continue;
            }
            let mut trail = LOOSE;
            if state.trail != LOOSE {
                trail = trails.len() as u32;
                trails.push((state.trail, flip.offer));
                let cost = cost + rim.slack(at);
                if cost < best.0 {
                    best = (cost, trail);
                }
            }
            longer.push(State { at, cost, trail });
        }
        merge(rim, (&states, &longer), left, best.0, &mut merged);
        std::mem::swap(&mut states, &mut merged);
        if states.len() > STATES {
            states = thinned(rim, &states);
        }
    }
    let least = states.iter().map(|state| state.cost + rim.open(state.at)).fold(best.0, f64::min);
    let mut set = Vec::new();
    let mut at = best.1;
    while let Some(&(before, offer)) = trails.get(at as usize) {
        set.push(offer);
        at = before;
    }
    (least, (best.1 != NONE).then_some((best.0, set)))
}

/// The states of two lists that no other one is better than and that can lead
/// to less than what is known, by value.
fn merge(rim: &Rim, (old, new): (&[State], &[State]), left: (f64, f64), known: f64, to: &mut Vec<State>) {
    to.clear();
    let slope = rim.price.abs();
    let mut least = f64::INFINITY;
    let (mut old, mut new) = (old.iter().peekable(), new.iter().peekable());
    loop {
        let next = match (old.peek(), new.peek()) {
            (Some(a), Some(b)) if b.at < a.at => new.next(),
            (Some(_), _) => old.next(),
            (None, _) => new.next(),
        };
        let Some(next) = next else { break };
        let unpriced = next.cost - slope * next.at;
        let nearest = rim.best.max(next.at + left.0).min(next.at + left.1);
        if unpriced < least && next.cost + rim.open(nearest) < known {
            least = unpriced;
            to.push(*next);
        }
    }
}

/// Every two neighbours as one that is as good as either.
fn thinned(rim: &Rim, states: &[State]) -> Vec<State> {
    let slope = rim.price.abs();
    let thin = states.chunks(2).map(|pair| match pair {
        [one, two] => State { at: one.at, cost: two.cost - slope * (two.at - one.at), trail: LOOSE },
        one => one[0],
    });
    thin.collect()
}

#[cfg(test)]
mod tests {
    use super::super::dice::Dice;
    use super::super::terms::Bend;
    use super::*;

    /// Lists long enough to be thinned, with many ways that are nearly even.
    #[test]
    fn a_thinned_list_still_bounds() {
        let mut dice = Dice::new(21);
        let bend = |from: f64| Bend { from, slope: 0.5, curve: 0.02 };
        let terms = Terms { low: bend(80.0), high: bend(120.0), ..Terms::default() };
        for (price, start) in [(0.02, 180.0), (0.02, 100.0), (-0.02, 30.0)] {
            let rim = Rim::new(terms, price);
            let mut flips: Vec<Flip> = (0..18)
                .map(|offer| Flip {
                    cost: 0.2 * dice.uniform(),
                    by: if dice.below(3) == 0 { 9.0 } else { -9.0 } * dice.uniform(),
                    offer,
                })
                .collect();
            flips.sort_by(|a, b| b.cost.total_cmp(&a.cost));
            let start = rim.away(start);
            let known = rim.slack(start);
            flips.retain(|flip| flip.cost < known);
            let mut best = known;
            for set in 0..1_u32 << flips.len() {
                let taken = flips.iter().enumerate().filter(|(i, _)| set >> i & 1 == 1);
                let (cost, at) = taken.fold((0.0, start), |(cost, at), (_, flip)| (cost + flip.cost, at + flip.by));
                best = f64::min(best, cost + rim.slack(at));
            }
            let (least, found) = overrule(&rim, start, &flips, known);
            let found = found.map_or(known, |found| found.0);
            assert!(
                least <= best + 1e-12 && best <= found + 1e-12 && found - least < 0.02 * known.max(1e-9),
                "{least} {best} {found}"
            );
        }
    }
}
