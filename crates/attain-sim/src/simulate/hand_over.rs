//! Changes of owner and their effect on relationships, rates of creation and open deals.

use super::compiled_plan::CompiledPlan;
use super::events::{EventKind, SimulationEvent};
use super::handover_cost::{HandoverCause, HandoverCost};
use super::observer::Observer;
use super::owner::HOUSE;
use super::year_state::YearState;
use crate::world::World;

/// A change of owner.
#[derive(Debug, Clone, Copy)]
struct OwnerChange {
    account: usize,
    from: u32,
    to: u32,
    month: usize,
    cause: HandoverCause,
}

/// Makes the plan's moves on the first day. Accounts that move to a seat without a rep stay with
/// their owner until its first rep starts.
pub fn planned(plan: &CompiledPlan, world: &World, state: &mut YearState, observer: &mut impl Observer) {
    for handed in &plan.start.handovers {
        if handed.cause == HandoverCause::Planned {
            state.seats[handed.from as usize].busy += handed.transition;
        }
        let change =
            OwnerChange { account: handed.account as usize, from: handed.from, to: handed.to, month: 0, cause: handed.cause };
        hand_over(plan, world, state, change, observer);
    }
}

/// Moves the waiting accounts to a seat whose first rep starts.
pub fn take_waiting(
    plan: &CompiledPlan,
    world: &World,
    state: &mut YearState,
    seat: u32,
    month: usize,
    observer: &mut impl Observer,
) {
    for &a in &plan.waiting[seat as usize] {
        let (from, fixed) = (state.accounts.states[a as usize].owner, &plan.accounts[a as usize]);
        // Some accounts follow in a later month, and those of a closed seat are already here.
        if fixed.from_month > month as u32 || from != fixed.first {
            continue;
        }
        let part = plan.quota_of(a as usize, state.month).min(state.seats[from as usize].quota);
        state.seats[from as usize].quota -= part;
        state.seats[seat as usize].quota += part;
        if plan.seats[from as usize].cut_later {
            state.seats[from as usize].cut_until = month as u32 + 6;
        }
        let move_to = AccountMove { account: a, to: seat, cause: HandoverCause::Started };
        move_account(plan, world, state, move_to, month, observer);
    }
    state.arrange();
}

/// Handles the departure of a rep. The seat keeps its book, but the relationships are lost.
pub fn leaver(plan: &CompiledPlan, world: &World, state: &mut YearState, seat: u32, month: usize, observer: &mut impl Observer) {
    let book = std::mem::take(&mut state.books[seat as usize].accounts);
    for &a in &book {
        let change = OwnerChange { account: a as usize, from: seat, to: seat, month, cause: HandoverCause::Left };
        hand_over(plan, world, state, change, observer);
    }
    state.books[seat as usize].accounts = book;
}

/// A move of an account to a seat or the house.
#[derive(Debug, Clone, Copy)]
pub struct AccountMove {
    pub account: u32,
    pub to: u32,
    pub cause: HandoverCause,
}

/// Moves an account to another owner, a seat or the house. The books must be rearranged afterwards: see
/// [`YearState::arrange`].
pub fn move_account(
    plan: &CompiledPlan,
    world: &World,
    state: &mut YearState,
    moved: AccountMove,
    month: usize,
    observer: &mut impl Observer,
) {
    let AccountMove { account: a, to, cause } = moved;
    let from = state.accounts.states[a as usize].owner;
    let model = state.accounts.model(a as usize);
    let account = &plan.accounts[model];
    state.settle(plan, a as usize, month);
    let need = plan.need(account, plan.book.accounts[model].place, to);
    state.rebook(plan, a, to, need.hours);
    state.accounts.states[a as usize].need = need.hours as f32;
    state.accounts.travel[a as usize] = need.travel as f32;
    let staffed = |owner: u32| state.seats.get(owner as usize).is_some_and(|seat| seat.rep.is_some());
    let (given, taken) = (staffed(from), staffed(to));
    state.accounts.staffed[a as usize] = f32::from(u8::from(taken));
    if given {
        if cause != HandoverCause::OwnerGone {
            state.seats[from as usize].busy += plan.transition(from, account);
        }
        hand_over(plan, world, state, OwnerChange { account: a as usize, from, to, month, cause }, observer);
    } else {
        // The account has had no rep; if one left, the cost of that has already been counted.
        state.give_to(plan, a as usize, to);
        let day = || plan.market.calendar.start_of(month);
        observer.on_event(|| SimulationEvent::for_account(day(), to, a as usize, EventKind::TakenOver { from }));
    }
}

