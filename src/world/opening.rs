//! Opportunities that are open when the horizon starts.

use libm::exp;

use super::calendar::{Calendar, WARM_UP};
use super::deals::{self, OpenDeal};
use super::odds::{AccountOdds, response};
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
    pub fn new(book: &Book, scenario: &Scenario, calendar: &Calendar, accounts: &[AccountOdds]) -> Self {
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
        if open.is_empty() { Self::WarmUp(WarmUp::new(book, scenario, accounts)) } else { Self::Data(open) }
    }

    /// Draws the opening pipeline into the world.
    pub(super) fn draw(&self, world: &mut World, odds: &Odds) {
        match self {
            Self::Data(open) => {
                for deal in open {
                    let drawn = deals::draw_open(deal, &world.streams, odds);
                    world.deals.push(drawn);
                }
            }
            Self::WarmUp(warm_up) => warm_up.draw(world, odds),
        }
        world.deals.end_month();
    }
}

impl WarmUp {
    fn new(book: &Book, scenario: &Scenario, accounts: &[AccountOdds]) -> Self {
        let coverage = coverage_today(book, scenario, accounts);
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
    fn draw(&self, world: &mut World, odds: &Odds) {
        let mut counts = std::mem::take(&mut world.counts);
        deals::draw_counts(&mut counts, world, odds, -(WARM_UP as i32), WARM_UP);
        let accounts = odds.accounts.len();
        for m in 0..WARM_UP {
            for a in 0..accounts {
                for k in 0..u32::from(counts[m * accounts + a]) {
                    let deal = deals::draw_deal(world, odds, a, m as i32 - WARM_UP as i32, k);
                    if f64::from(deal.ratio) < self.rate[a] && self.is_open(world, odds, a, &deal) {
                        world.deals.push(deals::Deal { ratio: 0.0, ..deal });
                    }
                }
            }
        }
        world.counts = counts;
    }

    fn is_open(&self, world: &World, odds: &Odds, a: usize, deal: &deals::Deal) -> bool {
        let skill = self.owner[a].map_or(0.0, |rep| world.skill_of_rep(odds, rep));
        let won = f64::from(deal.hurdle) < skill + self.relationship[a];
        if won { deal.win_day >= 0.0 } else { deal.loss_day >= 0.0 }
    }
}

/// Coverage of each account by today's owner, every rep ramped and present:
/// the hours of a book go to its most valuable accounts first.
fn coverage_today(book: &Book, scenario: &Scenario, accounts: &[AccountOdds]) -> Vec<f64> {
    let tiers = crate::score::tiers(book, scenario);
    let hours = crate::coverage::coverage(book, scenario, &tiers).hours;
    let mut coverage = vec![0.0; book.accounts.len()];
    for (r, rep) in book.reps.iter().enumerate() {
        let mut left =
            scenario.teams.get(&book.teams[rep.team]).map_or(0.0, |team| team.hours_per_month.get() * (1.0 - team.absence.get()));
        let mut order: Vec<usize> = (0..accounts.len()).filter(|&a| book.accounts[a].owner == Some(r)).collect();
        order.sort_by(|&a, &b| accounts[b].value.total_cmp(&accounts[a].value).then(a.cmp(&b)));
        for a in order {
            let given = hours[a].min(left);
            coverage[a] = if hours[a] > 0.0 { given / hours[a] } else { 1.0 };
            left -= given;
        }
    }
    coverage
}

fn months_before(start: jiff::civil::Date, date: jiff::civil::Date) -> f64 {
    date.until(start).map_or(0.0, |span| f64::from(span.get_days()) / 30.437_5).max(0.0)
}
