//! Simulates one year of a plan in a world.

use super::account_state::ChurnStatus;
use super::book_balance::BookBalance;
use super::company_totals::CompanyTotals;
use super::compiled_plan::CompiledPlan;
use super::events::{EventKind, SimulationEvent};
use super::observer::{NoopObserver, Observer};
use super::owner::HOUSE;
use super::owner::owner_index;
use super::review;
use super::seat_state::SeatState;
use super::tally::Tally;
use super::year_state::YearState;
use super::{coverage, dated, deals, hand_over, new_accounts, quota, renewals, staffing};
use crate::world::World;

/// Simulates one year of a plan at a time. A thread reuses it between years.
#[derive(Debug, Default)]
pub struct YearSimulator {
    state: YearState,
    balance: BookBalance,
}

impl YearSimulator {
    /// Simulates a plan's year in a world and returns the final state.
    pub fn simulate(&mut self, plan: &CompiledPlan, world: &mut World) -> &YearState {
        self.simulate_observed(plan, world, &mut NoopObserver)
    }

    /// Like [`YearSimulator::simulate`], but `observer` receives every event.
    pub fn simulate_observed(&mut self, plan: &CompiledPlan, world: &mut World, observer: &mut impl Observer) -> &YearState {
        let Self { state, balance } = self;
        state.reset(plan, world);
        quota::lend_waiting(plan, state);
        hand_over::planned(plan, world, state, observer);
        deals::open_at_start(plan, world, state, observer);
        let months = plan.market.calendar.months;
        let found = balance.measure(plan, world, state, 0);
        let triggered = review::note_trigger(plan, state, balance, 0.0);
        observer.on_event(|| SimulationEvent {
            day: 0.0,
            seat: HOUSE,
            account: None,
            kind: EventKind::Began { found, triggered },
        });
        for month in 0..months {
            state.month = month as u32;
            dated::change(plan, world, state, month, observer);
            staffing::start_month(plan, world, state, month, observer);
            if month % 3 == 0 {
                deals::note_quarter(plan, state, month);
            }
            coverage::cover(plan, world, state, month, observer);
            deals::create(plan, world, state, month, observer);
            deals::close(plan, world, state, month, observer);
            renewals::renew(plan, world, state, month, observer);
            new_accounts::come_in(plan, world, state, month, observer);
            staffing::end_month(plan, world, state, month, observer);
            note_month(plan, state, month);
            if month % 3 == 2 {
                let found = review::review(plan, world, state, balance, month, observer);
                note_quarter(state, balance, &found, month / 3);
            }
            if month + 1 == months || month % 12 == 11 {
                close_year(plan, state, month, observer);
                if month + 1 < months {
                    state.month = month as u32 + 1;
                    quota::renew(plan, state, balance, month + 1, observer);
                    open_year(plan, state, month + 1);
                }
            }
        }
        state
    }
}

fn note_month(plan: &CompiledPlan, state: &mut YearState, month: usize) {
    let active = state.seats.iter().filter(|seat| seat.rep.is_some()).count();
    let due = (0..plan.seats.len()).filter(|&s| plan.is_planned(s, month as u32));
    let vacant = due.count().saturating_sub(active);
    let given: f64 = state.seats.iter().map(|seat| seat.given).sum();
    let needed = state.house_need + state.seats.iter().map(SeatState::need).sum::<f64>();
    let values = [
        state.credited(),
        state.seats.iter().map(|seat| seat.productivity).sum(),
        active as f64,
        vacant as f64,
        if needed > 0.0 { given / needed } else { 1.0 },
    ];
    for (series, value) in state.series.iter_mut().zip(values) {
        series[month] = value as f32;
    }
}

/// Index of the first quarterly series in `metric::SERIES`.
const QUARTERLY: usize = 5;

fn note_quarter(state: &mut YearState, balance: &BookBalance, found: &attain_core::plan::Equity, quarter: usize) {
    let equity = &mut state.company_totals.equity;
    equity.range += found.range;
    equity.largest_deviation += found.largest_deviation;
    equity.cv += found.cv;
    equity.gini += found.gini;
    state.company_totals.quarters += 1.0;
    let values = [found.range, found.cv, found.largest_deviation, found.gini, balance.total];
    for (series, value) in state.series[QUARTERLY..].iter_mut().zip(values) {
        series[quarter] = value as f32;
    }
}

