//! When does one plan lose to another? The box of assumptions, bounded by at
//! most two conditions, in which going over to the other one gains most.
//!
//! All boxes with bounds at deciles are tried, not only those a greedy search
//! meets (PRIM: Friedman & Fisher 1999, Statistics and Computing 9(2)). How good
//! the rule is comes from points it was not made from: the points are dealt into
//! five folds, a box is found without each fold and judged on it. The second
//! condition must earn its place there by a standard error. The whole search
//! is repeated with outcomes dealt anew over the points, to see how often chance
//! does as well.

use rayon::prelude::*;
use serde::Serialize;

use crate::explore::spread::Estimate;
use attain_core::random::philox;

const FOLDS: usize = 5;
/// Times that outcomes are dealt anew.
const PERMUTATIONS: u32 = 99;
/// Chance that as good a rule comes from nothing, up to which a rule is told.
pub const ALPHA: f64 = 0.05;
/// The 95 % quantile of the normal distribution.
const ONE_SIDED: f64 = 1.644_853_626_951_472_2;
/// Fewest points of a box, as a share.
const LEAST: f64 = 0.08;
const WORDS: usize = 16;
/// Points at most.
pub const MOST: usize = 64 * WORDS;

/// A bound on one axis.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Condition {
    /// Position of the axis.
    pub axis: usize,
    /// Whether values above the bound are meant.
    pub above: bool,
    /// The bound.
    pub bound: f64,
}

impl Condition {
    /// Whether a point fulfils it.
    #[must_use]
    pub fn holds(&self, at: &[f64]) -> bool {
        if self.above { at[self.axis] > self.bound } else { at[self.axis] < self.bound }
    }
}

/// A rule, and how far it can be trusted.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Rule {
    /// The box; all must hold.
    pub conditions: Vec<Condition>,
    /// Share of the points in the box.
    pub support: f64,
    /// Share of the box in which the other plan is better.
    pub precision: f64,
    /// Share of the points where the other plan is better that the box holds.
    pub recall: f64,
    /// Gain of going over to the other plan in the box, mean over all points, on the points it was made from.
    pub gain: f64,
    /// The same on points it was not made from (five folds).
    pub validated: Estimate,
    /// How often outcomes dealt anew over the points give as good a validated gain.
    pub p_chance: f64,
}

impl Rule {
    /// Whether it is better than chance: few searches of nothing gain as much,
    /// and the gain is more than its own error (95 %, one side).
    #[must_use]
    pub fn better_than_chance(&self) -> bool {
        self.p_chance <= ALPHA && self.validated.value > ONE_SIDED * self.validated.se
    }
}

/// A set of points.
#[derive(Clone, Copy)]
struct Set([u64; WORDS]);

impl Set {
    fn of(n: usize, has: impl Fn(usize) -> bool) -> Self {
        let mut set = Self([0; WORDS]);
        (0..n).filter(|&i| has(i)).for_each(|i| set.0[i / 64] |= 1 << (i % 64));
        set
    }

    fn and(&self, other: &Self) -> Self {
        Self(std::array::from_fn(|w| self.0[w] & other.0[w]))
    }

    fn count(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }

    fn sum(&self, of: &[f64]) -> f64 {
        let mut sum = 0.0;
        for (w, &word) in self.0.iter().enumerate() {
            let mut left = word;
            while left != 0 {
                sum += of[64 * w + left.trailing_zeros() as usize];
                left &= left - 1;
            }
        }
        sum
    }

    fn has(&self, i: usize) -> bool {
        self.0[i / 64] >> (i % 64) & 1 == 1
    }
}

/// Conditions with the points that fulfil them.
struct Conditions(Vec<(Condition, Set)>);

