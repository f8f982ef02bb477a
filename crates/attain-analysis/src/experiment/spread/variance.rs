//! Shares of variance by pick-freeze designs, from figures in the worlds of [`super::worlds`].
//!
//! Let a and b be a figure in the two worlds A and B of a pair of years, c the
//! figure in A with the group from B, and d in B with the group from A:
//!
//! | what | estimated by |
//! |---|---|
//! | variance | (a − b)² / 2, likewise (c − d)² / 2 for every group |
//! | first order of a group | (a − c)(d − b) / 2 (Azzini, Mara & Rosati 2021, Environ. Model. Softw. 144; Owen 2013, ACM TOMACS 23(2)) |
//! | total of a group | ((a − c)² + (b − d)²) / 4 (Jansen 1999, Comput. Phys. Commun. 117, both ways) |
//!
//! All estimators are unbiased and independent of the mean. The error of a first-order share falls
//! with the group's total, so small shares can be distinguished from zero. With several plans, the
//! plan is an additional factor, with all plans equally likely. First-order shares then use the
//! mean of the figure over plans, and the plan's own share is the mean over plans of (`a_p` −
//! ā)(`b_p` − b̄).

use serde::Serialize;

use super::worlds::WORLDS;
use crate::experiment::interval_estimate::IntervalEstimate;
use attain_core::random::GROUPS;

/// A figure in all worlds of a pair of years, indexed by plan and world: `values[p × WORLDS + w]`.
pub type PairValues<'a> = &'a [f64];

/// The terms that each pair of years contributes to the variance of a figure and its parts. Pairs
/// in which a world has no value are omitted.
#[derive(Debug, Clone, Default)]
pub struct VarianceTerms {
    /// Number of pairs of years in the study.
    pairs: usize,
    /// Positions of the pairs in which every world has a value.
    kept: Vec<usize>,
    mean: Vec<f64>,
    variance: Vec<f64>,
    /// Terms indexed by factor: each group, then the plan.
    first: [Vec<f64>; GROUPS + 1],
    total: [Vec<f64>; GROUPS + 1],
}

/// The variance of a figure, decomposed by source.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct VarianceShares {
    /// Number of pairs of years used to estimate the shares.
    pub pairs: usize,
    /// Number of pairs omitted because the figure has no value in one of their worlds.
    pub left_out: usize,
    pub mean: IntervalEstimate,
    /// Standard deviation over years.
    pub sd: f64,
    /// First-order share by group: the share of variance that knowing only this group would remove.
    pub first: [IntervalEstimate; GROUPS],
    /// Total share by group: the share of variance that would remain if everything but the group
    /// were known.
    pub total: [IntervalEstimate; GROUPS],
    /// First-order and total shares of the plan, if there are several plans.
    pub plan: Option<(IntervalEstimate, IntervalEstimate)>,
    /// Sum of the first-order shares.
    pub sum: IntervalEstimate,
    /// One minus the sum: the share of variance that groups cause jointly.
    pub interactions: IntervalEstimate,
}

