//! Distributions used for intervals and tests.

use statrs::distribution::{ChiSquared, ContinuousCDF, Gamma, StudentsT};

/// Probability on each side of a 90 % interval.
const TAIL: f64 = 0.05;

/// Half-width of a 90 % interval of a normal estimate, in standard errors.
pub const Z90: f64 = 1.644_853_626_951_472_2;

/// Returns the half-width of a 90 % interval in standard errors, if these are estimated with
/// `freedom` degrees of freedom.
#[must_use]
pub fn t90(freedom: f64) -> f64 {
    StudentsT::new(0.0, 1.0, freedom.max(1.0)).map_or(Z90, |distribution| distribution.inverse_cdf(1.0 - TAIL))
}

/// Returns a 90 % interval of the mean of a Poisson count: Garwood's interval from the gamma
/// distribution, with half a count added (between the exact and the anti-conservative interval).
#[must_use]
pub fn poisson90(count: f64) -> (f64, f64) {
    let at = |shape: f64, p: f64| Gamma::new(shape, 1.0).map_or(0.0, |distribution| distribution.inverse_cdf(p));
    (at(count + 0.5, TAIL), at(count + 0.5, 1.0 - TAIL))
}

/// Returns a quantile of the chi-square distribution.
#[must_use]
pub fn chi_square(freedom: f64, p: f64) -> f64 {
    ChiSquared::new(freedom.max(1e-9)).map_or(freedom, |distribution| distribution.inverse_cdf(p))
}

/// Returns a 90 % interval of a variance estimated with `freedom` degrees of freedom, as factors on
/// the estimate.
#[must_use]
pub fn variance90(freedom: f64) -> (f64, f64) {
    (freedom / chi_square(freedom, 1.0 - TAIL), freedom / chi_square(freedom, TAIL).max(1e-12))
}

/// Standard normal distribution function.
#[must_use]
pub fn normal_cdf(x: f64) -> f64 {
    0.5 * libm::erfc(-x * std::f64::consts::FRAC_1_SQRT_2)
}

/// Standard normal quantile.
#[cfg(test)]
#[must_use]
pub fn normal_quantile(p: f64) -> f64 {
    statrs::distribution::Normal::standard().inverse_cdf(p)
}

/// ln(1 + e^x) without overflow.
#[must_use]
pub fn softplus(x: f64) -> f64 {
    if x > 30.0 { x } else { libm::log1p(libm::exp(x)) }
}

/// Logistic function, the inverse of the logit.
#[must_use]
pub fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-x))
}

/// Logit, with the probability limited to avoid infinities.
#[must_use]
pub fn logit(p: f64) -> f64 {
    let p = p.clamp(1e-9, 1.0 - 1e-9);
    libm::log(p / (1.0 - p))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_quantiles() {
        assert!((t90(5.0) - 2.015).abs() < 1e-3);
        assert!((chi_square(10.0, 0.95) - 18.307).abs() < 1e-3);
        let (low, high) = poisson90(10.0);
        assert!(low > 5.4 && low < 6.2 && high > 15.9 && high < 17.0, "{low} {high}");
        assert!((normal_cdf(normal_quantile(0.2)) - 0.2).abs() < 1e-9);
        assert!((logistic(logit(0.3)) - 0.3).abs() < 1e-12);
    }
}
