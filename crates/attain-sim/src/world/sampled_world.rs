//! The random quantities of one simulated year.

use super::arrivals::ArrivalSampler;
use super::compiled_market::CompiledMarket;
use super::deal_chance::{DealChance, DealOrigin};
use super::deal_draw::{self, DrawContext};
use super::drift::{DriftTable, scores};
use super::latent_deals::{DealOutcome, LatentDeals};
use super::parameters::WorldParameters;
use super::shocks::draw_shocks;
use super::world_accounts::WorldAccounts;
use attain_core::quantile::{exponential, logit, lognormal_mean_one, normal};
use attain_core::random::{Purpose, RandomBlock, WorldStreams};
use attain_core::scenario::choices::TimeToFill;

/// All random quantities of one simulated year.
#[derive(Debug, Clone)]
pub struct World {
    /// Index of the year in the study.
    pub year: u32,
    /// Streams for draws that are not stored.
    pub streams: WorldStreams,
    pub parameters: WorldParameters,
    /// Accounts of the book and new accounts.
    pub accounts: WorldAccounts,
    /// Shift of log odds, indexed by segment and month.
    pub shocks: Vec<f64>,
    /// Drift of potential.
    pub drift: DriftTable,
    /// Latent opportunities.
    pub deals: LatentDeals,
    /// Month of the horizon of each account's first renewal. The account renews every twelve
    /// months.
    pub renewal_month: Vec<u8>,
    /// Accounts with revenue that renew in each month of the first year, in the order of accounts.
    pub first_renewals: [Vec<u32>; 12],
    /// Accounts that renew in each month of the later years of the horizon, in the order of
    /// accounts.
    pub renewals: [Vec<u32>; 12],
    /// Random part of each renewal, indexed by year of the horizon and account. The mark is 0 until
    /// it is drawn.
    renewal_draws: Vec<RenewalDraw>,
    /// Absence of each rep of the book, indexed by rep and month, relative to its mean.
    absences: Vec<f64>,
    /// Number of months in the horizon.
    months: usize,
    /// Normal score of each account's first change of owner, which many plans make on the first
    /// day.
    first_hand_over: Vec<f64>,
    /// Scratch: random words by account.
    blocks: Vec<RandomBlock>,
    /// Scratch: counts of latent deals.
    arrivals: ArrivalSampler,
}

impl World {
    /// Creates an empty world, which must be drawn before use.
    #[must_use]
    pub fn empty() -> Self {
        Self {
            year: 0,
            streams: WorldStreams::new(0, 0),
            parameters: WorldParameters::default(),
            accounts: WorldAccounts::default(),
            shocks: Vec::new(),
            drift: DriftTable::default(),
            deals: LatentDeals::default(),
            renewal_month: Vec::new(),
            first_renewals: Default::default(),
            renewals: Default::default(),
            renewal_draws: Vec::new(),
            absences: Vec::new(),
            months: 0,
            first_hand_over: Vec::new(),
            blocks: Vec::new(),
            arrivals: ArrivalSampler::default(),
        }
    }

    /// Draws year `year` of the study with seed `seed`. Previous content is overwritten.
    pub fn draw(&mut self, market: &CompiledMarket, seed: u64, year: u32) {
        self.draw_streams(market, WorldStreams::new(seed, year), year);
    }

    /// Draws the world of the given streams.
    pub fn draw_streams(&mut self, market: &CompiledMarket, streams: WorldStreams, year: u32) {
        self.year = year;
        self.streams = streams;
        self.parameters.draw(market, &streams);
        self.accounts.draw(market, &streams, &self.parameters);
        draw_shocks(&mut self.shocks, market, &streams);
        self.drift.draw(market, &self.accounts, &streams);
        self.renewals.iter_mut().chain(&mut self.first_renewals).for_each(Vec::clear);
        self.renewal_month.clear();
        self.renewal_month.extend(market.accounts.iter().map(|account| {
            account.renewal_month.unwrap_or_else(|| (streams.uniform(Purpose::RenewalMonth, account.key, 0) * 12.0) as u8)
        }));
        // New accounts renew in the month in which they came in.
        self.renewal_month.extend(self.accounts.new.iter().map(|account| account.month as u8));
        for (a, &first) in self.renewal_month.iter().enumerate() {
            let months = market.calendar.months;
            if usize::from(first) < months.min(12) && market.money.get(a).is_some_and(|money| money.revenue > 0.0) {
                self.first_renewals[usize::from(first)].push(a as u32);
            }
            if months > 12 && usize::from(first) < months {
                self.renewals[usize::from(first) % 12].push(a as u32);
            }
        }
        streams.fill_blocks(&mut self.blocks, Purpose::HandOver, &market.keys, 0);
        self.first_hand_over.resize(market.keys.len(), 0.0);
        scores(&mut self.first_hand_over, &self.blocks, 0);
        self.months = market.calendar.months;
        let months = self.months as u32;
        self.absences.clear();
        self.absences.extend(market.reps.iter().flat_map(|&rep| (0..months).map(move |month| absence(&streams, rep, month))));
        self.renewal_draws.clear();
        self.renewal_draws.resize(market.calendar.months.div_ceil(12) * self.accounts.keys.len(), RenewalDraw::default());
        self.draw_deals(market);
    }

