//! Normal deviates for the intervals. These are no part of any world: they have
//! a seed of their own and never depend on the study's.

/// A stream of standard normal deviates with an address.
#[derive(Debug, Clone)]
pub struct Gauss {
    state: u64,
}

impl Gauss {
    /// The stream at an address.
    pub fn new(purpose: u64, index: u64) -> Self {
        Self { state: mix(mix(purpose ^ 0x5851_f42d_4c95_7f2d).wrapping_add(index)) }
    }

    /// The next deviate, by Box & Muller 1958; the second value of each pair is not used.
    pub fn next(&mut self) -> f64 {
        let radius = (-2.0 * libm::log(self.uniform())).sqrt();
        radius * libm::cos(std::f64::consts::TAU * self.uniform())
    }

    /// Uniform on the open interval from 0 to 1.
    fn uniform(&mut self) -> f64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        ((mix(self.state) >> 12) as f64 + 0.5) / (1_u64 << 52) as f64
    }
}

/// The finaliser of `SplitMix64` (Steele, Lea & Flood 2014).
fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use statrs::distribution::{ContinuousCDF, Normal};

    /// Kolmogorov–Smirnov, n = 20,000, α = 0.001 (critical 1.95 / √n), streams and positions mixed.
    #[test]
    fn is_normal() {
        let mut drawn: Vec<f64> = (0..2_000)
            .flat_map(|i| {
                let mut gauss = Gauss::new(3, i);
                (0..10).map(move |_| gauss.next()).collect::<Vec<_>>()
            })
            .collect();
        drawn.sort_by(f64::total_cmp);
        let normal = Normal::new(0.0, 1.0).unwrap();
        let n = drawn.len() as f64;
        let gap = drawn.iter().enumerate().map(|(i, x)| (normal.cdf(*x) - (i as f64 + 0.5) / n).abs()).fold(0.0, f64::max);
        assert!(gap < 1.95 / n.sqrt(), "{gap}");
    }
}
