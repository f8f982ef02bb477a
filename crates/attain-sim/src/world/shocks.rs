//! Monthly shocks to win rates, for the market and for each segment.

use libm::sqrt;

use super::compiled_market::CompiledMarket;
use attain_core::quantile::normal;
use attain_core::random::{Purpose, WorldStreams};
use attain_core::scenario::choices::Autoregression;

/// Entity of the draws for the market as a whole.
const MARKET: u64 = 0;

/// Adds an autoregressive process and its trend to `series`, month by month. The process starts
/// from its stationary distribution.
fn add_shock(series: &mut [f64], choice: &Autoregression, streams: &WorldStreams, purpose: Purpose, entity: u64) {
    let (sd, persistence) = (choice.sd.get(), choice.persistence.get());
    let trend = choice.trend_per_year.get() / 12.0;
    let innovation = sd * sqrt(1.0 - persistence * persistence);
    let mut level = 0.0;
    for (month, value) in series.iter_mut().enumerate() {
        if sd > 0.0 {
            let z = normal(streams.uniform(purpose, entity, month as u32));
            level = if month == 0 { sd * z } else { persistence * level + innovation * z };
        }
        *value += level + trend * (month as f64 + 0.5);
    }
}

/// Computes the shift of log odds due to market, segment and season, with one row of months per
/// segment.
pub fn draw_shocks(shocks: &mut Vec<f64>, market: &CompiledMarket, streams: &WorldStreams) {
    let months = market.calendar.months;
    let mut common: Vec<f64> = (0..months).map(|month| market.calendar.odds(month)).collect();
    add_shock(&mut common, &market.choices.shock, streams, Purpose::MarketShock, MARKET);
    shocks.clear();
    for segment in &market.segments {
        let from = shocks.len();
        shocks.extend_from_slice(&common);
        add_shock(&mut shocks[from..], &market.choices.segment_shock, streams, Purpose::SegmentShock, segment.key);
    }
}
