//! Normal deviates for intervals. They are not part of any world: they have a separate seed and do
//! not depend on the study's seed.

use super::split_mix::SplitMix64;

/// A stream of standard normal deviates, addressed by purpose and index.
#[derive(Debug, Clone)]
pub struct NormalStream {
    bits: SplitMix64,
}

impl NormalStream {
    /// Creates the stream at an address.
    #[must_use]
    pub fn new(purpose: u64, index: u64) -> Self {
        let state = SplitMix64::mix(SplitMix64::mix(purpose ^ 0x5851_f42d_4c95_7f2d).wrapping_add(index));
        Self { bits: SplitMix64::new(state) }
    }

    /// Returns the next deviate, computed by the method of Box & Muller (1958). The second value of
    /// each pair is discarded.
    pub fn next_normal(&mut self) -> f64 {
        let radius = (-2.0 * libm::log(self.uniform())).sqrt();
        radius * libm::cos(std::f64::consts::TAU * self.uniform())
    }

    /// Uniform on the open interval from 0 to 1.
    fn uniform(&mut self) -> f64 {
        ((self.bits.next_u64() >> 12) as f64 + 0.5) / (1_u64 << 52) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use statrs::distribution::{ContinuousCDF, Normal};

    /// Kolmogorov–Smirnov, n = 20,000, α = 0.001 (critical 1.95 / √n), over many streams and positions.
    #[test]
    fn is_normal() {
        let mut drawn: Vec<f64> = (0..2_000)
            .flat_map(|i| {
                let mut normals = NormalStream::new(3, i);
                (0..10).map(move |_| normals.next_normal()).collect::<Vec<_>>()
            })
            .collect();
        drawn.sort_by(f64::total_cmp);
        let normal = Normal::new(0.0, 1.0).unwrap();
        let n = drawn.len() as f64;
        let gap = drawn.iter().enumerate().map(|(i, x)| (normal.cdf(*x) - (i as f64 + 0.5) / n).abs()).fold(0.0, f64::max);
        assert!(gap < 1.95 / n.sqrt(), "{gap}");
    }
}
