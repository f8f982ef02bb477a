//! Opportunities that are open when the horizon starts.

use super::arrivals::ArrivalSampler;
use super::calendar::{Calendar, WARM_UP};
use super::compiled_market::MarketSegment;
use super::deal_chance::{DealChance, DealOrigin};
use super::deals::{self, DealMarks, DealOutcome, OpeningDeal, cap_over_season};
use super::{CompiledMarket, World};
use attain_core::quantile::logit;
use attain_core::response::response;
use attain_core::scenario::choices::{CloseTime, Scenario};
use attain_data::{Book, Outcome};

/// Where the opening pipeline comes from.
#[derive(Debug, Clone)]
pub enum OpeningPipeline {
    /// The data has open opportunities.
    Data(Vec<OpeningDeal>),
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

impl OpeningPipeline {
    /// Reads the open opportunities of the book, or prepares a warm-up.
    #[must_use]
    pub fn new(book: &Book, scenario: &Scenario, calendar: &Calendar) -> Self {
        let open: Vec<OpeningDeal> = book
            .opportunities
            .iter()
            .filter_map(|deal| {
                let Outcome::Open(chance) = deal.outcome else { return None };
                let created = deal.created.map_or(-30.0, |date| calendar.day_of(date));
                let expected = deal.closes.map(|date| calendar.day_of(date)).filter(|&day| day > 0.0);
                Some(OpeningDeal {
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
    pub(super) fn draw(&self, world: &mut World, market: &CompiledMarket, arrivals: &mut ArrivalSampler) {
        let mut deals = std::mem::take(&mut world.deals);
        self.each(world, market, arrivals, |_, account, outcome, _| deals.push_open(account, outcome));
        deals.end_month();
        world.deals = deals;
    }

    /// Where each deal of the opening pipeline comes from, and how its odds come about.
    pub(super) fn chances(&self, world: &World, market: &CompiledMarket) -> Vec<(DealOrigin, DealChance)> {
        let mut arrivals = ArrivalSampler::default();
        arrivals.start(market, &world.parameters);
        let mut found = Vec::new();
        self.each(world, market, &mut arrivals, |origin, _, _, chance| found.push((origin, chance)));
        found
    }

    /// Visits each deal of the opening pipeline; counts are those of this world.
    #[inline]
    fn each(
        &self,
        world: &World,
        market: &CompiledMarket,
        arrivals: &mut ArrivalSampler,
        mut visit: impl FnMut(DealOrigin, u32, DealOutcome, DealChance),
    ) {
        match self {
            Self::Data(open) => {
                for deal in open {
                    let (outcome, chance) = deals::draw_open(deal, world, market);
                    visit(DealOrigin::Data { key: deal.key }, deal.account, outcome, chance);
                }
            }
            Self::WarmUp(warm_up) => warm_up.each_open(world, market, arrivals, visit),
        }
    }
}

impl WarmUp {
    fn new(book: &Book, scenario: &Scenario) -> Self {
        let coverage = coverage_today(book, scenario.horizon.start);
        let choice = &scenario.market.relationship;
        let relationship = |account: &attain_data::Account| {
            let months = account.owner_since.map_or(24.0, |date| months_before(scenario.horizon.start, date));
            choice.win_log_odds.get() * (1.0 - choice.missing_strength(months) - 0.5)
        };
        Self {
            rate: coverage.iter().map(|&k| response(&scenario.market.response, k)).collect(),
            owner: book.accounts.iter().map(|account| account.owner).collect(),
            relationship: book.accounts.iter().map(|a| if a.owner.is_some() { relationship(a) } else { 0.0 }).collect(),
        }
    }

    /// Lives the months before the start: what would have closed by now is gone, the rest is open.
    #[inline]
    fn each_open(
        &self,
        world: &World,
        market: &CompiledMarket,
        arrivals: &mut ArrivalSampler,
        mut visit: impl FnMut(DealOrigin, u32, DealOutcome, DealChance),
    ) {
        let skill: Vec<f64> = (0..market.reps.len()).map(|rep| world.skill_of_rep(market, rep)).collect();
        let slips = market.choices.slippage.share.get();
        for month in -(WARM_UP as i32)..0 {
            let cap = cap_over_season(market, month);
            let span = market.calendar.span(month);
            let each = market.segments.iter().zip(&world.parameters.segments);
            let least: Vec<f64> = each.map(|(segment, p)| least_cycle(segment, span, [p.days_to_win, p.days_to_loss])).collect();
            for arrival in arrivals.in_month(market, &world.streams, month) {
                let a = arrival.account as usize;
                let least = least[market.segment_of[a] as usize];
                deals::each_mark(&world.streams, market, month, arrival, |k, create| {
                    if create * cap >= self.rate[a] {
                        return;
                    }
                    let drawn = DealMarks::at(&world.streams, market.keys[a], deals::index_of(month, k));
                    // Most have closed long ago, however they would have ended.
                    if drawn.cycle() < least && drawn.slip() >= slips {
                        return;
                    }
                    let (outcome, chance) = deals::outcome(world, market, a, month, drawn);
                    let skill = self.owner[a].map_or(0.0, |rep| skill[rep]);
                    let won = f64::from(outcome.hurdle) < skill + self.relationship[a];
                    if (if won { outcome.win_day } else { outcome.loss_day }) >= 0.0 {
                        visit(DealOrigin::Latent { month, k }, arrival.account, outcome, DealChance { create, ..chance });
                    }
                });
            }
        }
    }
}

/// The cycle mark under which a deal of a month before the start, given its
/// first day and length, is closed by the start, won or lost, when it does not slip.
/// The factors are those of the world on the days to win and to loss.
fn least_cycle(segment: &MarketSegment, (from, length): (f64, f64), [win, loss]: [f64; 2]) -> f64 {
    if segment.closing.is_some() {
        return 0.0;
    }
    // Closing is pulled to later days, but never beyond the month, so never to the start.
    let age = -(from + length);
    let mark = |choice: &CloseTime, factor: f64| {
        let (median, sigma) = (factor * choice.median_days.get(), choice.sigma.get());
        if sigma <= 0.0 || median <= 0.0 || age <= 0.0 {
            return 0.0;
        }
        let z = libm::log(age / median) / sigma;
        // A little under it, for the last digits.
        0.5 * libm::erfc(-z * std::f64::consts::FRAC_1_SQRT_2) - 1e-9
    };
    mark(&segment.choices.days_to_win, win).min(mark(&segment.choices.days_to_loss, loss))
}

/// Coverage of each account today, from the book alone, so that every plan
/// starts from the same pipeline: an owned account is covered, unless the data
/// says that it was not touched within 90 days.
fn coverage_today(book: &Book, start: jiff::civil::Date) -> Vec<f64> {
    let touched = |account: &attain_data::Account| account.last_touch.is_none_or(|date| months_before(start, date) < 3.0);
    book.accounts.iter().map(|account| f64::from(u8::from(account.owner.is_some() && touched(account)))).collect()
}

fn months_before(start: jiff::civil::Date, date: jiff::civil::Date) -> f64 {
    date.until(start).map_or(0.0, |span| f64::from(span.get_days()) / 30.437_5).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use attain_core::quantile::normal;
    use attain_core::scenario::choices::{Horizon, Season, Segment};

    /// Whatever is passed over in the warm-up would have closed before the start.
    #[test]
    fn what_is_passed_over_has_closed() {
        let horizon = Horizon { start: jiff::civil::date(2027, 1, 1), months: 12 };
        let season = Season { month_end_pull: 3.0, quarter_end_pull: 2.0, ..Season::default() };
        let calendar = Calendar::new(&horizon, &season);
        let segment = MarketSegment::new("any", Segment::default());
        let mut passed = 0;
        for month in -(WARM_UP as i32)..0 {
            let (from, length) = calendar.span(month);
            let least = least_cycle(&segment, (from, length), [1.0; 2]);
            for step in 0..2000 {
                let cycle = (f64::from(step) / 2000.0 * least).max(1e-12);
                if cycle >= least {
                    // So late in the warm-up nothing is passed over.
                    continue;
                }
                for created in [from, from + 0.5 * length, from + length * (1.0 - 1e-9)] {
                    for choice in [&segment.choices.days_to_win, &segment.choices.days_to_loss] {
                        let day = created + choice.median_days.get() * libm::exp(choice.sigma.get() * normal(cycle));
                        assert!(calendar.pull(day as f32) < 0.0, "month {month}, mark {cycle}");
                        passed += 1;
                    }
                }
            }
            assert!(least < 1.0);
        }
        assert!(passed > 0);
        assert!(least_cycle(&segment, calendar.span(-12), [1.0; 2]) > least_cycle(&segment, calendar.span(-2), [1.0; 2]));
    }
}
