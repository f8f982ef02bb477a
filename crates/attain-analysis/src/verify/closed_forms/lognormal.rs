//! The lognormal distribution of sizes and times, with partial moments (Klugman,
//! Panjer & Willmot, "Loss Models", appendix A).

use super::distributions::normal_cdf;

/// A lognormal distribution; a point mass if `sigma` is 0.
#[derive(Debug, Clone, Copy)]
pub struct Lognormal {
    pub median: f64,
    /// Standard deviation of the logarithm.
    pub sigma: f64,
}

impl Lognormal {
    /// Probability of a value of at most `x`.
    pub fn cdf(&self, x: f64) -> f64 {
        self.below(x, 0.0)
    }

    pub fn mean(&self) -> f64 {
        self.median * libm::exp(0.5 * self.sigma * self.sigma)
    }

    /// Second moment.
    pub fn square(&self) -> f64 {
        self.median * self.median * libm::exp(2.0 * self.sigma * self.sigma)
    }

    /// Partial mean E\[T; T ≤ x\].
    pub fn mean_below(&self, x: f64) -> f64 {
        self.mean() * self.below(x, 1.0)
    }

    /// Integral of the distribution function from 0 to x: x − E\[min(T, x)\].
    pub fn integral(&self, x: f64) -> f64 {
        if x <= 0.0 { 0.0 } else { x * self.cdf(x) - self.mean_below(x) }
    }

    /// Distribution function weighted by the `power`-th power of the value.
    pub fn below(&self, x: f64, power: f64) -> f64 {
        if x <= 0.0 {
            0.0
        } else if self.sigma == 0.0 {
            f64::from(u8::from(x >= self.median))
        } else {
            normal_cdf(libm::log(x / self.median) / self.sigma - power * self.sigma)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::quadrature::{integral, normal_mean};
    use super::*;

    #[test]
    fn moments_agree_with_quadrature() {
        let lognormal = Lognormal { median: 84.0, sigma: 0.6 };
        let value = |z: f64| lognormal.median * libm::exp(lognormal.sigma * z);
        assert!((lognormal.mean() - normal_mean(value)).abs() < 1e-9);
        assert!((lognormal.square() - normal_mean(|z| value(z) * value(z))).abs() < 1e-6);
        let area = integral(0.0, 200.0, 2000, |x| lognormal.cdf(x));
        assert!((lognormal.integral(200.0) - area).abs() < 1e-6, "{} {area}", lognormal.integral(200.0));
        assert_eq!(Lognormal { median: 3.0, sigma: 0.0 }.integral(10.0), 7.0);
    }
}
