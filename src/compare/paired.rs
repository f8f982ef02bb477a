//! Paired differences: plan a less plan b, world by world.

use rayon::prelude::*;

use super::COMPARED;
use crate::metric::{ALL, Better, Id};
use crate::simulate::lived::LivedPlan;
use crate::summarise::results::Pair;

/// What `variance_ratio` says when two plans differ by the same amount in every
/// world, so that pairing removes all variance.
pub(super) const LARGEST_RATIO: f64 = 1e9;

/// All pairs, for every compared metric. `critical` is the number of standard
/// errors on each side of an interval.
pub(super) fn pairs(names: &[&str], plans: &[LivedPlan], couples: &[(usize, usize)], critical: f64) -> Vec<Pair> {
    let one = |&(a, b): &(usize, usize)| {
        let pair = |&(metric, id): &(&'static str, Id)| {
            let found = Paired::of(&plans[a].company[id as usize], &plans[b].company[id as usize], ALL[id as usize].better);
            let (low, high) = if id == Id::TargetHit { found.interval_of_shares(critical) } else { found.interval(critical) };
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
        COMPARED.iter().map(pair).collect::<Vec<Pair>>()
    };
    couples.par_iter().map(one).collect::<Vec<_>>().into_iter().flatten().collect()
}

/// The differences of two plans in one metric over the worlds in which both have a value.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Paired {
    pub(super) years: usize,
    pub(super) mean: f64,
    pub(super) sd: f64,
    pub(super) beats: f64,
    pub(super) ratio: f64,
    /// Worlds in which a has more, and in which b has more.
    more: (usize, usize),
}

impl Paired {
    pub(super) fn of(a: &[f64], b: &[f64], better: Better) -> Self {
        let both: Vec<(f64, f64)> = a.iter().zip(b).map(|(&a, &b)| (a, b)).filter(|(a, b)| (a - b).is_finite()).collect();
        let column = |of: fn(&(f64, f64)) -> f64| crate::summarise::mean_and_sd(&both.iter().map(of).collect::<Vec<f64>>());
        let (mean, sd) = column(|(a, b)| a - b);
        let separate = column(|(a, _)| *a).1.powi(2) + column(|(_, b)| *b).1.powi(2);
        let more = (both.iter().filter(|(a, b)| a > b).count(), both.iter().filter(|(a, b)| a < b).count());
        let wins = if better == Better::Lower { more.1 } else { more.0 };
        let ties = both.len() - more.0 - more.1;
        let beats = if both.is_empty() { 0.5 } else { (wins as f64 + 0.5 * ties as f64) / both.len() as f64 };
        Self { years: both.len(), mean, sd, beats, ratio: ratio(separate, sd * sd), more }
    }

    pub(super) fn se(&self) -> f64 {
        if self.years == 0 { 0.0 } else { self.sd / (self.years as f64).sqrt() }
    }

    /// Mean ± `critical` standard errors. A single world has no spread: both ends are the difference.
    fn interval(&self, critical: f64) -> (f64, f64) {
        (self.mean - critical * self.se(), self.mean + critical * self.se())
    }

    /// Interval of a difference of shares, after adding half a world to each of
    /// the four outcomes (Bonett & Price 2012, J. Educ. Behav. Stat. 37(4)): it
    /// keeps its coverage when few worlds, or none, tell the plans apart.
    fn interval_of_shares(&self, critical: f64) -> (f64, f64) {
        let n = self.years as f64 + 2.0;
        let (a, b) = ((self.more.0 as f64 + 1.0) / n, (self.more.1 as f64 + 1.0) / n);
        let half = critical * ((a + b - (a - b) * (a - b)) / n).sqrt();
        // Shrinking toward zero may not push the observed difference out.
        ((a - b - half).max(-1.0).min(self.mean), (a - b + half).min(1.0).max(self.mean))
    }
}

/// How many times fewer years pairing needs. 1 when neither plan varies.
fn ratio(separate: f64, paired: f64) -> f64 {
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
    fn of_four_worlds_by_hand() {
        let found = Paired::of(&[3.0, 5.0, 4.0, 8.0], &[1.0, 5.0, 6.0, 4.0], Better::Higher);
        // Differences 2, 0, -2, 4: mean 1, variance (1 + 1 + 9 + 9) / 3.
        assert_eq!((found.mean, found.years), (1.0, 4));
        assert!((found.sd * found.sd - 20.0 / 3.0).abs() < 1e-12);
        assert!((found.se() - (20.0_f64 / 12.0).sqrt()).abs() < 1e-12);
        assert_eq!(found.beats, 0.625);
        // Variances 14/3 and 14/3.
        assert!((found.ratio - (28.0 / 3.0) / (20.0 / 3.0)).abs() < 1e-12);
        let lower = Paired::of(&[3.0, 5.0, 4.0, 8.0], &[1.0, 5.0, 6.0, 4.0], Better::Lower);
        assert_eq!(lower.beats, 0.375);
    }

    #[test]
    fn skips_worlds_in_which_either_has_no_value() {
        let found = Paired::of(&[1.0, f64::NAN, 3.0], &[0.0, 1.0, f64::INFINITY], Better::Higher);
        assert_eq!((found.years, found.mean, found.sd), (1, 1.0, 0.0));
        let none = Paired::of(&[f64::NAN], &[1.0], Better::Higher);
        assert_eq!((none.years, none.mean, none.se(), none.beats, none.ratio), (0, 0.0, 0.0, 0.5, 1.0));
    }

    #[test]
    fn a_constant_difference_needs_no_years() {
        assert_eq!(Paired::of(&[1.0, 2.0], &[0.0, 1.0], Better::Higher).ratio, LARGEST_RATIO);
        assert_eq!(Paired::of(&[1.0, 1.0], &[0.0, 0.0], Better::Higher).ratio, 1.0);
    }

    #[test]
    fn shares_that_never_differ_still_have_an_interval() {
        let same = Paired::of(&[1.0; 100], &[1.0; 100], Better::Higher);
        let (low, high) = same.interval_of_shares(2.0);
        assert!(low < -0.02 && high > 0.02 && low == -high, "{low} {high}");
    }
}
