//! Opportunities that are open when the horizon starts.

use libm::exp;

use super::calendar::{Calendar, WARM_UP};
use super::chance::{Chance, Origin};
use super::deals::{self, Deal, OpenDeal};
use super::odds::response;
use super::quantile::logit;
use super::{Odds, World};
use crate::data::{Book, Outcome};
use crate::scenario::choices::Scenario;

/// Where the opening pipeline comes from.
#[derive(Debug, Clone)]
pub enum Opening {
    /// The data has open opportunities.
    Data(Vec<OpenDeal>),
    /// It has none: a year of the same processes under today's owners comes first.
    WarmUp(WarmUp),
}

/// What a warm-up needs to know about today, by account.
#[derive(Debug, Clone)]
pub struct WarmUp {
    /// Rate of creation against the normal one, with today's books.
    rate: Vec<f64>,
    /// Index of today's owner.
    owner: Vec<Option<usize>>,
    /// Shift of log odds from the relationship.
    relationship: Vec<f64>,
}

impl Opening {
    /// Reads the open opportunities of the book, or prepares a warm-up.
    #[must_use]
    pub fn new(book: &Book, scenario: &Scenario, calendar: &Calendar) -> Self {
        let open: Vec<OpenDeal> = book
            .opportunities
            .iter()
            .filter_map(|deal| {
                let Outcome::Open(chance) = deal.outcome else { return None };
                let created = deal.created.map_or(-30.0, |date| calendar.day_of(date));
                let expected = deal.closes.map(|date| calendar.day_of(date)).filter(|&day| day > 0.0);
                Some(OpenDeal {
                    key: deal.key,
                    account: deal.account as u32,
                    stage_logit: logit(chance.clamp(0.001, 0.999)),
                    progress: chance,
                    amount: deal.amount,
                    created: created.min(0.0),
                    expected,
                })
            })
            .collect();
        if open.is_empty() { Self::WarmUp(WarmUp::new(book, scenario)) } else { Self::Data(open) }
    }

    /// Draws the opening pipeline into the world.
    pub(super) fn draw(&self, world: &mut World, odds: &Odds) {
        let mut deals = std::mem::take(&mut world.deals);
        let mut counts = std::mem::take(&mut world.counts);
        self.each(world, odds, &mut counts, |_, deal, _| deals.push(Deal { ratio: 0.0, ..deal }));
        world.counts = counts;
        world.deals = deals;
        world.deals.end_month();
    }

    /// Where each deal of the opening pipeline comes from, and how its odds come about.
    pub(super) fn chances(&self, world: &World, odds: &Odds) -> Vec<(Origin, Chance)> {
        let mut found = Vec::new();
        self.each(world, odds, &mut Vec::new(), |origin, _, chance| found.push((origin, chance)));
        found
    }

    /// Visits each deal of the opening pipeline.
    #[inline]
    fn each(&self, world: &World, odds: &Odds, counts: &mut Vec<u16>, mut visit: impl FnMut(Origin, Deal, Chance)) {
        match self {
            Self::Data(open) => {
                for deal in open {
                    let (drawn, chance) = deals::draw_open(deal, &world.streams, odds);
                    visit(Origin::Data { key: deal.key }, drawn, chance);
                }
            }
            Self::WarmUp(warm_up) => {
                deals::draw_counts(counts, world, odds, -(WARM_UP as i32), WARM_UP);
                warm_up.each_open(world, odds, counts, visit);
            }
        }
    }
}

impl WarmUp {
    fn new(book: &Book, scenario: &Scenario) -> Self {
        let coverage = coverage_today(book, scenario.horizon.start);
        let months_to_grow = scenario.market.relationship.months_to_grow.get();
        let relationship = |account: &crate::data::Account| {
            let months = account.owner_since.map_or(24.0, |date| months_before(scenario.horizon.start, date));
            let strength = if months_to_grow > 0.0 { 1.0 - exp(-months / months_to_grow) } else { 1.0 };
            scenario.market.relationship.win_log_odds.get() * (strength - 0.5)
        };
        Self {
            rate: coverage.iter().map(|&k| response(&scenario.market.response, k)).collect(),
            owner: book.accounts.iter().map(|account| account.owner).collect(),
            relationship: book.accounts.iter().map(|a| if a.owner.is_some() { relationship(a) } else { 0.0 }).collect(),
        }
    }

    /// Lives the months before the start: what would have closed by now is gone, the rest is open.
    #[inline]
    fn each_open(&self, world: &World, odds: &Odds, counts: &[u16], mut visit: impl FnMut(Origin, Deal, Chance)) {
        let accounts = odds.accounts.len();
        for m in 0..WARM_UP {
            let month = m as i32 - WARM_UP as i32;
            for a in 0..accounts {
                for k in 0..u32::from(counts[m * accounts + a]) {
                    let (deal, chance) = deals::draw_with_chance(world, odds, a, month, k);
                    if f64::from(deal.ratio) < self.rate[a] && self.is_open(world, odds, a, &deal) {
                        visit(Origin::Latent { month, k }, deal, chance);
                    }
                }
            }
        }
    }

    fn is_open(&self, world: &World, odds: &Odds, a: usize, deal: &deals::Deal) -> bool {
        let skill = self.owner[a].map_or(0.0, |rep| world.skill_of_rep(odds, rep));
        let won = f64::from(deal.hurdle) < skill + self.relationship[a];
        if won { deal.win_day >= 0.0 } else { deal.loss_day >= 0.0 }
    }
}

/// Coverage of each account today, from the book alone, so that every plan
/// starts from the same pipeline: an owned account is covered, unless the data
/// says that it was not touched within 90 days.
fn coverage_today(book: &Book, start: jiff::civil::Date) -> Vec<f64> {
    let touched = |account: &crate::data::Account| account.last_touch.is_none_or(|date| months_before(start, date) < 3.0);
    book.accounts.iter().map(|account| f64::from(u8::from(account.owner.is_some() && touched(account)))).collect()
}

fn months_before(start: jiff::civil::Date, date: jiff::civil::Date) -> f64 {
    date.until(start).map_or(0.0, |span| f64::from(span.get_days()) / 30.437_5).max(0.0)
}
