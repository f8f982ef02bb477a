//! Decides the deals of a month: each is won, lost or stays open.

use super::compiled_plan::CompiledPlan;
use super::event_details::DealTerms;
use super::events::{EventKind, SimulationEvent};
use super::observer::Observer;
use super::open_deals::{DealDecisions, OpenDealState};
use super::owner::owner_index;
use super::year_state::YearState;
use crate::world::World;
use attain_core::selling::odds_shift;

/// Deals of a month that are decided together.
pub(crate) struct DecisionBatch<'a> {
    /// All deals of the month.
    pub(crate) due: &'a mut [OpenDealState],
    /// Index of the first undecided deal.
    pub(crate) from: usize,
    pub(crate) month: usize,
}

impl DealDecisions {
    /// Prepares the terms of the seller of each seat and of the house.
    pub(crate) fn prepare_sellers(&mut self, plan: &CompiledPlan, state: &YearState) {
        self.sellers.clear();
        self.sellers.extend((0..=state.seats.len()).map(|s| {
            let (skill, ramp) = seller(plan, state, s as u32);
            skill + ramp
        }));
    }

    /// Decides the deals of a month from an index on, and records the outcomes.
    pub(crate) fn decide(
        &mut self,
        plan: &CompiledPlan,
        world: &World,
        state: &mut YearState,
        batch: DecisionBatch,
        observer: &mut impl Observer,
    ) {
        let DecisionBatch { due, from, month } = batch;
        for places in &mut self.places {
            places.resize(places.len().max(due.len()), 0);
        }
        let Self { places: [won, lost, passed], counts, sellers } = self;
        let (won, lost, passed) = (won.as_mut_slice(), lost.as_mut_slice(), passed.as_mut_slice());
        // Counted in local variables rather than in memory, so that iterations are independent.
        let (mut wins, mut losses, mut passes) = (0, 0, 0);
        let months = plan.market.calendar.months;
        let house = sellers.len() - 1;
        for (i, open) in due.iter_mut().enumerate().skip(from) {
            let held = &state.accounts.states[open.account as usize];
            let changed = open.felt_delay != held.delay
                || open.felt_shift != held.shift
                || open.felt_idle != state.accounts.idle[open.account as usize];
            if changed && feel(plan, state, open, month, observer) {
                continue;
            }
            let held = &state.accounts.states[open.account as usize];
            let owner = owner_index(held.owner, house);
            let sum = sellers[owner]
                + relationship(plan, held.gap(&plan.decay, state.served[owner]))
                + world.shocks[usize::from(held.segment) * months + month]
                + f64::from(open.shift)
                + hours(plan, open, month);
            let market = f64::from(open.hurdle) < sum;
            let closes = open.second || market == open.to_win;
            let wins_now = closes && open.to_win && market;
            (won[wins], lost[losses], passed[passes]) = (i as u32, i as u32, i as u32);
            wins += usize::from(wins_now);
            losses += usize::from(closes && !wins_now);
            passes += usize::from(!closes);
        }
        *counts = [wins, losses, passes];
    }
}

/// A deal feels what changes of owner and a lack of selling time have done since; gives
/// whether that moves it to another month.
fn feel(
    plan: &CompiledPlan,
    state: &mut YearState,
    open: &mut OpenDealState,
    month: usize,
    observer: &mut impl Observer,
) -> bool {
    let a = open.account as usize;
    let (delay, shift) = (state.accounts.states[a].delay, state.accounts.states[a].shift);
    let idle = state.accounts.idle[a] - open.felt_idle;
    let waited = idle * plan.wait_days;
    let later = delay - open.felt_delay + waited;
    open.felt_idle += idle;
    open.idle += idle;
    open.shift += shift - open.felt_shift;
    open.delay += later;
    open.day += later;
    (open.felt_delay, open.felt_shift) = (delay, shift);
    if later == 0.0 {
        return false;
    }
    observer.on_event(|| {
        let kind = EventKind::Delayed { deal: open.deal, days: later, waited, until: open.day };
        SimulationEvent::for_account(f64::from(open.day - later), state.accounts.states[a].owner, a, kind)
    });
    let to = plan.market.calendar.month_of(open.day);
    if to != month {
        state.due[to].push(*open);
    }
    to != month
}

/// Skill and ramp terms of the seller of an owner's deals.
fn seller(plan: &CompiledPlan, state: &YearState, owner: u32) -> (f64, f64) {
    let (skill, unramped) = state.seller(plan, owner);
    (skill, plan.market.choices.unramped_log_odds.get() * unramped)
}

/// The term of the selling time that a deal received while it was open.
#[inline]
fn hours(plan: &CompiledPlan, open: &OpenDealState, month: usize) -> f64 {
    if open.idle <= 0.0 {
        return 0.0;
    }
    let months = month as f64 + 1.0 - f64::from(open.born);
    odds_shift(&plan.market.choices.selling, 1.0 - f64::from(open.idle) / months)
}

/// The term of the relationship with an account.
#[inline]
fn relationship(plan: &CompiledPlan, gap: f64) -> f64 {
    let strength = 1.0 - gap;
    plan.market.choices.relationship.win_log_odds.get() * (strength - 0.5)
}

/// The plan's terms of the log odds on the day of the decision, as events report them.
pub(crate) fn terms(plan: &CompiledPlan, world: &World, state: &YearState, open: &OpenDealState, month: usize) -> DealTerms {
    let a = open.account as usize;
    let held = &state.accounts.states[a];
    let (skill, ramp) = seller(plan, state, held.owner);
    DealTerms {
        skill,
        ramp,
        relationship: relationship(plan, state.gap(plan, a)),
        market: world.shocks[usize::from(held.segment) * plan.market.calendar.months + month],
        hand_over: f64::from(open.shift),
        hours: hours(plan, open, month),
    }
}
