//! Number of rows per year, and number of years per block.

use std::ops::Range;

use super::year_source::OutputPart;
use crate::simulate::rollup::rollup_groups;
use attain_core::plan::Plan;
use attain_data::Book;

/// Maximum number of rows in a block, unless the minimum number of years requires more. A block is
/// held in memory while it is simulated: half a million rows take about 150 MB.
const BLOCK_ROWS: usize = 1 << 19;
/// Maximum number of years in a block, which is the unit of shards and interruptions.
const MOST_YEARS: u32 = 512;
/// Minimum number of years in a block.
const FEWEST_YEARS: u32 = 16;

/// Number of rows that each plan of a study produces per year, by part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutputShape(Vec<[usize; 5]>);

impl OutputShape {
    /// Computes the shape for these plans.
    #[must_use]
    pub fn from_plans(book: &Book, plans: &[Plan]) -> Self {
        let one = |plan: &Plan| {
            let months = plan.scenario.horizon.months as usize;
            let periods = if months > 12 { months.div_ceil(12) } else { 0 };
            [1, periods, rollup_groups(book, plan).len(), plan.seats.len(), months]
        };
        Self(plans.iter().map(one).collect())
    }

    /// Number of plans.
    #[must_use]
    pub fn plans(&self) -> usize {
        self.0.len()
    }

    /// Number of members of a part of a plan.
    #[must_use]
    pub fn members(&self, plan: usize, part: OutputPart) -> usize {
        self.0.get(plan).map_or(0, |parts| parts[part as usize])
    }

    /// Number of years in a block: the largest power of two from 16 to 512 that keeps the block
    /// under half a million rows. It depends only on the plans, so a study is divided at the same
    /// years on every machine.
    #[must_use]
    pub fn block_years(&self) -> u32 {
        let rows: usize = self.0.iter().flatten().sum();
        let mut years = MOST_YEARS;
        while years > FEWEST_YEARS && rows.saturating_mul(years as usize) > BLOCK_ROWS {
            years /= 2;
        }
        years
    }

    /// Years of a block in a run of `years` years.
    #[must_use]
    pub fn block(&self, block: u32, years: u32) -> Range<u32> {
        let length = self.block_years();
        let from = block.saturating_mul(length).min(years);
        from..from.saturating_add(length).min(years)
    }

    /// Number of blocks in a run of `years` years.
    #[must_use]
    pub fn blocks(&self, years: u32) -> u32 {
        years.div_ceil(self.block_years())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_follow_from_the_rows_of_a_year() {
        let of = |seats| OutputShape(vec![[1, 0, 20, seats, 12]; 5]).block_years();
        assert_eq!([of(10), of(100), of(500), of(5_000), of(100_000)], [512, 512, 128, 16, 16]);
    }

    #[test]
    fn blocks_cover_every_year_once() {
        let shape = OutputShape(vec![[1, 0, 4, 4, 12]]);
        for years in [1, 511, 512, 513, 2_000] {
            let covered: Vec<u32> = (0..shape.blocks(years)).flat_map(|block| shape.block(block, years)).collect();
            assert!(covered.into_iter().eq(0..years), "{years}");
        }
        assert!(shape.block(7, 100).is_empty());
    }
}
