//! Proportions of simulated years.

/// The 97.5 % quantile of the normal distribution.
pub const Z95: f64 = 1.959_963_984_540_054;

/// Wilson's 95 % score interval for a proportion `p` observed in `n` trials. Unlike the mean ± 1.96
/// standard errors, it stays within [0, 1] and keeps its coverage near the ends (Wilson 1927;
/// Brown, Cai & `DasGupta` 2001, Statistical Science 16(2)).
#[must_use]
pub fn wilson(p: f64, n: usize) -> (f64, f64) {
    if n == 0 {
        return (0.0, 1.0);
    }
    let n = n as f64;
    let z2 = Z95 * Z95;
    let centre = (p + z2 / (2.0 * n)) / (1.0 + z2 / n);
    let half = Z95 * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt() / (1.0 + z2 / n);
    // Rounding must not exclude the observed share at the ends of the range.
    ((centre - half).clamp(0.0, p), (centre + half).clamp(p, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_published_values() {
        // Newcombe 1998, Statistics in Medicine 17, table I, method 3.
        for (hits, n, low, high) in [(81.0, 263, 0.2553, 0.3662), (15.0, 148, 0.0624, 0.1605), (0.0, 20, 0.0, 0.1611)] {
            let found = wilson(hits / n as f64, n);
            assert!((found.0 - low).abs() < 5e-5 && (found.1 - high).abs() < 5e-5, "{hits} of {n}: {found:?}");
        }
        assert_eq!(wilson(1.0, 50).1, 1.0);
    }

    /// Mean coverage over p in [0.05, 0.95] at n = 200 by exact enumeration of the binomial.
    #[test]
    fn covers_at_its_nominal_rate() {
        let n = 200_usize;
        let mut total = 0.0;
        for step in 1..=19 {
            let p = step as f64 / 20.0;
            let mut weight = libm::pow(1.0 - p, n as f64);
            for hits in 0..=n {
                let (low, high) = wilson(hits as f64 / n as f64, n);
                if low <= p && p <= high {
                    total += weight / 19.0;
                }
                weight *= (n - hits) as f64 / (hits + 1) as f64 * p / (1.0 - p);
            }
        }
        assert!((total - 0.95).abs() < 0.006, "{total}");
    }
}
