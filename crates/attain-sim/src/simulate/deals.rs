//! Creation and closing of deals.

use super::compiled_plan::CompiledPlan;
use super::deal_decisions::{DecisionBatch, terms};
use super::events::{EventKind, SimulationEvent};
use super::observer::Observer;
use super::open_deals::OpenDealState;
use super::windfall::Windfall;
use super::year_state::YearState;
use crate::world::World;
use crate::world::latent_deals::DealOutcome;

/// Days of a mean month.
const MONTH_DAYS: f32 = 30.4375;

/// Takes over the deals that are open at the start. They feel the plan's moves
/// of the first day.
pub fn open_at_start(plan: &CompiledPlan, world: &World, state: &mut YearState, observer: &mut impl Observer) {
    for deal in world.deals.open() {
        let a = world.deals.account[deal] as usize;
        let outcome = world.deals.outcome(deal);
        let born = (outcome.created / MONTH_DAYS).floor().clamp(-100.0, -1.0) as i8;
        open(plan, state, outcome, DealOpening { deal: deal as u32, account: a as u32, born, idle: 0.0 });
        observer.on_event(|| {
            SimulationEvent::for_account(0.0, state.accounts.states[a].owner, a, EventKind::Open { deal: deal as u32 })
        });
    }
}

/// Creates the deals whose create mark is below the rate of their account.
pub fn create(plan: &CompiledPlan, world: &mut World, state: &mut YearState, month: usize, observer: &mut impl Observer) {
    let latent = world.deals.in_month(month);
    let mut born = std::mem::take(&mut state.born);
    born.resize(born.len().max(latent.len()), 0);
    // About one of three deals is created, in no predictable order, so they are collected without a
    // branch.
    let mut found = 0;
    let marks = world.deals.account[latent.clone()].iter().zip(&world.deals.ratio[latent.clone()]);
    for (deal, (&a, &ratio)) in latent.zip(marks) {
        born[found] = deal as u32;
        found += usize::from(ratio < state.accounts.rate[a as usize]);
    }
    for &deal in &born[..found] {
        let deal = deal as usize;
        let a = world.deals.account[deal] as usize;
        let outcome = world.read_deal(plan.market, deal);
        state.counts_of(a).created += outcome.amount;
        let idle = 1.0 - state.seats.get(state.accounts.states[a].owner as usize).map_or(0.0, |seat| seat.served) as f32;
        open(plan, state, &outcome, DealOpening { deal: deal as u32, account: a as u32, born: month as i8, idle });
        observer.on_event(|| created(world, state, deal));
    }
    state.born = born;
}

fn created(world: &World, state: &YearState, deal: usize) -> SimulationEvent {
    let a = world.deals.account[deal] as usize;
    let kind =
        EventKind::Created { deal: deal as u32, rate: state.accounts.rate[a], coverage: f64::from(state.accounts.coverage[a]) };
    SimulationEvent::for_account(f64::from(world.deals.outcome(deal).created), state.accounts.states[a].owner, a, kind)
}

/// A deal that opens.
#[derive(Debug, Clone, Copy)]
struct DealOpening {
    /// Index into the world's deals.
    deal: u32,
    /// Its account.
    account: u32,
    /// Month of creation; negative before the start.
    born: i8,
    /// Share of that month without selling time.
    idle: f32,
}

/// Opens a deal of an account. A new one feels only what changes of owner and a lack of selling
/// time do from now on.
#[inline]
fn open(plan: &CompiledPlan, state: &mut YearState, outcome: &DealOutcome, opening: DealOpening) {
    let DealOpening { deal, account, born, idle } = opening;
    let a = account as usize;
    let held = &state.accounts.states[a];
    // Those open at the start feel the moves of the first day, which come before.
    let (felt_delay, felt_shift) = if born < 0 { (0.0, 0.0) } else { (held.delay, held.shift) };
    let felt_idle = state.accounts.idle[a];
    let to_win = outcome.win_day <= outcome.loss_day;
    let (day, other) = if to_win { (outcome.win_day, outcome.loss_day) } else { (outcome.loss_day, outcome.win_day) };
    let [win, loss] = outcome.months;
    let (month, other_month) = if to_win { (win, loss) } else { (loss, win) };
    state.open_deal(a, plan.deal_hours(state.accounts.states[a].segment, outcome.amount));
    state.due[usize::from(month)].push(OpenDealState {
        amount: outcome.amount,
        deal,
        account,
        felt_delay,
        felt_shift,
        felt_idle,
        idle,
        day,
        other,
        delay: 0.0,
        shift: 0.0,
        hurdle: outcome.hurdle,
        created: outcome.created,
        other_month,
        born,
        to_win,
        second: false,
        slipped: outcome.slipped,
    });
}

/// Records the pipeline that is open at the start of a quarter, before new deals are created.
pub fn note_quarter(plan: &CompiledPlan, state: &mut YearState, month: usize) {
    // A quarter that the horizon cuts short counts in proportion to its remaining months.
    let part = (plan.market.calendar.months - month).min(3) as f64 / 3.0;
    let due = std::mem::take(&mut state.due);
    for open in due[month..].iter().flatten() {
        let amount = open.amount * part;
        state.counts_of(open.account as usize).quarterly += amount;
    }
    state.due = due;
}

