//! Randomness with an address: every draw is a function of (seed, year,
//! entity, purpose, index), never of the order in which draws are made.
//!
//! The generator is Philox4x32-10 (Salmon, Moraes, Dror & Shaw, "Parallel
//! random numbers: as easy as 1, 2, 3", SC 2011): a keyed bijection of a
//! 128-bit counter. The address *is* the counter, so two different addresses
//! under one key can never share a block.
//!
//! | counter word | holds |
//! |---|---|
//! | 0 | year |
//! | 1 | purpose (8 bits), index (24 bits) |
//! | 2, 3 | key of the entity's stable id |
//!
//! The 64-bit key is derived from the study's seed and the purpose's group, so
//! a group can be frozen or drawn anew alone.

use sha2::{Digest, Sha256};

const MULTIPLIER: [u32; 2] = [0xD251_1F53, 0xCD9E_8D57];
const WEYL: [u32; 2] = [0x9E37_79B9, 0xBB67_AE85];

/// Philox4x32 with ten rounds.
#[inline]
#[must_use]
pub fn philox(mut counter: [u32; 4], mut key: [u32; 2]) -> [u32; 4] {
    for round in 0..10 {
        if round > 0 {
            key = [key[0].wrapping_add(WEYL[0]), key[1].wrapping_add(WEYL[1])];
        }
        let a = u64::from(MULTIPLIER[0]) * u64::from(counter[0]);
        let b = u64::from(MULTIPLIER[1]) * u64::from(counter[2]);
        counter = [((b >> 32) as u32) ^ counter[1] ^ key[0], b as u32, ((a >> 32) as u32) ^ counter[3] ^ key[1], a as u32];
    }
    counter
}

/// The key of a stable id: the first eight bytes of its SHA-256.
#[must_use]
pub fn key_of(id: &str) -> u64 {
    let digest = Sha256::digest(id.as_bytes());
    digest.iter().take(8).fold(0, |key, &byte| key << 8 | u64::from(byte))
}

/// Groups of purposes that can be frozen or drawn anew together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// Shocks and drift of the market.
    Market,
    /// Luck of accounts: drift, renewals, hand-overs.
    Accounts,
    /// Luck of deals.
    Deals,
    /// Skills of reps.
    Skills,
    /// Leavers, hires, absence.
    Attrition,
    /// What we do not know about the parameters.
    Parameters,
}

/// Number of [`Group`]s.
pub const GROUPS: usize = 6;

