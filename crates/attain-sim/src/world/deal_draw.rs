//! Draws the existence and the outcomes of latent deals.

use libm::exp;

use super::arrivals::{ArrivalCount, MONTH_MAX, mark_left};
use super::calendar::{HorizonCalendar, MonthSpan, WARM_UP};
use super::closing::ClosingDraw;
use super::compiled_market::CompiledMarket;
use super::deal_chance::DealChance;
use super::drift::DriftTable;
use super::latent_deals::{DealOutcome, LatentDeals};
use super::market_account::MarketAccount;
use super::market_segment::MarketSegment;
use super::opening::OpeningDeal;
use super::parameters::WorldParameters;
use super::world_accounts::WorldAccounts;
use attain_core::quantile::{exponential, fast_exp, fast_log, logit, normal};
use attain_core::random::{Purpose, RandomBlock, WorldStreams};
use attain_core::scenario::choices::{CloseTime, DealSize, Slippage};

/// Index of the draw of the uncertain size of an account's deals.
const SIZE_OF_ACCOUNT: u32 = 1 << 20;

/// Index of the `k`-th latent deal of a month, which is negative in the warm-up.
pub(crate) fn index_of(month: i32, k: u32) -> u32 {
    (month + WARM_UP as i32) as u32 * MONTH_MAX + k
}

/// Calls `each` with the number and the create mark of each latent deal in an account's month.
#[inline]
pub(crate) fn each_mark(
    streams: &WorldStreams,
    accounts: &WorldAccounts,
    month: i32,
    arrival: &ArrivalCount,
    mut each: impl FnMut(u32, f64),
) {
    let mut from = 0;
    if let Some(mark) = arrival.mark {
        each(0, mark);
        from = 1;
    }
    for k in from..arrival.count {
        each(k, streams.block(Purpose::Marks, accounts.keys[arrival.account as usize], index_of(month, k)).uniform(0));
    }
}

/// Factor that converts a create mark to the scale of rates, before drift.
pub(crate) fn cap_over_season(market: &CompiledMarket, month: i32) -> f64 {
    market.choices.rate_cap.get() / market.calendar.season(month).max(1e-9)
}

/// Inputs to the draw of a deal: the market, and the part of a world that is drawn before its
/// deals.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DrawContext<'a> {
    pub(crate) market: &'a CompiledMarket,
    pub(crate) streams: &'a WorldStreams,
    pub(crate) accounts: &'a WorldAccounts,
    pub(crate) parameters: &'a WorldParameters,
    pub(crate) drift: &'a DriftTable,
}

/// Draws which latent deals of a month can exist. Their other marks are read when a plan needs
/// them.
pub(crate) fn draw_month(deals: &mut LatentDeals, context: &DrawContext, month: usize, arrivals: &[ArrivalCount]) {
    let &DrawContext { market, streams, accounts, drift, .. } = context;
    let cap = cap_over_season(market, month as i32);
    for arrival in arrivals {
        let drift = f64::from(drift.count[drift.at(arrival.account as usize, month / 3)]);
        let scale = cap / drift;
        each_mark(streams, accounts, month as i32, arrival, |k, mark| {
            deals.push_latent(arrival.account, (mark * scale) as f32, index_of(month as i32, k));
        });
    }
    deals.end_month();
}

/// Outcome of an account's latent deal, by the index of its marks.
#[inline]
pub(crate) fn outcome_at(context: &DrawContext, account: usize, index: u32) -> DealOutcome {
    let month = (index / MONTH_MAX) as i32 - WARM_UP as i32;
    outcome(context, account, month, DealMarks::at(context.streams, context.accounts.keys[account], index)).0
}

/// Random words of a deal.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DealMarks {
    /// Marks for creation (unless the count provides it), win, size and cycle.
    marks: RandomBlock,
    /// Marks for day, source and slip.
    details: RandomBlock,
}

