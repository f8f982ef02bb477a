//! Latent opportunities: every opportunity that could come into being in a
//! year under any plan, with its date and its marks.
//!
//! Account i has a Poisson process at its highest rate, `rate_cap` times the
//! normal one. An opportunity exists in a plan's year when its create mark is
//! under the plan's rate relative to the highest: see [`LatentDeals::ratio`].

use libm::exp;

use super::World;
use super::arrivals::{ArrivalCount, MONTH_MAX, mark_left};
use super::calendar::{Calendar, WARM_UP};
use super::compiled_market::{CompiledMarket, MarketAccount, MarketSegment, quantile_of};
use super::deal_chance::DealChance;
use attain_core::quantile::{exponential, fast_exp, fast_log, logit, normal};
use attain_core::random::{Purpose, RandomBlock, WorldStreams};
use attain_core::scenario::choices::{CloseTime, DealSize, Slippage};

/// Opportunities, those open at the start first, then by month of creation.
/// Columns hold what every plan asks of all of them.
#[derive(Debug, Clone, Default)]
pub struct LatentDeals {
    /// Index of the account.
    pub account: Vec<u32>,
    /// The deal exists when this is under response × windfall × (1 − hand-over
    /// loss): create mark × cap over season × drift. Zero for those open at the start.
    pub ratio: Vec<f32>,
    /// First deal of each month; the last entry is the number of deals.
    pub month_from: Vec<u32>,
    /// Fates that have been read, in the order in which they were asked for.
    /// Most deals exist in no plan, and plans ask in nearly the same order.
    outcomes: Vec<DealOutcome>,
    /// By deal: where its outcome is, or [`UNREAD`] and where its marks are.
    outcome_of: Vec<u32>,
}

/// Marks a deal whose outcome nobody has asked for.
const UNREAD: u32 = 1 << 31;

/// What becomes of a deal that exists.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct DealOutcome {
    /// The deal is won when this is under the sum of the plan's terms:
    /// logit of the win mark less the world's terms.
    pub hurdle: f32,
    /// Day of creation.
    pub created: f32,
    /// Day on which it is won, if it is won.
    pub win_day: f32,
    /// Day on which it is lost, if it is lost.
    pub loss_day: f32,
    /// Amount.
    pub amount: f64,
    /// Months of the days on which it is won or lost; that of a day beyond the
    /// horizon is the number of its months.
    pub months: [u8; 2],
    /// Whether it slips.
    pub slipped: bool,
}

impl DealOutcome {
    /// Sets the days on which it is won, if it is won, and lost, if it is lost.
    #[inline]
    pub fn close_on(&mut self, calendar: &Calendar, win: f32, loss: f32) {
        (self.win_day, self.loss_day) = (win, loss);
        // A horizon has 60 months at most.
        self.months = [win, loss].map(|day| calendar.month_of(day) as u8);
    }
}

impl LatentDeals {
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
    pub fn in_month(&self, month: usize) -> std::ops::Range<usize> {
        self.month_from[month] as usize..self.month_from[month + 1] as usize
    }

    /// What becomes of a deal that exists, once somebody has asked: see [`World::read_deal`].
    ///
    /// # Panics
    /// When nobody has.
    #[inline]
    #[must_use]
    pub fn outcome(&self, deal: usize) -> &DealOutcome {
        &self.outcomes[self.outcome_of[deal] as usize]
    }

    /// The same, to be changed.
    ///
    /// # Panics
    /// When nobody has asked.
    pub fn outcome_mut(&mut self, deal: usize) -> &mut DealOutcome {
        &mut self.outcomes[self.outcome_of[deal] as usize]
    }

    pub(super) fn clear(&mut self) {
        self.account.clear();
        self.ratio.clear();
        self.month_from.clear();
        self.outcomes.clear();
        self.outcome_of.clear();
    }