macro_rules! purposes {
    ($($(#[$meta:meta])* $name:ident in $group:ident;)*) => {
        /// What a draw is for.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[repr(u8)]
        pub enum Purpose { $($(#[$meta])* $name),* }

        impl Purpose {
            /// The group the purpose belongs to.
            #[must_use]
            pub const fn group(self) -> Group {
                match self { $(Self::$name => Group::$group),* }
            }
            /// All purposes.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];
        }
    };
}

purposes! {
    /// Monthly shock to all win rates.
    MarketShock in Market;
    /// Monthly shock to a segment's win rate.
    SegmentShock in Market;
    /// Quarterly move of a segment's potential.
    SegmentDrift in Market;
    /// Quarterly move of an account's potential.
    AccountDrift in Accounts;
    /// Month of the year in which an account without a renewal date renews.
    RenewalMonth in Accounts;
    /// Whether a renewal churns, and how far it expands.
    Renewal in Accounts;
    /// How much a change of owner costs at this account.
    HandOver in Accounts;
    /// How many latent opportunities an account has in a month.
    Count in Deals;
    /// An opportunity's four marks: create, win, size, cycle.
    Marks in Deals;
    /// An opportunity's day, source and slip.
    Details in Deals;
    /// Win mark and remaining time of an opportunity that is open at the start.
    OpenDeal in Deals;
    /// A rep's skill.
    Skill in Skills;
    /// The hazard a rep can bear before leaving.
    Leave in Attrition;
    /// Days until a seat is filled again.
    Fill in Attrition;
    /// Days a planned hire starts late.
    HireSlip in Attrition;
    /// Part of a month lost to absence.
    Absence in Attrition;
    /// A segment's parameters.
    SegmentParameters in Parameters;
    /// The parameters all segments share.
    CommonParameters in Parameters;
    /// What an industry, a region or a source does to the odds.
    EffectParameters in Parameters;
}

/// Four random words at one address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block(pub [u32; 4]);

impl Block {
    /// Word `i` as a uniform number strictly between 0 and 1.
    #[inline]
    #[must_use]
    pub fn uniform(self, i: usize) -> f64 {
        (f64::from(self.0[i]) + 0.5) * (1.0 / 4_294_967_296.0)
    }
}

/// The streams of one world.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Streams {
    keys: [[u32; 2]; GROUPS],
    years: [u32; GROUPS],
}

impl Streams {
    /// The streams of year `year` of the study with seed `seed`.
    #[must_use]
    pub fn new(seed: u64, year: u32) -> Self {
        let split = |seed: u64| [seed as u32, (seed >> 32) as u32];
        let keys = std::array::from_fn(|group| {
            // The all-ones entity and year keep these blocks apart from any a study could ask for.
            let block = philox([u32::MAX, group as u32, u32::MAX, u32::MAX], split(seed));
            [block[0], block[1]]
        });
        Self { keys, years: [year; GROUPS] }
    }

    /// The same streams, with one group taken from another year.
    #[must_use]
    pub fn with_group_from(mut self, group: Group, year: u32) -> Self {
        self.years[group as usize] = year;
        self
    }

    /// The block at an address. `index` has 24 bits.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "loops over it are done several blocks at a time only when it is inlined")]
    #[must_use]
    pub fn at(&self, purpose: Purpose, entity: u64, index: u32) -> Block {
        debug_assert!(index < 1 << 24);
        let group = purpose.group() as usize;
        let word = (purpose as u32) << 24 | (index & 0x00FF_FFFF);
        Block(philox([self.years[group], word, entity as u32, (entity >> 32) as u32], self.keys[group]))
    }

    /// The blocks of many entities at one index: a loop that the compiler can do several at a time.
    pub fn fill(&self, blocks: &mut Vec<Block>, purpose: Purpose, entities: &[u64], index: u32) {
        blocks.clear();
        blocks.extend(entities.iter().map(|&entity| self.at(purpose, entity, index)));
    }

    /// One number of a sequence of uniforms, four to a block.
    #[inline]
    #[must_use]
    pub fn nth(&self, purpose: Purpose, entity: u64, n: u32) -> f64 {
        self.at(purpose, entity, n / 4).uniform((n % 4) as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Known answers from the Random123 distribution that accompanies the paper (`kat_vectors`).
    #[test]
    fn philox_gives_the_published_answers() {
        assert_eq!(philox([0; 4], [0; 2]), [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]);
        assert_eq!(philox([u32::MAX; 4], [u32::MAX; 2]), [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]);
        assert_eq!(
            philox([0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344], [0xa409_3822, 0x299f_31d0]),
            [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]
        );
    }

    #[test]
    fn every_purpose_has_an_address_of_its_own() {
        let streams = Streams::new(7, 3);
        let mut blocks: Vec<[u32; 4]> = Vec::new();
        for &purpose in Purpose::ALL {
            for entity in [1, 2, u64::MAX] {
                for index in 0..4 {
                    blocks.push(streams.at(purpose, entity, index).0);
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
        let (a, b) = (Streams::new(7, 3), Streams::new(7, 9));
        let mixed = a.with_group_from(Group::Skills, 9);
        assert_eq!(mixed.at(Purpose::Skill, 5, 0), b.at(Purpose::Skill, 5, 0));
        assert_eq!(mixed.at(Purpose::Marks, 5, 0), a.at(Purpose::Marks, 5, 0));
    }
}