impl VarianceTerms {
    /// Collects the terms of a figure of `plans` plans.
    pub fn new<'a>(pairs: impl Iterator<Item = PairValues<'a>>, plans: usize) -> Self {
        let mut terms = Self::default();
        for (at, pair) in pairs.enumerate() {
            terms.pairs += 1;
            if pair.len() == plans * WORLDS && pair.iter().all(|value| value.is_finite()) {
                terms.kept.push(at);
                terms.add(pair, plans);
            }
        }
        terms
    }

    fn add(&mut self, pair: PairValues, plans: usize) {
        let n = plans as f64;
        let over_plans = |value: &dyn Fn(&[f64]) -> f64| pair.chunks_exact(WORLDS).map(value).sum::<f64>() / n;
        // Measure from a value of the pair to avoid cancellation.
        let origin = pair[0];
        let mean = |w: usize| over_plans(&|plan| plan[w] - origin);
        let square = |w: usize| over_plans(&|plan| (plan[w] - origin) * (plan[w] - origin));
        let couples = std::iter::once((0, 1)).chain((0..GROUPS).map(|g| (2 + g, 2 + GROUPS + g)));
        let (mut middle, mut variance, mut first, mut total) = (0.0, 0.0, 0.0, 0.0);
        for (w, v) in couples {
            let (x, y) = (mean(w), mean(v));
            middle += f64::midpoint(x, y);
            variance += f64::midpoint(square(w), square(v)) - x * y;
            first += over_plans(&|plan| (plan[w] - origin - x) * (plan[v] - origin - y));
            total += (square(w) - x * x + square(v) - y * y) / 2.0;
        }
        let couples = (GROUPS + 1) as f64;
        self.mean.push(origin + middle / couples);
        self.variance.push(variance / couples);
        self.first[GROUPS].push(first / couples);
        self.total[GROUPS].push(total / couples);
        let (a, b) = (mean(0), mean(1));
        for g in 0..GROUPS {
            let (c, d) = (2 + g, 2 + GROUPS + g);
            self.first[g].push((a - mean(c)) * (mean(d) - b) / 2.0);
            self.total[g].push(over_plans(&|plan| ((plan[0] - plan[c]).powi(2) + (plan[1] - plan[d]).powi(2)) / 4.0));
        }
    }

    /// Pools several figures, such as the attainment of all seats. The shares are those of the
    /// pooled variance.
    #[must_use]
    pub fn pooled(all: &[Self]) -> Self {
        let pairs = all.iter().map(|terms| terms.pairs).max().unwrap_or(0);
        let mut pooled = Self { pairs, ..Self::default() };
        for at in 0..pairs {
            let found: Vec<(&Self, usize)> =
                all.iter().filter_map(|terms| Some((terms, terms.kept.binary_search(&at).ok()?))).collect();
            if found.is_empty() {
                continue;
            }
            let sum = |part: &dyn Fn(&Self) -> &Vec<f64>| found.iter().map(|(terms, i)| part(terms)[*i]).sum::<f64>();
            pooled.kept.push(at);
            pooled.mean.push(sum(&|terms| &terms.mean) / found.len() as f64);
            pooled.variance.push(sum(&|terms| &terms.variance) / all.len() as f64);
            for g in 0..=GROUPS {
                pooled.first[g].push(sum(&|terms| &terms.first[g]) / all.len() as f64);
                pooled.total[g].push(sum(&|terms| &terms.total[g]) / all.len() as f64);
            }
        }
        pooled
    }

    /// Computes the shares. Returns `None` if the figure does not vary or has too few pairs.
    #[must_use]
    pub fn shares(&self, several_plans: bool) -> Option<VarianceShares> {
        let (n, variance) = (self.kept.len(), self.variance.iter().sum::<f64>());
        if n < 2 || variance.is_nan() || variance <= 0.0 {
            return None;
        }
        let part = |terms: &Vec<f64>| IntervalEstimate::ratio(terms, &self.variance);
        let counted = if several_plans { GROUPS + 1 } else { GROUPS };
        let sums: Vec<f64> = (0..n).map(|i| self.first[..counted].iter().map(|terms| terms[i]).sum()).collect();
        let sum = part(&sums);
        Some(VarianceShares {
            pairs: n,
            left_out: self.pairs - n,
            mean: IntervalEstimate::mean(self.mean.iter().copied()),
            sd: (variance / n as f64).sqrt(),
            first: std::array::from_fn(|g| part(&self.first[g])),
            total: std::array::from_fn(|g| part(&self.total[g])),
            plan: several_plans.then(|| (part(&self.first[GROUPS]), part(&self.total[GROUPS]))),
            sum,
            interactions: IntervalEstimate::new(1.0 - sum.value, sum.se),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::spread::worlds::{ALL, streams};
    use attain_core::quantile::normal;
    use attain_core::random::{Purpose, WorldStreams};

    /// A normal draw for each group.
    fn draws(streams: &WorldStreams) -> [f64; GROUPS] {
        ALL.map(|group| {
            let purpose = Purpose::ALL.iter().copied().find(|purpose| purpose.group() == group);
            purpose.map_or(0.0, |purpose| normal(streams.uniform(purpose, 11, 0)))
        })
    }

    fn terms(seed: u64, pairs: u32, plans: usize, model: impl Fn(usize, &[f64; GROUPS]) -> f64) -> VarianceTerms {
        let worlds: Vec<[f64; GROUPS]> = (0..pairs * WORLDS as u32).map(|at| draws(&streams(seed, at))).collect();
        let pair_values = |pair: &[[f64; GROUPS]]| -> Vec<f64> {
            (0..plans).flat_map(|p| pair.iter().map(|z| model(p, z)).collect::<Vec<f64>>()).collect()
        };
        let values: Vec<Vec<f64>> = worlds.chunks(WORLDS).map(pair_values).collect();
        VarianceTerms::new(values.iter().map(Vec::as_slice), plans)
    }

    fn near(what: &str, estimate: IntervalEstimate, known: f64) {
        let off = (estimate.value - known).abs();
        assert!(off <= 3.0 * estimate.se + 1e-12, "{what}: {} ± {} for {known}", estimate.value, estimate.se);
    }

    /// Y = 3 M + 2 D + S + D P: variance 9 + 4 + 1 + 1 = 15. n = 4,000 pairs; 15 figures within 3
    /// standard errors, α = 0.0027 each.
    #[test]
    fn known_shares_of_a_model_with_an_interaction() {
        let shares = terms(41, 4_000, 1, |_, z| 100.0 + 3.0 * z[0] + 2.0 * z[2] + z[3] + z[2] * z[5]).shares(false).unwrap();
        let (first, total) = ([9.0, 0.0, 4.0, 1.0, 0.0, 0.0], [9.0, 0.0, 5.0, 1.0, 0.0, 1.0]);
        for g in 0..GROUPS {
            near("first", shares.first[g], first[g] / 15.0);
            near("total", shares.total[g], total[g] / 15.0);
        }
        near("mean", shares.mean, 100.0);
        near("sum", shares.sum, 14.0 / 15.0);
        near("interactions", shares.interactions, 1.0 / 15.0);
        assert!((shares.sum.value + shares.interactions.value - 1.0).abs() < 1e-12);
        assert!(shares.first.iter().all(|first| first.se < 0.03), "{shares:?}");
    }

    /// Two plans that differ by one, the second of which doubles the market: the plan contributes
    /// 0.25, the market 2.25 averaged over both plans, their interaction 0.25, and skill 1.
    #[test]
    fn the_plan_is_a_factor() {
        let model = |p: usize, z: &[f64; GROUPS]| p as f64 + (1.0 + p as f64) * z[0] + z[3];
        let shares = terms(5, 4_000, 2, model).shares(true).unwrap();
        let all = 0.25 + 2.25 + 0.25 + 1.0;
        near("market", shares.first[0], 2.25 / all);
        near("market, total", shares.total[0], 2.5 / all);
        near("skill", shares.first[3], 1.0 / all);
        let (first, total) = shares.plan.unwrap();
        near("plan", first, 0.25 / all);
        near("plan, total", total, 0.5 / all);
        near("interactions", shares.interactions, 0.25 / all);
    }

    /// The 95 % intervals of a small and a large share cover the true value in 95 of 100 studies of
    /// 200 pairs: 400 studies each, three standard errors.
    #[test]
    fn intervals_cover() {
        let mut held = [0, 0];
        for seed in 0..400 {
            let shares = terms(seed, 200, 1, |_, z| 4.0 * z[2] + z[3]).shares(false).unwrap();
            for (held, (estimate, known)) in held.iter_mut().zip([(shares.first[3], 1.0 / 17.0), (shares.total[2], 16.0 / 17.0)])
            {
                *held += u32::from(estimate.low <= known && known <= estimate.high);
            }
        }
        let allowed = 3.0 * (0.95_f64 * 0.05 / 400.0).sqrt();
        assert!(held.iter().all(|&held| (f64::from(held) / 400.0 - 0.95).abs() < allowed), "{held:?}");
    }

    #[test]
    fn years_without_a_value_are_left_out_and_counted() {
        let values = [vec![1.0; WORLDS], vec![f64::NAN; WORLDS], (0..WORLDS).map(|w| w as f64).collect(), vec![2.0; WORLDS]];
        let shares = VarianceTerms::new(values.iter().map(Vec::as_slice), 1).shares(false).unwrap();
        assert_eq!((shares.pairs, shares.left_out), (3, 1));
        assert_eq!(VarianceTerms::new(values[..2].iter().map(Vec::as_slice), 1).shares(false), None);
    }
}
