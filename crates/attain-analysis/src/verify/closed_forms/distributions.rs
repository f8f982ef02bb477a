//! Distributions of counts and of test statistics.

use statrs::distribution::{ContinuousCDF, Normal};
use statrs::function::gamma::ln_gamma;

/// Standard normal distribution function.
pub fn normal_cdf(z: f64) -> f64 {
    Normal::standard().cdf(z)
}

/// Probability of `k` under a Poisson distribution.
pub fn poisson(k: usize, mean: f64) -> f64 {
    let k = k as f64;
    libm::exp(k * libm::log(mean) - mean - ln_gamma(k + 1.0))
}

/// Probability of `k` successes in `n` trials.
pub fn binomial(k: usize, n: usize, p: f64) -> f64 {
    let (k, n) = (k as f64, n as f64);
    let choose = ln_gamma(n + 1.0) - ln_gamma(k + 1.0) - ln_gamma(n - k + 1.0);
    libm::exp(choose + k * libm::log(p) + (n - k) * libm::log(1.0 - p))
}

/// Probabilities of 0, 1, 2 … successes in independent trials with different probabilities:
/// the Poisson-binomial distribution, by convolution.
pub fn poisson_binomial(probabilities: &[f64]) -> Vec<f64> {
    let mut density = vec![1.0];
    for p in probabilities {
        let mut next = vec![0.0; density.len() + 1];
        for (k, probability) in density.iter().enumerate() {
            next[k] += probability * (1.0 - p);
            next[k + 1] += probability * p;
        }
        density = next;
    }
    density
}

/// Normal score of a chi-square statistic, whose cube root is nearly normal (Wilson &
/// Hilferty 1931, PNAS 17).
pub fn wilson_hilferty(statistic: f64, freedom: f64) -> f64 {
    let spread = 2.0 / (9.0 * freedom);
    (libm::cbrt(statistic / freedom) - (1.0 - spread)) / spread.sqrt()
}

/// Normal score of a Kolmogorov-Smirnov distance: the normal quantile of its probability, with
/// Stephens' correction for finite n (1970, JRSS B 32).
pub fn kolmogorov_score(distance: f64, n: f64) -> f64 {
    let root = n.sqrt();
    let above = kolmogorov_above(distance * (root + 0.12 + 0.11 / root));
    // Beyond these bounds the normal quantile has no accurate digits.
    -Normal::standard().inverse_cdf(above.clamp(1e-15, 1.0 - 1e-15))
}

/// Probability that a Kolmogorov distance times √n exceeds x, by the series of Kolmogorov 1933 and
/// Smirnov 1948, each used where it converges fast.
fn kolmogorov_above(x: f64) -> f64 {
    if x < 1.0 {
        let term = |k: f64| libm::exp(-(2.0 * k - 1.0).powi(2) * std::f64::consts::PI.powi(2) / (8.0 * x * x));
        return 1.0 - std::f64::consts::TAU.sqrt() / x * (1..8).map(|k| term(f64::from(k))).sum::<f64>();
    }
    let term = |k: f64| 2.0 * libm::exp(-2.0 * k * k * x * x);
    (1..8).map(|k| if k % 2 == 1 { term(f64::from(k)) } else { -term(f64::from(k)) }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distributions_agree_with_tables() {
        assert!((poisson(3, 2.0) - 0.180_447_044).abs() < 1e-8);
        assert!((binomial(3, 10, 0.3) - 0.266_827_932).abs() < 1e-8);
        assert_eq!(poisson_binomial(&[0.5, 0.5]), [0.25, 0.5, 0.25]);
        // Smirnov's table: 5 % above 1.3581, 1 % above 1.6276; median 0.8276.
        for (x, above) in [(1.3581, 0.05), (1.6276, 0.01), (0.8276, 0.5)] {
            assert!((kolmogorov_above(x) - above).abs() < 2e-4, "{x}");
        }
        // Chi-square with 10 degrees of freedom: 1 % above 23.209, score 2.326.
        assert!((wilson_hilferty(23.209, 10.0) - 2.326).abs() < 0.01);
    }
}
