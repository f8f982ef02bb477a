//! Number of latent opportunities of each account in each month.

use super::calendar::WARM_UP;
use super::compiled_market::{CompiledMarket, MarketAccount};
use super::parameters::WorldParameters;
use attain_core::quantile::{fast_exp, poisson};
use attain_core::random::{Purpose, RandomBlock, WorldStreams};

/// Maximum number of deals of an account in a month. Indices of deals have 24 bits.
pub const MONTH_MAX: u32 = 4096;

/// Number of latent deals of an account in a month.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ArrivalCount {
    /// Index of the account.
    pub account: u32,
    pub count: u32,
    /// Create mark of the first deal, if the count provides one. It is the part of the uniform number
    /// that the count does not use, which is again uniform given the count.
    pub mark: Option<f64>,
}

/// Draws the counts month by month. Four months share a random block.
#[derive(Debug, Clone, Default)]
pub struct ArrivalSampler {
    /// Mean monthly count of each account at the highest rate.
    mean: Vec<f64>,
    /// Probability of no deal in a month, e^-mean, of each account.
    none: Vec<f64>,
    /// Random block of each account for the current four months.
    blocks: Vec<RandomBlock>,
    /// Index of the current four months.
    loaded: Option<u32>,
    /// Accounts with deals in the current month, and their random words. Entries past `found` are
    /// stale.
    words: Vec<(u32, u32)>,
    /// Counts of the current month.
    arrivals: Vec<ArrivalCount>,
}

impl ArrivalSampler {
    /// Sets the means for a world.
    pub fn start(&mut self, market: &CompiledMarket, parameters: &WorldParameters) {
        self.mean.clear();
        self.mean.extend(market.accounts.iter().map(|account| mean(market, parameters, account)));
        self.none.clear();
        self.none.extend(self.mean.iter().map(|&mean| fast_exp(-mean)));
        self.words.resize(market.accounts.len(), (0, 0));
        self.loaded = None;
    }

    /// Returns the accounts with latent deals in a month, in the order of accounts. Months of the
    /// warm-up are negative.
    pub fn in_month(&mut self, market: &CompiledMarket, streams: &WorldStreams, month: i32) -> &[ArrivalCount] {
        let at = (month + WARM_UP as i32) as u32;
        if self.loaded != Some(at / 4) {
            streams.fill_blocks(&mut self.blocks, Purpose::Count, &market.keys, at / 4);
            self.loaded = Some(at / 4);
        }
        // About two of three accounts have no deals, in no predictable order, so they are collected
        // without a branch.
        let word = (at % 4) as usize;
        let mut found = 0;
        for (a, (block, &none)) in self.blocks.iter().zip(&self.none).enumerate() {
            self.words[found] = (a as u32, block.0[word]);
            found += usize::from(block.uniform(word) > none);
        }
        self.arrivals.clear();
        self.arrivals.extend(self.words[..found].iter().map(|&(account, word)| {
            let u = RandomBlock([word; 4]).uniform(0);
            let (count, mark) = poisson(u, self.mean[account as usize], self.none[account as usize]);
            ArrivalCount { account, count: count.min(MONTH_MAX - 1), mark }
        }));
        &self.arrivals
    }
}

/// Mean monthly count of an account at the highest rate.
fn mean(market: &CompiledMarket, parameters: &WorldParameters, account: &MarketAccount) -> f64 {
    account.rate * market.choices.rate_cap.get() * parameters.segments[account.segment].rate
}

/// Create mark of the first deal of an account's month, if the count provides one.
pub(crate) fn mark_left(
    streams: &WorldStreams,
    parameters: &WorldParameters,
    market: &CompiledMarket,
    a: usize,
    month: i32,
) -> Option<f64> {
    let account = &market.accounts[a];
    let mean = mean(market, parameters, account);
    let u = streams.uniform(Purpose::Count, account.key, (month + WARM_UP as i32) as u32);
    poisson(u, mean, fast_exp(-mean)).1
}
