//! Latent opportunities: every opportunity that could come into being in a
//! year under any plan, with its date and its marks.
//!
//! Account i has a Poisson process at its highest rate, `rate_cap` times the
//! normal one. An opportunity exists in a plan's year when its create mark is
//! under the plan's rate relative to the highest: see [`Deals::ratio`].

use libm::exp;

use super::World;
use super::address::{Purpose, Streams};
use super::calendar::{Calendar, WARM_UP};
use super::chance::Chance;
use super::odds::{Odds, quantile_of};
use super::quantile::{exponential, logit, normal, poisson};
use crate::scenario::choices::{Size, Slippage};

/// Opportunities in columns, those open at the start first, then by month of creation.
#[derive(Debug, Clone, Default)]
pub struct Deals {
    /// Index of the account.
    pub account: Vec<u32>,
    /// The deal exists when this is under response × windfall × (1 − hand-over
    /// loss): create mark × cap over season × drift. Zero for those open at the start.
    pub ratio: Vec<f32>,
    /// The deal is won when this is under the sum of the plan's terms:
    /// logit of the win mark less the world's terms.
    pub hurdle: Vec<f32>,
    /// Amount.
    pub amount: Vec<f64>,
    /// Day of creation.
    pub created: Vec<f32>,
    /// Day on which it is won, if it is won.
    pub win_day: Vec<f32>,
    /// Day on which it is lost, if it is lost.
    pub loss_day: Vec<f32>,
    /// Whether it slips.
    pub slipped: Vec<bool>,
    /// First deal of each month; the last entry is the number of deals.
    pub month_from: Vec<u32>,
    /// Month and number of the deals whose marks behind the first have not
    /// been read yet: most deals exist in no plan.
    pending: Vec<Option<Pending>>,
}

/// Where a deal's marks are.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Pending {
    month: i16,
    k: u16,
}

/// One deal before it is put in columns.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Deal {
    /// Index of the account.
    pub account: u32,
    /// See [`Deals::ratio`].
    pub ratio: f32,
    /// See [`Deals::hurdle`].
    pub hurdle: f32,
    /// Amount.
    pub amount: f64,
    /// Day of creation.
    pub created: f32,
    /// Day of winning.
    pub win_day: f32,
    /// Day of losing.
    pub loss_day: f32,
    /// Whether it slips.
    pub slipped: bool,
}

impl Deals {
    /// Number of deals.
    #[must_use]
    pub fn len(&self) -> usize {
        self.account.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.account.is_empty()
    }

    /// Deals open at the start.
    #[must_use]
    pub fn open(&self) -> std::ops::Range<usize> {
        0..self.month_from.first().map_or(0, |&first| first as usize)
    }

    /// Deals that may be created in a month.
    #[must_use]
    pub fn of_month(&self, month: usize) -> std::ops::Range<usize> {
        self.month_from[month] as usize..self.month_from[month + 1] as usize
    }

    pub(super) fn clear(&mut self) {
        self.account.clear();
        self.ratio.clear();
        self.hurdle.clear();
        self.amount.clear();
        self.created.clear();
        self.win_day.clear();
        self.loss_day.clear();
        self.slipped.clear();
        self.month_from.clear();
        self.pending.clear();
    }

    pub(super) fn push(&mut self, deal: Deal) {
        self.account.push(deal.account);
        self.ratio.push(deal.ratio);
        self.hurdle.push(deal.hurdle);
        self.amount.push(deal.amount);
        self.created.push(deal.created);
        self.win_day.push(deal.win_day);
        self.loss_day.push(deal.loss_day);
        self.slipped.push(deal.slipped);
        self.pending.push(None);
    }

    /// Adds a deal of which only the create mark has been read.
    fn push_pending(&mut self, account: u32, ratio: f32, pending: Pending) {
        let unread = Deal { account, ratio, ..Deal::default() };
        self.push(unread);
        if let Some(last) = self.pending.last_mut() {
            *last = Some(pending);
        }
    }

    fn set(&mut self, d: usize, deal: Deal) {
        self.hurdle[d] = deal.hurdle;
        self.amount[d] = deal.amount;
        self.created[d] = deal.created;
        self.win_day[d] = deal.win_day;
        self.loss_day[d] = deal.loss_day;
        self.slipped[d] = deal.slipped;
        self.pending[d] = None;
    }

