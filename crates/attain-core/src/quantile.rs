//! Quantile functions. Every random outcome of the simulation is drawn by inversion of a uniform
//! number, so a higher probability never makes an outcome worse.

use libm::{exp, sqrt};

/// Standard normal quantile (Wichura, "Algorithm AS 241", Applied Statistics 37(3), 1988), accurate
/// to about 11 digits, which is the accuracy of the logarithm in its tails.
#[inline]
#[must_use]
pub fn normal(u: f64) -> f64 {
    if (u - 0.5).abs() <= CENTRAL_HALF_WIDTH { normal_central(u) } else { normal_tail(u) }
}

/// Half-width of the interval around 0.5 in which [`normal_central`] is valid.
pub const CENTRAL_HALF_WIDTH: f64 = 0.425;

/// [`normal`] for arguments between 0.075 and 0.925.
#[inline]
#[must_use]
pub fn normal_central(u: f64) -> f64 {
    let q = u - 0.5;
    q * ratio(0.180_625 - q * q, &CENTRE)
}

/// [`normal`] for arguments below 0.075 or above 0.925.
#[must_use]
pub fn normal_tail(u: f64) -> f64 {
    let q = u - 0.5;
    let tail = if q < 0.0 { u } else { 1.0 - u };
    let r = sqrt(-fast_log(tail));
    let z = if r <= 5.0 { ratio(r - 1.6, &MIDDLE) } else { ratio(r - 5.0, &FAR) };
    if q < 0.0 { -z } else { z }
}

/// Poisson quantile, and the position of `u` among the arguments with the same quantile, which is
/// again uniform between 0 and 1. `exp_neg` is e^-mean, which callers have already computed.
///
/// The quantile is found by sequential search. Above a mean of 64, it is the second-order
/// Cornish-Fisher expansion, which differs by more than one count in fewer than one of a thousand
/// draws, and no position is returned.
#[inline]
#[must_use]
pub fn poisson(u: f64, mean: f64, exp_neg: f64) -> (u32, Option<f64>) {
    if mean > 64.0 {
        let z = normal(u);
        return ((mean + sqrt(mean) * z + (z * z - 1.0) / 6.0).round().max(0.0) as u32, None);
    }
    let (mut term, mut below, mut k) = (exp_neg, 0.0, 0_u32);
    while u > below + term && k < 1000 {
        k += 1;
        below += term;
        term *= if k == 1 { mean } else { mean / f64::from(k) };
    }
    (k, Some(((u - below) / term).clamp(0.0, 1.0)))
}

/// Quantile of the exponential distribution with mean one.
#[inline]
#[must_use]
pub fn exponential(u: f64) -> f64 {
    -fast_log(1.0 - u)
}

/// e^x for |x| up to 700 with a relative error below 1e-9, which is far below the resolution of
/// single precision or one cent of an amount. It has no branches, tables or calls, so the compiler
/// can vectorise loops over it.
#[inline]
#[must_use]
pub fn fast_exp(x: f64) -> f64 {
    // Adding this constant rounds to an integer and leaves it in the lowest bits.
    const WHOLE: f64 = 6_755_399_441_055_744.0;
    let shifted = x.clamp(-700.0, 700.0) * std::f64::consts::LOG2_E + WHOLE;
    let r = x.clamp(-700.0, 700.0) - (shifted - WHOLE) * std::f64::consts::LN_2;
    let (r2, r4) = (r * r, r * r * r * r);
    let low = 1.0 + r + (0.5 + r * (1.0 / 6.0)) * r2;
    let high = 1.0 / 24.0 + r * (1.0 / 120.0) + (1.0 / 720.0 + r * (1.0 / 5040.0)) * r2 + r4 * (1.0 / 40320.0);
    (low + high * r4) * f64::from_bits(shifted.to_bits().wrapping_add(1023) << 52)
}

/// Natural logarithm of a positive normal number with a relative error below 1e-11. It
/// has no branches, tables or calls.
#[inline]
#[must_use]
pub fn fast_log(x: f64) -> f64 {
    // x = m × 2^e with m between √½ and √2, and ln m = 2 artanh((m - 1) / (m + 1)).
    let half = std::f64::consts::FRAC_1_SQRT_2.to_bits();
    let exponent = (x.to_bits().wrapping_sub(half) as i64) >> 52;
    let m = f64::from_bits(x.to_bits().wrapping_sub((exponent << 52) as u64));
    let s = (m - 1.0) / (m + 1.0);
    let (z, z2) = (s * s, s * s * s * s);
    let low = 1.0 + z * (1.0 / 3.0) + (1.0 / 5.0 + z * (1.0 / 7.0)) * z2;
    let high = 1.0 / 9.0 + z * (1.0 / 11.0) + z2 * (1.0 / 13.0);
    exponent as f64 * std::f64::consts::LN_2 + 2.0 * s * (low + high * z2 * z2)
}

/// The logit function with a relative error below 1e-10.
#[inline]
#[must_use]
pub fn logit(p: f64) -> f64 {
    fast_log(p / (1.0 - p))
}

/// The inverse of the logit function.
#[inline]
#[must_use]
pub fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + exp(-x))
}

/// Quantile of the lognormal distribution with mean one and log standard deviation `sigma`, at the normal score `z`.
#[inline]
#[must_use]
pub fn lognormal_mean_one(z: f64, sigma: f64) -> f64 {
    if sigma == 0.0 { 1.0 } else { exp(sigma * z - 0.5 * sigma * sigma) }
}

/// Coefficients of a ratio of polynomials, in ascending order of degree.
struct RatioCoefficients {
    numerator: [f64; 8],
    denominator: [f64; 8],
}

