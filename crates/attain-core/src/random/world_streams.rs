//! The random numbers of one simulated world.

use super::philox::philox;
use super::purpose::{GROUPS, Purpose, PurposeGroup};

/// Four random words at one address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RandomBlock(pub [u32; 4]);

impl RandomBlock {
    /// Word `i` as a uniform number strictly between 0 and 1.
    #[inline]
    #[must_use]
    pub fn uniform(self, i: usize) -> f64 {
        (f64::from(self.0[i]) + 0.5) * (1.0 / 4_294_967_296.0)
    }
}

/// Random numbers of one simulated world, accessed by address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WorldStreams {
    keys: [[u32; 2]; GROUPS],
    years: [u32; GROUPS],
}

impl WorldStreams {
    /// Creates the streams of simulated year `year` in the study with seed `seed`.
    #[must_use]
    pub fn new(seed: u64, year: u32) -> Self {
        let split = |seed: u64| [seed as u32, (seed >> 32) as u32];
        let keys = std::array::from_fn(|group| {
            // No draw of a study has an entity and a year of all ones.
            let block = philox([u32::MAX, group as u32, u32::MAX, u32::MAX], split(seed));
            [block[0], block[1]]
        });
        Self { keys, years: [year; GROUPS] }
    }

    /// Returns the same streams with one group of purposes taken from another year.
    #[must_use]
    pub fn with_group_from(mut self, group: PurposeGroup, year: u32) -> Self {
        self.years[group as usize] = year;
        self
    }

    /// Returns the block at an address. `index` has at most 24 bits.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "loops over it are only vectorised when it is inlined")]
    #[must_use]
    pub fn block(&self, purpose: Purpose, entity: u64, index: u32) -> RandomBlock {
        debug_assert!(index < 1 << 24);
        let group = purpose.group() as usize;
        let word = (purpose as u32) << 24 | (index & 0x00FF_FFFF);
        RandomBlock(philox([self.years[group], word, entity as u32, (entity >> 32) as u32], self.keys[group]))
    }

    /// Computes the blocks of many entities at one index, in a loop that the compiler can
    /// vectorise.
    pub fn fill_blocks(&self, blocks: &mut Vec<RandomBlock>, purpose: Purpose, entities: &[u64], index: u32) {
        blocks.clear();
        blocks.extend(entities.iter().map(|&entity| self.block(purpose, entity, index)));
    }

    /// Returns number `n` of a sequence of uniform numbers, with four numbers per block.
    #[inline]
    #[must_use]
    pub fn uniform(&self, purpose: Purpose, entity: u64, n: u32) -> f64 {
        self.block(purpose, entity, n / 4).uniform((n % 4) as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_purpose_has_an_address_of_its_own() {
        let streams = WorldStreams::new(7, 3);
        let mut blocks: Vec<[u32; 4]> = Vec::new();
        for &purpose in Purpose::ALL {
            for entity in [1, 2, u64::MAX] {
                for index in 0..4 {
                    blocks.push(streams.block(purpose, entity, index).0);
                }
            }
        }
        let drawn = blocks.len();
        blocks.sort_unstable();
        blocks.dedup();
        assert_eq!(blocks.len(), drawn);
    }

    #[test]
    fn a_group_can_be_taken_from_another_year() {
        let (a, b) = (WorldStreams::new(7, 3), WorldStreams::new(7, 9));
        let mixed = a.with_group_from(PurposeGroup::Skills, 9);
        assert_eq!(mixed.block(Purpose::Skill, 5, 0), b.block(Purpose::Skill, 5, 0));
        assert_eq!(mixed.block(Purpose::Marks, 5, 0), a.block(Purpose::Marks, 5, 0));
    }
}
