//! A world: everything that chance decides in one simulated year.
//!
//! A world is drawn once and every plan is lived in it. What few plans ever
//! ask for (the luck of a hand-over, a replacement's skill) is not kept but
//! drawn at its address when asked: the answer is the same for every plan.

pub mod calendar;
pub mod chance;
pub mod closing;
pub mod counts;
pub mod deals;
pub mod market;
pub mod odds;
pub mod opening;
pub mod parameters;
pub mod skills;

use attain_core::quantile::{exponential, logit, lognormal_mean_one, normal};
use attain_core::random::{Block, Purpose, Streams};
use counts::Counts;
use deals::{Deals, Fate};
use market::Drift;
pub use odds::Odds;
use parameters::Parameters;

/// Everything that chance decides in one simulated year.
#[derive(Debug, Clone)]
pub struct World {
    /// Which year of the study.
    pub year: u32,
    /// Streams of draws that are not kept.
    pub streams: Streams,
    /// This world's parameters.
    pub parameters: Parameters,
    /// Shift of log odds by segment (row) and month.
    pub shocks: Vec<f64>,
    /// Drift of potential.
    pub drift: Drift,
    /// Latent opportunities.
    pub deals: Deals,
    /// Month of the horizon of each account's first renewal; it renews every twelve months.
    pub renewal_month: Vec<u8>,
    /// Accounts with revenue that renew in each month of the first year, in their order.
    pub first_renewals: [Vec<u32>; 12],
    /// Accounts that renew in each month of the further years of the horizon, in their order.
    pub renewals: [Vec<u32>; 12],
    /// By year of the horizon and account: what decides its renewal; the mark is 0 where nobody has asked.
    luck_of_renewals: Vec<Renewal>,
    /// By rep of the book and month: its seat's absence, in means of it.
    absences: Vec<f64>,
    /// Months of the horizon.
    months: usize,
    /// By account: normal score of its first change of owner, which many plans have on the first day.
    first_hand_over: Vec<f64>,
    /// Scratch: random words by account.
    blocks: Vec<Block>,
    /// Scratch: counts of deals.
    counts: Counts,
}

impl World {
    /// An empty world, to be drawn into.
    #[must_use]
    pub fn empty() -> Self {
        Self {
            year: 0,
            streams: Streams::new(0, 0),
            parameters: Parameters::default(),
            shocks: Vec::new(),
            drift: Drift::default(),
            deals: Deals::default(),
            renewal_month: Vec::new(),
            first_renewals: Default::default(),
            renewals: Default::default(),
            luck_of_renewals: Vec::new(),
            absences: Vec::new(),
            months: 0,
            first_hand_over: Vec::new(),
            blocks: Vec::new(),
            counts: Counts::default(),
        }
    }

    /// Draws year `year` of the study with seed `seed`, in place of whatever was here.
    pub fn draw(&mut self, odds: &Odds, seed: u64, year: u32) {
        self.draw_streams(odds, Streams::new(seed, year), year);
    }

    /// Draws the world of given streams.
    pub fn draw_streams(&mut self, odds: &Odds, streams: Streams, year: u32) {
        self.year = year;
        self.streams = streams;
        self.parameters.draw(odds, &streams);
        market::draw_shocks(&mut self.shocks, odds, &streams);
        self.drift.draw(odds, &streams);
        self.renewals.iter_mut().chain(&mut self.first_renewals).for_each(Vec::clear);
        self.renewal_month.clear();
        self.renewal_month.extend(odds.accounts.iter().map(|account| {
            account.renewal_month.unwrap_or_else(|| (streams.nth(Purpose::RenewalMonth, account.key, 0) * 12.0) as u8)
        }));
        for (a, &first) in self.renewal_month.iter().enumerate() {
            let months = odds.calendar.months;
            if usize::from(first) < months.min(12) && odds.money[a].revenue > 0.0 {
                self.first_renewals[usize::from(first)].push(a as u32);
            }
            if months > 12 && usize::from(first) < months {
                self.renewals[usize::from(first) % 12].push(a as u32);
            }
        }
        streams.fill(&mut self.blocks, Purpose::HandOver, &odds.keys, 0);
        self.first_hand_over.resize(odds.keys.len(), 0.0);
        market::scores(&mut self.first_hand_over, &self.blocks, 0);
        self.months = odds.calendar.months;
        let months = self.months as u32;
        self.absences.clear();
        self.absences.extend(odds.reps.iter().flat_map(|&rep| (0..months).map(move |month| absence(&streams, rep, month))));
        self.luck_of_renewals.clear();
        self.luck_of_renewals.resize(odds.calendar.months.div_ceil(12) * odds.accounts.len(), Renewal::default());
        self.draw_deals(odds);
    }

