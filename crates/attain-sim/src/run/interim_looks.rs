//! When a run is looked at: to end it, or to drop plans.
//!
//! The places follow from the study alone, so a run ends after the same year
//! for any number of threads and interruptions. Looking again and again makes
//! it likelier to stop in a lucky moment; stopping at a fixed width keeps the
//! coverage of intervals as the width shrinks (Chow & Robbins 1965, Annals of
//! Mathematical Statistics 36(2)), and the floor keeps it near for wide ones.

use super::output_shape::OutputShape;

/// Years before the first look.
pub const FLOOR: u32 = 1000;

/// Years after which a run without a number of years ends at the latest.
pub const CAP: u32 = 200_000;

/// Numbers of blocks after which a run of `years` years is looked at: from the
/// floor on, each at least a quarter more than the one before. The end of the
/// run is none of them.
#[must_use]
pub fn looks(shape: &OutputShape, years: u32) -> Vec<u32> {
    let length = shape.block_years();
    let mut looks = Vec::new();
    let mut blocks = FLOOR.div_ceil(length);
    while u64::from(blocks) * u64::from(length) < u64::from(years) {
        looks.push(blocks);
        blocks = (blocks + 1).max(blocks + blocks.div_ceil(4));
    }
    looks
}

#[cfg(test)]
mod tests {
    use super::*;
    use attain_fixtures::years::study;

    #[test]
    fn rungs_grow_by_a_quarter() {
        let (book, plans, _) = study(&["a", "b"], 1);
        let shape = OutputShape::from_plans(&book, &plans);
        assert_eq!(shape.block_years(), 512);
        assert_eq!(looks(&shape, 8_192), [2, 3, 4, 5, 7, 9, 12, 15]);
        assert_eq!(looks(&shape, 1_024), [0_u32; 0], "the end is no rung");
        assert_eq!(looks(&shape, 1_025), [2]);
        assert!(looks(&shape, CAP).len() < 30);
    }
}
