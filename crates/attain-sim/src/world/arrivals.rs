//! Number of latent opportunities of each account in each month.

use super::calendar::WARM_UP;
use super::compiled_market::CompiledMarket;
use super::market_account::MarketAccount;
use super::parameters::WorldParameters;
use super::world_accounts::WorldAccounts;
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
    pub fn start(&mut self, market: &CompiledMarket, accounts: &WorldAccounts, parameters: &WorldParameters) {
        self.mean.clear();
        self.mean.extend(market.accounts.iter().map(|account| mean(market, parameters, account)));
        self.mean.extend(accounts.new.iter().map(|account| mean(market, parameters, &market.accounts[account.model as usize])));
        self.none.clear();
        self.none.extend(self.mean.iter().map(|&mean| fast_exp(-mean)));
        self.words.resize(self.mean.len(), (0, 0));
        self.loaded = None;
    }

    /// Returns the accounts with latent deals in a month, in the order of accounts. Months of the
    /// warm-up are negative. New accounts have deals from the month after the one in which they come in.
    pub fn in_month(&mut self, accounts: &WorldAccounts, streams: &WorldStreams, month: i32) -> &[ArrivalCount] {
        let at = (month + WARM_UP as i32) as u32;
        if self.loaded != Some(at / 4) {
            let known = accounts.before(month - (at % 4) as i32 + 3);
            streams.fill_blocks(&mut self.blocks, Purpose::Count, &accounts.keys[..known], at / 4);
            self.loaded = Some(at / 4);
        }
        // About two of three accounts have no deals, in no predictable order, so they are collected
        // without a branch.
        let word = (at % 4) as usize;
        let mut found = 0;
        let known = self.blocks.iter().zip(&self.none[..accounts.before(month)]);
        for (a, (block, &none)) in known.enumerate() {
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
    accounts: &WorldAccounts,
    a: usize,
    month: i32,
) -> Option<f64> {
    let account = &market.accounts[accounts.model(a)];
    let mean = mean(market, parameters, account);
    let u = streams.uniform(Purpose::Count, accounts.keys[a], (month + WARM_UP as i32) as u32);
    poisson(u, mean, fast_exp(-mean)).1
}
