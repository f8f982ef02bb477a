//! Random numbers for the demo: one stream per entity and purpose, identical on all machines
//! and in all versions.

use std::convert::Infallible;

use attain_core::random::SplitMix64;
use rand::TryRng;
use rand_distr::{Distribution, Exp1, StandardNormal};

/// A stream of random numbers seeded from (seed, entity, purpose). Adding an entity or purpose
/// does not change other streams.
#[derive(Debug, Clone)]
pub struct DemoStream(SplitMix64);

impl DemoStream {
    /// Creates the stream of one entity for one purpose.
    #[must_use]
    pub fn new(seed: u64, entity: &str, purpose: &str) -> Self {
        let mut hash = SplitMix64::mix(seed ^ 0x9e37_79b9_7f4a_7c15);
        for byte in entity.bytes().chain([0]).chain(purpose.bytes()) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
        Self(SplitMix64::new(SplitMix64::mix(hash)))
    }

    /// Draws a uniform number in [0, 1).
    pub fn uniform(&mut self) -> f64 {
        self.0.uniform()
    }

    /// Draws whether an event with the given probability occurs.
    pub fn chance(&mut self, chance: f64) -> bool {
        self.uniform() < chance
    }

    /// Draws a standard normal number.
    pub fn normal(&mut self) -> f64 {
        StandardNormal.sample(self)
    }

    /// Draws an exponential number with mean one.
    pub fn exponential(&mut self) -> f64 {
        Exp1.sample(self)
    }

    /// Draws a lognormal number with median one.
    pub fn lognormal(&mut self, sigma: f64) -> f64 {
        libm::exp(sigma * self.normal())
    }

    /// Draws an index according to weights.
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
}

impl TryRng for DemoStream {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok((self.0.next_u64() >> 32) as u32)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(self.0.next_u64())
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        for chunk in bytes.chunks_mut(8) {
            let word = self.0.next_u64().to_le_bytes();
            chunk.copy_from_slice(&word[..chunk.len()]);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_differ_by_entity_and_purpose() {
        let first = |entity, purpose| DemoStream::new(1, entity, purpose).0.next_u64();
        assert_ne!(first("A0001", "owner"), first("A0002", "owner"));
        assert_ne!(first("A0001", "owner"), first("A0001", "potential"));
        assert_ne!(first("A1", "x"), first("A", "1x"));
    }

    #[test]
    fn moments() {
        let mut stream = DemoStream::new(1, "any", "moments");
        let n = 20_000;
        let mean = |f: &mut dyn FnMut() -> f64| (0..n).map(|_| f()).sum::<f64>() / f64::from(n);
        assert!((mean(&mut || stream.uniform()) - 0.5).abs() < 0.01);
        assert!(mean(&mut || stream.normal()).abs() < 0.03);
        assert!((mean(&mut || stream.exponential()) - 1.0).abs() < 0.03);
    }
}
