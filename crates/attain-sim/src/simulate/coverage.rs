//! Coverage: the hours of a month are allocated to the accounts of a book in order of priority,
//! starting with the open pipeline.

use super::account_columns::AccountColumns;
use super::compiled_plan::CompiledPlan;
use super::coverage_counts::CoverageCounts;
use super::event_details::{AccountMonth, BookTime};
use super::events::{EventKind, SimulationEvent};
use super::loops::cost;
use super::observer::Observer;
use super::owner::HOUSE;
use super::seat_book::BookHours;
use super::seat_state::{Covering, SeatState};
use super::year_state::YearState;
use crate::world::World;
use attain_core::scenario::choices::{CoverageLimit, VacancyCover};

/// Allocates the month's hours to every account and updates the rates of creation.
pub fn cover(plan: &CompiledPlan, world: &World, state: &mut YearState, month: usize, observer: &mut impl Observer) {
    for s in 0..state.seats.len() {
        let per_deal = per_deal(plan, s);
        let wanted = wanted(&state.seats[s], per_deal);
        let capacity = capacity(plan, world, &state.seats[s], s, month);
        let seat = &mut state.seats[s];
        seat.spare = 0.0;
        if seat.rep.is_none() {
            seat.busy = 0.0;
            cover_alike(state, s, Covering::None);
            continue;
        }
        let hours = (capacity - seat.busy).max(0.0);
        seat.busy = (seat.busy - capacity).max(0.0);
        if hours >= wanted {
            seat.spare = hours - wanted;
            cover_alike(state, s, Covering::Full);
        } else {
            give(plan, state, s, hours, per_deal);
        }
    }
    help_out(plan, state);
    work(plan, world, state, month, observer);
}

/// Time that an open opportunity of a seat needs; 0 if the team counts accounts.
fn per_deal(plan: &CompiledPlan, s: usize) -> f64 {
    let counts = plan.teams[plan.seats[s].team].accounts.is_some();
    if counts { 0.0 } else { plan.policies.coverage.hours_per_deal }
}

/// Time that a seat's book needs this month, including open opportunities.
fn wanted(seat: &SeatState, per_deal: f64) -> f64 {
    seat.need() + f64::from(seat.open) * per_deal
}