/// Ends a year of the horizon: judges and pays seats, and stores the company's counts.
fn close_year(plan: &CompiledPlan, state: &mut YearState, month: usize, observer: &mut impl Observer) {
    let last = month + 1 == plan.market.calendar.months;
    deals::note_closing(state, month);
    state.settle_all(plan, month + 1, last);
    let on_cost = plan.policies.money.on_cost.get();
    for (s, seat) in plan.seats.iter().enumerate() {
        state.tallies[s].judge();
        state.tallies[s].pay(&plan.teams[seat.team].pay, on_cost);
        observer.on_event(|| {
            SimulationEvent::for_seat(plan.market.calendar.last_of(month), s, EventKind::YearEnded { tally: state.tallies[s] })
        });
    }
    observer.on_event(|| {
        let kind = EventKind::YearEnded { tally: state.tallies[plan.seats.len()] };
        SimulationEvent { day: plan.market.calendar.last_of(month), seat: HOUSE, account: None, kind }
    });
    let mut company = Tally::default();
    for tally in &state.tallies {
        company.add(tally);
    }
    let months = plan.market.calendar.months as f64;
    let length = (month % 12 + 1) as f64;
    let period = CompanyTotals {
        target: plan.target * length / months,
        orphaned: state.accounts.orphans_of_year() as f64,
        ..state.company_totals
    };
    state.periods.push((company, period));
    let totals = state.totals.iter_mut().zip(&mut state.tallies);
    for (total, tally) in totals.chain(state.segment_totals.iter_mut().zip(&mut state.segments)) {
        keep(total, tally, last);
        *tally = Tally::default();
    }
    if last {
        close_horizon(plan, state);
    }
}

/// Adds a year's counts to the counts of the horizon. Values that refer to a single day are not
/// summed: the closing pipeline is that of the last year, and revenue is retained over the whole
/// horizon.
fn keep(total: &mut Tally, tally: &Tally, last: bool) {
    let mut year = *tally;
    if !last {
        year.deals.closing = 0.0;
    }
    total.add(&year);
}

fn close_horizon(plan: &CompiledPlan, state: &mut YearState) {
    state.totals.iter_mut().take(plan.seats.len()).for_each(Tally::judge);
    retain(plan, state);
    let mut horizon = CompanyTotals { target: plan.target, owned: plan.owned, ..CompanyTotals::default() };
    let mut from = 0.0;
    let mut until_trigger = None;
    for (_, year) in &state.periods {
        horizon.moves += year.moves;
        horizon.quarters += year.quarters;
        horizon.capped += year.capped;
        horizon.rated += year.rated;
        horizon.equity.range += year.equity.range;
        horizon.equity.largest_deviation += year.equity.largest_deviation;
        horizon.equity.cv += year.equity.cv;
        horizon.equity.gini += year.equity.gini;
        if until_trigger.is_none() && year.months_to_trigger <= 12.0 {
            until_trigger = Some(from + year.months_to_trigger);
        }
        from += 12.0;
    }
    horizon.months_to_trigger = until_trigger.unwrap_or(plan.market.calendar.months as f64 + 1.0);
    horizon.orphaned = state.accounts.touches.orphaned.iter().filter(|&&months| months > 0.0).count() as f64;
    state.company_totals = horizon;
}

/// Counts the initial revenue that remains at the end: the revenue of every account that has not
/// churned. In a horizon of one year, it equals the revenue retained in that year.
fn retain(plan: &CompiledPlan, state: &mut YearState) {
    if state.periods.len() == 1 {
        return;
    }
    let seats = plan.seats.len();
    let (totals, segments) = (&mut state.totals, &mut state.segment_totals);
    totals.iter_mut().chain(segments.iter_mut()).for_each(|total| total.relationships.retained = 0.0);
    for (a, past) in state.accounts.histories.iter().enumerate() {
        let kept = if past.churned == ChurnStatus::No { state.accounts.money(plan.market, a).revenue } else { 0.0 };
        let held = &state.accounts.states[a];
        totals[owner_index(held.owner, seats)].relationships.retained += kept;
        segments[usize::from(held.segment)].relationships.retained += kept;
    }
}

/// Starts a year of the horizon after the first.
fn open_year(plan: &CompiledPlan, state: &mut YearState, month: usize) {
    state.accounts.open_year();
    let left = plan.market.calendar.months - month;
    state.company_totals = CompanyTotals {
        target: plan.target,
        owned: plan.owned,
        months_to_trigger: left.min(12) as f64 + 1.0,
        ..CompanyTotals::default()
    };
}
