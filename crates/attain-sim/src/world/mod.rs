//! A world: everything that chance decides in one simulated year.
//!
//! A world is drawn once and every plan is lived in it. What few plans ever
//! ask for (the luck of a hand-over, a replacement's skill) is not kept but
//! drawn at its address when asked: the answer is the same for every plan.

pub mod arrivals;
pub mod calendar;
pub mod closing;
pub mod compiled_market;
pub mod deal_chance;
pub mod deals;
pub mod market;
pub mod opening;
pub mod parameters;
pub mod skills;

use arrivals::ArrivalSampler;
use attain_core::quantile::{exponential, logit, lognormal_mean_one, normal};
use attain_core::random::{Purpose, RandomBlock, WorldStreams};
pub use compiled_market::CompiledMarket;
use deals::{DealOutcome, LatentDeals};
use market::DriftTable;
use parameters::WorldParameters;

/// Everything that chance decides in one simulated year.
#[derive(Debug, Clone)]
pub struct World {
    /// Which year of the study.
    pub year: u32,
    /// Streams of draws that are not kept.
    pub streams: WorldStreams,
    /// This world's parameters.
    pub parameters: WorldParameters,
    /// Shift of log odds by segment (row) and month.
    pub shocks: Vec<f64>,
    /// Drift of potential.
    pub drift: DriftTable,
    /// Latent opportunities.
    pub deals: LatentDeals,
    /// Month of the horizon of each account's first renewal; it renews every twelve months.
    pub renewal_month: Vec<u8>,
    /// Accounts with revenue that renew in each month of the first year, in their order.
    pub first_renewals: [Vec<u32>; 12],
    /// Accounts that renew in each month of the further years of the horizon, in their order.
    pub renewals: [Vec<u32>; 12],
    /// By year of the horizon and account: what decides its renewal; the mark is 0 where nobody has asked.
    renewal_draws: Vec<RenewalDraw>,
    /// By rep of the book and month: its seat's absence, in means of it.
    absences: Vec<f64>,
    /// Months of the horizon.
    months: usize,
    /// By account: normal score of its first change of owner, which many plans have on the first day.
    first_hand_over: Vec<f64>,
    /// Scratch: random words by account.
    blocks: Vec<RandomBlock>,
    /// Scratch: arrivals of deals.
    arrivals: ArrivalSampler,
}

