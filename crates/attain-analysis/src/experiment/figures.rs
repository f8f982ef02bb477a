//! Statistics of cells: means, quantiles and paired differences, each with its standard error.

use libm::sqrt;
use serde::Serialize;

use attain_sim::summarise::{Z95, counts, mean_and_sd, quantile};

/// An estimate with its Monte Carlo standard error.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct CellEstimate {
    pub value: f64,
    /// Standard error.
    pub se: f64,
}

impl CellEstimate {
    /// Computes the mean of the years with a value.
    #[must_use]
    pub fn mean(values: &[f64]) -> Option<Self> {
        let kept: Vec<f64> = values.iter().copied().filter(|value| counts(*value)).collect();
        let (value, sd) = mean_and_sd(&kept);
        (!kept.is_empty()).then(|| Self { value, se: sd / sqrt(kept.len() as f64) })
    }

    /// Computes a quantile. Its standard error is half the distance between the order statistics
    /// one binomial standard deviation below and above it (Woodruff 1952, JASA 47).
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

/// A difference between results in the same worlds, with its pointwise 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct CellDifference {
    /// The mean difference.
    pub difference: f64,
    /// Standard error.
    pub se: f64,
    /// Low end of the interval.
    pub low: f64,
    /// High end of the interval.
    pub high: f64,
}

impl CellDifference {
    /// Computes the mean of `(a - b) / divisor` over the years with a value of both.
    #[must_use]
    pub fn between(a: &[f64], b: &[f64], divisor: f64) -> Option<Self> {
        let differences: Vec<f64> = a.iter().zip(b).map(|(a, b)| (a - b) / divisor).collect();
        let CellEstimate { value, se } = CellEstimate::mean(&differences)?;
        Some(Self { difference: value, se, low: value - Z95 * se, high: value + Z95 * se })
    }

    /// Returns whether the difference is more than the given number of standard errors above 0, or
    /// below 0 if the number is negative.
    #[must_use]
    pub fn is_beyond(&self, errors: f64) -> bool {
        if errors < 0.0 { self.difference < errors * self.se } else { self.difference > errors * self.se }
    }
}

/// A metric with and without a change, by year in the same worlds.
#[derive(Debug, Clone, Copy)]
pub struct PairedColumns<'a> {
    pub with: &'a [f64],
    pub without: &'a [f64],
}

impl PairedColumns<'_> {
    fn difference(&self) -> Option<CellDifference> {
        CellDifference::between(self.with, self.without, 1.0)
    }
}

/// Cost of one more unit of `gain`: the ratio of the mean differences, with a standard error from
/// the delta method. Returns `None` if the 95 % interval of the gain reaches 0.
#[must_use]
pub fn cost_per_unit(cost: PairedColumns, gain: PairedColumns) -> Option<CellEstimate> {
    let (mean_cost, mean_gain) = (cost.difference()?, gain.difference()?);
    if mean_gain.low <= 0.0 {
        return None;
    }
    let value = mean_cost.difference / mean_gain.difference;
    let residual = |i: usize| (cost.with[i] - cost.without[i]) - value * (gain.with[i] - gain.without[i]);
    let residuals: Vec<f64> = (0..cost.with.len().min(gain.with.len())).map(residual).collect();
    Some(CellEstimate { value, se: CellEstimate::mean(&residuals)?.se / mean_gain.difference })
}

/// Ratio of the variance of a mean difference in independent worlds to that in the same worlds: the
/// number of independent years that give the same precision as one year in the same worlds.
#[must_use]
pub fn pairing_gain(a: &[f64], b: &[f64]) -> Option<f64> {
    let variance = |values: &[f64]| CellEstimate::mean(values).map(|estimate| estimate.se * estimate.se * values.len() as f64);
    let differences: Vec<f64> = a.iter().zip(b).map(|(a, b)| a - b).collect();
    let paired = variance(&differences)?;
    (paired > 0.0).then_some((variance(a)? + variance(b)?) / paired)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quantile_has_the_error_of_theory() {
        // For a uniform sample, the standard error of the p-quantile is √(p (1 - p) / n).
        let values: Vec<f64> = (0..10_000).map(|i| f64::from(i) / 10_000.0).collect();
        let found = CellEstimate::quantile(&values, 0.1).unwrap();
        assert!((found.value - 0.1).abs() < 1e-3 && (found.se - 0.003).abs() < 1e-4, "{found:?}");
    }

    fn pair<'a>(with: &'a [f64], without: &'a [f64]) -> PairedColumns<'a> {
        PairedColumns { with, without }
    }

    #[test]
    fn cost_per_unit_is_cost_over_gain_and_none_without_gain() {
        let cost = [10.0, 12.0, 11.0, 13.0];
        let gain = [20.0, 25.0, 21.0, 27.0];
        let nothing = [0.0; 4];
        let found = cost_per_unit(pair(&cost, &nothing), pair(&gain, &nothing)).unwrap();
        assert!((found.value - 46.0 / 93.0).abs() < 1e-12 && found.se > 0.0, "{found:?}");
        assert_eq!(cost_per_unit(pair(&cost, &nothing), pair(&nothing, &gain)), None);
    }

    #[test]
    fn pairing_gains_what_is_shared() {
        let a = [1.0, 2.0, 3.0, 4.0];
        let b = [0.9, 2.1, 2.9, 4.1];
        assert!(pairing_gain(&a, &b).unwrap() > 100.0);
        assert_eq!(pairing_gain(&a, &a), None);
    }
}
