//! Reps come and go: arrivals, known and chance departures, productivity.

use libm::{exp, log, pow};

use super::hand_over;
use super::ramp::productivity;
use super::setting::Setting;
use super::state::{RepState, State};
use crate::world::World;

/// Departures and arrivals at the start of a month; then each seat's productivity.
pub fn start_month(setting: &Setting, world: &World, state: &mut State, month: usize) {
    for s in 0..state.seats.len() {
        let known = setting.seats[s].known_leave == Some(month as u32) && state.seats[s].spell == 0;
        let over = state.seats[s].rep.is_some_and(|rep| rep.hazard >= rep.threshold);
        if state.seats[s].rep.is_some() && (known || over) {
            leave(setting, world, state, s, month);
        }
        if state.seats[s].rep.is_none() && state.seats[s].arrives == month as u32 {
            arrive(setting, world, state, s, month);
        }
        let seat = &mut state.seats[s];
        seat.productivity =
            seat.rep.map_or(0.0, |rep| productivity(&setting.plan.seats[s].ramp, rep.tenure(month), world.parameters.ramp));
    }
}

fn leave(setting: &Setting, world: &World, state: &mut State, s: usize, month: usize) {
    let attrition = &setting.plan.scenario.attrition;
    let key = setting.seats[s].key;
    let seat = &mut state.seats[s];
    let days = world.days_to_fill(&attrition.time_to_fill, key, seat.spell);
    seat.rep = None;
    seat.spell += 1;
    seat.arrives = u32::MAX;
    if attrition.backfill {
        let from = setting.odds.calendar.start_of(month) + days;
        seat.arrives = setting.odds.calendar.month_from(from) as u32;
    }
    state.tallies[s].leavers += 1.0;
    state.departures[month * setting.teams.len() + setting.seats[s].team] += 1;
    hand_over::leaver(setting, world, state, s as u32, month);
}

fn arrive(setting: &Setting, world: &World, state: &mut State, s: usize, month: usize) {
    let key = setting.seats[s].key;
    let spell = state.seats[s].spell;
    state.seats[s].rep = Some(RepState {
        skill: world.skill_of_hire(setting.odds, key, spell),
        tenure_at_start: -(month as f64),
        hazard: 0.0,
        threshold: world.threshold(key, spell),
        hired: true,
    });
    state.tallies[s].hires += 1.0;
    let finance = &setting.plan.scenario.money;
    state.tallies[s].cost += finance.cost_per_hire.get();
}

/// Hazard, quota, pay and counts of seats at the end of a month.
pub fn end_month(setting: &Setting, world: &World, state: &mut State, month: usize) {
    let scenario = &setting.plan.scenario;
    let base = -log((1.0 - scenario.attrition.annual.get()).max(1e-9)) / 12.0 * world.parameters.attrition;
    for s in 0..state.seats.len() {
        let team = setting.seats[s].team;
        let planned = setting.plan.seats[s].start_month as usize <= month;
        let Some(rep) = state.seats[s].rep else {
            state.tallies[s].vacancy += f64::from(u8::from(planned));
            continue;
        };
        let pay = &setting.teams[team].pay;
        let productivity_planned = productivity(&setting.plan.seats[s].ramp, rep.tenure(month), 1.0);
        let quota_share = if scenario.quota.ramped { productivity_planned } else { 1.0 };
        let peers = peers_left(setting, state, team, month);
        let seat = &mut state.seats[s];
        let tally = &mut state.tallies[s];
        tally.ramped += seat.productivity;
        tally.quota += seat.quota / 12.0 * quota_share;
        tally.variable += pay.variable.get() / 12.0;
        tally.cost += pay.base.get() / 12.0 * (1.0 + scenario.money.on_cost.get());
        let attainment = tally.attainment();
        let shortfall = if attainment.is_nan() { 0.0 } else { (1.0 - attainment).clamp(0.0, 1.0) };
        let attrition = &scenario.attrition;
        let mut hazard = base * setting.teams[team].attrition_factor.get() * band(&attrition.bands, rep.tenure(month));
        hazard *= exp(attrition.low_attainment_log_hazard.get() * shortfall);
        hazard *= pow(attrition.peer_factor.get(), peers);
        if (month as u32) < seat.cut_until {
            hazard *= attrition.book_cut_factor.get();
        }
        if let Some(rep) = &mut seat.rep {
            rep.hazard += hazard;
        }
    }
}

/// Colleagues who left in the last three months, for a team of ten.
fn peers_left(setting: &Setting, state: &State, team: usize, month: usize) -> f64 {
    let teams = setting.teams.len();
    let left: u16 = (month.saturating_sub(2)..=month).map(|m| state.departures[m * teams + team]).sum();
    if left == 0 {
        return 0.0;
    }
    let size = setting.seats.iter().filter(|seat| seat.team == team).count();
    f64::from(left) * 10.0 / size.max(1) as f64
}

fn band(bands: &[crate::scenario::choices::Band], tenure: f64) -> f64 {
    bands.iter().rev().find(|band| tenure >= band.from_month.get()).map_or(1.0, |band| band.factor.get())
}
