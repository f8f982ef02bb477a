//! Paired differences: plan a minus plan b, world by world.

use super::chunks::for_each_chunk;
use super::metrics::COMPARED_METRICS;
use attain_core::metric::{ALL, Direction, MetricId};
use attain_sim::run::{ReadError, YearSource};
use attain_sim::summarise::results::Pair;
use attain_sim::summarise::{RunningMean, RunningSpread};

/// Value of `variance_ratio` if two plans differ by the same amount in every world, so that pairing
/// removes all variance.
pub(super) const LARGEST_RATIO: f64 = 1e9;

/// Computes the paired differences of all pairs in every compared metric. `critical` is the
/// half-width of an interval in standard errors.
pub(super) fn pairs(
    names: &[&str],
    years: &dyn YearSource,
    couples: &[(usize, usize)],
    critical: f64,
) -> Result<Vec<Pair>, ReadError> {
    let found = paired_differences(years, couples)?;
    let pair = |(at, found): (usize, PairedDifference)| {
        let ((a, b), (metric, id)) = (couples[at / COMPARED_METRICS.len()], COMPARED_METRICS[at % COMPARED_METRICS.len()]);
        let (low, high) = found.simultaneous(id, critical);
        Pair {
            a: names[a].to_owned(),
            b: names[b].to_owned(),
            metric,
            difference: found.mean,
            se: found.se(),
            low,
            high,
            p_a_beats_b: found.beats,
            variance_ratio: found.ratio,
        }
    };
    Ok(found.into_iter().enumerate().map(pair).collect())
}

/// Computes the differences of all pairs in every compared metric, over the years simulated for
/// both plans of a pair.
pub(super) fn paired_differences(years: &dyn YearSource, couples: &[(usize, usize)]) -> Result<Vec<PairedDifference>, ReadError> {
    let metrics: Vec<usize> = COMPARED_METRICS.iter().map(|&(_, id)| id as usize).collect();
    let mut sums = vec![PairedSums::default(); couples.len() * metrics.len()];
    for pass in [PairedSums::count, PairedSums::spread] {
        for_each_chunk(years, &metrics, |chunk| {
            for (at, sums) in sums.iter_mut().enumerate() {
                let ((a, b), metric) = (couples[at / metrics.len()], at % metrics.len());
                chunk[a][metric].iter().zip(&chunk[b][metric]).for_each(|(&a, &b)| pass(sums, a, b));
            }
        })?;
        sums.iter_mut().for_each(PairedSums::finish_pass);
    }
    let better = |at: usize| ALL[metrics[at % metrics.len()]].direction;
    Ok(sums.into_iter().enumerate().map(|(at, sums)| sums.paired(better(at))).collect())
}

/// Running sums of a pair, accumulated in two passes: first the means, then the spread around them.
#[derive(Debug, Clone, Default)]
struct PairedSums {
    /// Running means of the differences, of plan a and of plan b.
    totals: [RunningMean; 3],
    spreads: Option<[RunningSpread; 3]>,
    /// Number of worlds in which a is larger, and in which b is larger.
    more: (usize, usize),
}

impl PairedSums {
    /// Adds a world in the first pass. Worlds in which either plan has no value are omitted.
    fn count(&mut self, a: f64, b: f64) {
        if (a - b).is_finite() {
            self.totals.iter_mut().zip([a - b, a, b]).for_each(|(total, value)| total.add(value));
            self.more.0 += usize::from(a > b);
            self.more.1 += usize::from(a < b);
        }
    }

    /// Ends the first pass.
    fn finish_pass(&mut self) {
        self.spreads.get_or_insert(self.totals.map(|total| RunningSpread::around(total.mean())));
    }

    /// Adds a world in the second pass.
    fn spread(&mut self, a: f64, b: f64) {
        if let Some(spreads) = self.spreads.as_mut().filter(|_| (a - b).is_finite()) {
            spreads.iter_mut().zip([a - b, a, b]).for_each(|(spread, value)| spread.add(value));
        }
    }

    fn paired(&self, better: Direction) -> PairedDifference {
        let (years, mean, more) = (self.totals[0].count, self.totals[0].mean(), self.more);
        let [sd, of_a, of_b] = self.spreads.map_or([0.0; 3], |spreads| spreads.map(|spread| spread.sd()));
        let wins = if better == Direction::Lower { more.1 } else { more.0 };
        let ties = years - more.0 - more.1;
        let beats = if years == 0 { 0.5 } else { (wins as f64 + 0.5 * ties as f64) / years as f64 };
        PairedDifference { years, mean, sd, beats, ratio: variance_ratio(of_a.powi(2) + of_b.powi(2), sd * sd), more }
    }
}

