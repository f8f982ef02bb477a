//! Drift of potential: a quarterly random walk of each account.

use libm::log;

use super::compiled_market::CompiledMarket;
use super::world_accounts::WorldAccounts;
use attain_core::quantile::{CENTRAL_HALF_WIDTH, fast_exp, normal, normal_central, normal_tail};
use attain_core::random::{Purpose, RandomBlock, WorldStreams};

/// Drift of potential: each account's potential in each quarter, relative to today.
#[derive(Debug, Clone, Default)]
pub struct DriftTable {
    /// Number of quarters in the horizon.
    pub quarters: usize,
    /// Factor on potential, indexed by quarter and account.
    pub potential: Vec<f32>,
    /// Factor on the rate of new opportunities, indexed by quarter and account.
    pub count: Vec<f32>,
    /// Logarithm of the factor on potential, indexed by quarter and account.
    pub level: Vec<f32>,
    /// Scratch: random blocks of four quarters, by account.
    blocks: Vec<RandomBlock>,
    /// Scratch: current position of each account's walk.
    walk: Vec<f64>,
    /// Scratch: current step of each account's walk.
    score: Vec<f64>,
}

impl DriftTable {
    /// Draws the quarterly random walks of all accounts. The mean of each walk is constant: half of
    /// the variance is subtracted at each step.
    ///
    /// The walks are computed quarter by quarter in simple loops over all accounts, which the
    /// compiler can vectorise.
    ///
    /// The potential of a new account moves with that of the account that it resembles.
    pub fn draw(&mut self, market: &CompiledMarket, accounts: &WorldAccounts, streams: &WorldStreams) {
        let (of_book, all) = (market.accounts.len(), accounts.keys.len());
        let choice = &market.choices.potential_drift;
        let (own, common) = (choice.account_sd.get(), choice.segment_sd.get());
        let step = log(1.0 + choice.trend_per_year.get().max(-0.99)) / 4.0 - 0.5 * (own * own + common * common);
        self.quarters = market.calendar.months.div_ceil(3);
        let size = self.quarters * all;
        let still = own == 0.0 && common == 0.0 && step == 0.0;
        let unmoved = if still { size } else { all };
        for (table, none) in [(&mut self.potential, 1.0), (&mut self.count, 1.0), (&mut self.level, 0.0)] {
            table.resize(size, none);
            table[..unmoved].fill(none);
        }
        if still {
            return;
        }
        let segment_walk = segment_walks(market, streams, self.quarters, common);
        self.walk.clear();
        self.walk.resize(of_book, 0.0);
        self.score.resize(of_book, 0.0);
        for quarter in 1..self.quarters {
            if own > 0.0 {
                if quarter == 1 || quarter % 4 == 0 {
                    streams.fill_blocks(&mut self.blocks, Purpose::AccountDrift, &market.keys, quarter as u32 / 4);
                }
                scores(&mut self.score, &self.blocks, quarter % 4);
            }
            for ((walk, score), account) in self.walk.iter_mut().zip(&self.score).zip(&market.accounts) {
                *walk += step + own * score + segment_walk[account.segment * self.quarters + quarter];
            }
            let row = quarter * all..quarter * all + of_book;
            for (level, walk) in self.level[row.clone()].iter_mut().zip(&self.walk) {
                *level = *walk as f32;
            }
            for (potential, walk) in self.potential[row.clone()].iter_mut().zip(&self.walk) {
                *potential = fast_exp(*walk) as f32;
            }
            for ((count, walk), on_count) in self.count[row.clone()].iter_mut().zip(&self.walk).zip(&market.on_count) {
                *count = fast_exp(on_count * walk) as f32;
            }
            for table in [&mut self.potential, &mut self.count, &mut self.level] {
                let (known, new) = table[quarter * all..(quarter + 1) * all].split_at_mut(of_book);
                new.iter_mut().zip(&accounts.new).for_each(|(new, account)| *new = known[account.model as usize]);
            }
        }
    }

    /// Index of an account in a quarter of the tables.
    #[inline]
    #[must_use]
    pub fn at(&self, account: usize, quarter: usize) -> usize {
        quarter * (self.level.len() / self.quarters.max(1)) + account
    }
}

/// Computes the normal scores of one word of each block, first with the central formula for all
/// blocks and then with the tail formula where needed.
pub(crate) fn scores(scores: &mut [f64], blocks: &[RandomBlock], word: usize) {
    for (score, block) in scores.iter_mut().zip(blocks) {
        *score = normal_central(block.uniform(word));
    }
    for (score, block) in scores.iter_mut().zip(blocks) {
        let u = block.uniform(word);
        if (u - 0.5).abs() > CENTRAL_HALF_WIDTH {
            *score = normal_tail(u);
        }
    }
}

/// Steps of the segments' common walks, indexed by segment and quarter.
fn segment_walks(market: &CompiledMarket, streams: &WorldStreams, quarters: usize, sd: f64) -> Vec<f64> {
    let mut steps = vec![0.0; market.segments.len() * quarters];
    if sd > 0.0 {
        for (s, segment) in market.segments.iter().enumerate() {
            for quarter in 1..quarters {
                let u = streams.uniform(Purpose::SegmentDrift, segment.key, quarter as u32);
                steps[s * quarters + quarter] = sd * normal(u);
            }
        }
    }
    steps
}
