//! Coverage: the hours of a month are allocated to the accounts of a book in order of priority,
//! starting with the open pipeline.

use super::account_columns::AccountColumns;
use super::account_state::OPEN;
use super::compiled_plan::CompiledPlan;
use super::coverage_counts::CoverageCounts;
use super::event_details::{AccountMonth, BookTime};
use super::events::{EventKind, SimulationEvent};
use super::loops::cost;
use super::observer::Observer;
use super::owner::HOUSE;
use super::renewals;
use super::seat_book::BookHours;
use super::seat_state::{Covering, SeatState};
use super::year_state::YearState;
use crate::world::World;
use crate::world::compiled_market::MOST_EFFORT;
use attain_core::scenario::choices::{CoverageLimit, VacancyCover};

/// Gives every account its hours of the month, and the rate of creation that follows.
pub fn cover(plan: &CompiledPlan, world: &World, state: &mut YearState, month: usize, observer: &mut impl Observer) {
    renewals::note_due(plan, world, state, month);
    if plan.policies.coverage.limit == CoverageLimit::Book {
        note_lent(plan, state);
    }
    for s in 0..state.seats.len() {
        let deals = deal_hours(plan, &state.seats[s], s);
        let capacity = capacity(plan, world, &state.seats[s], s, month);
        let seat = &mut state.seats[s];
        let wanted = seat.need() + deals;
        (seat.spare, seat.spent, seat.served, seat.prospected) = (0.0, 0.0, 0.0, 0.0);
        if seat.rep.is_none() {
            seat.busy = 0.0;
            cover_alike(state, s, Covering::None);
            continue;
        }
        // Hand-overs and renewals cannot wait.
        let taken = seat.busy + seat.renewal_hours;
        let hours = (capacity - taken).max(0.0);
        seat.busy = (seat.busy - capacity).max(0.0);
        if hours >= wanted {
            (seat.spare, seat.spent, seat.served, seat.prospected) = (hours - wanted, wanted, 1.0, 1.0);
            cover_alike(state, s, Covering::Full);
        } else {
            give(plan, state, s, hours, deals);
        }
    }
    help_out(plan, state);
    spend_spare(plan, state);
    work(plan, world, state, month, observer);
}

/// Notes which part of each book waits for the first rep of another seat. A rep who has the time
/// that the own book needs has none for those accounts.
fn note_lent(plan: &CompiledPlan, state: &mut YearState) {
    state.seats.iter_mut().for_each(|seat| seat.lent = 0.0);
    for &a in plan.waiting.iter().flatten() {
        let a = a as usize;
        if state.waits(plan, a) {
            let held = &state.accounts.states[a];
            if let Some(seat) = state.seats.get_mut(held.owner as usize) {
                seat.lent += f64::from(held.need);
            }
        }
    }
    for seat in &mut state.seats {
        seat.lent = if seat.lent > 0.0 { (seat.lent / seat.need()).min(1.0) } else { 0.0 };
    }
}

/// Hours that the open opportunities of a seat need; none where its team counts accounts.
fn deal_hours(plan: &CompiledPlan, seat: &SeatState, s: usize) -> f64 {
    if plan.counts_hours(s) { seat.deal_hours } else { 0.0 }
}

/// Time that a seat's book needs this month, open opportunities and renewals included.
fn wanted(plan: &CompiledPlan, seat: &SeatState, s: usize) -> f64 {
    seat.need() + deal_hours(plan, seat, s) + seat.renewal_hours
}

/// Time that a seat's rep has this month, before hand-overs; 0 without a rep.
fn capacity(plan: &CompiledPlan, world: &World, seat: &SeatState, s: usize, month: usize) -> f64 {
    let Some(rep) = seat.rep else { return 0.0 };
    match plan.policies.coverage.limit {
        CoverageLimit::Book => wanted(plan, seat, s) * seat.productivity * (1.0 - seat.lent),
        CoverageLimit::Hours => {
            let absence = plan.teams[plan.seats[s].team].absence.get();
            let fixed = &plan.seats[s];
            let present = 1.0 - world.absence(absence, fixed.key, fixed.rep, month);
            plan.capacity(&plan.seats[s], rep.tenure(month), seat.productivity) * present
        }
    }
}