    /// Adds a deal that is open at the start.
    pub(super) fn push_open(&mut self, account: u32, outcome: DealOutcome) {
        self.push_latent(account, 0.0, self.outcomes.len() as u32);
        self.outcomes.push(outcome);
    }

    /// Adds a deal of which only the create mark has been read.
    fn push_latent(&mut self, account: u32, ratio: f32, outcome_of: u32) {
        self.account.push(account);
        self.ratio.push(ratio);
        self.outcome_of.push(outcome_of);
    }

    pub(super) fn end_month(&mut self) {
        self.month_from.push(self.account.len() as u32);
    }
}

/// Index of the `k`-th latent deal of a month (negative in the warm-up).
pub(super) fn index_of(month: i32, k: u32) -> u32 {
    (month + WARM_UP as i32) as u32 * MONTH_MAX + k
}

/// Calls `each` with the number and the create mark of an account's latent deals of a month.
#[inline]
pub(super) fn each_mark(
    streams: &WorldStreams,
    market: &CompiledMarket,
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
        each(k, streams.block(Purpose::Marks, market.keys[arrival.account as usize], index_of(month, k)).uniform(0));
    }
}

/// What a create mark is to be multiplied with, drift aside, to be compared with a rate.
pub(super) fn cap_over_season(market: &CompiledMarket, month: i32) -> f64 {
    market.choices.rate_cap.get() / market.calendar.season(month).max(1e-9)
}

/// Draws whether the latent deals of a month exist; the rest of their marks
/// waits until a plan asks for it.
pub(super) fn draw_month(world: &mut World, market: &CompiledMarket, month: usize, arrivals: &[ArrivalCount]) {
    let cap = cap_over_season(market, month as i32);
    for arrival in arrivals {
        let drift = f64::from(world.drift.count[world.drift.at(arrival.account as usize, month / 3)]);
        let scale = cap / drift;
        each_mark(&world.streams, market, month as i32, arrival, |k, mark| {
            world.deals.push_latent(arrival.account, (mark * scale) as f32, UNREAD | index_of(month as i32, k));
        });
    }
    world.deals.end_month();
}

/// The outcome of a deal that comes into being.
#[inline]
pub(super) fn read(world: &mut World, market: &CompiledMarket, d: usize) -> DealOutcome {
    let at = world.deals.outcome_of[d];
    if at & UNREAD == 0 {
        return world.deals.outcomes[at as usize];
    }
    let index = at & !UNREAD;
    let (a, month) = (world.deals.account[d] as usize, (index / MONTH_MAX) as i32 - WARM_UP as i32);
    let outcome = outcome(world, market, a, month, DealMarks::at(&world.streams, market.keys[a], index)).0;
    world.deals.outcome_of[d] = world.deals.outcomes.len() as u32;
    world.deals.outcomes.push(outcome);
    outcome
}

/// The random words of a deal.
#[derive(Debug, Clone, Copy)]
pub(super) struct DealMarks {
    /// Create (where the count does not give it), win, size, cycle.
    marks: RandomBlock,
    /// Day, source, slip.
    details: RandomBlock,
}

impl DealMarks {
    pub(super) fn at(streams: &WorldStreams, account: u64, index: u32) -> Self {
        Self { marks: streams.block(Purpose::Marks, account, index), details: streams.block(Purpose::Details, account, index) }
    }

    /// Mark of the time to close.
    pub(super) fn cycle(&self) -> f64 {
        self.marks.uniform(3)
    }

    /// Mark of slipping: it does when this is under the share that does.
    pub(super) fn slip(&self) -> f64 {
        self.details.uniform(2)
    }
}