impl World {
    /// An empty world, to be drawn into.
    #[must_use]
    pub fn empty() -> Self {
        Self {
            year: 0,
            streams: WorldStreams::new(0, 0),
            parameters: WorldParameters::default(),
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

    /// Draws year `year` of the study with seed `seed`, in place of whatever was here.
    pub fn draw(&mut self, market: &CompiledMarket, seed: u64, year: u32) {
        self.draw_streams(market, WorldStreams::new(seed, year), year);
    }

    /// Draws the world of given streams.
    pub fn draw_streams(&mut self, market: &CompiledMarket, streams: WorldStreams, year: u32) {
        self.year = year;
        self.streams = streams;
        self.parameters.draw(market, &streams);
        market::draw_shocks(&mut self.shocks, market, &streams);
        self.drift.draw(market, &streams);
        self.renewals.iter_mut().chain(&mut self.first_renewals).for_each(Vec::clear);
        self.renewal_month.clear();
        self.renewal_month.extend(market.accounts.iter().map(|account| {
            account.renewal_month.unwrap_or_else(|| (streams.uniform(Purpose::RenewalMonth, account.key, 0) * 12.0) as u8)
        }));
        for (a, &first) in self.renewal_month.iter().enumerate() {
            let months = market.calendar.months;
            if usize::from(first) < months.min(12) && market.money[a].revenue > 0.0 {
                self.first_renewals[usize::from(first)].push(a as u32);
            }
            if months > 12 && usize::from(first) < months {
                self.renewals[usize::from(first) % 12].push(a as u32);
            }
        }
        streams.fill_blocks(&mut self.blocks, Purpose::HandOver, &market.keys, 0);
        self.first_hand_over.resize(market.keys.len(), 0.0);
        market::scores(&mut self.first_hand_over, &self.blocks, 0);
        self.months = market.calendar.months;
        let months = self.months as u32;
        self.absences.clear();
        self.absences.extend(market.reps.iter().flat_map(|&rep| (0..months).map(move |month| absence(&streams, rep, month))));
        self.renewal_draws.clear();
        self.renewal_draws.resize(market.calendar.months.div_ceil(12) * market.accounts.len(), RenewalDraw::default());
        self.draw_deals(market);
    }

    fn draw_deals(&mut self, market: &CompiledMarket) {
        self.deals.clear();
        let mut arrivals = std::mem::take(&mut self.arrivals);
        arrivals.start(market, &self.parameters);
        market.opening.draw(self, market, &mut arrivals);
        for month in 0..market.calendar.months {
            deals::draw_month(self, market, month, arrivals.in_month(market, &self.streams, month as i32));
        }
        self.arrivals = arrivals;
    }

    /// Reads the outcome of a deal, when nobody has yet. A plan asks for it when
    /// the deal comes into being; the answer is the same whoever asks first.
    #[inline]
    pub fn read_deal(&mut self, market: &CompiledMarket, deal: usize) -> DealOutcome {
        deals::read(self, market, deal)
    }

    /// Reads the outcomes of all deals.
    pub fn read_all(&mut self, market: &CompiledMarket) {
        for deal in 0..self.deals.len() {
            deals::read(self, market, deal);
        }
    }

    /// Skill of a rep of the book.
    #[must_use]
    pub fn skill_of_rep(&self, market: &CompiledMarket, rep: usize) -> f64 {
        market.skills[rep].at(self.streams.uniform(Purpose::Skill, market.reps[rep], 0))
    }

    /// Skill of the `spell`-th rep to start in a seat during the horizon, from 1.
    #[must_use]
    pub fn skill_of_hire(&self, market: &CompiledMarket, seat: u64, spell: u32) -> f64 {
        let choice = &market.choices.skill;
        choice.hire_log_odds.get() + choice.sd.get() * normal(self.streams.uniform(Purpose::Skill, seat, spell))
    }

    /// Hazard that the `spell`-th rep of a seat bears before leaving (exponential, mean 1).
    #[must_use]
    pub fn threshold(&self, seat: u64, spell: u32) -> f64 {
        exponential(self.streams.uniform(Purpose::Leave, seat, spell))
    }

    /// Days from the departure of a seat's `spell`-th rep to the next one's first day.
    #[must_use]
    pub fn days_to_fill(&self, choice: &attain_core::scenario::choices::TimeToFill, seat: u64, spell: u32) -> f64 {
        let z = normal(self.streams.uniform(Purpose::Fill, seat, spell));
        choice.median_days.get() * self.parameters.fill * libm::exp(choice.sigma.get() * z)
    }

    /// Days by which a planned hire starts late.
    #[must_use]
    pub fn hire_slip(&self, mean_days: f64, seat: u64) -> f64 {
        mean_days * exponential(self.streams.uniform(Purpose::HireSlip, seat, 0))
    }

    /// Part of a month that a seat's rep is absent: exponential around the mean, at most all of it.
    /// The seat of a rep of the book has that rep's key and place.
    #[must_use]
    pub fn absence(&self, mean: f64, (seat, rep): (u64, Option<usize>), month: usize) -> f64 {
        let means = match rep {
            _ if mean == 0.0 => return 0.0,
            Some(rep) => self.absences[rep * self.months + month],
            None => absence(&self.streams, seat, month as u32),
        };
        (mean * means).min(1.0)
    }

    /// Luck of an account's `n`-th change of owner: what its first-year loss is above the mean; negative is a gain.
    #[must_use]
    pub fn hand_over_chance(&self, market: &CompiledMarket, account: usize, n: u32) -> f64 {
        let score = match self.first_hand_over.get(account) {
            Some(&score) if n == 0 => score,
            _ => normal(self.streams.uniform(Purpose::HandOver, market.keys[account], n)),
        };
        market.choices.hand_over.loss_sd.get() * score
    }

    /// What decides an account's renewal in a year of the horizon. Drawn when
    /// the first plan asks, kept for the others.
    #[inline]
    pub fn renewal(&mut self, market: &CompiledMarket, account: usize, year: u32) -> RenewalDraw {
        let at = year as usize * market.accounts.len() + account;
        if self.renewal_draws[at].mark == 0.0 {
            self.renewal_draws[at] = self.draw_renewal(market, account, year);
        }
        self.renewal_draws[at]
    }

    fn draw_renewal(&self, market: &CompiledMarket, account: usize, year: u32) -> RenewalDraw {
        let block = self.streams.block(Purpose::Renewal, market.accounts[account].key, year);
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

/// What decides a renewal.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct RenewalDraw {
    /// Churn mark.
    pub mark: f32,
    /// Logit of it.
    pub mark_logit: f32,
    /// Factor on expansion.
    pub spread: f32,
}
