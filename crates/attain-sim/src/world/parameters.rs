//! Uncertain parameters, drawn once per world.

use super::compiled_market::CompiledMarket;
use attain_core::quantile::{lognormal_mean_one, normal};
use attain_core::random::{Purpose, WorldStreams};

/// Parameters of one world.
#[derive(Debug, Clone, Default)]
pub struct WorldParameters {
    /// Parameters of each segment.
    pub segments: Vec<SegmentParameters>,
    /// Factor on the hazard of leaving.
    pub attrition: f64,
    /// Factor on the length of every ramp.
    pub ramp: f64,
    /// Factor on the time to fill a seat.
    pub fill: f64,
    /// Mean share of sales lost in the first year after a hand-over.
    pub hand_over_loss: f64,
    /// Deviation of `size-log-odds` from the given value.
    pub size_log_odds: f64,
    /// Deviation of each account's log odds for its industry and region from the given values.
    /// Empty if all of them are certain.
    pub offsets: Vec<f64>,
    /// Deviation of each source's log odds from the given value. Empty if all of them are certain.
    pub sources: Vec<f64>,
}

/// Parameters of one segment in one world.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SegmentParameters {
    /// Logit of the win rate.
    pub win_logit: f64,
    /// Factor on the rate of new opportunities.
    pub rate: f64,
    /// Factor on the size of opportunities.
    pub size: f64,
    /// Shift of the log odds of churn.
    pub churn: f64,
    /// Factor on the days to win, or on all times if there is a closing table.
    pub days_to_win: f64,
    /// Factor on the days to loss.
    pub days_to_loss: f64,
    /// Factor on the number of new accounts.
    pub inflow: f64,
}

/// Entity of the draws of parameters that all segments share.
const COMMON: u64 = 0;

impl WorldParameters {
    /// Draws the parameters of a world.
    pub fn draw(&mut self, market: &CompiledMarket, streams: &WorldStreams) {
        let sd = &market.choices.uncertainty;
        self.segments.clear();
        self.segments.extend(market.segments.iter().zip(&market.inflow).map(|(segment, inflow)| {
            let block = streams.block(Purpose::SegmentParameters, segment.key, 0);
            let z = |i| normal(block.uniform(i));
            let choices = &segment.choices;
            let factor = |word: usize, sd: f64| {
                let u = || streams.block(Purpose::SegmentParameters, segment.key, 1).uniform(word);
                if sd > 0.0 { lognormal_mean_one(normal(u()), sd) } else { 1.0 }
            };
            SegmentParameters {
                win_logit: segment.win_logit(block.uniform(0)),
                rate: lognormal_mean_one(z(1), choices.rate_uncertainty.unwrap_or(sd.opportunity_rate).get()),
                size: lognormal_mean_one(z(2), choices.size_uncertainty.unwrap_or(sd.size).get()),
                churn: sd.churn.get() * z(3),
                days_to_win: factor(
                    0,
                    choices.closing.as_ref().map_or(choices.days_to_win.uncertainty, |of| of.uncertainty).get(),
                ),
                days_to_loss: factor(1, choices.days_to_loss.uncertainty.get()),
                inflow: if inflow.per_year > 0.0 { factor(2, inflow.uncertainty) } else { 1.0 },
            }
        }));
        let common = |n| streams.uniform(Purpose::CommonParameters, COMMON, n);
        self.attrition = lognormal_mean_one(normal(common(0)), sd.attrition.get());
        self.ramp = lognormal_mean_one(normal(common(1)), sd.ramp.get());
        self.fill = lognormal_mean_one(normal(common(2)), sd.time_to_fill.get());
        let (low, high) = (market.choices.hand_over.loss_low.get(), market.choices.hand_over.loss_high.get());
        self.hand_over_loss = low + (high - low) * common(3);
        self.size_log_odds = if sd.size_log_odds.get() > 0.0 { sd.size_log_odds.get() * normal(common(4)) } else { 0.0 };
        let effect = |&(key, sd): &(u64, f64)| {
            if sd > 0.0 { sd * normal(streams.uniform(Purpose::EffectParameters, key, 0)) } else { 0.0 }
        };
        self.sources.clear();
        self.sources.extend(market.uncertain.sources.iter().map(effect));
        let effects: Vec<f64> = market.uncertain.effects.iter().map(effect).collect();
        self.offsets.clear();
        self.offsets.extend(
            market.uncertain.of_account.iter().map(|places| places.iter().map(|&place| effects[place as usize]).sum::<f64>()),
        );
    }
}
