//! Numerical integration.

use std::f64::consts::TAU;

/// Computes the integral over an interval by Simpson's rule with `2 × panels` steps.
pub fn integral(from: f64, to: f64, panels: u32, f: impl Fn(f64) -> f64) -> f64 {
    let step = (to - from) / f64::from(2 * panels);
    let weight = |i: u32| match i {
        0 => 1.0,
        _ if i == 2 * panels => 1.0,
        _ if i % 2 == 1 => 4.0,
        _ => 2.0,
    };
    (0..=2 * panels).map(|i| weight(i) * f(from + f64::from(i) * step)).sum::<f64>() * step / 3.0
}

/// Computes the mean of a function of a standard normal variate by the trapezoidal rule, which for
/// smooth functions under a Gaussian converges faster than any power of the step.
pub fn normal_mean(f: impl Fn(f64) -> f64) -> f64 {
    const STEP: f64 = 1.0 / 16.0;
    let at = |i: i32| {
        let z = f64::from(i) * STEP;
        f(z) * libm::exp(-0.5 * z * z)
    };
    (-144..=144).map(at).sum::<f64>() * STEP / TAU.sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_integrals() {
        assert!((integral(0.0, 2.0, 1, |x| x * x * x) - 4.0).abs() < 1e-12);
        assert!((normal_mean(|z| z * z) - 1.0).abs() < 1e-12);
        assert!((normal_mean(|z| libm::exp(0.7 * z)) - libm::exp(0.245)).abs() < 1e-10);
    }
}