/// Difference of two plans in one metric over the worlds in which both have a value.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct PairedDifference {
    pub(super) years: usize,
    pub(super) mean: f64,
    pub(super) sd: f64,
    pub(super) beats: f64,
    pub(super) ratio: f64,
    /// Number of worlds in which a is larger, and in which b is larger.
    more: (usize, usize),
}

impl PairedDifference {
    #[cfg(test)]
    fn from_columns(a: &[f64], b: &[f64], better: Direction) -> Self {
        let mut sums = PairedSums::default();
        a.iter().zip(b).for_each(|(&a, &b)| sums.count(a, b));
        sums.finish_pass();
        a.iter().zip(b).for_each(|(&a, &b)| sums.spread(a, b));
        sums.paired(better)
    }

    /// Returns the interval of a metric, `critical` standard errors wide on each side.
    pub(super) fn simultaneous(&self, id: MetricId, critical: f64) -> (f64, f64) {
        if id == MetricId::TargetHit { self.interval_of_shares(critical) } else { self.interval(critical) }
    }

    pub(super) fn se(&self) -> f64 {
        if self.years == 0 { 0.0 } else { self.sd / (self.years as f64).sqrt() }
    }

    /// Returns mean ± `critical` standard errors. A single world has no spread, so both ends equal
    /// the difference.
    fn interval(&self, critical: f64) -> (f64, f64) {
        (self.mean - critical * self.se(), self.mean + critical * self.se())
    }

    /// Returns the interval of a difference of shares, after adding half a world to each of the
    /// four outcomes (Bonett & Price 2012, J. Educ. Behav. Stat. 37(4)). Its coverage holds even if
    /// the plans differ in few worlds or in none.
    fn interval_of_shares(&self, critical: f64) -> (f64, f64) {
        let n = self.years as f64 + 2.0;
        let (a, b) = ((self.more.0 as f64 + 1.0) / n, (self.more.1 as f64 + 1.0) / n);
        let half = critical * ((a + b - (a - b) * (a - b)) / n).sqrt();
        // Shrinkage toward zero must not exclude the observed difference.
        ((a - b - half).max(-1.0).min(self.mean), (a - b + half).min(1.0).max(self.mean))
    }
}

/// Number of independent years per paired year that gives the same precision; 1 if neither plan
/// varies.
fn variance_ratio(separate: f64, paired: f64) -> f64 {
    if paired > separate / LARGEST_RATIO {
        separate / paired
    } else if separate > 0.0 {
        LARGEST_RATIO
    } else {
        1.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_of_four_worlds_by_hand() {
        let found = PairedDifference::from_columns(&[3.0, 5.0, 4.0, 8.0], &[1.0, 5.0, 6.0, 4.0], Direction::Higher);
        // Differences 2, 0, -2, 4: mean 1, variance (1 + 1 + 9 + 9) / 3.
        assert_eq!((found.mean, found.years), (1.0, 4));
        assert!((found.sd * found.sd - 20.0 / 3.0).abs() < 1e-12);
        assert!((found.se() - (20.0_f64 / 12.0).sqrt()).abs() < 1e-12);
        assert_eq!(found.beats, 0.625);
        // The variances are 14/3 and 14/3.
        assert!((found.ratio - (28.0 / 3.0) / (20.0 / 3.0)).abs() < 1e-12);
        let lower = PairedDifference::from_columns(&[3.0, 5.0, 4.0, 8.0], &[1.0, 5.0, 6.0, 4.0], Direction::Lower);
        assert_eq!(lower.beats, 0.375);
    }

    #[test]
    fn skips_worlds_in_which_either_has_no_value() {
        let found = PairedDifference::from_columns(&[1.0, f64::NAN, 3.0], &[0.0, 1.0, f64::INFINITY], Direction::Higher);
        assert_eq!((found.years, found.mean, found.sd), (1, 1.0, 0.0));
        let none = PairedDifference::from_columns(&[f64::NAN], &[1.0], Direction::Higher);
        assert_eq!((none.years, none.mean, none.se(), none.beats, none.ratio), (0, 0.0, 0.0, 0.5, 1.0));
    }

    #[test]
    fn a_constant_difference_needs_no_years() {
        assert_eq!(PairedDifference::from_columns(&[1.0, 2.0], &[0.0, 1.0], Direction::Higher).ratio, LARGEST_RATIO);
        assert_eq!(PairedDifference::from_columns(&[1.0, 1.0], &[0.0, 0.0], Direction::Higher).ratio, 1.0);
    }

    #[test]
    fn shares_that_never_differ_still_have_an_interval() {
        let same = PairedDifference::from_columns(&[1.0; 100], &[1.0; 100], Direction::Higher);
        let (low, high) = same.interval_of_shares(2.0);
        assert!(low < -0.02 && high > 0.02 && low == -high, "{low} {high}");
    }
}
