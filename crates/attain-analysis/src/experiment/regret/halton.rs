//! Points that fill a box evenly: Halton's sequence with digits permuted by the seed (Halton 1960;
//! Owen 2017, "A randomized Halton algorithm in R"). The first points of a longer design equal
//! those of a shorter one.
//!
//! The sequence is implemented here because existing crates produce different points: `halton` does
//! not permute digits, and `sobol_burley` implements another sequence. Their points would change
//! every regret result. Permuting digits with addressed draws also keeps each point independent of
//! all others.

use attain_core::random::philox;

/// Base of each dimension.
const PRIMES: [u32; 16] = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53];

/// Largest number of dimensions.
pub const MOST_DIMENSIONS: usize = PRIMES.len();

/// Number of permuted digits; later digits contribute less than 2⁻³².
const DIGITS: u32 = 32;

/// Returns the `n`-th point of a design with `dimensions` dimensions. Each coordinate lies strictly
/// between 0 and 1.
#[must_use]
pub fn point(seed: u64, n: u32, dimensions: usize) -> Vec<f64> {
    PRIMES.iter().take(dimensions).enumerate().map(|(d, &base)| coordinate(seed, n, d as u32, base)).collect()
}

fn coordinate(seed: u64, mut n: u32, dimension: u32, base: u32) -> f64 {
    let (mut value, mut weight) = (0.0, 1.0);
    for digit in 0..DIGITS {
        weight /= f64::from(base);
        value += weight * f64::from(permuted(seed, dimension, digit, base, n % base));
        n /= base;
        if weight < 1e-10 {
            break;
        }
    }
    value.clamp(1e-9, 1.0 - 1e-9)
}

/// Returns the permuted digit: its rank among draws addressed by the digits.
fn permuted(seed: u64, dimension: u32, place: u32, base: u32, digit: u32) -> u32 {
    let key = [seed as u32, (seed >> 32) as u32];
    let draw = |d: u32| (philox([d, place, dimension, u32::MAX - 1], key)[0], d);
    let own = draw(digit);
    (0..base).filter(|&other| draw(other) < own).count() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Among the first b² points of a dimension with base b, each of b² equal parts contains
    /// exactly one.
    #[test]
    fn every_dimension_is_filled_evenly() {
        for (d, &base) in PRIMES.iter().enumerate().take(5) {
            let parts = base * base;
            let mut seen: Vec<u32> = (0..parts).map(|n| (point(7, n, d + 1)[d] * f64::from(parts)) as u32).collect();
            seen.sort_unstable();
            assert_eq!(seen, (0..parts).collect::<Vec<u32>>(), "base {base}");
        }
    }

    /// The first 200 points fill the square more evenly than random points: the largest discrepancy
    /// over 100 corner boxes is less than half of that of random points, 1.36/√200.
    #[test]
    fn squares_are_filled_too() {
        let points: Vec<Vec<f64>> = (0..200).map(|n| point(3, n, 4)).collect();
        for (a, b) in [(0, 1), (1, 2), (2, 3)] {
            let mut worst: f64 = 0.0;
            for corner in 1..=100 {
                let (x, y) = (f64::from(corner % 10 + 1) / 10.0, f64::from(corner / 10) / 10.0);
                let inside = points.iter().filter(|point| point[a] < x && point[b] < y).count();
                worst = worst.max((inside as f64 / 200.0 - x * y).abs());
            }
            assert!(worst < 0.05, "{a}, {b}: {worst}");
        }
    }

    #[test]
    fn seeds_differ_and_designs_are_prefixes() {
        assert_ne!(point(1, 5, 3), point(2, 5, 3));
        assert_eq!(point(1, 5, 3), point(1, 5, 4)[..3]);
    }
}