/// Covers a whole book in full or not at all. In most months nothing changes.
fn cover_alike(state: &mut YearState, s: usize, how: Covering) {
    let YearState { accounts, seats, books, .. } = state;
    let in_full = how == Covering::Full;
    seats[s].given = if in_full { seats[s].need() } else { 0.0 };
    if std::mem::replace(&mut seats[s].cover, how) != how {
        books[s].cover_alike(accounts, in_full);
    }
}

/// Gives too few hours to a book. Accounts with open deals come first; then
/// existing customers and prospects share what is left by the team's split, and
/// either may use what the other does not need.
fn give(plan: &CompiledPlan, state: &mut YearState, s: usize, hours: f64, deals: f64) {
    let YearState { accounts, seats, books, .. } = state;
    let seat = &mut seats[s];
    let prospecting = plan.teams[plan.seats[s].team].prospecting.get();
    let [open, customers, prospects] = seat.needs;
    let pipeline = open + deals;
    let first = hours.min(pipeline);
    let left = hours - first;
    let existing = customers.min(((1.0 - prospecting) * left).max(left - prospects)).max(0.0);
    let new = prospects.min(left - existing);
    let lacking = (hours < pipeline).then_some(first);
    let given = books[s].give(accounts, BookHours { pipeline: lacking, deals: deals > 0.0, rest: [existing, new] });
    seat.spare = (left - existing - new).max(0.0);
    seat.prospected = if prospects > 0.0 { new / prospects } else { f64::from(u8::from(seat.spare > 0.0)) };
    seat.spent = hours - seat.spare;
    seat.served = if lacking.is_some() { hours / pipeline } else { 1.0 };
    seat.given = existing + new + if lacking.is_some() { given } else { open };
    seat.cover = Covering::Mixed;
}

/// Covers the books of vacant seats, and the part of a book that a ramping rep cannot cover yet,
/// according to the plan's policy. A colleague's hour is less effective on these books, and hours
/// are allocated where they are lacking.
fn help_out(plan: &CompiledPlan, state: &mut YearState) {
    let (cover, efficiency) = (&plan.policies.cover.by, plan.policies.cover.efficiency);
    for (team, seats) in plan.by_team.iter().enumerate() {
        let all: f64 = seats.iter().map(|&s| lacks(plan, &state.seats[s], s)).sum();
        if all <= 0.0 {
            continue;
        }
        let spare: f64 = seats.iter().map(|&s| state.seats[s].spare).sum::<f64>() * efficiency;
        if *cover == VacancyCover::Spread && spare > 0.0 {
            let left = 1.0 - (all / spare).min(1.0);
            for &s in seats {
                state.seats[s].spare *= left;
            }
        }
        for &s in seats {
            let seat = &state.seats[s];
            let lacks = lacks(plan, seat, s);
            let hours = match cover {
                VacancyCover::House => 0.0,
                VacancyCover::Spread => lacks * (spare / all).min(1.0),
                VacancyCover::Manager { hours_per_month } => {
                    let own = plan.in_units(team, hours_per_month.get());
                    (own * (1.0 - seat.productivity) * efficiency).min(lacks)
                }
            };
            if hours > 0.0 {
                fill(plan, state, s, hours);
            }
        }
    }
}

/// Spare time goes into more selling time for the whole book, with falling returns.
fn spend_spare(plan: &CompiledPlan, state: &mut YearState) {
    let YearState { accounts, seats, books, .. } = state;
    for (seat, book) in seats.iter_mut().zip(books) {
        let more = plan.policies.coverage.spare_time * seat.spare / seat.need().max(1e-9);
        let boost = if more > 0.0 { plan.market.boost(1.0 + more.min(MOST_EFFORT - 1.0)) as f32 } else { 1.0 };
        if std::mem::replace(&mut seat.boost, boost) != boost {
            for &a in &book.accounts {
                accounts.boost[a as usize] = boost;
            }
        }
    }
}

