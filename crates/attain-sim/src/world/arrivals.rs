//! How many latent opportunities each account has in each month.

use super::calendar::WARM_UP;
use super::compiled_market::{CompiledMarket, MarketAccount};
use super::parameters::WorldParameters;
use attain_core::quantile::{fast_exp, poisson};
use attain_core::random::{Purpose, RandomBlock, WorldStreams};

/// Deals an account can have in a month at most; indices of deals have 24 bits.
pub const MONTH_MAX: u32 = 4096;

/// An account with latent deals in a month.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ArrivalCount {
    /// Index of the account.
    pub account: u32,
    /// How many.
    pub count: u32,
    /// Create mark of the first of them, where the count leaves one: what is
    /// left of the count's own uniform, which is uniform again given the count.
    pub mark: Option<f64>,
}

/// Draws counts month by month. Four months share a block.
#[derive(Debug, Clone, Default)]
pub struct ArrivalSampler {
    /// By account: mean count of a month at the highest rate.
    mean: Vec<f64>,
    /// By account: e^-mean.
    none: Vec<f64>,
    /// By account: the block of the current four months.
    blocks: Vec<RandomBlock>,
    /// Which four months they are.
    loaded: Option<u32>,
    /// Accounts with deals this month, and their random words; entries past those found are stale.
    words: Vec<(u32, u32)>,
    /// The accounts with deals this month.
    arrivals: Vec<ArrivalCount>,
}

impl ArrivalSampler {
    /// Sets the means of a world.
    pub fn start(&mut self, market: &CompiledMarket, parameters: &WorldParameters) {
        self.mean.clear();
        self.mean.extend(market.accounts.iter().map(|account| mean(market, parameters, account)));
        self.none.clear();
        self.none.extend(self.mean.iter().map(|&mean| fast_exp(-mean)));
        self.words.resize(market.accounts.len(), (0, 0));
        self.loaded = None;
    }

    /// The accounts with latent deals in a month (negative in the warm-up), in their order.
    pub fn in_month(&mut self, market: &CompiledMarket, streams: &WorldStreams, month: i32) -> &[ArrivalCount] {
        let at = (month + WARM_UP as i32) as u32;
        if self.loaded != Some(at / 4) {
            streams.fill_blocks(&mut self.blocks, Purpose::Count, &market.keys, at / 4);
            self.loaded = Some(at / 4);
        }
        // Two accounts of three have none, in no order: without a branch to guess wrong.
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

/// Mean count of an account's month at the highest rate.
fn mean(market: &CompiledMarket, parameters: &WorldParameters, account: &MarketAccount) -> f64 {
    account.rate * market.choices.rate_cap.get() * parameters.segments[account.segment].rate
}

/// The create mark that the count of an account's month leaves to the first of
/// its deals, where it leaves one.
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
