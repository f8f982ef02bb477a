//! Shocks to win rates and drift of potential.

use libm::{exp, log, sqrt};

use super::address::{Purpose, Streams};
use super::odds::Odds;
use super::quantile::normal;
use crate::scenario::choices::Autoregression;

/// Entity under which the market as a whole is drawn.
const MARKET: u64 = 0;

/// Adds an autoregression with its trend to `series`, month by month. It
/// starts in its long-run distribution.
fn add_shock(series: &mut [f64], choice: &Autoregression, streams: &Streams, purpose: Purpose, entity: u64) {
    let (sd, persistence) = (choice.sd.get(), choice.persistence.get());
    let trend = choice.trend_per_year.get() / 12.0;
    let innovation = sd * sqrt(1.0 - persistence * persistence);
    let mut level = 0.0;
    for (month, value) in series.iter_mut().enumerate() {
        if sd > 0.0 {
            let z = normal(streams.nth(purpose, entity, month as u32));
            level = if month == 0 { sd * z } else { persistence * level + innovation * z };
        }
        *value += level + trend * (month as f64 + 0.5);
    }
}

/// Shift of log odds by segment and month: market, segment and season. Row by segment.
pub fn draw_shocks(shocks: &mut Vec<f64>, odds: &Odds, streams: &Streams) {
    let months = odds.calendar.months;
    let mut market: Vec<f64> = (0..months).map(|month| odds.calendar.odds(month)).collect();
    add_shock(&mut market, &odds.market.shock, streams, Purpose::MarketShock, MARKET);
    shocks.clear();
    for segment in &odds.segments {
        let from = shocks.len();
        shocks.extend_from_slice(&market);
        add_shock(&mut shocks[from..], &odds.market.segment_shock, streams, Purpose::SegmentShock, segment.key);
    }
}

/// Drift of potential: for each quarter, each account's potential against today's.
#[derive(Debug, Clone, Default)]
pub struct Drift {
    /// Quarters of the horizon.
    pub quarters: usize,
    /// Factor on potential, by quarter and account.
    pub potential: Vec<f32>,
    /// Factor on the rate of new opportunities, by quarter and account.
    pub count: Vec<f32>,
    /// Factor on the size of opportunities, by quarter and account.
    pub size: Vec<f32>,
}

impl Drift {
    /// Draws the quarterly random walks of all accounts. Each walk keeps its
    /// mean: half the variance is taken off each step.
    pub fn draw(&mut self, odds: &Odds, streams: &Streams) {
        let accounts = odds.accounts.len();
        let choice = &odds.market.potential_drift;
        let (own, common) = (choice.account_sd.get(), choice.segment_sd.get());
        let step = log(1.0 + choice.trend_per_year.get().max(-0.99)) / 4.0 - 0.5 * (own * own + common * common);
        self.quarters = odds.calendar.months.div_ceil(3);
        for table in [&mut self.potential, &mut self.count, &mut self.size] {
            table.clear();
            table.resize(self.quarters * accounts, 1.0);
        }
        if own == 0.0 && common == 0.0 && step == 0.0 {
            return;
        }
        let segment_walk = segment_walks(odds, streams, self.quarters, common);
        for (a, account) in odds.accounts.iter().enumerate() {
            let choices = &odds.segments[account.segment].choices;
            let (on_count, on_size) = (choices.potential_on_count.get(), choices.potential_on_size.get());
            let mut level = 0.0;
            for quarter in 1..self.quarters {
                let z = if own > 0.0 { normal(streams.nth(Purpose::AccountDrift, account.key, quarter as u32)) } else { 0.0 };
                level += step + own * z + segment_walk[account.segment * self.quarters + quarter];
                let at = quarter * accounts + a;
                self.potential[at] = exp(level) as f32;
                self.count[at] = exp(on_count * level) as f32;
                self.size[at] = exp(on_size * level) as f32;
            }
        }
    }
}

/// Steps of the segments' common walks, by segment and quarter.
fn segment_walks(odds: &Odds, streams: &Streams, quarters: usize, sd: f64) -> Vec<f64> {
    let mut steps = vec![0.0; odds.segments.len() * quarters];
    if sd > 0.0 {
        for (s, segment) in odds.segments.iter().enumerate() {
            for quarter in 1..quarters {
                let u = streams.nth(Purpose::SegmentDrift, segment.key, quarter as u32);
                steps[s * quarters + quarter] = sd * normal(u);
            }
        }
    }
    steps
}
