//! New accounts that come in during a year.
//!
//! A new account appears in the territory of the account that it resembles. It comes in if its mark
//! is below the prospecting of that territory's seat in the month, as a share of the highest
//! possible one: the inbound part of new accounts needs no hours, and the other part follows the
//! response to the time that the seat has for prospects, including its spare time. Without a rep,
//! only inbound accounts come in.
//!
//! *Owner*: the seat with the lowest workload over usable capacity among those with a rep in the
//! team that owns the account that it resembles, or in a team that serves its segment if nobody
//! does. The seat must be in its region where regions bind, have the skill that it needs where
//! skills are required, and have room under the largest number of accounts. If no such seat has a
//! rep, a vacant one owns it, and without any seat, the house. Ties are decided by the order of the
//! seats. The account is worked from the next month on.

use super::account_columns::NewRow;
use super::account_state::{AccountState, PROSPECT};
use super::compiled_plan::CompiledPlan;
use super::events::{EventKind, SimulationEvent};
use super::observer::Observer;
use super::owner::HOUSE;
use super::seat_state::Covering;
use super::year_state::YearState;
use crate::world::World;
use crate::world::world_accounts::LatentAccount;

/// Decides which of a month's latent accounts come in, and gives them to owners.
pub fn come_in(plan: &CompiledPlan, world: &World, state: &mut YearState, month: usize, observer: &mut impl Observer) {
    let latent = world.accounts.in_month(month);
    if latent.is_empty() {
        return;
    }
    let highest = plan.market.highest_prospecting();
    for account in &world.accounts.new[latent] {
        let number = plan.market.prospecting(prospecting(plan, state, account.model as usize));
        let share = (number / highest) as f32;
        if account.mark < share {
            let a = add(plan, state, account, month);
            observer.on_event(|| {
                let kind = EventKind::CameIn { model: account.model, number, mark: account.mark, share };
                SimulationEvent::for_account(f64::from(account.day), state.accounts.states[a].owner, a, kind)
            });
        } else {
            state.accounts.push_absent(account.model);
        }
    }
}

/// Effect of prospecting in the territory of an account of the book, relative to full coverage.
fn prospecting(plan: &CompiledPlan, state: &YearState, model: usize) -> f64 {
    match state.seats.get(state.accounts.states[model].owner as usize) {
        Some(seat) if seat.rep.is_some() => plan.market.boost(seat.prospected) * f64::from(seat.boost),
        _ => 0.0,
    }
}

/// Adds a new account to its owner's book. Returns its index.
fn add(plan: &CompiledPlan, state: &mut YearState, account: &LatentAccount, month: usize) -> usize {
    let model = account.model as usize;
    let owner = owner(plan, state, model, month);
    let fixed = &plan.accounts[model];
    let need = plan.need(fixed, plan.book.accounts[model].place, owner);
    let a = state.accounts.push(NewRow {
        model: account.model,
        state: AccountState {
            owner,
            need: need.hours as f32,
            place: 0,
            open: 0,
            delay: 0.0,
            shift: 0.0,
            gap: 1.0,
            segment: plan.market.segment_of[model],
            kind: PROSPECT as u8,
            since: 0,
        },
        travel: need.travel as f32,
        staffed: state.seats.get(owner as usize).is_some_and(|seat| seat.rep.is_some()),
        potential: plan.market.money[model].potential,
        value: plan.market.value_of[model],
        full: fixed.full as f32,
        touches: fixed.touches as f32,
        patience: fixed.patience as f32,
        month: month + 1,
    });
    // Sets the month of service from which the relationship counts.
    state.set_gap(a, 1.0);
    state.counts_of(a).new_accounts += 1.0;
    if owner == HOUSE {
        state.house_need += f64::from(need.hours as f32);
        state.house.push(a as u32);
    } else {
        let rank = |a: u32| plan.columns.rank[state.accounts.model(a as usize)];
        let at = state.books[owner as usize].accounts.partition_point(|&other| rank(other) <= rank(a as u32));
        let YearState { accounts, seats, books, .. } = state;
        let seat = &mut seats[owner as usize];
        books[owner as usize].insert(accounts, at, a as u32);
        accounts.boost[a] = seat.boost;
        seat.needs[PROSPECT] += f64::from(accounts.states[a].need);
        // The new account has no coverage yet.
        if seat.cover == Covering::Full {
            seat.cover = Covering::Mixed;
        }
    }
    a
}

/// Owner of a new account that resembles an account of the book.
fn owner(plan: &CompiledPlan, state: &YearState, model: usize, month: usize) -> u32 {
    let team = plan.seats.get(plan.accounts[model].owner as usize).map(|seat| seat.team);
    let segment = usize::from(plan.market.segment_of[model]);
    let serves = |of: &usize| plan.teams[*of].segments.is_empty() || plan.columns.serves(*of, segment);
    let teams: Vec<usize> = team.map_or_else(|| (0..plan.teams.len()).filter(serves).collect(), |team| vec![team]);
    let room = |s: &usize| {
        plan.may_serve(*s as u32, model)
            && state.books[*s].accounts.len() < plan.seats[*s].max_accounts
            && plan.seats[*s].start_month as usize <= month
            && plan.seats[*s].end_month.is_none_or(|end| month < end as usize)
    };
    let load = |s: usize| {
        let (seat, fixed) = (&state.seats[s], &plan.seats[s]);
        let deals = if plan.counts_hours(s) { seat.deal_hours } else { 0.0 };
        let usable = seat.rep.map_or(fixed.capacity, |rep| {
            let present = 1.0 - plan.teams[fixed.team].absence.get();
            plan.capacity(fixed, rep.tenure(month), seat.productivity) * present
        });
        (seat.rep.is_none(), (seat.need() + deals) / usable.max(1e-9))
    };
    let seats = teams.iter().flat_map(|&team| &plan.by_team[team]).copied().filter(room).map(|s| (s, load(s)));
    let least = seats.min_by(|(s, a), (t, b)| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)).then(s.cmp(t)));
    least.map_or(HOUSE, |(s, _)| s as u32)
}

#[cfg(test)]
mod tests;
