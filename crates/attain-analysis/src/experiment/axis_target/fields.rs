//! Axes that change a single number present in every scenario.

use super::target::AxisTarget;

macro_rules! field {
    ($name:ident, $($path:ident).+) => {
        pub(in crate::experiment) const $name: AxisTarget = AxisTarget::Numbers(|s, _| vec![&mut s.$($path).+], stringify!($($path).+));
    };
}

field!(TARGET, target.bookings);
field!(BALANCE_TOLERANCE, territory.balance_tolerance);
field!(GROWTH_BUFFER, territory.growth_buffer);
field!(BALANCE_WEIGHT, territory.balance_weight);
field!(DISRUPTION_WEIGHT, territory.disruption_weight);
field!(OPPORTUNITY_HOURS, coverage.hours_per_open_opportunity);
field!(MAX_MOVES, rebalance.max_moves);
field!(TRANSITION_WEEKS, transition.weeks);
field!(HIRE_SLIP, headcount.hire_slip.mean_days);
field!(TIME_TO_FILL, attrition.time_to_fill.median_days);
field!(ATTAINMENT_HAZARD, attrition.low_attainment_log_hazard);
field!(PEER_FACTOR, attrition.peer_factor);
field!(COVER_EFFICIENCY, attrition.cover_efficiency);
field!(SKILL_SPREAD, market.skill.sd);
field!(HIRE_SKILL, market.skill.hire_log_odds);
field!(WIN_TREND, market.shock.trend_per_year);
field!(POTENTIAL_TREND, market.potential_drift.trend_per_year);
field!(MARKET_SHOCK, market.shock.sd);
field!(SEGMENT_SHOCK, market.segment_shock.sd);
field!(SIZE_ODDS, market.size_log_odds);
field!(UNRAMPED_ODDS, market.unramped_log_odds);
field!(RELATIONSHIP_ODDS, market.relationship.win_log_odds);
field!(HAND_OVER_DELAY, market.hand_over.delay_days);
field!(SLIPPAGE, market.slippage.share);
field!(RECURRING, market.renewal.recurring);
field!(MARGIN, money.margin);
field!(COST_PER_HIRE, money.cost_per_hire);
