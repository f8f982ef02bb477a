//! Constants of the market before any world is drawn: rates, scales and tables for each account and
//! segment of the book.

use libm::{exp, log, pow};

use super::calendar::HorizonCalendar;
use super::inflow::SegmentInflow;
use super::market_account::MarketAccount;
use super::market_segment::{MarketSegment, by_growth, churn};
use super::opening::OpeningPipeline;
use super::size_effects::account_size_effects;
use super::skills::{SkillPosterior, skill_posteriors};
use super::uncertain_effects::UncertainEffects;
use attain_core::quantile::logit;
use attain_core::random::{Purpose, WorldStreams};
use attain_core::scenario::choices::{Horizon, Market, Scenario, Segment};
use attain_data::Book;

/// Most selling time that an account takes, in multiples of full coverage.
pub const MOST_EFFORT: f64 = 2.0;

/// Constants of a market, compiled for a book and a horizon.
#[derive(Debug, Clone)]
pub struct CompiledMarket {
    /// Parameters of the market in the scenario.
    pub choices: Market,
    /// Calendar of the horizon.
    pub calendar: HorizonCalendar,
    /// Segments of the book.
    pub segments: Vec<MarketSegment>,
    /// New accounts of each segment.
    pub inflow: Vec<SegmentInflow>,
    /// Accounts of the book.
    pub accounts: Vec<MarketAccount>,
    /// Money of each account at the start.
    pub money: Vec<AccountMoney>,
    /// Segment of each account, in a separate column for loops that need nothing else.
    pub segment_of: Vec<u16>,
    /// [`MarketAccount::value`] of each account, in a separate column.
    pub value_of: Vec<f32>,
    /// Key of each account, in a separate column for loops over all accounts.
    pub keys: Vec<u64>,
    /// Exponent with which potential affects the number of opportunities, for each account.
    pub on_count: Vec<f64>,
    /// Cumulative share and shift of log odds of each source.
    pub sources: Vec<(f64, f64)>,
    /// Skill posterior of each rep of the book.
    pub skills: Vec<SkillPosterior>,
    /// Key of each rep's id.
    pub reps: Vec<u64>,
    /// Opportunities that are open at the start.
    pub opening: OpeningPipeline,
    /// Shifts of log odds that are drawn per world.
    pub uncertain: UncertainEffects,
}

/// Money of an account at the start.
#[derive(Debug, Clone, Copy)]
pub struct AccountMoney {
    /// Potential.
    pub potential: f64,
    /// Recurring revenue.
    pub revenue: f64,
    /// Logit of the yearly probability of churn for its risk class; minus infinity if the
    /// probability is 0.
    pub churn_logit: f32,
    /// Yearly expansion for its growth class, as a share of revenue.
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

impl CompiledMarket {
    /// Compiles a scenario's market for a book.
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
        let effects = account_size_effects(book, &market);
        let accounts: Vec<MarketAccount> = book
            .accounts
            .iter()
            .enumerate()
            .map(|(at, account)| {
                let effect = effects.get(at).copied().unwrap_or_default();
                let segment = &segments[account.segment];
                let choices = &segment.choices;
                let relative = (account.potential / choices.mean_potential.get().max(1.0)).max(1e-9);
                let rate = choices.opportunities_per_year.get() / 12.0 * pow(relative, choices.potential_on_count.get());
                let size_scale = pow(relative, choices.potential_on_size.get()) * exp(effect.log_mean);
                MarketAccount {
                    key: account.key,
                    segment: account.segment,
                    rate,
                    size_scale,
                    log_size_scale: log(size_scale),
                    size_sd: effect.sd,
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
        let inflow = segments.iter().enumerate().map(|(s, segment)| {
            let pairs = book.accounts.iter().zip(&accounts);
            SegmentInflow::new(&market, segment, pairs.filter(|(account, _)| account.segment == s))
        });
        Self {
            inflow: inflow.collect(),
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

    /// Skill of a rep of the book in the world of these streams, in log odds.
    #[must_use]
    pub fn skill_of_rep(&self, streams: &WorldStreams, rep: usize) -> f64 {
        self.skills[rep].at(streams.uniform(Purpose::Skill, self.reps[rep], 0))
    }

    /// Response curve: rate of creation at coverage `k`, as a share of the normal rate.
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

impl CompiledMarket {
    /// New accounts relative to the normal number, where `prospecting` is the effect of prospecting
    /// relative to that of full coverage.
    #[inline]
    #[must_use]
    pub fn prospecting(&self, prospecting: f64) -> f64 {
        let share = self.choices.new_accounts.prospected.get();
        1.0 - share + share * prospecting
    }

    /// The highest number of new accounts, relative to the normal one.
    #[must_use]
    pub fn highest_prospecting(&self) -> f64 {
        self.prospecting(self.boost(MOST_EFFORT).max(1.0))
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

/// Month of the horizon of the first renewal. A date in the past recurs every year.
fn renewal_month(horizon: &Horizon, date: jiff::civil::Date) -> u8 {
    let months = |date: jiff::civil::Date| i32::from(date.year()) * 12 + i32::from(date.month());
    let ahead = months(date) - months(horizon.start);
    if ahead < 0 { ahead.rem_euclid(12) as u8 } else { ahead.min(250) as u8 }
}
