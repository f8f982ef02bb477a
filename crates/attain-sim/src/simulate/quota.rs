//! Quotas for the years of the horizon after the first.

use super::book_balance::BookBalance;
use super::compiled_plan::CompiledPlan;
use super::dated_change::DatedChange;
use super::events::{EventKind, SimulationEvent};
use super::observer::Observer;
use super::year_state::YearState;
use attain_core::scenario::choices::QuotaPolicy;

/// Sets quotas from `month` on, by applying the plan's policy to the present potential of the
/// books. A book that has grown compared with its plan carries more quota.
pub fn renew(plan: &CompiledPlan, state: &mut YearState, balance: &BookBalance, month: usize, observer: &mut impl Observer) {
    let grown = |s: usize| {
        let planned = plan.planned(s, month as u32).potential;
        if planned > 0.0 { balance.potential[s] / planned } else { 1.0 }
    };
    let scale = match plan.policies.quota.policy {
        QuotaPolicy::Current | QuotaPolicy::Flat { .. } => None,
        QuotaPolicy::PotentialShare { .. } => Some(1.0),
        QuotaPolicy::TopDown { .. } | QuotaPolicy::EqualChance { .. } => {
            let total: f64 = (0..plan.seats.len()).map(|s| plan.planned(s, month as u32).quota * grown(s)).sum();
            Some(if total > 0.0 { plan.policies.quota.street_quota / total } else { 1.0 })
        }
    };
    for (s, seat) in state.seats.iter_mut().enumerate() {
        let before = seat.quota;
        seat.quota = plan.planned(s, month as u32).quota * scale.map_or(1.0, |scale| grown(s) * scale);
        let kind = EventKind::QuotaSet { before, quota: seat.quota };
        observer.on_event(|| SimulationEvent::for_seat(plan.market.calendar.start_of(month), s, kind));
    }
    lend_waiting(plan, state);
}

/// Changes quotas with the books of a dated change. `waiting` lists the accounts that their owners
/// keep, with their quota, until the first rep of another seat starts.
pub fn change(plan: &CompiledPlan, state: &mut YearState, change: &DatedChange, waiting: &[u32], observer: &mut impl Observer) {
    let before: Vec<f64> = state.seats.iter().map(|seat| seat.quota).collect();
    for (s, seat) in state.seats.iter_mut().enumerate() {
        let planned = plan.planned(s, change.month).quota;
        seat.quota = if change.closes.contains(&s) { 0.0 } else { (seat.quota + planned - change.before[s].quota).max(0.0) };
    }
    for &a in waiting {
        let (owner, held) = (plan.accounts[a as usize].owner as usize, state.accounts.states[a as usize].owner as usize);
        let part = plan.quota_of(a as usize, change.month).min(state.seats[owner].quota);
        state.seats[owner].quota -= part;
        state.seats[held].quota += part;
    }
    for (s, before) in before.into_iter().enumerate().filter(|(s, before)| *before != state.seats[*s].quota) {
        let kind = EventKind::QuotaSet { before, quota: state.seats[s].quota };
        observer.on_event(|| SimulationEvent::for_seat(plan.market.calendar.start_of(change.month as usize), s, kind));
    }
}

/// Lends the quota of waiting accounts. Until the first rep of the planned seat starts, the present
/// owner of an account carries its quota.
pub fn lend_waiting(plan: &CompiledPlan, state: &mut YearState) {
    for (seat, waiting) in plan.waiting.iter().enumerate() {
        for &a in waiting {
            if state.waits(plan, a as usize) {
                let part = plan.quota_of(a as usize, state.month).min(state.seats[seat].quota);
                state.seats[seat].quota -= part;
                state.seats[state.accounts.states[a as usize].owner as usize].quota += part;
            }
        }
    }
}