impl DealMarks {
    pub(crate) fn at(streams: &WorldStreams, account: u64, index: u32) -> Self {
        Self { marks: streams.block(Purpose::Marks, account, index), details: streams.block(Purpose::Details, account, index) }
    }

    /// Mark of the time to close.
    pub(crate) fn cycle(&self) -> f64 {
        self.marks.uniform(3)
    }

    /// Mark of the slip: the deal slips if it is below the share of deals that slip.
    pub(crate) fn slip(&self) -> f64 {
        self.details.uniform(2)
    }
}

/// Outcome of a deal that is created in a month (negative in the warm-up), and the components of
/// its odds without the create mark.
#[inline]
pub(crate) fn outcome(context: &DrawContext, a: usize, month: i32, drawn: DealMarks) -> (DealOutcome, DealChance) {
    let &DrawContext { market, streams, parameters: world, drift, .. } = context;
    let model = context.accounts.model(a);
    let account = &market.accounts[model];
    let segment = &market.segments[account.segment];
    let parameters = &world.segments[account.segment];
    let DealMarks { marks, details } = drawn;

    let drift = f64::from(drift.level[drift.at(a, month.max(0) as usize / 3)]);
    let of_account = if account.size_sd > 0.0 {
        let z = normal(streams.uniform(Purpose::EffectParameters, context.accounts.keys[a], SIZE_OF_ACCOUNT));
        account.size_sd * (z - 0.5 * account.size_sd)
    } else {
        0.0
    };
    let size = size(segment, account, marks.uniform(2), segment.choices.potential_on_size.get() * drift + of_account);
    let slip = slip(&market.choices.slippage, drawn.slip());
    let source = source_at(&market.sources, details.uniform(1));
    let chance = DealChance {
        create: 0.0,
        draw: marks.uniform(1),
        base: parameters.win_logit,
        industry: account.offset + world.offsets.get(model).copied().unwrap_or(0.0),
        source: source.map_or(0.0, |source| market.sources[source].1 + world.sources.get(source).copied().unwrap_or(0.0)),
        size: (market.choices.size_log_odds.get() + world.size_log_odds) * size.log,
        slip: slip.odds,
        age: 0.0,
        slip_days: slip.days,
        source_index: source,
    };

    let MonthSpan { first: from, length } = market.calendar.span(month);
    let created = from + length * details.uniform(0);
    let (win, loss, age) = if let Some(law) = &segment.closing {
        let (mark, factor) = (drawn.cycle(), parameters.days_to_win);
        let closing =
            law.closing_day(&market.calendar, &ClosingDraw { created, open: created, mark, factor, slip_days: slip.days });
        (closing.day, closing.day, closing.log_odds)
    } else {
        let cycle = normal(drawn.cycle());
        let day = |choice: &CloseTime, factor: f64| {
            let time = factor * choice.median_days.get() * fast_exp(choice.sigma.get() * cycle);
            market.calendar.pull((created + time + slip.days) as f32)
        };
        let choices = &segment.choices;
        let (win, loss) =
            (day(&choices.days_to_win, parameters.days_to_win), day(&choices.days_to_loss, parameters.days_to_loss));
        (win, loss, 0.0)
    };
    let chance = DealChance { age, ..chance };
    let mut outcome = DealOutcome {
        hurdle: (logit(chance.draw) - chance.terms()) as f32,
        created: created as f32,
        amount: size.amount * parameters.size,
        slipped: slip.days > 0.0,
        ..DealOutcome::default()
    };
    outcome.close_on(&market.calendar, win, loss);
    (outcome, chance)
}

/// Components of the odds of an account's `k`-th latent deal in a month.
pub(crate) fn chance(context: &DrawContext, a: usize, month: i32, k: u32) -> DealChance {
    let &DrawContext { market, streams, accounts, parameters, .. } = context;
    let drawn = DealMarks::at(streams, accounts.keys[a], index_of(month, k));
    let left = if k == 0 { mark_left(streams, parameters, market, accounts, a, month) } else { None };
    let create = left.unwrap_or(drawn.marks.uniform(0));
    DealChance { create, ..outcome(context, a, month, drawn).1 }
}

