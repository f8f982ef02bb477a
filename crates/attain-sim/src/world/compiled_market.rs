//! What is fixed about the market before any world is drawn: rates, scales and
//! tables for each account and segment of the book.

use libm::{exp, log, pow};
use statrs::distribution::{Beta, ContinuousCDF};

use super::calendar::Calendar;
use super::closing::ClosingLaw;
use super::opening::OpeningPipeline;
use super::skills::{SkillPosterior, skill_posteriors};
use attain_core::quantile::{logistic, logit, normal};
use attain_core::scenario::choices::{ClassShares, DealSize, GrowthClass, Horizon, Market, RiskClass, Scenario, Segment};
use attain_data::Book;

/// The fixed odds of a market, for a book and a horizon.
#[derive(Debug, Clone)]
pub struct CompiledMarket {
    /// The market's parameters as the scenario gives them.
    pub choices: Market,
    /// Days and months.
    pub calendar: Calendar,
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

/// Shifts of log odds that are drawn per world; empty lists where all are certain.
#[derive(Debug, Clone, Default)]
pub struct UncertainEffects {
    /// Industries, then regions, of the book: key and standard error; last one that is certain.
    pub effects: Vec<(u64, f64)>,
    /// By account: its industry and its region among the effects.
    pub of_account: Vec<[u32; 2]>,
    /// By source: key and standard error.
    pub sources: Vec<(u64, f64)>,
}

impl UncertainEffects {
    fn new(book: &Book, market: &Market) -> Self {
        let key = |kind: &str, name: &str| attain_core::random::key_of(&format!("{kind} {name}"));
        let industry = |name: &String| market.industries.get(name).map_or(0.0, |of| of.uncertainty.get());
        let region = |name: &String| market.regions.get(name).map_or(0.0, |of| of.uncertainty.get());
        let mut effects: Vec<(u64, f64)> = book.industries.iter().map(|name| (key("industry", name), industry(name))).collect();
        effects.extend(book.regions.iter().map(|name| (key("region", name), region(name))));
        let mut sources: Vec<(u64, f64)> =
            market.sources.iter().map(|(name, of)| (key("source", name), of.uncertainty.get())).collect();
        if sources.iter().all(|(_, sd)| *sd == 0.0) {
            sources.clear();
        }
        if effects.iter().all(|(_, sd)| *sd == 0.0) {
            return Self { sources, ..Self::default() };
        }
        let certain = effects.len();
        effects.push((0, 0.0));
        let first_region = book.industries.len();
        let places = |account: &attain_data::Account| {
            [account.industry.unwrap_or(certain) as u32, account.region.map_or(certain, |region| first_region + region) as u32]
        };
        Self { of_account: book.accounts.iter().map(places).collect(), effects, sources }
    }
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

/// Chance of an account to churn in a year, by its risk class.
#[must_use]
pub fn churn(segment: &Segment, account: &attain_data::Account) -> f64 {
    by_risk(&segment.churn, account.risk).clamp(0.0, 1.0 - 1e-9)
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

/// One segment's odds.
#[derive(Debug, Clone)]
pub struct MarketSegment {
    /// The segment's choices.
    pub choices: Segment,
    /// Key of the segment's name.
    pub key: u64,
    /// Logit of the win rate's posterior at equal steps of probability.
    win: Vec<f64>,
    /// Logarithm of the median size.
    pub log_median_size: f64,
    /// When its opportunities close, where a table of ages tells.
    pub closing: Option<ClosingLaw>,
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
        let calendar = Calendar::new(&scenario.horizon, &market.season);
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

    /// The response curve: share of the normal rate of creation at coverage `k`.
    #[inline]
    #[must_use]
    pub fn response(&self, k: f64) -> f64 {
        attain_core::response::response(&self.choices.response, k)
    }
}

/// The share of a growth class.
#[must_use]
pub fn by_growth(shares: &ClassShares, growth: GrowthClass) -> f64 {
    match growth {
        GrowthClass::Low => shares.low.get(),
        GrowthClass::Medium => shares.medium.get(),
        GrowthClass::High => shares.high.get(),
    }
}

/// The share of a risk class.
#[must_use]
pub fn by_risk(shares: &ClassShares, risk: RiskClass) -> f64 {
    match risk {
        RiskClass::Low => shares.low.get(),
        RiskClass::Medium => shares.medium.get(),
        RiskClass::High => shares.high.get(),
    }
}

/// Evidence from which a win rate counts as certain.
const CERTAIN: f64 = 1e7;

/// Steps of the table of a win rate's posterior.
const STEPS: usize = 1024;

impl MarketSegment {
    pub(super) fn new(name: &str, choices: Segment) -> Self {
        let log_median_size = match &choices.size {
            DealSize::Lognormal(spread) => log(spread.median.get().max(1.0)),
            DealSize::Quantiles(at) => log(quantile_of(at, 0.5).max(1.0)),
        };
        let win = win_table(choices.win_rate.get(), choices.win_rate_evidence.get());
        let closing = choices.closing.as_ref().map(ClosingLaw::new);
        Self { key: attain_core::random::key_of(name), win, log_median_size, closing, choices }
    }

    /// Mean amount won of an opportunity: size times its chance, over the
    /// distribution of sizes, for an account of this scale and offset.
    fn won_amount(&self, scale: f64, offset: f64, size_log_odds: f64) -> f64 {
        const POINTS: usize = 64;
        let base = logit(self.choices.win_rate.get().clamp(1e-6, 1.0 - 1e-6)) + offset;
        let at = |i: usize| {
            let u = (i as f64 + 0.5) / POINTS as f64;
            let amount = scale
                * match &self.choices.size {
                    DealSize::Lognormal(spread) => exp(self.log_median_size + spread.sigma.get() * normal(u)),
                    DealSize::Quantiles(at) => quantile_of(at, u),
                };
            amount * logistic(base + size_log_odds * (log(amount.max(1e-9)) - self.log_median_size))
        };
        (0..POINTS).map(at).sum::<f64>() / POINTS as f64
    }

    /// Logit of the win rate at probability `u` of its posterior.
    #[must_use]
    pub fn win_logit(&self, u: f64) -> f64 {
        let x = u * STEPS as f64 - 0.5;
        let i = x.clamp(0.0, (STEPS - 2) as f64) as usize;
        let share = (x - i as f64).clamp(0.0, 1.0);
        self.win[i] + (self.win[i + 1] - self.win[i]) * share
    }
}

/// Quantiles of the beta posterior of a win rate, as logits. Evidence of
/// 10 million deals stands for certainty.
fn win_table(rate: f64, evidence: f64) -> Vec<f64> {
    let rate = rate.clamp(1e-6, 1.0 - 1e-6);
    let certain = vec![logit(rate); STEPS];
    if evidence <= 0.0 || evidence >= CERTAIN {
        return certain;
    }
    match Beta::new(rate * evidence, (1.0 - rate) * evidence) {
        Ok(beta) => {
            (0..STEPS)
                .map(|i| logit(beta.inverse_cdf((i as f64 + 0.5) / STEPS as f64).clamp(1e-9, 1.0 - 1e-9)))
                // Rounded far below what matters, because the library's functions may differ in the last digits between machines.
                .map(|x| (x * 1e7).round() * 1e-7)
                .collect()
        }
        Err(_) => certain,
    }
}

/// Value of a list of quantiles at equal steps, at probability `u`.
#[must_use]
pub fn quantile_of(at: &[attain_core::units::Money], u: f64) -> f64 {
    match at {
        [] => 0.0,
        [only] => only.get(),
        _ => {
            let x = u * (at.len() - 1) as f64;
            let i = (x as usize).min(at.len() - 2);
            at[i].get() + (at[i + 1].get() - at[i].get()) * (x - i as f64)
        }
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