/// Time that a seat's rep has this month, before hand-overs; 0 without a rep.
fn capacity(plan: &CompiledPlan, world: &World, seat: &SeatState, s: usize, month: usize) -> f64 {
    let Some(rep) = seat.rep else { return 0.0 };
    match plan.policies.coverage.limit {
        CoverageLimit::Book => wanted(seat, per_deal(plan, s)) * seat.productivity,
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

/// Allocates too few hours to a book. Accounts with open deals come first. Customers and prospects
/// share the remaining hours according to the team's split, and either group may use hours that the
/// other does not need.
fn give(plan: &CompiledPlan, state: &mut YearState, s: usize, hours: f64, per_deal: f64) {
    let YearState { accounts, seats, books, .. } = state;
    let seat = &mut seats[s];
    let prospecting = plan.teams[plan.seats[s].team].prospecting.get();
    let [open, customers, prospects] = seat.needs;
    let pipeline = open + f64::from(seat.open) * per_deal;
    let first = hours.min(pipeline);
    let left = hours - first;
    let existing = customers.min(((1.0 - prospecting) * left).max(left - prospects)).max(0.0);
    let new = prospects.min(left - existing);
    let lacking = (hours < pipeline).then_some(first);
    let given = books[s].give(accounts, BookHours { pipeline: lacking, per_deal, rest: [existing, new] });
    seat.spare = (left - existing - new).max(0.0);
    seat.given = existing + new + if lacking.is_some() { given } else { open };
    seat.cover = Covering::Mixed;
}

/// Covers the books of vacant seats, and the part of a book that a ramping rep cannot cover yet,
/// according to the plan's policy. A colleague's hour is less effective on these books, and hours
/// are allocated where they are lacking.
fn help_out(plan: &CompiledPlan, state: &mut YearState) {
    let (cover, efficiency) = (&plan.policies.cover.by, plan.policies.cover.efficiency);
    for (team, seats) in plan.by_team.iter().enumerate() {
        let lacks = |s: usize| {
            let seat = &state.seats[s];
            if seat.productivity < 1.0 { (seat.need() - seat.given).max(0.0) } else { 0.0 }
        };
        let all: f64 = seats.iter().map(|&s| lacks(s)).sum();
        if all <= 0.0 {
            continue;
        }
        let spare: f64 = seats.iter().map(|&s| state.seats[s].spare).sum::<f64>() * efficiency;
        for &s in seats {
            let seat = &state.seats[s];
            let lacks = if seat.productivity < 1.0 { (seat.need() - seat.given).max(0.0) } else { 0.0 };
            let hours = match cover {
                VacancyCover::House => 0.0,
                VacancyCover::Spread => lacks * (spare / all).min(1.0),
                VacancyCover::Manager { hours_per_month } => {
                    let own = plan.in_units(team, hours_per_month.get());
                    (own * (1.0 - seat.productivity) * efficiency).min(lacks)
                }
            };
            if hours > 0.0 {
                fill(state, s, hours);
            }
        }
    }
}

/// Allocates hours to the uncovered accounts of a book, in order.
fn fill(state: &mut YearState, s: usize, hours: f64) {
    let left = state.books[s].fill(&mut state.accounts, hours);
    state.seats[s].given += hours - left;
    state.seats[s].cover = Covering::Mixed;
}

/// Updates the accounts after hours have been allocated.
fn work(plan: &CompiledPlan, world: &World, state: &mut YearState, month: usize, observer: &mut impl Observer) {
    let drift = &world.drift.count[world.drift.at(0, month / 3)..];
    let cap = plan.market.choices.rate_cap.get() / plan.market.calendar.season(month as i32).max(1e-9);
    state.company_totals.capped += f64::from(state.accounts.work(&plan.columns, plan.market, plan.inbound, drift, cap as f32));
    state.company_totals.rated += state.accounts.states.len() as f64;
    for s in 0..=plan.seats.len() {
        observer.on_event(|| covered(plan, world, state, s, month, cap as f32));
    }
    state.heal(plan);
}

/// Returns the event that reports a book's month.
fn covered(plan: &CompiledPlan, world: &World, state: &YearState, s: usize, month: usize, cap: f32) -> SimulationEvent {
    let drift = &world.drift.count[world.drift.at(0, month / 3)..];
    let accounts = &state.accounts;
    let book = state.books.get(s).map_or(&plan.start.house, |book| &book.accounts);
    let staffed = state.seats.get(s).is_some_and(|seat| seat.rep.is_some());
    let mut counts = CoverageCounts::default();
    for &a in book {
        counts.add(&month_counts(plan, accounts, a as usize));
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
        Some(seat) => BookTime { available: capacity(plan, world, seat, s, month), needed: wanted(seat, per_deal(plan, s)) },
        None => BookTime { available: 0.0, needed: state.house_need },
    };
    let kind = EventKind::Covered { staffed, time, counts, accounts: book.iter().map(worked).collect() };
    let seat = if s < plan.seats.len() { s as u32 } else { HOUSE };
    SimulationEvent { day: plan.market.calendar.start_of(month), seat, account: None, kind }
}

/// Returns the counts of an account for a month, before its hand-over losses decay.
fn month_counts(plan: &CompiledPlan, accounts: &AccountColumns, a: usize) -> CoverageCounts {
    let (need, coverage) = (f64::from(accounts.states[a].need), f64::from(accounts.coverage[a]));
    let business = plan.market.value_of[a] * accounts.response[a] * accounts.scale[a];
    CoverageCounts {
        months: 1.0,
        orphans: f64::from(u8::from(accounts.touches.untouched[a] > plan.columns.patience[a])),
        needed: need,
        given: coverage * need,
        travel: coverage * f64::from(accounts.travel[a]),
        handover_loss: f64::from(cost(business, accounts.handover_loss[a])),
    }
}
