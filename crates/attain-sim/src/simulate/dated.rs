//! The plan's changes at the start of a month: accounts change owner, and seats close.

use super::compiled_plan::CompiledPlan;
use super::dated_change::DatedChange;
use super::events::{EventKind, SimulationEvent};
use super::hand_over::{self, AccountMove};
use super::handover_cost::HandoverCause;
use super::observer::Observer;
use super::owner::HOUSE;
use super::quota;
use super::year_state::YearState;
use crate::world::World;

/// Makes the changes of a month, before reps start and leave.
pub fn change(plan: &CompiledPlan, world: &World, state: &mut YearState, month: usize, observer: &mut impl Observer) {
    let Some(change) = plan.changes.iter().find(|change| change.month as usize == month) else { return };
    let waiting = waiting_for_a_rep(plan, state, change);
    quota::change(plan, state, change, &waiting, observer);
    for &s in &change.closes {
        let book = state.books[s].accounts.clone();
        for a in book {
            // A new account goes where the account goes that it resembles.
            let planned = plan.accounts[state.accounts.model(a as usize)].owner;
            let to = if planned as usize == s { HOUSE } else { planned };
            let moved = AccountMove { account: a, to, cause: HandoverCause::OwnerGone };
            hand_over::move_account(plan, world, state, moved, month, observer);
        }
        close(plan, state, s, month, observer);
    }
    for &a in change.accounts.iter().filter(|a| !waiting.contains(a)) {
        let to = plan.accounts[a as usize].owner;
        if state.accounts.states[a as usize].owner != to {
            // A rep who leaves on the same day hands nothing over.
            let from = state.accounts.states[a as usize].owner as usize;
            let leaves =
                plan.seats.get(from).is_some_and(|seat| seat.known_leave == Some(month as u32)) && state.seats[from].spell == 0;
            let cause = if leaves { HandoverCause::OwnerGone } else { HandoverCause::Planned };
            let moved = AccountMove { account: a, to, cause };
            hand_over::move_account(plan, world, state, moved, month, observer);
        }
    }
    for &s in &change.cuts {
        state.seats[s].cut_until = month as u32 + 6;
    }
    state.arrange();
}

/// The accounts of a change that stay with their owner until the first rep of another seat starts.
fn waiting_for_a_rep(plan: &CompiledPlan, state: &YearState, change: &DatedChange) -> Vec<u32> {
    let stays = |&a: &u32| {
        let owner = state.accounts.states[a as usize].owner;
        owner != HOUSE && !change.closes.contains(&(owner as usize)) && state.waits(plan, a as usize)
    };
    change.accounts.iter().copied().filter(stays).collect()
}

/// Closes a seat whose accounts have moved.
fn close(plan: &CompiledPlan, state: &mut YearState, s: usize, month: usize, observer: &mut impl Observer) {
    let fixed = &plan.seats[s];
    let seat = &mut state.seats[s];
    let staffed = seat.rep.take().is_some();
    let left = staffed && seat.spell == 0 && fixed.known_leave.is_some_and(|leave| leave as usize <= month);
    (seat.arrives, seat.booked, seat.busy) = (u32::MAX, 0.0, 0.0);
    if left {
        seat.left = month as i32;
        state.tallies[s].people.leavers += 1.0;
        state.departures[month * plan.teams.len() + fixed.team] += 1;
    }
    observer.on_event(|| {
        let kind = EventKind::Closed { staffed, left };
        SimulationEvent::for_seat(plan.market.calendar.start_of(month), s, kind)
    });
}

#[cfg(test)]
mod tests;