#[inline]
fn ratio(r: f64, coefficients: &RatioCoefficients) -> f64 {
    // Evaluated in halves rather than term by term, so that more operations are independent of each
    // other.
    let (r2, r4) = (r * r, r * r * r * r);
    let sum = |c: &[f64; 8]| (c[0] + c[1] * r + (c[2] + c[3] * r) * r2) + (c[4] + c[5] * r + (c[6] + c[7] * r) * r2) * r4;
    sum(&coefficients.numerator) / sum(&coefficients.denominator)
}

const CENTRE: RatioCoefficients = RatioCoefficients {
    numerator: [
        3.387_132_872_796_366_5,
        1.331_416_678_917_843_8e2,
        1.971_590_950_306_551_3e3,
        1.373_169_376_550_946e4,
        4.592_195_393_154_987e4,
        6.726_577_092_700_87e4,
        3.343_057_558_358_813e4,
        2.509_080_928_730_122_7e3,
    ],
    denominator: [
        1.0,
        4.231_333_070_160_091e1,
        6.871_870_074_920_579e2,
        5.394_196_021_424_751e3,
        2.121_379_430_158_659_7e4,
        3.930_789_580_009_271e4,
        2.872_908_573_572_194_3e4,
        5.226_495_278_852_545e3,
    ],
};

const MIDDLE: RatioCoefficients = RatioCoefficients {
    numerator: [
        1.423_437_110_749_683_5,
        4.630_337_846_156_546,
        5.769_497_221_460_691,
        3.647_848_324_763_204_5,
        1.270_458_252_452_368_4,
        2.417_807_251_774_506e-1,
        2.272_384_498_926_918_4e-2,
        7.745_450_142_783_414e-4,
    ],
    denominator: [
        1.0,
        2.053_191_626_637_759,
        1.676_384_830_183_803_8,
        6.897_673_349_851e-1,
        1.481_039_764_274_800_8e-1,
        1.519_866_656_361_645_7e-2,
        5.475_938_084_995_345e-4,
        1.050_750_071_644_416_9e-9,
    ],
};

const FAR: RatioCoefficients = RatioCoefficients {
    numerator: [
        6.657_904_643_501_103,
        5.463_784_911_164_114,
        1.784_826_539_917_291_3,
        2.965_605_718_285_049e-1,
        2.653_218_952_657_612_4e-2,
        1.242_660_947_388_078_4e-3,
        2.711_555_568_743_487_6e-5,
        2.010_334_399_292_288_1e-7,
    ],
    denominator: [
        1.0,
        5.998_322_065_558_88e-1,
        1.369_298_809_227_358e-1,
        1.487_536_129_085_061_5e-2,
        7.868_691_311_456_133e-4,
        1.846_318_317_510_054_8e-5,
        1.421_511_758_316_446e-7,
        2.044_263_103_389_939_8e-15,
    ],
};

#[cfg(test)]
mod tests {
    use super::*;
    use libm::log;
    use statrs::distribution::{ContinuousCDF, Discrete, DiscreteCDF, Normal, Poisson};

    #[test]
    fn normal_inverts_the_distribution_function() {
        let reference = Normal::standard();
        for i in 1..4000 {
            let u = f64::from(i) / 4000.0;
            assert!((reference.cdf(normal(u)) - u).abs() < 1e-9, "{u}");
        }
        for u in [1e-10, 1e-8, 1e-5, 1.0 - 1e-8] {
            let z = normal(u);
            assert!(
                (reference.cdf(z) / u - 1.0).abs() < 1e-6 || u > 0.5 && (reference.sf(z) / (1.0 - u) - 1.0).abs() < 1e-6,
                "{u}"
            );
        }
        assert_eq!(normal(0.5), 0.0);
    }

    #[test]
    fn exponentials_in_single_precision_are_those_of_the_library() {
        for i in -70_000..=70_000 {
            let x = f64::from(i) * 0.009_97;
            assert!((fast_exp(x) / exp(x) - 1.0).abs() < 1e-9, "{x}");
        }
    }

    #[test]
    fn logarithms_are_those_of_the_library() {
        for i in -70_000..=70_000 {
            let x = exp(f64::from(i) * 0.009_97);
            assert!((fast_log(x) - log(x)).abs() <= 1e-11 * log(x).abs(), "{x}");
        }
        for i in 1..10_000 {
            let p = f64::from(i) / 10_000.0;
            let exact = log(p / (1.0 - p));
            assert!((logit(p) - exact).abs() <= 1e-10 * exact.abs(), "{p}");
        }
    }

    #[test]
    fn poisson_inverts_the_distribution_function() {
        for mean in [0.01, 0.3, 2.0, 17.5, 60.0] {
            let reference = Poisson::new(mean).unwrap();
            for i in 1..1000 {
                let u = f64::from(i) / 1000.0;
                let (k, rest) = poisson(u, mean, exp(-mean));
                let place = (u - if k == 0 { 0.0 } else { reference.cdf(u64::from(k) - 1) }) / reference.pmf(u64::from(k));
                assert!(rest.is_some_and(|rest| (rest - place).abs() < 1e-9), "{mean} {u}");
                assert!(reference.cdf(u64::from(k)) >= u - 1e-12, "{mean} {u}");
                assert!(k == 0 || reference.cdf(u64::from(k) - 1) < u + 1e-12, "{mean} {u}");
            }
        }
    }

    #[test]
    fn poisson_of_a_large_mean_is_within_one() {
        for mean in [65.0, 200.0, 5000.0] {
            let reference = Poisson::new(mean).unwrap();
            for i in 1..200 {
                let u = f64::from(i) / 200.0;
                let exact = reference.inverse_cdf(u);
                assert!(exact.abs_diff(u64::from(poisson(u, mean, 0.0).0)) <= 1, "{mean} {u}");
            }
        }
    }
}