    /// Returns the part of the world on which draws of deals depend.
    fn context<'a>(&'a self, market: &'a CompiledMarket) -> DrawContext<'a> {
        DrawContext { market, streams: &self.streams, accounts: &self.accounts, parameters: &self.parameters, drift: &self.drift }
    }

    fn draw_deals(&mut self, market: &CompiledMarket) {
        let mut deals = std::mem::take(&mut self.deals);
        let mut arrivals = std::mem::take(&mut self.arrivals);
        let context = self.context(market);
        deals.clear();
        arrivals.start(market, &self.accounts, &self.parameters);
        market.opening.draw(&mut deals, &context, &mut arrivals);
        for month in 0..market.calendar.months {
            deal_draw::draw_month(&mut deals, &context, month, arrivals.in_month(&self.accounts, &self.streams, month as i32));
        }
        self.arrivals = arrivals;
        self.deals = deals;
    }

    /// Reads the outcome of a deal and draws it if necessary. A plan needs it when the deal is
    /// created, and it is the same for every plan.
    #[inline]
    pub fn read_deal(&mut self, market: &CompiledMarket, deal: usize) -> DealOutcome {
        let Some(index) = self.deals.unread_index(deal) else { return *self.deals.outcome(deal) };
        let account = self.deals.account[deal] as usize;
        let outcome = deal_draw::outcome_at(&self.context(market), account, index);
        self.deals.keep_outcome(deal, outcome);
        outcome
    }

    /// Draws the outcomes of all deals.
    pub fn read_all(&mut self, market: &CompiledMarket) {
        for deal in 0..self.deals.len() {
            self.read_deal(market, deal);
        }
    }

    /// Skill of a rep of the book, in log odds.
    #[must_use]
    pub fn skill_of_rep(&self, market: &CompiledMarket, rep: usize) -> f64 {
        market.skill_of_rep(&self.streams, rep)
    }

    /// Skill of the `spell`-th rep who starts in a seat during the horizon, counted from 1.
    #[must_use]
    pub fn skill_of_hire(&self, market: &CompiledMarket, seat: u64, spell: u32) -> f64 {
        let choice = &market.choices.skill;
        choice.hire_log_odds.get() + choice.sd.get() * normal(self.streams.uniform(Purpose::Skill, seat, spell))
    }

    /// Accumulated hazard at which the `spell`-th rep of a seat leaves (exponential, mean 1).
    #[must_use]
    pub fn threshold(&self, seat: u64, spell: u32) -> f64 {
        exponential(self.streams.uniform(Purpose::Leave, seat, spell))
    }

    /// Days from the departure of a seat's `spell`-th rep to the first day of the next rep.
    #[must_use]
    pub fn days_to_fill(&self, choice: &TimeToFill, seat: u64, spell: u32) -> f64 {
        let z = normal(self.streams.uniform(Purpose::Fill, seat, spell));
        choice.median_days.get() * self.parameters.fill * libm::exp(choice.sigma.get() * z)
    }

    /// Days by which a planned hire is delayed.
    #[must_use]
    pub fn hire_slip(&self, mean_days: f64, seat: u64) -> f64 {
        mean_days * exponential(self.streams.uniform(Purpose::HireSlip, seat, 0))
    }