/// Size of a deal.
struct Sized {
    amount: f64,
    /// Logarithm of the size relative to the segment's median, before drift.
    log: f64,
}

/// Size at the size mark `u`, where `drift` is the logarithm of the factor due to drift and to
/// what is not known about the account.
fn size(segment: &MarketSegment, account: &MarketAccount, u: f64, drift: f64) -> Sized {
    match &segment.choices.size {
        DealSize::Lognormal(spread) => {
            let log = spread.sigma.get() * normal(u) + account.log_size_scale;
            Sized { amount: fast_exp(segment.log_median_size + log + drift), log }
        }
        other => {
            let amount = other.quantile(u) * account.size_scale;
            Sized { amount: amount * fast_exp(drift), log: fast_log(amount.max(1e-9)) - segment.log_median_size }
        }
    }
}

struct Slip {
    days: f64,
    odds: f64,
}

/// Slip of a deal at the mark `u`. The length is exponential, drawn by inversion of the rest of the
/// mark, so that it approaches zero at the boundary of slipping.
fn slip(choice: &Slippage, u: f64) -> Slip {
    let share = choice.share.get();
    if u >= share {
        return Slip { days: 0.0, odds: 0.0 };
    }
    let days = choice.mean_days.get() * exponential(1.0 - u / share);
    let odds = if days > choice.long_days.get() { choice.long_log_odds.get() } else { 0.0 };
    Slip { days, odds }
}

/// Source at the mark `u`; `None` if there are no sources.
fn source_at(sources: &[(f64, f64)], u: f64) -> Option<usize> {
    sources.iter().position(|(below, _)| u < *below).or(sources.len().checked_sub(1))
}

/// Draws the outcome of a deal that is open at the start. The probability depends on the stage. The
/// remaining time follows from the expected closing date or, failing that, from the part of the
/// cycle that remains at its stage.
pub(crate) fn draw_open(deal: &OpeningDeal, context: &DrawContext) -> (DealOutcome, DealChance) {
    let &DrawContext { market, streams, parameters, .. } = context;
    let at = market.accounts[deal.account as usize].segment;
    let (segment, parameters) = (&market.segments[at], &parameters.segments[at]);
    let block = streams.block(Purpose::OpenDeal, deal.key, 0);
    let z = normal(block.uniform(1));
    let slip = slip(&market.choices.slippage, block.uniform(2));
    let (win, loss) = if let (Some(law), None) = (&segment.closing, deal.expected) {
        // The stage determines the probability, so age has no additional effect.
        let (mark, factor) = (block.uniform(1), parameters.days_to_win);
        let draw = ClosingDraw { created: deal.created, open: 0.0, mark, factor, slip_days: slip.days };
        let day = law.closing_day(&market.calendar, &draw).day;
        (day, day)
    } else {
        let remaining = |choice: &CloseTime, factor: f64| match deal.expected {
            Some(day) => day * exp(0.5 * choice.sigma.get() * z),
            None => (1.0 - deal.progress).max(0.05) * (factor * choice.median_days.get()) * exp(choice.sigma.get() * z),
        };
        let pulled = |choice, factor| HorizonCalendar::pull(&market.calendar, (remaining(choice, factor) + slip.days) as f32);
        let choices = &segment.choices;
        (pulled(&choices.days_to_win, parameters.days_to_win), pulled(&choices.days_to_loss, parameters.days_to_loss))
    };
    let chance = DealChance {
        draw: block.uniform(0),
        base: deal.stage_logit,
        slip: slip.odds,
        slip_days: slip.days,
        ..DealChance::default()
    };
    let mut outcome = DealOutcome {
        hurdle: (logit(chance.draw) - chance.terms()) as f32,
        amount: deal.amount,
        created: deal.created as f32,
        slipped: slip.days > 0.0,
        ..DealOutcome::default()
    };
    outcome.close_on(&market.calendar, win, loss);
    (outcome, chance)
}
