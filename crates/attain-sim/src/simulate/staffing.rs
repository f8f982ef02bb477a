//! Staffing of seats: arrivals, known and random departures, and productivity.

use libm::pow;

use super::compiled_plan::CompiledPlan;
use super::event_details::SeatMonth;
use super::events::{EventKind, SimulationEvent};
use super::hand_over;
use super::observer::Observer;
use super::seat_state::RepState;
use super::year_state::YearState;
use crate::world::World;
use attain_core::quantile::fast_exp;
use attain_core::ramp::productivity;

/// Handles departures and arrivals at the start of a month, then updates each seat's productivity.
pub fn start_month(plan: &CompiledPlan, world: &World, state: &mut YearState, month: usize, observer: &mut impl Observer) {
    for s in 0..state.seats.len() {
        let known = plan.seats[s].known_leave == Some(month as u32) && state.seats[s].spell == 0;
        let over = state.seats[s].rep.is_some_and(|rep| rep.leaves);
        if state.seats[s].rep.is_some() && (known || over) {
            leave(plan, world, state, s, month, observer);
        }
        if state.seats[s].rep.is_none() && state.seats[s].arrives == month as u32 {
            arrive(plan, world, state, s, month, observer);
        }
        let seat = &mut state.seats[s];
        seat.productivity =
            seat.rep.map_or(0.0, |rep| productivity(&plan.seats[s].ramp, rep.tenure(month), world.parameters.ramp));
        let ramped = plan.policies.quota.ramped;
        let planned = |tenure| if ramped { productivity(&plan.seats[s].ramp, tenure, 1.0) } else { 1.0 };
        seat.own_share = seat.rep.map_or(0.0, |rep| planned(rep.tenure(month)));
    }
}

fn leave(plan: &CompiledPlan, world: &World, state: &mut YearState, s: usize, month: usize, observer: &mut impl Observer) {
    let attrition = &plan.policies.attrition;
    let key = plan.seats[s].key;
    let seat = &mut state.seats[s];
    let days = world.days_to_fill(&attrition.time_to_fill, key, seat.spell);
    let left = (seat.rep.take(), seat.spell);
    seat.spell += 1;
    seat.arrives = u32::MAX;
    // A seat that closes is not filled again.
    if attrition.backfill && plan.seats[s].end_month.is_none() {
        let from = plan.market.calendar.start_of(month) + days;
        seat.arrives = plan.market.calendar.nearest_month(from).max(month + 1) as u32;
    }
    seat.booked = 0.0;
    seat.left = month as i32;
    state.tallies[s].people.leavers += 1.0;
    state.departures[month * plan.teams.len() + plan.seats[s].team] += 1;
    observer.on_event(|| {
        let (rep, spell) = left;
        let (hazard, threshold, known) = rep.map_or((0.0, 0.0, true), |rep| (rep.hazard, rep.threshold, !rep.leaves));
        let next = (state.seats[s].arrives < u32::MAX).then_some(state.seats[s].arrives);
        let kind = EventKind::Left { known, spell, hazard, threshold, fill_days: next.map(|_| days), arrives: next };
        SimulationEvent::for_seat(plan.market.calendar.start_of(month), s, kind)
    });
    state.staff(s);
    hand_over::leaver(plan, world, state, s as u32, month, observer);
}

fn arrive(plan: &CompiledPlan, world: &World, state: &mut YearState, s: usize, month: usize, observer: &mut impl Observer) {
    let key = plan.seats[s].key;
    let spell = state.seats[s].spell;
    state.seats[s].rep = Some(RepState {
        skill: world.skill_of_hire(plan.market, key, spell),
        tenure_at_start: -(month as f64),
        attained: 0.0,
        quota: 0.0,
        hazard: 0.0,
        threshold: world.threshold(key, spell),
        leaves: false,
        hired: true,
    });
    state.staff(s);
    state.tallies[s].people.hires += 1.0;
    state.seats[s].booked = 0.0;
    state.seats[s].cut_until = 0;
    let finance = &plan.policies.money;
    state.tallies[s].cost += finance.cost_per_hire.get();
    observer.on_event(|| {
        let skill = state.seats[s].rep.map_or(0.0, |rep| rep.skill);
        let kind = EventKind::Arrived { spell, skill, cost: finance.cost_per_hire.get() };
        SimulationEvent::for_seat(plan.market.calendar.start_of(month), s, kind)
    });
    if spell == 1 && plan.seats[s].incumbent.is_none() {
        hand_over::take_waiting(plan, world, state, s as u32, month, observer);
    }
}

