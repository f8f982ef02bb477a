//! Summary of a year's random outcomes, which are the same for every plan.

use crate::simulate::compiled_plan::CompiledPlan;
use crate::world::World;
use attain_core::quantile::logistic;

/// Key figures of a world, with the expected values of the scenario.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct ChanceSummary {
    pub segments: Vec<SegmentChance>,
    /// Factor on the hazard of leaving.
    pub attrition: f64,
    /// Factor on the length of ramps.
    pub ramp: f64,
    /// Factor on the time to fill a seat.
    pub time_to_fill: f64,
    /// Mean share of the first year's new business that a change of owner costs.
    pub hand_over_loss: f64,
}

/// Random outcomes of a segment.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct SegmentChance {
    pub segment: String,
    /// Win rate in this world, before market shocks.
    pub win_rate: f64,
    /// Win rate in the scenario.
    pub expected_win_rate: f64,
    /// Factor on the rate of new opportunities.
    pub rate: f64,
    /// Factor on the size of new opportunities.
    pub size: f64,
    /// Mean monthly shift of the log odds due to market and segment, excluding season.
    pub market: f64,
    /// Potential in the last quarter divided by that in the first.
    pub potential: f64,
}

impl ChanceSummary {
    /// Summarises a world.
    #[must_use]
    pub fn from_world(plan: &CompiledPlan, world: &World) -> Self {
        let market = plan.market;
        let months = market.calendar.months;
        let season: f64 = (0..months).map(|month| market.calendar.odds(month)).sum();
        let segments = market.segments.iter().zip(&plan.book.segments).enumerate().map(|(g, (segment, name))| {
            let drawn = &world.parameters.segments[g];
            let shocks: f64 = world.shocks[g * months..(g + 1) * months].iter().sum();
            SegmentChance {
                segment: name.clone(),
                win_rate: logistic(drawn.win_logit),
                expected_win_rate: segment.choices.win_rate.get(),
                rate: drawn.rate,
                size: drawn.size,
                market: (shocks - season) / months as f64,
                potential: potential(plan, world, g),
            }
        });
        Self {
            segments: segments.collect(),
            attrition: world.parameters.attrition,
            ramp: world.parameters.ramp,
            time_to_fill: world.parameters.fill,
            hand_over_loss: world.parameters.hand_over_loss,
        }
    }
}

/// Potential of a segment's accounts in the last quarter divided by that in the first, before
/// windfalls.
fn potential(plan: &CompiledPlan, world: &World, segment: usize) -> f64 {
    let at = |quarter: usize| {
        let of = |(a, account): (usize, &attain_data::Account)| {
            account.potential * f64::from(world.drift.potential[world.drift.at(a, quarter)])
        };
        plan.book.accounts.iter().enumerate().filter(|(_, account)| account.segment == segment).map(of).sum::<f64>()
    };
    let (first, last) = (at(0), at(world.drift.quarters.saturating_sub(1)));
    if first > 0.0 { last / first } else { 1.0 }
}