/// Simulates a month's events of open deals: delays, wins and losses.
///
/// A deal has two candidate days, one for winning and one for losing (competing risks). On the
/// earlier day, its odds determine whether it closes that way. If it does not, it stays open until
/// the later day, when a win must still pass the odds of that day.
///
/// The odds of a deal do not depend on the outcomes of other deals in the same month. All deals are
/// therefore decided first, without unpredictable branches, and those won, lost and passed on are
/// processed afterwards.
pub fn close(plan: &CompiledPlan, world: &World, state: &mut YearState, month: usize, observer: &mut impl Observer) {
    let mut due = std::mem::take(&mut state.due[month]);
    let mut decided = std::mem::take(&mut state.decided);
    decided.prepare_sellers(plan, state);
    let mut from = 0;
    while from < due.len() {
        let until = due.len();
        decided.decide(plan, world, state, DecisionBatch { due: &mut due, from, month }, observer);
        let [won, lost, passed] = decided.all();
        for &i in won {
            win(plan, world, state, &due[i as usize], month, observer);
        }
        for &i in lost {
            lose(plan, world, state, &due[i as usize], month, observer);
        }
        for &i in passed {
            let again = pass(plan, world, state, &due[i as usize], month, observer);
            // Most deals are never delayed.
            let late = again.delay != 0.0;
            let to = if late { plan.market.calendar.month_of(again.day) } else { usize::from(again.other_month) };
            if to == month {
                due.push(again);
            } else {
                state.due[to].push(again);
            }
        }
        from = until;
    }
    due.clear();
    state.due[month] = due;
    state.decided = decided;
}

/// Returns the event of an open deal on its day.
fn event(state: &YearState, open: &OpenDealState, kind: EventKind) -> SimulationEvent {
    let a = open.account as usize;
    SimulationEvent::for_account(f64::from(open.day), state.accounts.states[a].owner, a, kind)
}

/// Keeps a deal open until its other day.
#[inline]
fn pass(
    plan: &CompiledPlan,
    world: &World,
    state: &YearState,
    open: &OpenDealState,
    month: usize,
    observer: &mut impl Observer,
) -> OpenDealState {
    let again = OpenDealState { second: true, to_win: !open.to_win, day: open.other + open.delay, ..*open };
    let kind = || EventKind::Passed { deal: open.deal, terms: terms(plan, world, state, open, month), until: again.day };
    observer.on_event(|| event(state, open, kind()));
    again
}

#[inline]
fn win(
    plan: &CompiledPlan,
    world: &World,
    state: &mut YearState,
    open: &OpenDealState,
    month: usize,
    observer: &mut impl Observer,
) {
    let a = open.account as usize;
    let windfall = plan.windfalls[usize::from(state.accounts.states[a].segment)].won;
    let recurring = open.amount * plan.market.choices.renewal.recurring.get();
    let past = &mut state.accounts.histories[a];
    past.revenue += recurring;
    past.fresh += recurring;
    leave(state, a, windfall);
    let money = state.accounts.money(plan.market, a);
    state.accounts.use_up(&money, a);
    state.close_deal(a, plan.deal_hours(state.accounts.states[a].segment, open.amount));
    let days = f64::from(open.day - open.created);
    let booking = state.book(plan, a, |business, credit, share| {
        business.slipped += f64::from(u8::from(open.slipped));
        business.wins += 1.0;
        business.cycle_days += days;
        business.win(credit, share, open.amount)
    });
    let kind = |terms| EventKind::Won { deal: open.deal, terms, booking, windfall };
    observer.on_event(|| event(state, open, kind(terms(plan, world, state, open, month))));
}

#[inline]
fn lose(
    plan: &CompiledPlan,
    world: &World,
    state: &mut YearState,
    open: &OpenDealState,
    month: usize,
    observer: &mut impl Observer,
) {
    let a = open.account as usize;
    let windfall = plan.windfalls[usize::from(state.accounts.states[a].segment)].lost;
    leave(state, a, windfall);
    state.accounts.rescale(a);
    state.close_deal(a, plan.deal_hours(state.accounts.states[a].segment, open.amount));
    let business = state.counts_of(a);
    business.slipped += f64::from(u8::from(open.slipped));
    business.losses += 1.0;
    business.lost += open.amount;
    let kind = |terms| EventKind::Lost { deal: open.deal, terms, windfall };
    observer.on_event(|| event(state, open, kind(terms(plan, world, state, open, month))));
}

/// Applies the windfall of a closed deal to its account.
#[inline]
fn leave(state: &mut YearState, a: usize, windfall: Windfall) {
    state.accounts.histories[a].windfall *= windfall.rate as f32;
    state.accounts.potential[a] *= windfall.potential;
}

/// Records the pipeline that is open at the end of a year of the horizon.
pub fn note_closing(state: &mut YearState, month: usize) {
    let due = std::mem::take(&mut state.due);
    for open in due[month + 1..].iter().flatten() {
        let amount = open.amount;
        state.counts_of(open.account as usize).closing += amount;
    }
    state.due = due;
}