    /// Share of a month in which a seat's rep is absent: exponential with the given mean and limited
    /// to 1. `seat` is the key of the seat, and `rep` is the index of the book's rep with that key.
    #[must_use]
    pub fn absence(&self, mean: f64, seat: u64, rep: Option<usize>, month: usize) -> f64 {
        let means = match rep {
            _ if mean == 0.0 => return 0.0,
            Some(rep) => self.absences[rep * self.months + month],
            None => absence(&self.streams, seat, month as u32),
        };
        (mean * means).min(1.0)
    }

    /// Random part of an account's `n`-th change of owner: the first-year loss in excess of the
    /// mean. Negative values are gains.
    #[must_use]
    pub fn hand_over_chance(&self, market: &CompiledMarket, account: usize, n: u32) -> f64 {
        let score = match self.first_hand_over.get(account) {
            Some(&score) if n == 0 => score,
            _ => normal(self.streams.uniform(Purpose::HandOver, self.accounts.keys[account], n)),
        };
        market.choices.hand_over.loss_sd.get() * score
    }

    /// Random part of an account's renewal in a year of the horizon. It is drawn when the first
    /// plan needs it and stored for the others.
    #[inline]
    pub fn renewal(&mut self, market: &CompiledMarket, account: usize, year: u32) -> RenewalDraw {
        let at = year as usize * self.accounts.keys.len() + account;
        if self.renewal_draws[at].mark == 0.0 {
            self.renewal_draws[at] = self.draw_renewal(market, account, year);
        }
        self.renewal_draws[at]
    }

    /// Origins of the deals that are open at the start, and the components of their odds.
    #[must_use]
    pub fn opening_chances(&self, market: &CompiledMarket) -> Vec<(DealOrigin, DealChance)> {
        market.opening.chances(&self.context(market))
    }

    /// Origin of a deal that may be created in `month`, and the components of its odds.
    #[must_use]
    pub fn chance_of(&self, market: &CompiledMarket, deal: usize, month: usize) -> (DealOrigin, DealChance) {
        let (first, account) = (self.deals.in_month(month).start, self.deals.account[deal]);
        // The latent deals of an account in a month are adjacent and in order.
        let before = self.deals.account[first..deal].iter().rev().take_while(|&&other| other == account).count();
        let origin = DealOrigin::Latent { month: month as i32, k: before as u32 };
        (origin, deal_draw::chance(&self.context(market), account as usize, month as i32, before as u32))
    }

    fn draw_renewal(&self, market: &CompiledMarket, account: usize, year: u32) -> RenewalDraw {
        let block = self.streams.block(Purpose::Renewal, self.accounts.keys[account], year);
        RenewalDraw {
            mark: block.uniform(0) as f32,
            mark_logit: logit(block.uniform(0)) as f32,
            spread: lognormal_mean_one(normal(block.uniform(1)), market.choices.renewal.expansion_sigma.get()) as f32,
        }
    }
}

fn absence(streams: &WorldStreams, seat: u64, month: u32) -> f64 {
    exponential(streams.uniform(Purpose::Absence, seat, month))
}

/// Random part of a renewal.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct RenewalDraw {
    /// Churn mark.
    pub mark: f32,
    /// Logit of the churn mark.
    pub mark_logit: f32,
    /// Factor on expansion.
    pub spread: f32,
}

#[cfg(test)]
mod tests {
    use super::*;
    use attain_core::quantile::logit;

    /// The reported components equal those of the simulated deal.
    #[test]
    fn a_deal_is_found_again_at_its_address() {
        let (study, plans) = attain_fixtures::studies::plans(&[attain_fixtures::studies::SMALL]);
        let market = CompiledMarket::new(&study.book, &plans[0].scenario);
        let mut world = World::empty();
        world.draw(&market, 3, 5);
        world.read_all(&market);
        let hurdle = |chance: &DealChance| (logit(chance.draw) - chance.terms()) as f32;
        let opening = world.opening_chances(&market);
        assert_eq!(opening.len(), world.deals.open().len());
        assert!(!opening.is_empty());
        for (d, (_, chance)) in opening.iter().enumerate() {
            assert_eq!(hurdle(chance), world.deals.outcome(d).hurdle);
        }
        let mut seen = 0;
        for month in 0..12 {
            for d in world.deals.in_month(month) {
                assert_eq!(hurdle(&world.chance_of(&market, d, month).1), world.deals.outcome(d).hurdle);
                seen += 1;
            }
        }
        assert!(seen > 100);
    }
}
