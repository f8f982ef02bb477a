//! Figures of cells: means, quantiles and paired differences, each with its error.

use libm::sqrt;
use serde::Serialize;

use attain_sim::summarise::{Z95, counts, mean_and_sd, quantile};

/// A figure with its Monte Carlo standard error.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Estimate {
    /// The figure.
    pub value: f64,
    /// Its standard error.
    pub se: f64,
}

impl Estimate {
    /// The mean of the years that have a value.
    #[must_use]
    pub fn mean(values: &[f64]) -> Option<Self> {
        let kept: Vec<f64> = values.iter().copied().filter(|value| counts(*value)).collect();
        let (value, sd) = mean_and_sd(&kept);
        (!kept.is_empty()).then(|| Self { value, se: sd / sqrt(kept.len() as f64) })
    }

    /// A quantile. Its error is half the distance of the order statistics one
    /// binomial deviation below and above it (Woodruff 1952, JASA 47).
    #[must_use]
    pub fn quantile(values: &[f64], p: f64) -> Option<Self> {
        let mut kept: Vec<f64> = values.iter().copied().filter(|value| counts(*value)).collect();
        if kept.is_empty() {
            return None;
        }
        kept.sort_by(f64::total_cmp);
        let aside = sqrt(p * (1.0 - p) / kept.len() as f64);
        let se = 0.5 * (quantile(&kept, p + aside) - quantile(&kept, p - aside));
        Some(Self { value: quantile(&kept, p), se })
    }
}

/// A difference in the same worlds, with its pointwise 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Paired {
    /// The mean difference.
    pub difference: f64,
    /// Its standard error.
    pub se: f64,
    /// Low end of the interval.
    pub low: f64,
    /// High end of the interval.
    pub high: f64,
}

impl Paired {
    /// Mean of `a - b` over `by`, of the years that have both.
    #[must_use]
    pub fn of(a: &[f64], b: &[f64], by: f64) -> Option<Self> {
        let differences: Vec<f64> = a.iter().zip(b).map(|(a, b)| (a - b) / by).collect();
        let Estimate { value, se } = Estimate::mean(&differences)?;
        Some(Self { difference: value, se, low: value - Z95 * se, high: value + Z95 * se })
    }

    /// Whether it is so many standard errors over 0 (or under it, for a negative number).
    #[must_use]
    pub fn beyond(&self, errors: f64) -> bool {
        if errors < 0.0 { self.difference < errors * self.se } else { self.difference > errors * self.se }
    }
}

/// What one unit of `b` more costs of `a`: the ratio of the mean differences,
/// its error by the delta method. `None` where `b` does not surely grow.
#[must_use]
pub fn price(a: (&[f64], &[f64]), b: (&[f64], &[f64])) -> Option<Estimate> {
    let (cost, gain) = (Paired::of(a.0, a.1, 1.0)?, Paired::of(b.0, b.1, 1.0)?);
    if gain.low <= 0.0 {
        return None;
    }
    let value = cost.difference / gain.difference;
    let residual = |i: usize| (a.0[i] - a.1[i]) - value * (b.0[i] - b.1[i]);
    let residuals: Vec<f64> = (0..a.0.len().min(b.0.len())).map(residual).collect();
    Some(Estimate { value, se: Estimate::mean(&residuals)?.se / gain.difference })
}

/// How many times more years separate worlds would need for the same precision
/// of a mean difference: the ratio of the variances.
#[must_use]
pub fn pairing_gain(a: &[f64], b: &[f64]) -> Option<f64> {
    let variance = |values: &[f64]| Estimate::mean(values).map(|estimate| estimate.se * estimate.se * values.len() as f64);
    let differences: Vec<f64> = a.iter().zip(b).map(|(a, b)| a - b).collect();
    let paired = variance(&differences)?;
    (paired > 0.0).then_some((variance(a)? + variance(b)?) / paired)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quantile_has_the_error_of_theory() {
        // Of a uniform sample: se of the p-quantile is √(p (1 - p) / n).
        let values: Vec<f64> = (0..10_000).map(|i| f64::from(i) / 10_000.0).collect();
        let found = Estimate::quantile(&values, 0.1).unwrap();
        assert!((found.value - 0.1).abs() < 1e-3 && (found.se - 0.003).abs() < 1e-4, "{found:?}");
    }

    #[test]
    fn a_price_is_cost_over_gain_and_none_without_gain() {
        let cost = [10.0, 12.0, 11.0, 13.0];
        let gain = [20.0, 25.0, 21.0, 27.0];
        let nothing = [0.0; 4];
        let found = price((&cost, &nothing), (&gain, &nothing)).unwrap();
        assert!((found.value - 46.0 / 93.0).abs() < 1e-12 && found.se > 0.0, "{found:?}");
        assert_eq!(price((&cost, &nothing), (&nothing, &gain)), None);
    }

    #[test]
    fn pairing_gains_what_is_shared() {
        let a = [1.0, 2.0, 3.0, 4.0];
        let b = [0.9, 2.1, 2.9, 4.1];
        assert!(pairing_gain(&a, &b).unwrap() > 100.0);
        assert_eq!(pairing_gain(&a, &a), None);
    }
}
