//! The accounts of a world: those of the book, followed by all new accounts that could come in
//! under any plan.
//!
//! An account of the book is the model of a Poisson number of new accounts per year of the horizon,
//! at the highest possible rate. Each has a day and a mark at an address of its model, so an added
//! account only adds the new accounts that resemble it. A new account comes in under a plan if its
//! mark is below the plan's prospecting as a share of the highest one, and works from the month
//! after its day.

use std::ops::Range;

use super::compiled_market::CompiledMarket;
use super::parameters::WorldParameters;
use attain_core::quantile::{fast_exp, poisson};
use attain_core::random::{Purpose, RandomBlock, SplitMix64, WorldStreams};

/// Accounts of a world.
#[derive(Debug, Clone, Default)]
pub struct WorldAccounts {
    /// Keys of all accounts.
    pub keys: Vec<u64>,
    /// Number of accounts of the book.
    pub of_book: usize,
    /// New accounts by month, in the order of their models.
    pub new: Vec<LatentAccount>,
    /// Index of the first new account of each month. The last entry is their number.
    month_from: Vec<usize>,
    /// Scratch: random blocks by account.
    blocks: Vec<RandomBlock>,
}

/// A new account that could come in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LatentAccount {
    /// Account of the book that it resembles.
    pub model: u32,
    /// Its number among the new accounts with this model in the year of the horizon.
    pub number: u32,
    /// Month of the horizon.
    pub month: u32,
    /// Day of the horizon.
    pub day: f32,
    /// Prospecting mark: the account comes in if it is below the plan's prospecting as a share of
    /// the highest one.
    pub mark: f32,
    key: u64,
}

/// Index of the first mark of a year of the horizon. Smaller indices are counts.
const MARKS: u32 = 1 << 12;
/// Largest number of new accounts with one model in a year.
const MOST: u32 = 1 << 12;

impl WorldAccounts {
    /// Draws the new accounts of a world. Parameters must be drawn first.
    pub(crate) fn draw(&mut self, market: &CompiledMarket, streams: &WorldStreams, parameters: &WorldParameters) {
        let Self { keys, of_book, new, month_from, blocks } = self;
        *of_book = market.keys.len();
        keys.clone_from(&market.keys);
        new.clear();
        let months = market.calendar.months;
        let highest = market.highest_prospecting();
        let mean: Vec<f64> =
            market.inflow.iter().zip(&parameters.segments).map(|(of, drawn)| of.per_year * drawn.inflow * highest).collect();
        let none: Vec<f64> = mean.iter().map(|&mean| fast_exp(-mean)).collect();
        if mean.iter().any(|&mean| mean > 0.0) {
            for year in 0..months.div_ceil(12) as u32 {
                streams.fill_blocks(blocks, Purpose::NewAccount, &market.keys, year);
                for (model, (block, &segment)) in blocks.iter().zip(&market.segment_of).enumerate() {
                    let segment = usize::from(segment);
                    let u = block.uniform(0);
                    if u > none[segment] {
                        let count = poisson(u, mean[segment], none[segment]).0.min(MOST);
                        new.extend((0..count).filter_map(|number| latent(market, streams, model, year, number)));
                    }
                }
            }
            new.sort_by_key(|account| account.month);
        }
        keys.extend(new.iter().map(|account| account.key));
        month_from.clear();
        month_from.extend((0..=months).map(|month| new.partition_point(|account| (account.month as usize) < month)));
    }

    /// Account of the book that an account is or resembles.
    #[inline]
    #[must_use]
    pub fn model(&self, account: usize) -> usize {
        if account < self.of_book { account } else { self.new[account - self.of_book].model as usize }
    }

    /// Number of accounts that could have come in before a month; negative in the warm-up.
    #[inline]
    #[must_use]
    pub fn before(&self, month: i32) -> usize {
        let month = usize::try_from(month).unwrap_or(0).min(self.month_from.len().saturating_sub(1));
        self.of_book + self.month_from.get(month).copied().unwrap_or(0)
    }

    /// New accounts of a month of the horizon.
    #[must_use]
    pub fn in_month(&self, month: usize) -> Range<usize> {
        self.month_from[month]..self.month_from[month + 1]
    }
}

/// Draws a new account; `None` if it is after the horizon.
fn latent(market: &CompiledMarket, streams: &WorldStreams, model: usize, year: u32, number: u32) -> Option<LatentAccount> {
    let block = streams.block(Purpose::NewAccount, market.keys[model], MARKS + year * MOST + number);
    let calendar = &market.calendar;
    let month = 12 * year + ((12.0 * block.uniform(0)) as u32).min(11);
    if month as usize >= calendar.months {
        return None;
    }
    let span = calendar.span(month as i32);
    let key = SplitMix64::mix(market.keys[model] ^ SplitMix64::mix(u64::from(MARKS + year * MOST + number)));
    Some(LatentAccount {
        model: model as u32,
        number,
        month,
        day: (span.first + (span.length * block.uniform(1)).floor()) as f32,
        mark: block.uniform(2) as f32,
        key,
    })
}
