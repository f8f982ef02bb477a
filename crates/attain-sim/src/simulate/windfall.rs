//! Effect of closed deals on the potential of their accounts.

use libm::pow;

use crate::world::CompiledMarket;

/// Factors that a closed deal applies to its account.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Windfall {
    /// Factor on potential.
    pub potential: f64,
    /// Factor on the rate of new opportunities.
    pub rate: f64,
}

/// Windfalls of won and lost deals in a segment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SegmentWindfalls {
    pub won: Windfall,
    pub lost: Windfall,
}

/// Computes the windfalls of a market, by segment.
pub(crate) fn segment_windfalls(market: &CompiledMarket) -> Vec<SegmentWindfalls> {
    let drift = &market.choices.potential_drift;
    let of_segment = |on_count: f64| {
        let windfall = |potential: f64| Windfall { potential, rate: pow(potential, on_count) };
        SegmentWindfalls { won: windfall(1.0 + drift.won_gain.get()), lost: windfall(1.0 - drift.lost_loss.get()) }
    };
    market.segments.iter().map(|segment| of_segment(segment.choices.potential_on_count.get())).collect()
}
