//! Draws the opportunities that are open at the start of the horizon.

use super::arrivals::ArrivalSampler;
use super::calendar::{MonthSpan, WARM_UP};
use super::deal_chance::{DealChance, DealOrigin};
use super::deal_draw::{DealMarks, DrawContext, cap_over_season, draw_open, each_mark, index_of, outcome};
use super::latent_deals::{DealOutcome, LatentDeals};
use super::market_segment::MarketSegment;
use super::opening::{OpeningPipeline, WarmUp};
use attain_core::scenario::choices::CloseTime;

impl OpeningPipeline {
    /// Draws the opening pipeline and adds it to the world's deals.
    pub(crate) fn draw(&self, deals: &mut LatentDeals, context: &DrawContext, arrivals: &mut ArrivalSampler) {
        self.each(context, arrivals, |_, account, outcome, _| deals.push_open(account, outcome));
        deals.end_month();
    }

    /// Returns the origin and the components of the odds of each deal in the opening pipeline.
    pub(crate) fn chances(&self, context: &DrawContext) -> Vec<(DealOrigin, DealChance)> {
        let mut arrivals = ArrivalSampler::default();
        arrivals.start(context.market, context.accounts, context.parameters);
        let mut found = Vec::new();
        self.each(context, &mut arrivals, |origin, _, _, chance| found.push((origin, chance)));
        found
    }

    /// Calls `visit` for each deal of the opening pipeline. `arrivals` must be set up for this
    /// world.
    #[inline]
    fn each(
        &self,
        context: &DrawContext,
        arrivals: &mut ArrivalSampler,
        mut visit: impl FnMut(DealOrigin, u32, DealOutcome, DealChance),
    ) {
        match self {
            Self::Data(open) => {
                for deal in open {
                    let (outcome, chance) = draw_open(deal, context);
                    visit(DealOrigin::Data { key: deal.key }, deal.account, outcome, chance);
                }
            }
            Self::WarmUp(warm_up) => warm_up.each_open(context, arrivals, visit),
        }
    }
}

impl WarmUp {
    /// Simulates the months before the start and visits the deals that are still open.
    #[inline]
    fn each_open(
        &self,
        context: &DrawContext,
        arrivals: &mut ArrivalSampler,
        mut visit: impl FnMut(DealOrigin, u32, DealOutcome, DealChance),
    ) {
        let &DrawContext { market, streams, accounts, parameters, .. } = context;
        let skill: Vec<f64> = (0..market.reps.len()).map(|rep| market.skill_of_rep(streams, rep)).collect();
        let slips = market.choices.slippage.share.get();
        for month in -(WARM_UP as i32)..0 {
            let cap = cap_over_season(market, month);
            let span = market.calendar.span(month);
            let each = market.segments.iter().zip(&parameters.segments);
            let least: Vec<f64> = each.map(|(segment, p)| least_cycle(segment, span, p.days_to_win, p.days_to_loss)).collect();
            for arrival in arrivals.in_month(accounts, streams, month) {
                let a = arrival.account as usize;
                let least = least[market.segment_of[a] as usize];
                each_mark(streams, accounts, month, arrival, |k, create| {
                    if create * cap >= self.rate[a] {
                        return;
                    }
                    let drawn = DealMarks::at(streams, market.keys[a], index_of(month, k));
                    // Most deals have closed long before the start, whether won or lost.
                    if drawn.cycle() < least && drawn.slip() >= slips {
                        return;
                    }
                    let (outcome, chance) = outcome(context, a, month, drawn);
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

/// Cycle mark below which a deal without a slip is closed by the start, whether it is won or lost,
/// if it was created in the given month. `win` and `loss` are the world's factors on the days to
/// win and to loss.
fn least_cycle(segment: &MarketSegment, span: MonthSpan, win: f64, loss: f64) -> f64 {
    if segment.closing.is_some() {
        return 0.0;
    }
    // Closing days may move to a later day within the month, but never past its end, and so never
    // to the start.
    let age = -(span.first + span.length);
    let mark = |choice: &CloseTime, factor: f64| {
        let (median, sigma) = (factor * choice.median_days.get(), choice.sigma.get());
        if sigma <= 0.0 || median <= 0.0 || age <= 0.0 {
            return 0.0;
        }
        let z = libm::log(age / median) / sigma;
        // Slightly lower, to allow for rounding.
        0.5 * libm::erfc(-z * std::f64::consts::FRAC_1_SQRT_2) - 1e-9
    };
    mark(&segment.choices.days_to_win, win).min(mark(&segment.choices.days_to_loss, loss))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::calendar::HorizonCalendar;
    use attain_core::quantile::normal;
    use attain_core::scenario::choices::{Horizon, Season, Segment};

    /// Deals skipped in the warm-up would have closed before the start.
    #[test]
    fn what_is_passed_over_has_closed() {
        let horizon = Horizon { start: jiff::civil::date(2027, 1, 1), months: 12 };
        let season = Season { month_end_pull: 3.0, quarter_end_pull: 2.0, ..Season::default() };
        let calendar = HorizonCalendar::new(&horizon, &season);
        let segment = MarketSegment::new("any", Segment::default());
        let mut passed = 0;
        for month in -(WARM_UP as i32)..0 {
            let span = calendar.span(month);
            let MonthSpan { first: from, length } = span;
            let least = least_cycle(&segment, span, 1.0, 1.0);
            for step in 0..2000 {
                let cycle = (f64::from(step) / 2000.0 * least).max(1e-12);
                if cycle >= least {
                    // No deals are skipped this late in the warm-up.
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
        assert!(least_cycle(&segment, calendar.span(-12), 1.0, 1.0) > least_cycle(&segment, calendar.span(-2), 1.0, 1.0));
    }
}