/// Updates the hazard, quota, pay and counts of seats at the end of a month.
pub fn end_month(plan: &CompiledPlan, world: &World, state: &mut YearState, month: usize, observer: &mut impl Observer) {
    let attrition = &plan.policies.attrition;
    let on_cost = plan.policies.money.on_cost.get();
    let base = attrition.monthly_hazard * world.parameters.attrition;
    let peers = PeerEffect::for_month(plan, state, month, base);
    for s in 0..state.seats.len() {
        let team = plan.seats[s].team;
        let planned = plan.is_planned(s, month as u32);
        if planned {
            state.tallies[s].quota.floor += state.seats[s].quota / 12.0 / 4.0;
        }
        let Some(rep) = state.seats[s].rep else {
            state.tallies[s].people.vacant_months += f64::from(u8::from(planned));
            let vacant = || SeatMonth { planned, yearly_quota: state.seats[s].quota, ..SeatMonth::default() };
            observer
                .on_event(|| SimulationEvent::for_seat(plan.market.calendar.last_of(month), s, EventKind::MonthEnded(vacant())));
            continue;
        };
        let pay = &plan.teams[team].pay;
        let raised = peers.raise(team, month as i32 - state.seats[s].left < 3);
        let seat = &mut state.seats[s];
        let tally = &mut state.tallies[s];
        tally.people.ramped_months += seat.productivity;
        tally.quota.carried += seat.quota / 12.0 * seat.own_share;
        tally.quota.variable += pay.variable.get() / 12.0;
        tally.cost += pay.base.get() / 12.0 * (1.0 + on_cost);
        let booked = std::mem::take(&mut seat.booked);
        let mut hazard = base * plan.teams[team].attrition_factor.get() * attrition.band_factor(rep.tenure(month));
        hazard *= raised;
        if (month as u32) < seat.cut_until {
            hazard *= attrition.book_cut_factor;
        }
        if let Some(rep) = &mut seat.rep {
            let attainment = rep.trail(booked, seat.quota / 12.0 * seat.own_share, seat.quota / 12.0);
            hazard *= fast_exp(attrition.low_attainment_log_hazard * (attrition.usual_attainment - attainment).clamp(-1.0, 1.0));
            rep.hazard += hazard;
            // Departures happen at month starts: a rep due to leave before the middle of the next
            // month leaves at its start.
            rep.leaves = rep.hazard + 0.5 * hazard >= rep.threshold;
            let rep = *rep;
            observer.on_event(|| {
                let ended = SeatMonth {
                    staffed: true,
                    planned,
                    yearly_quota: seat.quota,
                    own_share: seat.own_share,
                    productivity: seat.productivity,
                    pay: pay.base.get() / 12.0 * (1.0 + on_cost),
                    variable: pay.variable.get() / 12.0,
                    attainment,
                    hazard,
                    gathered: rep.hazard,
                    threshold: rep.threshold,
                    leaves: rep.leaves,
                };
                SimulationEvent::for_seat(plan.market.calendar.last_of(month), s, EventKind::MonthEnded(ended))
            });
        }
    }
}

impl RepState {
    /// Adds a month to the trailing twelve months. Returns the trailing attainment, shrunk toward
    /// one with the weight of a quarter's quota, so that a few months have little influence.
    fn trail(&mut self, booked: f64, quota: f64, full_quota: f64) -> f64 {
        self.attained = self.attained * (11.0 / 12.0) + booked;
        self.quota = self.quota * (11.0 / 12.0) + quota;
        let prior = 3.0 * full_quota;
        if prior > 0.0 { (self.attained + prior) / (self.quota + prior) } else { 1.0 }
    }
}

/// Effect of departures in the last three months on the hazard of the remaining colleagues.
struct PeerEffect {
    /// Factors by team, for a seat whose rep did not leave and for one whose rep did.
    factors: Vec<[f64; 2]>,
}

impl PeerEffect {
    /// Computes the effect for a month with the usual hazard `base`. The usual number of departures
    /// has no effect.
    fn for_month(plan: &CompiledPlan, state: &YearState, month: usize, base: f64) -> Self {
        let teams = plan.teams.len();
        let factor = |(team, seats): (usize, &Vec<usize>)| {
            let left: u16 = (month.saturating_sub(2)..=month).map(|m| state.departures[m * teams + team]).sum();
            let staffed = seats.iter().filter(|&&s| state.seats[s].rep.is_some()).count();
            // Number of colleagues who left, scaled to a team of ten.
            [0, 1].map(|own| {
                let peers = f64::from(left.saturating_sub(own)) * 10.0 / staffed.max(2) as f64;
                pow(plan.policies.attrition.peer_factor, peers - 30.0 * base)
            })
        };
        Self { factors: plan.by_team.iter().enumerate().map(factor).collect() }
    }

    fn raise(&self, team: usize, own: bool) -> f64 {
        self.factors[team][usize::from(own)]
    }
}