impl Conditions {
    fn of(at: &[Vec<f64>]) -> Self {
        let axes = at.first().map_or(0, Vec::len);
        let mut all = Vec::new();
        for axis in 0..axes {
            let mut values: Vec<f64> = at.iter().map(|point| point[axis]).collect();
            values.sort_by(f64::total_cmp);
            for decile in 1..10 {
                let next = values.len() * decile / 10;
                let Some(pair) = values.get(next.saturating_sub(1)..=next) else { continue };
                let bound = pair.iter().sum::<f64>() / pair.len() as f64;
                for above in [true, false] {
                    let condition = Condition { axis, above, bound };
                    all.push((condition, Set::of(at.len(), |i| condition.holds(&at[i]))));
                }
            }
        }
        Self(all)
    }

    /// The box in which the sum of outcomes over `among` is largest, with at most `depth` conditions.
    fn best(&self, outcomes: &[f64], among: &Set, depth: usize) -> Option<(Vec<usize>, Set)> {
        let least = ((LEAST * among.count() as f64).ceil() as usize).max(3);
        let mut best: Option<(f64, Vec<usize>, Set)> = None;
        let mut offer = |members: &[usize], set: Set| {
            if set.count() < least {
                return;
            }
            let sum = set.sum(outcomes);
            if sum > 0.0 && best.as_ref().is_none_or(|(most, ..)| sum > *most) {
                best = Some((sum, members.to_vec(), set));
            }
        };
        for (i, (one, of_one)) in self.0.iter().enumerate() {
            let within = among.and(of_one);
            offer(&[i], within);
            if depth < 2 {
                continue;
            }
            for (j, (other, of_other)) in self.0.iter().enumerate().skip(i + 1) {
                if one.axis != other.axis || one.above != other.above {
                    offer(&[i, j], within.and(of_other));
                }
            }
        }
        best.map(|(_, members, set)| (members, set))
    }

    /// Gain at each point by a box that was found without its fold.
    fn validated(&self, outcomes: &[f64], folds: &[usize], depth: usize) -> Estimate {
        let n = outcomes.len();
        let mut gains = vec![0.0; n];
        for fold in 0..FOLDS {
            let train = Set::of(n, |i| folds[i] != fold);
            let Some((members, _)) = self.best(outcomes, &train, depth) else { continue };
            let everywhere = members.iter().fold(Set::of(n, |_| true), |set, &c| set.and(&self.0[c].1));
            for i in (0..n).filter(|&i| folds[i] == fold && everywhere.has(i)) {
                gains[i] = outcomes[i];
            }
        }
        Estimate::mean(gains.into_iter())
    }
}

/// The rule by which one plan loses to another; `outcomes` are what the other
/// gains at each point of `at`. None where it gains in no box.
#[must_use]
pub fn search(at: &[Vec<f64>], outcomes: &[f64], seed: u64) -> Option<Rule> {
    let n = outcomes.len().min(at.len());
    if !(2 * FOLDS..=MOST).contains(&n) {
        return None;
    }
    let conditions = Conditions::of(&at[..n]);
    let order = dealt(n, seed, u32::MAX);
    let mut folds = vec![0; n];
    order.iter().enumerate().for_each(|(rank, &i)| folds[i] = rank % FOLDS);
    let judge = |outcomes: &[f64]| {
        let [one, two] = [1, 2].map(|depth| conditions.validated(outcomes, &folds, depth));
        if two.value > one.value + one.se { (2, two) } else { (1, one) }
    };
    let (depth, validated) = judge(outcomes);
    let all = Set::of(n, |_| true);
    let (members, inside) = conditions.best(outcomes, &all, depth)?;
    let as_good = (0..PERMUTATIONS)
        .into_par_iter()
        .filter(|&round| {
            let dealt: Vec<f64> = dealt(n, seed, round).into_iter().map(|i| outcomes[i]).collect();
            judge(&dealt).1.value >= validated.value
        })
        .count();
    let better = Set::of(n, |i| outcomes[i] > 0.0);
    let both = inside.and(&better).count() as f64;
    Some(Rule {
        conditions: members.iter().map(|&c| conditions.0[c].0).collect(),
        support: inside.count() as f64 / n as f64,
        precision: both / inside.count() as f64,
        recall: both / (better.count() as f64).max(1.0),
        gain: inside.sum(outcomes) / n as f64,
        validated,
        p_chance: (as_good as f64 + 1.0) / f64::from(PERMUTATIONS + 1),
    })
}

