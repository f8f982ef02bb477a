//! Reviews at quarter ends: equity is measured, and the policy may move accounts.

use super::book_balance::BookBalance;
use super::compiled_plan::CompiledPlan;
use super::events::{EventKind, SimulationEvent};
use super::observer::Observer;
use super::owner::HOUSE;
use super::rebalance::rebalance;
use super::year_state::YearState;
use crate::world::World;
use attain_core::plan::Equity;
use attain_core::scenario::choices::Cadence;

/// Records the first time that equity triggers a review. `months` counts from the start of the
/// year.
pub fn note_trigger(plan: &CompiledPlan, state: &mut YearState, balance: &BookBalance, months: f64) -> bool {
    let triggered = balance.triggered(plan);
    if triggered {
        state.company_totals.months_to_trigger = state.company_totals.months_to_trigger.min(months);
    }
    triggered
}

/// Measures equity at the end of a quarter and moves accounts if the policy requires it.
pub fn review(
    plan: &CompiledPlan,
    world: &World,
    state: &mut YearState,
    balance: &mut BookBalance,
    month: usize,
    observer: &mut impl Observer,
) -> Equity {
    let found = balance.measure(plan, world, state, month);
    let triggered = note_trigger(plan, state, balance, (month % 12 + 1) as f64);
    let quarter = month / 3 + 1;
    let due = match plan.policies.review.cadence {
        Cadence::Never => false,
        Cadence::Quarterly => true,
        Cadence::HalfYearly => quarter.is_multiple_of(2),
        Cadence::Yearly => quarter.is_multiple_of(4),
        Cadence::OnTrigger => triggered,
    };
    // A move at the end of the horizon would cost without any benefit.
    let acts = due && month + 1 < plan.market.calendar.months;
    let moves = if acts { rebalance(plan, world, state, balance, month + 1, observer) } else { 0 };
    observer.on_event(|| {
        let after = BookBalance::default().measure(plan, world, state, month);
        let kind = EventKind::Reviewed { found, triggered, acted: acts, moves, after };
        SimulationEvent { day: plan.market.calendar.last_of(month), seat: HOUSE, account: None, kind }
    });
    found
}
