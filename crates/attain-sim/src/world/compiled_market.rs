//! What is fixed about the market before any world is drawn: rates, scales and
//! tables for each account and segment of the book.

use libm::{log, pow};

use super::calendar::HorizonCalendar;
use super::market_segment::{MarketSegment, by_growth, churn};
use super::opening::OpeningPipeline;
use super::skills::{SkillPosterior, skill_posteriors};
use super::uncertain_effects::UncertainEffects;
use attain_core::quantile::logit;
use attain_core::random::{Purpose, WorldStreams};
use attain_core::scenario::choices::{Horizon, Market, Scenario, Segment};
use attain_data::Book;

/// The fixed odds of a market, for a book and a horizon.
#[derive(Debug, Clone)]
pub struct CompiledMarket {
    /// The market's parameters as the scenario gives them.
    pub choices: Market,
    /// Days and months.
    pub calendar: HorizonCalendar,
    /// By segment of the book.
    pub segments: Vec<MarketSegment>,
    /// By account of the book.
    pub accounts: Vec<MarketAccount>,
    /// By account: its money at the start.
    pub money: Vec<AccountMoney>,
    /// By account: its segment, apart for what looks up nothing else.
    pub segment_of: Vec<u16>,
    /// By account: [`MarketAccount::value`], the same.
    pub value_of: Vec<f32>,
    /// By account: its key, apart for loops over all of them.
    pub keys: Vec<u64>,
    /// By account: how potential acts on the number of its opportunities, an exponent.
    pub on_count: Vec<f64>,
    /// Sources: cumulative share and shift of log odds.
    pub sources: Vec<(f64, f64)>,
    /// By rep of the book: what is known of their skill.
    pub skills: Vec<SkillPosterior>,
    /// Keys of the reps' ids.
    pub reps: Vec<u64>,
    /// Opportunities open at the start.
    pub opening: OpeningPipeline,
    /// Shifts of log odds that are drawn per world.
    pub uncertain: UncertainEffects,
}

/// An account's money at the start.
#[derive(Debug, Clone, Copy)]
pub struct AccountMoney {
    /// Potential.
    pub potential: f64,
    /// Recurring revenue.
    pub revenue: f64,
    /// Logit of its chance to churn in a year, by its risk class; minus infinity when there is none.
    pub churn_logit: f32,
    /// Expansion of a year, by its growth class.
    pub expansion: f32,
}

impl AccountMoney {
    fn new(account: &attain_data::Account, segment: &Segment) -> Self {
        let churn = churn(segment, account);
        Self {
            potential: account.potential,
            revenue: account.revenue,
            churn_logit: if churn > 0.0 { logit(churn) as f32 } else { f32::NEG_INFINITY },
            expansion: by_growth(&segment.expansion, account.growth) as f32,
        }
    }
}

/// One account's odds.
#[derive(Debug, Clone, Copy)]
pub struct MarketAccount {
    /// Key of the account's id.
    pub key: u64,
    /// Index of the segment.
    pub segment: usize,
    /// Normal rate of new opportunities a month, fully covered, at today's potential.
    pub rate: f64,
    /// Size of its opportunities against an account of mean potential.
    pub size_scale: f64,
    /// Logarithm of it.
    pub log_size_scale: f64,
    /// Shift of log odds from its industry and its region.
    pub offset: f64,
    /// Month of the horizon of its first renewal, where the data gives one; it may lie beyond.
    pub renewal_month: Option<u8>,
    /// Expected value of new business a month, fully covered: rate × mean of size × chance.
    pub value: f64,
}