    pub(super) fn end_month(&mut self) {
        self.month_from.push(self.account.len() as u32);
    }
}

/// Deals an account can have in a month at most; indices of deals have 24 bits.
const MONTH_MAX: u32 = 4096;

/// How many latent deals each account has in each of `months` months from
/// `first`, by month and account.
pub(super) fn draw_counts(counts: &mut Vec<u16>, world: &World, odds: &Odds, first: i32, months: usize) {
    let accounts = odds.accounts.len();
    let cap = odds.market.rate_cap.get();
    counts.clear();
    counts.resize(accounts * months, 0);
    for (a, account) in odds.accounts.iter().enumerate() {
        let mean = account.rate * cap * world.parameters.segments[account.segment].rate;
        let exp_neg = exp(-mean);
        let from = (first + WARM_UP as i32) as u32;
        let mut block = world.streams.at(Purpose::Count, account.key, from / 4);
        for m in 0..months as u32 {
            // Four months share a block.
            if m > 0 && (from + m).is_multiple_of(4) {
                block = world.streams.at(Purpose::Count, account.key, (from + m) / 4);
            }
            let u = block.uniform(((from + m) % 4) as usize);
            if u > exp_neg {
                counts[m as usize * accounts + a] = poisson(u, mean, exp_neg).min(MONTH_MAX - 1) as u16;
            }
        }
    }
}

/// Index of the `k`-th latent deal of a month (negative in the warm-up).
fn index_of(month: i32, k: u32) -> u32 {
    (month + WARM_UP as i32) as u32 * MONTH_MAX + k
}

/// Draws whether the latent deals of a month exist; the rest of their marks
/// waits until a plan asks for it.
pub(super) fn draw_month(world: &mut World, odds: &Odds, month: usize, counts: &[u16]) {
    let cap = odds.market.rate_cap.get() / odds.calendar.season(month as i32).max(1e-9);
    for (a, &count) in counts.iter().enumerate() {
        for k in 0..count {
            let index = index_of(month as i32, u32::from(k));
            let mark = world.streams.at(Purpose::Marks, odds.accounts[a].key, index).uniform(0);
            let ratio = ratio(mark, cap, world.drift_at(a, month / 3).0);
            world.deals.push_pending(a as u32, ratio, Pending { month: month as i16, k });
        }
    }
    world.deals.end_month();
}

/// Reads the marks of a deal that comes into being.
pub(super) fn read(world: &mut World, odds: &Odds, d: usize) {
    if let Some(Pending { month, k }) = world.deals.pending[d] {
        let deal = draw_deal(world, odds, world.deals.account[d] as usize, i32::from(month), u32::from(k));
        world.deals.set(d, deal);
    }
}

fn ratio(mark: f64, cap_over_season: f64, drift: f64) -> f32 {
    (mark * cap_over_season / drift) as f32
}

/// Draws the `k`-th latent deal of an account in a month (negative in the warm-up).
#[inline]
pub(super) fn draw_deal(world: &World, odds: &Odds, a: usize, month: i32, k: u32) -> Deal {
    draw_with_chance(world, odds, a, month, k).0
}

/// The same, and how its odds come about.
#[inline]
pub(super) fn draw_with_chance(world: &World, odds: &Odds, a: usize, month: i32, k: u32) -> (Deal, Chance) {
    let account = &odds.accounts[a];
    let segment = &odds.segments[account.segment];
    let parameters = &world.parameters.segments[account.segment];
    let index = index_of(month, k);
    let marks = world.streams.at(Purpose::Marks, account.key, index);
    let details = world.streams.at(Purpose::Details, account.key, index);

    let (drift_count, drift_size) = world.drift_at(a, month.max(0) as usize / 3);
    let cap_over_season = odds.market.rate_cap.get() / odds.calendar.season(month).max(1e-9);
    let ratio = ratio(marks.uniform(0), cap_over_season, drift_count);

    let (amount, log_size) = size(&segment.choices.size, segment.log_median_size, account, marks.uniform(2));
    let slip = slip(&odds.market.slippage, details.uniform(2));
    let source = source_at(&odds.sources, details.uniform(1));
    let chance = Chance {
        create: marks.uniform(0),
        draw: marks.uniform(1),
        base: parameters.win_logit,
        industry: account.offset,
        source: source.map_or(0.0, |source| odds.sources[source].1),
        size: odds.market.size_log_odds.get() * log_size,
        slip: slip.odds,
        slip_days: slip.days,
        came_by: source,
    };

    let (from, length) = odds.calendar.span(month);
    let created = from + length * details.uniform(0);
    let cycle = normal(marks.uniform(3));
    let day = |choice: &crate::scenario::choices::CloseTime| {
        odds.calendar.pull((created + choice.median_days.get() * exp(choice.sigma.get() * cycle) + slip.days) as f32)
    };
    let deal = Deal {
        account: a as u32,
        ratio,
        hurdle: (logit(chance.draw) - chance.terms()) as f32,
        amount: amount * parameters.size * drift_size,
        created: created as f32,
        win_day: day(&segment.choices.days_to_win),
        loss_day: day(&segment.choices.days_to_loss),
        slipped: slip.days > 0.0,
    };
    (deal, chance)
}