    fn draw_deals(&mut self, odds: &Odds) {
        self.deals.clear();
        let mut counts = std::mem::take(&mut self.counts);
        counts.start(odds, &self.parameters);
        odds.opening.draw(self, odds, &mut counts);
        for month in 0..odds.calendar.months {
            deals::draw_month(self, odds, month, counts.of_month(odds, &self.streams, month as i32));
        }
        self.counts = counts;
    }

    /// Reads the fate of a deal, when nobody has yet. A plan asks for it when
    /// the deal comes into being; the answer is the same whoever asks first.
    #[inline]
    pub fn read_deal(&mut self, odds: &Odds, deal: usize) -> Fate {
        deals::read(self, odds, deal)
    }

    /// Reads the fates of all deals.
    pub fn read_all(&mut self, odds: &Odds) {
        for deal in 0..self.deals.len() {
            deals::read(self, odds, deal);
        }
    }

    /// Skill of a rep of the book.
    #[must_use]
    pub fn skill_of_rep(&self, odds: &Odds, rep: usize) -> f64 {
        odds.skills[rep].at(self.streams.nth(Purpose::Skill, odds.reps[rep], 0))
    }

    /// Skill of the `spell`-th rep to start in a seat during the horizon, from 1.
    #[must_use]
    pub fn skill_of_hire(&self, odds: &Odds, seat: u64, spell: u32) -> f64 {
        let choice = &odds.market.skill;
        choice.hire_log_odds.get() + choice.sd.get() * normal(self.streams.nth(Purpose::Skill, seat, spell))
    }

    /// Hazard that the `spell`-th rep of a seat bears before leaving (exponential, mean 1).
    #[must_use]
    pub fn threshold(&self, seat: u64, spell: u32) -> f64 {
        exponential(self.streams.nth(Purpose::Leave, seat, spell))
    }

    /// Days from the departure of a seat's `spell`-th rep to the next one's first day.
    #[must_use]
    pub fn days_to_fill(&self, choice: &attain_core::scenario::choices::TimeToFill, seat: u64, spell: u32) -> f64 {
        let z = normal(self.streams.nth(Purpose::Fill, seat, spell));
        choice.median_days.get() * self.parameters.fill * libm::exp(choice.sigma.get() * z)
    }

    /// Days by which a planned hire starts late.
    #[must_use]
    pub fn hire_slip(&self, mean_days: f64, seat: u64) -> f64 {
        mean_days * exponential(self.streams.nth(Purpose::HireSlip, seat, 0))
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
    pub fn hand_over_luck(&self, odds: &Odds, account: usize, n: u32) -> f64 {
        let score = match self.first_hand_over.get(account) {
            Some(&score) if n == 0 => score,
            _ => normal(self.streams.nth(Purpose::HandOver, odds.keys[account], n)),
        };
        odds.market.hand_over.loss_sd.get() * score
    }

    /// What decides an account's renewal in a year of the horizon. Drawn when
    /// the first plan asks, kept for the others.
    #[inline]
    pub fn renewal(&mut self, odds: &Odds, account: usize, year: u32) -> Renewal {
        let at = year as usize * odds.accounts.len() + account;
        if self.luck_of_renewals[at].mark == 0.0 {
            self.luck_of_renewals[at] = self.draw_renewal(odds, account, year);
        }
        self.luck_of_renewals[at]
    }

    fn draw_renewal(&self, odds: &Odds, account: usize, year: u32) -> Renewal {
        let block = self.streams.at(Purpose::Renewal, odds.accounts[account].key, year);
        Renewal {
            mark: block.uniform(0) as f32,
            mark_logit: logit(block.uniform(0)) as f32,
            spread: lognormal_mean_one(normal(block.uniform(1)), odds.market.renewal.expansion_sigma.get()) as f32,
        }
    }
}

fn absence(streams: &Streams, seat: u64, month: u32) -> f64 {
    exponential(streams.nth(Purpose::Absence, seat, month))
}

/// What decides a renewal.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Renewal {
    /// Churn mark.
    pub mark: f32,
    /// Logit of it.
    pub mark_logit: f32,
    /// Factor on expansion.
    pub spread: f32,
}