/// Applies a hand-over.
///
/// The published loss refers to all sales of the account in the new owner's first year. The mean is
/// reduced by the part that a knowledgeable owner or a transition avoids. The account's deviation
/// from the mean is drawn at the address of its n-th change of owner. The drop in relationship
/// strength and the disturbed open deals account for part of the mean. The rest reduces new
/// opportunities, with an initial size that gives this mean over the first year.
fn hand_over(plan: &CompiledPlan, world: &World, state: &mut YearState, change: OwnerChange, observer: &mut impl Observer) {
    let OwnerChange { account: a, from, to, month, cause } = change;
    let market = &plan.market.choices;
    let choice = &market.hand_over;
    let segment = usize::from(state.accounts.states[a].segment);
    let receiver = if to == HOUSE || cause == HandoverCause::Left { None } else { state.seats[to as usize].rep };
    let knows = receiver.is_some_and(|rep| !rep.hired) && plan.knows(to, state.accounts.model(a));
    let knows_segment = receiver.is_some_and(|rep| !rep.hired) && plan.columns.serves(plan.seats[to as usize].team, segment);
    let saved = match cause {
        _ if knows => 1.0,
        HandoverCause::Planned | HandoverCause::Started | HandoverCause::Reviewed => plan.policies.handover.saved,
        HandoverCause::OwnerGone | HandoverCause::Left => 0.0,
    };
    let new_hire = receiver.is_none_or(|rep| rep.tenure(month) < 12.0);

    state.give_to(plan, a, to);
    let strength = 1.0 - state.gap(plan, a);
    let accounts = &mut state.accounts;
    let past = &mut accounts.histories[a];
    let n = past.hand_overs;
    past.hand_overs = n.saturating_add(1);
    past.handed = month as i8;

    let factor = if new_hire { choice.new_hire_factor.get() } else { 1.0 };
    let mean = world.parameters.hand_over_loss * (1.0 - choice.avoidable.get() * saved) * factor;
    let chance_effect = world.hand_over_chance(plan.market, a, u32::from(n));

    let exposure = &plan.columns.exposure[segment];
    let kept = if knows || knows_segment { choice.kept_known.get() } else { choice.kept_unknown.get() };
    let drop = strength * (1.0 - kept);
    let by_relationship = exposure.per_log_odds * market.relationship.win_log_odds.get() * drop * plan.decay.gap_mean;
    let relationship = fitting(by_relationship, mean);
    let shift = choice.win_log_odds.get() * (1.0 - saved);
    let by_open_deals = -exposure.per_log_odds * shift * exposure.open;
    let open_deals = fitting(by_open_deals, mean - by_relationship * relationship);

    accounts.states[a].delay += (choice.delay_days.get() * (1.0 - saved) * open_deals) as f32;
    accounts.states[a].shift += (shift * open_deals) as f32;
    let rest = mean - by_relationship * relationship - by_open_deals * open_deals;
    accounts.loss[a] += ((rest + chance_effect) * plan.decay.first) as f32;
    accounts.handover_loss[a] += ((mean + chance_effect) * plan.decay.first) as f32;
    state.set_gap(a, 1.0 - (strength - drop * relationship));
    state.counts_of(a).hand_overs += 1.0;
    observer.on_event(|| {
        let cost = HandoverCost {
            mean,
            chance_effect,
            strength_before: strength,
            strength_after: strength - drop * relationship,
            delay: (choice.delay_days.get() * (1.0 - saved) * open_deals) as f32,
            shift: (shift * open_deals) as f32,
        };
        SimulationEvent::for_account(plan.market.calendar.start_of(month), to, a, EventKind::HandedOver { from, cause, cost })
    });
}

/// Fraction of a part that fits into the remaining amount.
fn fitting(part: f64, left: f64) -> f64 {
    if part > left.max(0.0) { left.max(0.0) / part } else { 1.0 }
}
