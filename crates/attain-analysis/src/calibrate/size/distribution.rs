//! Choice between a lognormal distribution, a gamma distribution and empirical quantiles.
//!
//! Standardised logarithms are compared with the normal distribution, and amounts with the gamma
//! distribution, by the Kolmogorov-Smirnov distance with estimated parameters. The lognormal
//! distribution is chosen if Lilliefors' test does not reject it at 1 % (Stephens 1974), or if the
//! distance is at most [`CLOSE`], because the test rejects immaterial differences in large samples.
//! Otherwise, the gamma distribution is chosen if it passes by the same rule. The empirical
//! quantiles are used if neither passes.

use libm::{exp, log};
use serde_json::json;
use statrs::distribution::{ContinuousCDF, Gamma};
use statrs::function::gamma::digamma;

use super::regression::{DealAmount, SizeRegression};
use crate::calibrate::numerics::distributions::normal_cdf;
use crate::calibrate::setting::rounded;

/// Kolmogorov-Smirnov distance that is too small to matter. The best lognormal fits of a public CRM
/// have 0.03.
const CLOSE: f64 = 0.03;
/// Number of steps in the written quantiles.
const STEPS: usize = 40;
/// Critical value of Lilliefors' test at 1 %, with Stephens' modification.
const CRITICAL: f64 = 1.035;

/// Fits a distribution to amounts. Returns its description and the choice for the scenario.
pub(super) fn fit_distribution(amounts: &[DealAmount], line: &SizeRegression) -> (String, serde_json::Value) {
    let at = line.at_mean_potential(amounts);
    let n = at.len() as f64;
    let fits = |distance: f64| distance * (n.sqrt() - 0.01 + 0.85 / n.sqrt()) <= CRITICAL || distance <= CLOSE;
    let lognormal = distance(&at, |x| normal_cdf((log(x) - line.intercept) / line.sd.max(1e-9)));
    if fits(lognormal) {
        let value = json!({ "lognormal": { "median": rounded(exp(line.intercept)), "sigma": rounded(line.sd.min(5.0)) } });
        return (format!("lognormal (distance {lognormal:.3})"), value);
    }
    let quantiles = |at: &dyn Fn(f64) -> f64| {
        let mut values: Vec<f64> = (0..=STEPS).map(|i| rounded(at(i as f64 / STEPS as f64))).collect();
        values.dedup();
        json!({ "quantiles": values })
    };
    if let Some(gamma) = fit_gamma(&at) {
        let gamma_distance = distance(&at, |x| gamma.cdf(x));
        if fits(gamma_distance) {
            let inside = |p: f64| gamma.inverse_cdf(p.clamp(0.5 / n, 1.0 - 0.5 / n));
            return (format!("gamma (distance {gamma_distance:.3}; lognormal {lognormal:.3}), as quantiles"), quantiles(&inside));
        }
        let description =
            format!("neither lognormal (distance {lognormal:.3}) nor gamma ({gamma_distance:.3}): empirical quantiles");
        return empirical(description, &at, &quantiles);
    }
    empirical(format!("not lognormal (distance {lognormal:.3}): empirical quantiles"), &at, &quantiles)
}

/// Function that writes the quantiles of a distribution as a scenario choice.
type QuantileWriter<'a> = dyn Fn(&dyn Fn(f64) -> f64) -> serde_json::Value + 'a;

fn empirical(description: String, at: &[f64], quantiles: &QuantileWriter<'_>) -> (String, serde_json::Value) {
    let value = quantiles(&|p| attain_sim::summarise::quantile(at, p));
    let several = value["quantiles"].as_array().is_some_and(|values| values.len() >= 2);
    if several {
        return (description, value);
    }
    // All amounts are equal.
    let value = json!({ "lognormal": { "median": rounded(at.first().copied().unwrap_or(1.0)), "sigma": 0.0 } });
    ("all equal".to_owned(), value)
}

/// Returns the Kolmogorov-Smirnov distance of a sorted sample from a distribution.
fn distance(sorted: &[f64], cdf: impl Fn(f64) -> f64) -> f64 {
    let n = sorted.len() as f64;
    let gap = |(i, &x): (usize, &f64)| {
        let f = cdf(x);
        (f - i as f64 / n).abs().max(((i + 1) as f64 / n - f).abs())
    };
    sorted.iter().enumerate().map(gap).fold(0.0, f64::max)
}

/// Fits a gamma distribution by maximum likelihood. The shape k solves ln k − ψ(k) = ln mean − mean
/// ln and is found by Newton's method from Minka's starting value (2002).
fn fit_gamma(sample: &[f64]) -> Option<Gamma> {
    let n = sample.len() as f64;
    let mean = sample.iter().sum::<f64>() / n;
    let s = log(mean) - sample.iter().map(|x| log(*x)).sum::<f64>() / n;
    if s.is_nan() || s <= 1e-9 {
        return None;
    }
    let mut k = (3.0 - s + ((s - 3.0).powi(2) + 24.0 * s).sqrt()) / (12.0 * s);
    for _ in 0..50 {
        let h = 1e-4 * k;
        let slope = 1.0 / k - (digamma(k + h) - digamma(k - h)) / (2.0 * h);
        k = (k - (log(k) - digamma(k) - s) / slope).max(1e-3);
    }
    Gamma::new(k, k / mean).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calibrate::numerics::distributions::normal_quantile;

    /// Sample of a distribution at evenly spaced probabilities.
    fn even(n: usize, quantile: impl Fn(f64) -> f64) -> Vec<f64> {
        (0..n).map(|i| quantile((i as f64 + 0.5) / n as f64)).collect()
    }

    fn shaped(sample: &[f64]) -> (String, serde_json::Value) {
        let amounts: Vec<DealAmount> = sample
            .iter()
            .enumerate()
            .map(|(i, x)| DealAmount { account: i, log: log(*x), relative: (i % 7) as f64 / 10.0 })
            .collect();
        let line = SizeRegression::fit(&amounts).expect("a line");
        fit_distribution(&amounts, &line)
    }

    #[test]
    fn distributions_are_recognised() {
        let lognormal = even(2_000, |p| exp(9.0 + 0.7 * normal_quantile(p)));
        assert!(shaped(&lognormal).0.starts_with("lognormal"));
        let gamma = Gamma::new(1.2, 1e-4).expect("a distribution");
        let (description, value) = shaped(&even(2_000, |p| gamma.inverse_cdf(p)));
        assert!(description.starts_with("gamma") && value["quantiles"].as_array().expect("a list").len() > 30, "{description}");
        let two = even(2_000, |p| if p < 0.5 { 100.0 + p } else { 5_000.0 + p });
        assert!(shaped(&two).0.starts_with("neither"), "{}", shaped(&two).0);
        assert_eq!(shaped(&[500.0; 50]).0, "all equal");
    }
}