/// Hours that a vacant seat or a ramping rep leaves undone.
fn lacks(plan: &CompiledPlan, seat: &SeatState, s: usize) -> f64 {
    if seat.productivity < 1.0 { (seat.need() + deal_hours(plan, seat, s) - seat.spent).max(0.0) } else { 0.0 }
}

/// Fills what a book lacks, in its order, open opportunities first.
fn fill(plan: &CompiledPlan, state: &mut YearState, s: usize, hours: f64) {
    let YearState { accounts, seats, books, .. } = state;
    let seat = &mut seats[s];
    let deals = deal_hours(plan, seat, s);
    let filled = books[s].fill(accounts, hours, deals > 0.0);
    seat.given += filled.accounts;
    seat.spent += filled.spent;
    let pipeline = seat.needs[OPEN] + deals;
    seat.served = if pipeline > 0.0 { (seat.served + filled.pipeline / pipeline).min(1.0) } else { 1.0 };
    seat.cover = Covering::Mixed;
}

/// Updates the accounts after hours have been allocated.
fn work(plan: &CompiledPlan, world: &World, state: &mut YearState, month: usize, observer: &mut impl Observer) {
    let drift = &world.drift.count[world.drift.at(0, month / 3)..];
    let cap = plan.market.choices.rate_cap.get() / plan.market.calendar.season(month as i32).max(1e-9);
    state.company_totals.capped += f64::from(state.accounts.work(&plan.columns, plan.market, plan.inbound, drift, cap as f32));
    state.company_totals.rated += (state.accounts.states.len() - state.accounts.absent.len()) as f64;
    for s in 0..=plan.seats.len() {
        observer.on_event(|| covered(plan, world, state, s, month, cap as f32));
    }
    state.heal(plan);
}

/// Returns the event that reports a book's month.
fn covered(plan: &CompiledPlan, world: &World, state: &YearState, s: usize, month: usize, cap: f32) -> SimulationEvent {
    let drift = &world.drift.count[world.drift.at(0, month / 3)..];
    let accounts = &state.accounts;
    let book = state.books.get(s).map_or(&state.house, |book| &book.accounts);
    let staffed = state.seats.get(s).is_some_and(|seat| seat.rep.is_some());
    let mut counts = CoverageCounts::default();
    for &a in book {
        counts.add(&month_counts(accounts, a as usize));
    }
    let worked = |&account: &u32| {
        let a = account as usize;
        AccountMonth {
            account,
            coverage: f64::from(accounts.coverage[a]),
            rate: accounts.rate[a],
            orphaned: accounts.orphaned_this_year(a),
            capped: accounts.capped(a, drift, cap),
        }
    };
    let time = match state.seats.get(s) {
        Some(seat) => BookTime { available: capacity(plan, world, seat, s, month), needed: wanted(plan, seat, s) },
        None => BookTime { available: 0.0, needed: state.house_need },
    };
    let kind = EventKind::Covered { staffed, time, counts, accounts: book.iter().map(worked).collect() };
    let seat = if s < plan.seats.len() { s as u32 } else { HOUSE };
    SimulationEvent { day: plan.market.calendar.start_of(month), seat, account: None, kind }
}

/// Returns the counts of an account for a month, before its hand-over losses decay.
fn month_counts(accounts: &AccountColumns, a: usize) -> CoverageCounts {
    let (need, coverage) = (f64::from(accounts.states[a].need), f64::from(accounts.coverage[a]));
    let business = accounts.fixed.value[a] * accounts.response[a] * accounts.scale[a];
    CoverageCounts {
        months: 1.0,
        orphans: f64::from(u8::from(accounts.touches.untouched[a] > accounts.fixed.patience[a])),
        needed: need,
        given: coverage * need,
        travel: coverage * f64::from(accounts.travel[a]),
        handover_loss: f64::from(cost(business, accounts.handover_loss[a])),
    }
}
