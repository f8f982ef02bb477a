//! Summary of a distribution: mean, standard error, spread and quantiles.

use crate::summarise::results::Stat;

/// Largest magnitude of a valid value. The squares of larger values overflow.
const LARGEST: f64 = 1e150;

/// Probabilities of the quantiles in [`Stat`], in ascending order.
const LEVELS: [f64; 7] = [0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95];

/// Summarises the valid values; returns `None` if there are none.
///
/// The spread of a single value is unknown. In this case, `sd` and `se` are 0, so that
/// `results.json` contains only numbers.
#[must_use]
pub fn stat<T: Copy + Into<f64>>(values: &[T]) -> Option<Stat> {
    stat_of(values.iter().map(|&value| value.into()).collect())
}

/// Like [`stat`], but reuses the given column instead of copying it.
#[must_use]
pub fn stat_of(mut kept: Vec<f64>) -> Option<Stat> {
    kept.retain(|value| counts(*value));
    if kept.is_empty() {
        return None;
    }
    let (mean, sd) = mean_and_sd(&kept);
    let se = sd / (kept.len() as f64).sqrt();
    let q = quantiles(&mut kept);
    Some(Stat { mean, se, sd, p05: q[0], p10: q[1], p25: q[2], p50: q[3], p75: q[4], p90: q[5], p95: q[6] })
}

/// Whether a value is valid: a number that can be squared without overflow.
#[must_use]
pub fn counts(value: f64) -> bool {
    value.abs() <= LARGEST
}

/// Mean and standard deviation (n − 1), computed in two passes. The standard deviation of a single
/// value is 0.
#[must_use]
pub fn mean_and_sd(values: &[f64]) -> (f64, f64) {
    let mut total = RunningMean::default();
    for value in values {
        total.add(*value);
    }
    let mut spread = RunningSpread::around(total.mean());
    for value in values {
        spread.add(*value);
    }
    (total.mean(), spread.sd())
}

/// Running mean of a sequence of values. Values are measured from the first one, so that the mean
/// of equal values is exact.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct RunningMean {
    pub count: usize,
    origin: f64,
    sum: f64,
}

impl RunningMean {
    pub fn add(&mut self, value: f64) {
        if self.count == 0 {
            self.origin = value;
        }
        self.count += 1;
        self.sum += value - self.origin;
    }

    /// Mean of the values; 0 if there are none.
    #[must_use]
    pub fn mean(&self) -> f64 {
        if self.count == 0 { 0.0 } else { self.origin + self.sum / self.count as f64 }
    }
}

/// Running standard deviation of a sequence of values.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RunningSpread {
    count: usize,
    mean: f64,
    squares: f64,
}

impl RunningSpread {
    #[must_use]
    pub fn around(mean: f64) -> Self {
        Self { count: 0, mean, squares: 0.0 }
    }

    pub fn add(&mut self, value: f64) {
        self.count += 1;
        self.squares += (value - self.mean) * (value - self.mean);
    }

    /// Standard deviation (n − 1); 0 for fewer than two values.
    #[must_use]
    pub fn sd(&self) -> f64 {
        if self.count < 2 { 0.0 } else { (self.squares / (self.count as f64 - 1.0)).sqrt() }
    }
}

/// Quantile of sorted values by linear interpolation of order statistics: type 7 of Hyndman & Fan
/// 1996, the default of R and `NumPy`. Returns 0 if there are no values.
#[must_use]
pub fn quantile(sorted: &[f64], p: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else { return 0.0 };
    let at = last as f64 * p.clamp(0.0, 1.0);
    let low = (at.floor() as usize).min(last);
    let high = (low + 1).min(last);
    sorted[low] + (at - low as f64) * (sorted[high] - sorted[low])
}

/// Returns the quantiles at [`LEVELS`]. Only the required order statistics are moved into place,
/// which is several times faster than sorting.
fn quantiles(values: &mut [f64]) -> [f64; 7] {
    let last = values.len() - 1;
    let mut settled = 0;
    for level in LEVELS {
        let low = (last as f64 * level).floor() as usize;
        for rank in [low, (low + 1).min(last)] {
            if rank >= settled {
                values[settled..].select_nth_unstable_by(rank - settled, f64::total_cmp);
                settled = rank + 1;
            }
        }
    }
    LEVELS.map(|level| quantile(values, level))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn of_five_values_by_hand() {
        let stat = stat(&[4.0, 1.0, 3.0, 2.0, 5.0]).unwrap();
        assert_eq!(stat.mean, 3.0);
        assert_eq!(stat.sd, 2.5_f64.sqrt());
        assert_eq!(stat.se, 0.5_f64.sqrt());
        // Type 7: position 0.05 × 4 = 0.2 between 1 and 2.
        assert!((stat.p05 - 1.2).abs() < 1e-12 && (stat.p10 - 1.4).abs() < 1e-12);
        assert_eq!((stat.p25, stat.p50, stat.p75), (2.0, 3.0, 4.0));
        assert!((stat.p90 - 4.6).abs() < 1e-12 && (stat.p95 - 4.8).abs() < 1e-12);
    }

    #[test]
    fn leaves_out_what_is_no_number() {
        let values = [f64::NAN, 2.0, f64::INFINITY, 4.0, f64::NEG_INFINITY];
        assert_eq!(stat(&values), stat(&[2.0, 4.0]));
        assert_eq!(stat(&[f64::NAN]), None);
        assert_eq!(stat::<f64>(&[]), None);
    }

    #[test]
    fn of_one_value_has_no_spread() {
        let one = stat(&[7.5_f32]).unwrap();
        assert_eq!((one.mean, one.se, one.sd, one.p05, one.p95), (7.5, 0.0, 0.0, 7.5, 7.5));
    }

    #[test]
    fn of_equal_values_is_exact() {
        let same = stat(&[0.1; 1000]).unwrap();
        assert_eq!((same.mean, same.sd, same.p50), (0.1, 0.0, 0.1));
    }

    proptest! {
        #[test]
        fn quantiles_equal_those_of_sorted_values(values in proptest::collection::vec(-1e6_f64..1e6, 1..400)) {
            let mut sorted = values.clone();
            sorted.sort_by(f64::total_cmp);
            let found = stat(&values).unwrap();
            prop_assert_eq!(found.p05, quantile(&sorted, 0.05));
            prop_assert_eq!(found.p50, quantile(&sorted, 0.50));
            prop_assert_eq!(found.p95, quantile(&sorted, 0.95));
        }

        #[test]
        fn never_anything_but_numbers(values in proptest::collection::vec(proptest::num::f64::ANY, 0..50)) {
            if let Some(stat) = stat(&values) {
                let text = serde_json::to_string(&stat).unwrap();
                prop_assert!(!text.contains("null"), "{}", text);
            }
        }
    }
}
