//! Randomness for the demo: one small stream for each entity and purpose, the
//! same on every machine and in every version.

use std::convert::Infallible;

use rand::TryRng;
use rand_distr::{Distribution, Exp1, StandardNormal};

/// `SplitMix64`, seeded from (seed, entity, purpose). Adding an entity or a
/// purpose changes no other stream.
#[derive(Debug, Clone)]
pub struct Stream(u64);

impl Stream {
    /// The stream of one entity's one purpose.
    pub fn of(seed: u64, entity: &str, purpose: &str) -> Self {
        let mut hash = mix(seed ^ 0x9e37_79b9_7f4a_7c15);
        for byte in entity.bytes().chain([0]).chain(purpose.bytes()) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
        Self(mix(hash))
    }

    /// Uniform on [0, 1).
    pub fn uniform(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Whether something of this chance happens.
    pub fn chance(&mut self, chance: f64) -> bool {
        self.uniform() < chance
    }

    /// Standard normal.
    pub fn normal(&mut self) -> f64 {
        StandardNormal.sample(self)
    }

    /// Exponential with mean one.
    pub fn exponential(&mut self) -> f64 {
        Exp1.sample(self)
    }

    /// Lognormal with median one.
    pub fn lognormal(&mut self, sigma: f64) -> f64 {
        libm::exp(sigma * self.normal())
    }

    /// A position, each with its weight; the last one when rounding leaves a rest.
    pub fn pick(&mut self, weights: impl Iterator<Item = f64> + Clone) -> usize {
        let mut left = self.uniform() * weights.clone().sum::<f64>();
        let mut last = 0;
        for (position, weight) in weights.enumerate() {
            last = position;
            left -= weight;
            if left < 0.0 {
                break;
            }
        }
        last
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mix(self.0)
    }
}

/// The output function of `SplitMix64` (Steele, Lea & Flood 2014).
fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

impl TryRng for Stream {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok((self.next() >> 32) as u32)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(self.next())
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        for chunk in bytes.chunks_mut(8) {
            let word = self.next().to_le_bytes();
            chunk.copy_from_slice(&word[..chunk.len()]);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn golden() {
        let mut stream = Stream(0);
        // The published first outputs of SplitMix64 from state 0.
        assert_eq!(stream.next(), 0xe220_a839_7b1d_cdaf);
        assert_eq!(stream.next(), 0x6e78_9e6a_a1b9_65f4);
    }

    #[test]
    fn streams_differ_by_entity_and_purpose() {
        let first = |entity, purpose| Stream::of(1, entity, purpose).next();
        assert_ne!(first("A0001", "owner"), first("A0002", "owner"));
        assert_ne!(first("A0001", "owner"), first("A0001", "potential"));
        assert_ne!(first("A1", "x"), first("A", "1x"));
    }

    #[test]
    fn moments() {
        let mut stream = Stream::of(1, "any", "moments");
        let n = 20_000;
        let mean = |f: &mut dyn FnMut() -> f64| (0..n).map(|_| f()).sum::<f64>() / f64::from(n);
        assert!((mean(&mut || stream.uniform()) - 0.5).abs() < 0.01);
        assert!(mean(&mut || stream.normal()).abs() < 0.03);
        assert!((mean(&mut || stream.exponential()) - 1.0).abs() < 0.03);
    }
}
