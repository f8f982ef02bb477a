//! Quotas of the further years of a horizon.

use super::review::Standing;
use super::setting::Setting;
use super::state::State;
use super::watch::{Event, Watch, What};
use attain_core::scenario::choices::QuotaPolicy;

/// Sets quotas anew, from `month` on, by the plan's policy on the potential now standing: a book
/// that grew against its plan carries more.
pub fn renew(setting: &Setting, state: &mut State, standing: &Standing, month: usize, watch: &mut impl Watch) {
    let plan = setting.plan;
    let grown = |s: usize| {
        let planned = plan.seats[s].potential;
        if planned > 0.0 { standing.potential[s] / planned } else { 1.0 }
    };
    let scale = match plan.scenario.quota.policy {
        QuotaPolicy::Current | QuotaPolicy::Flat { .. } => None,
        QuotaPolicy::PotentialShare { .. } => Some(1.0),
        QuotaPolicy::TopDown { .. } => {
            let total: f64 = plan.seats.iter().enumerate().map(|(s, seat)| seat.quota * grown(s)).sum();
            Some(if total > 0.0 { plan.street_quota / total } else { 1.0 })
        }
    };
    for (s, seat) in state.seats.iter_mut().enumerate() {
        let before = seat.quota;
        seat.quota = plan.seats[s].quota * scale.map_or(1.0, |scale| grown(s) * scale);
        let what = What::QuotaSet { before, quota: seat.quota };
        watch.saw(|| Event::of_seat(setting.odds.calendar.start_of(month), s, what));
    }
    lend_waiting(setting, state);
}

/// Who looks after an account that waits for the first rep of its planned seat
/// carries its quota until then.
pub fn lend_waiting(setting: &Setting, state: &mut State) {
    for (seat, waiting) in setting.waiting.iter().enumerate() {
        for &a in waiting {
            if setting.waits(state, a as usize) {
                let part = setting.quota_of(a as usize).min(state.seats[seat].quota);
                state.seats[seat].quota -= part;
                state.seats[state.accounts.held[a as usize].owner as usize].quota += part;
            }
        }
    }
}