impl CompiledMarket {
    /// Prepares the odds of a scenario's market for a book.
    #[must_use]
    pub fn new(book: &Book, scenario: &Scenario) -> Self {
        let market = scenario.market.clone();
        let calendar = HorizonCalendar::new(&scenario.horizon, &market.season);
        let segments: Vec<MarketSegment> = book
            .segments
            .iter()
            .map(|name| MarketSegment::new(name, market.segments.get(name).cloned().unwrap_or_default()))
            .collect();
        let offset = |account: &attain_data::Account| {
            let industry = account.industry.and_then(|i| market.industries.get(&book.industries[i]));
            let region = account.region.and_then(|r| market.regions.get(&book.regions[r]));
            industry.map_or(0.0, |industry| industry.win_log_odds.get()) + region.map_or(0.0, |region| region.win_log_odds.get())
        };
        let accounts: Vec<MarketAccount> = book
            .accounts
            .iter()
            .map(|account| {
                let segment = &segments[account.segment];
                let choices = &segment.choices;
                let relative = (account.potential / choices.mean_potential.get().max(1.0)).max(1e-9);
                let rate = choices.opportunities_per_year.get() / 12.0 * pow(relative, choices.potential_on_count.get());
                let size_scale = pow(relative, choices.potential_on_size.get());
                MarketAccount {
                    key: account.key,
                    segment: account.segment,
                    rate,
                    size_scale,
                    log_size_scale: log(size_scale),
                    offset: offset(account),
                    renewal_month: account.renewal.map(|date| renewal_month(&scenario.horizon, date)),
                    value: rate * segment.won_amount(size_scale, offset(account), market.size_log_odds.get()),
                }
            })
            .collect();
        let skills = skill_posteriors(book, &market);
        let opening = OpeningPipeline::new(book, scenario, &calendar);
        let reps = book.reps.iter().map(|rep| rep.key).collect();
        let keys = accounts.iter().map(|account| account.key).collect();
        let money = book.accounts.iter().map(|account| AccountMoney::new(account, &segments[account.segment].choices)).collect();
        let segment_of = accounts.iter().map(|account| account.segment as u16).collect();
        let value_of = accounts.iter().map(|account| account.value as f32).collect();
        let on_count = accounts.iter().map(|account| segments[account.segment].choices.potential_on_count.get()).collect();
        Self {
            sources: sources(&market),
            uncertain: UncertainEffects::new(book, &market),
            choices: market,
            calendar,
            keys,
            on_count,
            money,
            segment_of,
            value_of,
            segments,
            accounts,
            skills,
            reps,
            opening,
        }
    }

    /// Skill of a rep of the book in the world of these streams, log odds.
    #[must_use]
    pub fn skill_of_rep(&self, streams: &WorldStreams, rep: usize) -> f64 {
        self.skills[rep].at(streams.uniform(Purpose::Skill, self.reps[rep], 0))
    }

    /// The response curve: share of the normal rate of creation at coverage `k`.
    #[inline]
    #[must_use]
    pub fn response(&self, k: f64) -> f64 {
        attain_core::response::response(&self.choices.response, k)
    }
}

impl CompiledMarket {
    /// Factor on the effect of full coverage at `k` times as much selling time.
    #[must_use]
    pub fn boost(&self, k: f64) -> f64 {
        let inbound = self.response(0.0);
        if inbound < 1.0 { (self.response(k) - inbound) / (1.0 - inbound) } else { 1.0 }
    }
}

fn sources(market: &Market) -> Vec<(f64, f64)> {
    let total: f64 = market.sources.values().map(|source| source.share.get()).sum();
    let mut below = 0.0;
    market
        .sources
        .values()
        .map(|source| {
            below += source.share.get() / total;
            (below, source.win_log_odds.get())
        })
        .collect()
}

/// Month of the horizon of the first renewal: a date in the past renews again every year.
fn renewal_month(horizon: &Horizon, date: jiff::civil::Date) -> u8 {
    let months = |date: jiff::civil::Date| i32::from(date.year()) * 12 + i32::from(date.month());
    let ahead = months(date) - months(horizon.start);
    if ahead < 0 { ahead.rem_euclid(12) as u8 } else { ahead.min(250) as u8 }
}
