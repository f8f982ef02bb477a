//! Schedule of interim looks, at which a run may end or drop plans.
//!
//! The schedule depends only on the study, so a run ends after the same year for any number of
//! threads and interruptions. Frequent looks make it more likely that a run stops at a favourable
//! moment. Stopping at a fixed width preserves the coverage of intervals as the width shrinks (Chow
//! & Robbins 1965, Annals of Mathematical Statistics 36(2)), and the minimum number of years keeps
//! the coverage close to nominal for wide intervals.

use super::output_shape::OutputShape;

/// Minimum number of years before the first look.
pub const FLOOR: u32 = 1000;

/// Maximum number of years of a run without a given number of years.
pub const CAP: u32 = 200_000;

/// Numbers of blocks after which a run of `years` years is examined. The first look is at
/// [`FLOOR`], and each later one after at least a quarter more blocks. The end of the run is not
/// included.
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