/// The numbers below n in an order of the seed and round.
fn dealt(n: usize, seed: u64, round: u32) -> Vec<usize> {
    let key = [seed as u32, (seed >> 32) as u32];
    let mut order: Vec<(u32, usize)> =
        (0..n).map(|i| (philox([i as u32, round, 0x7275_6C65, u32::MAX - 2], key)[0], i)).collect();
    order.sort_unstable();
    order.into_iter().map(|(_, i)| i).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explore::regret::halton;
    use attain_core::quantile::normal;

    fn design(n: u32) -> Vec<Vec<f64>> {
        (0..n).map(|i| halton::point(2, i, 4)).collect()
    }

    fn noise(i: usize, seed: u64) -> f64 {
        normal((f64::from(philox([i as u32, 1, 2, 3], [seed as u32, 9])[0]) + 0.5) / 4_294_967_296.0)
    }

    /// A corner in which the other plan gains is found, with its two bounds within a tenth.
    #[test]
    fn a_known_corner_is_found() {
        let at = design(128);
        let outcome = |(i, point): (usize, &Vec<f64>)| {
            let corner = point[1] > 0.6 && point[3] < 0.5;
            f64::from(u8::from(corner)) * 2.0 - 1.0 + 0.3 * noise(i, 1)
        };
        let outcomes: Vec<f64> = at.iter().enumerate().map(outcome).collect();
        let rule = search(&at, &outcomes, 1).unwrap();
        let mut conditions = rule.conditions.clone();
        conditions.sort_by_key(|condition| condition.axis);
        let [a, b] = conditions[..] else { panic!("{rule:?}") };
        assert!((a.axis, a.above, b.axis, b.above) == (1, true, 3, false), "{rule:?}");
        assert!((a.bound - 0.6).abs() < 0.1 && (b.bound - 0.5).abs() < 0.1, "{rule:?}");
        assert!(rule.better_than_chance() && rule.precision > 0.85 && rule.recall > 0.85, "{rule:?}");
        assert!(rule.validated.value < rule.gain + 1e-12 && rule.validated.low > 0.0, "{rule:?}");
    }

    /// One bound is enough where one axis decides.
    #[test]
    fn no_second_condition_without_need() {
        let at = design(128);
        let outcomes: Vec<f64> = at.iter().enumerate().map(|(i, p)| p[2] - 0.7 + 0.1 * noise(i, 2)).collect();
        let rule = search(&at, &outcomes, 1).unwrap();
        assert_eq!(rule.conditions.len(), 1, "{rule:?}");
        assert!(rule.conditions[0].axis == 2 && rule.conditions[0].above && rule.better_than_chance());
    }

    /// Outcomes that follow no axis give a rule that calls itself better than
    /// chance in about 5 % of studies: at most 6 of 40 (α = 0.03).
    #[test]
    fn chance_is_called_chance() {
        let at = design(64);
        let mut called = 0;
        for seed in 0..40 {
            let outcomes: Vec<f64> = (0..64).map(|i| noise(i, 100 + seed) - 0.3).collect();
            called += usize::from(search(&at, &outcomes, seed).is_some_and(|rule| rule.better_than_chance()));
        }
        assert!(called <= 6, "{called}");
    }

    #[test]
    fn a_plan_that_never_gains_has_no_rule() {
        let at = design(32);
        assert_eq!(search(&at, &[-1.0; 32], 1), None);
        assert_eq!(search(&at[..5], &[1.0; 5], 1), None);
    }
}
