//! Quotas for the years of the horizon after the first.

use super::book_balance::BookBalance;
use super::compiled_plan::CompiledPlan;
use super::events::{EventKind, SimulationEvent};
use super::observer::Observer;
use super::year_state::YearState;
use attain_core::scenario::choices::QuotaPolicy;

/// Sets quotas from `month` on, by applying the plan's policy to the present potential of the
/// books. A book that has grown compared with its plan carries more quota.
pub fn renew(plan: &CompiledPlan, state: &mut YearState, balance: &BookBalance, month: usize, observer: &mut impl Observer) {
    let grown = |s: usize| {
        let planned = plan.seats[s].potential;
        if planned > 0.0 { balance.potential[s] / planned } else { 1.0 }
    };
    let scale = match plan.policies.quota.policy {
        QuotaPolicy::Current | QuotaPolicy::Flat { .. } => None,
        QuotaPolicy::PotentialShare { .. } => Some(1.0),
        QuotaPolicy::TopDown { .. } | QuotaPolicy::EqualChance { .. } => {
            let total: f64 = plan.seats.iter().enumerate().map(|(s, seat)| seat.quota * grown(s)).sum();
            Some(if total > 0.0 { plan.policies.quota.street_quota / total } else { 1.0 })
        }
    };
    for (s, seat) in state.seats.iter_mut().enumerate() {
        let before = seat.quota;
        seat.quota = plan.seats[s].quota * scale.map_or(1.0, |scale| grown(s) * scale);
        let kind = EventKind::QuotaSet { before, quota: seat.quota };
        observer.on_event(|| SimulationEvent::for_seat(plan.market.calendar.start_of(month), s, kind));
    }
    lend_waiting(plan, state);
}

/// Lends the quota of waiting accounts. Until the first rep of the planned seat starts, the present
/// owner of an account carries its quota.
pub fn lend_waiting(plan: &CompiledPlan, state: &mut YearState) {
    for (seat, waiting) in plan.waiting.iter().enumerate() {
        for &a in waiting {
            if state.waits(plan, a as usize) {
                let part = plan.quota_of(a as usize).min(state.seats[seat].quota);
                state.seats[seat].quota -= part;
                state.seats[state.accounts.states[a as usize].owner as usize].quota += part;
            }
        }
    }
}