/// What becomes of a deal of an account that is created in a month (negative in
/// the warm-up), and how its odds come about, the create mark aside.
#[inline]
pub(super) fn outcome(
    world: &World,
    market: &CompiledMarket,
    a: usize,
    month: i32,
    drawn: DealMarks,
) -> (DealOutcome, DealChance) {
    let account = &market.accounts[a];
    let segment = &market.segments[account.segment];
    let parameters = &world.parameters.segments[account.segment];
    let DealMarks { marks, details } = drawn;

    let drift = f64::from(world.drift.level[world.drift.at(a, month.max(0) as usize / 3)]);
    let size = size(segment, account, marks.uniform(2), segment.choices.potential_on_size.get() * drift);
    let slip = slip(&market.choices.slippage, drawn.slip());
    let source = source_at(&market.sources, details.uniform(1));
    let chance = DealChance {
        create: 0.0,
        draw: marks.uniform(1),
        base: parameters.win_logit,
        industry: account.offset + world.parameters.offsets.get(a).copied().unwrap_or(0.0),
        source: source
            .map_or(0.0, |source| market.sources[source].1 + world.parameters.sources.get(source).copied().unwrap_or(0.0)),
        size: (market.choices.size_log_odds.get() + world.parameters.size_log_odds) * size.log,
        slip: slip.odds,
        age: 0.0,
        slip_days: slip.days,
        source_index: source,
    };

    let (from, length) = market.calendar.span(month);
    let created = from + length * details.uniform(0);
    let (win, loss, age) = if let Some(law) = &segment.closing {
        law.days((&market.calendar, created, created), (drawn.cycle(), parameters.days_to_win), slip.days)
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

/// How the odds of an account's `k`-th latent deal of a month come about.
pub(super) fn chance(world: &World, market: &CompiledMarket, a: usize, month: i32, k: u32) -> DealChance {
    let drawn = DealMarks::at(&world.streams, market.keys[a], index_of(month, k));
    let left = if k == 0 { mark_left(world, market, a, month) } else { None };
    let create = left.unwrap_or(drawn.marks.uniform(0));
    DealChance { create, ..outcome(world, market, a, month, drawn).1 }
}

/// A deal's size.
struct Sized {
    amount: f64,
    /// Logarithm against the segment's median, drift aside.
    log: f64,
}

/// Size at the size mark `u`, with the logarithm of what drift makes of it.
fn size(segment: &MarketSegment, account: &MarketAccount, u: f64, drift: f64) -> Sized {
    match &segment.choices.size {
        DealSize::Lognormal(spread) => {
            let log = spread.sigma.get() * normal(u) + account.log_size_scale;
            Sized { amount: fast_exp(segment.log_median_size + log + drift), log }
        }
        DealSize::Quantiles(at) => {
            let amount = quantile_of(at, u) * account.size_scale;
            Sized { amount: amount * fast_exp(drift), log: fast_log(amount.max(1e-9)) - segment.log_median_size }
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
pub struct OpeningDeal {
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
pub(super) fn draw_open(deal: &OpeningDeal, world: &World, market: &CompiledMarket) -> (DealOutcome, DealChance) {
    let at = market.accounts[deal.account as usize].segment;
    let (segment, parameters, streams) = (&market.segments[at], &world.parameters.segments[at], &world.streams);
    let block = streams.block(Purpose::OpenDeal, deal.key, 0);
    let z = normal(block.uniform(1));
    let slip = slip(&market.choices.slippage, block.uniform(2));
    let (win, loss) = if let (Some(law), None) = (&segment.closing, deal.expected) {
        // The stage tells the chance: age adds nothing to it.
        let (win, loss, _) =
            law.days((&market.calendar, deal.created, 0.0), (block.uniform(1), parameters.days_to_win), slip.days);
        (win, loss)
    } else {
        let remaining = |choice: &CloseTime, factor: f64| match deal.expected {
            Some(day) => day * exp(0.5 * choice.sigma.get() * z),
            None => (1.0 - deal.progress).max(0.05) * (factor * choice.median_days.get()) * exp(choice.sigma.get() * z),
        };
        let pulled = |choice, factor| Calendar::pull(&market.calendar, (remaining(choice, factor) + slip.days) as f32);
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