/// Amount at the size mark `u`, and its logarithm against the segment's median.
fn size(choice: &Size, log_median: f64, account: &super::odds::AccountOdds, u: f64) -> (f64, f64) {
    match choice {
        Size::Lognormal(spread) => {
            let log_size = spread.sigma.get() * normal(u) + account.log_size_scale;
            (exp(log_median + log_size), log_size)
        }
        Size::Quantiles(at) => {
            let amount = quantile_of(at, u) * account.size_scale;
            (amount, libm::log(amount.max(1e-9)) - log_median)
        }
    }
}

struct Slip {
    days: f64,
    odds: f64,
}

/// Slips a share of the deals; the length is exponential, by inversion of what
/// is left of the mark, so that a deal at the edge of slipping slips by nothing.
fn slip(choice: &Slippage, u: f64) -> Slip {
    let share = choice.share.get();
    if u >= share {
        return Slip { days: 0.0, odds: 0.0 };
    }
    let days = choice.mean_days.get() * exponential(1.0 - u / share);
    let odds = if days > choice.long_days.get() { choice.long_log_odds.get() } else { 0.0 };
    Slip { days, odds }
}

/// The source at the mark `u`, when there are any.
fn source_at(sources: &[(f64, f64)], u: f64) -> Option<usize> {
    sources.iter().position(|(below, _)| u < *below).or(sources.len().checked_sub(1))
}

/// A deal that is open at the start, from the data.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenDeal {
    /// Key of the opportunity's id.
    pub key: u64,
    /// Index of the account.
    pub account: u32,
    /// Logit of the chance of its stage.
    pub stage_logit: f64,
    /// Share of its way that the stage stands for.
    pub progress: f64,
    /// Amount.
    pub amount: f64,
    /// Day of creation.
    pub created: f64,
    /// Expected day of closing, where it lies in the horizon's future.
    pub expected: Option<f64>,
}

/// Draws what becomes of a deal that is open at the start: stage-dependent
/// chance; remaining time from its expected close date, or else from the part
/// of the cycle that its stage leaves.
pub(super) fn draw_open(deal: &OpenDeal, streams: &Streams, odds: &Odds) -> (Deal, Chance) {
    let segment = &odds.segments[odds.accounts[deal.account as usize].segment].choices;
    let block = streams.at(Purpose::OpenDeal, deal.key, 0);
    let z = normal(block.uniform(1));
    let slip = slip(&odds.market.slippage, block.uniform(2));
    let remaining = |choice: &crate::scenario::choices::CloseTime| match deal.expected {
        Some(day) => day * exp(0.5 * choice.sigma.get() * z),
        None => (1.0 - deal.progress).max(0.05) * choice.median_days.get() * exp(choice.sigma.get() * z),
    };
    let pulled = |choice| Calendar::pull(&odds.calendar, (remaining(choice) + slip.days) as f32);
    let chance =
        Chance { draw: block.uniform(0), base: deal.stage_logit, slip: slip.odds, slip_days: slip.days, ..Chance::default() };
    let drawn = Deal {
        account: deal.account,
        ratio: 0.0,
        hurdle: (logit(chance.draw) - chance.base - chance.slip) as f32,
        amount: deal.amount,
        created: deal.created as f32,
        win_day: pulled(&segment.days_to_win),
        loss_day: pulled(&segment.days_to_loss),
        slipped: slip.days > 0.0,
    };
    (drawn, chance)
}
