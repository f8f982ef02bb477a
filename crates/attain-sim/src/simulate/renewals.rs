//! Renewals: churn, renewal and expansion of existing revenue. Revenue won in a year of the horizon
//! is first renewed in the next one.

use super::account_state::ChurnStatus;
use super::compiled_plan::CompiledPlan;
use super::event_details::RenewalTerms;
use super::events::{EventKind, SimulationEvent};
use super::observer::Observer;
use super::year_state::YearState;
use crate::world::World;
use crate::world::market_segment::churn;

/// Notes the hours that the renewals of a month take from each seat.
pub fn note_due(plan: &CompiledPlan, world: &World, state: &mut YearState, month: usize) {
    state.seats.iter_mut().for_each(|seat| seat.renewal_hours = 0.0);
    let hours = f64::from(plan.policies.coverage.selling.per_renewal as f32);
    if hours <= 0.0 {
        return;
    }
    for &a in &(if month < 12 { &world.first_renewals } else { &world.renewals })[month % 12] {
        let a = a as usize;
        let is_due = month < 12 || is_up(world, state, a, month);
        let owner = if is_due { state.accounts.states[a].owner as usize } else { plan.seats.len() };
        if owner < plan.seats.len() && plan.counts_hours(owner) {
            state.seats[owner].renewal_hours += hours;
        }
    }
}

/// Whether an account has revenue from before this year of the horizon that is up for renewal.
fn is_up(world: &World, state: &YearState, a: usize, month: usize) -> bool {
    // New accounts that come in later have no history yet.
    let revenue = state.accounts.histories.get(a).is_some_and(|past| past.revenue > past.fresh);
    revenue && month >= usize::from(world.renewal_month[a])
}

/// Renews the accounts whose month has come.
pub fn renew(plan: &CompiledPlan, world: &mut World, state: &mut YearState, month: usize, observer: &mut impl Observer) {
    // In the first year, only the initial revenue is renewed.
    let first = month < 12;
    let due = |world: &World, i: usize| (if first { &world.first_renewals } else { &world.renewals })[month % 12].get(i).copied();
    let mut i = 0;
    while let Some(a) = due(world, i) {
        i += 1;
        let a = a as usize;
        if first || is_up(world, state, a, month) {
            renew_account(plan, world, state, a, month, observer);
        }
    }
}

fn renew_account(
    plan: &CompiledPlan,
    world: &mut World,
    state: &mut YearState,
    a: usize,
    month: usize,
    observer: &mut impl Observer,
) {
    let market = &plan.market.choices;
    let gap = state.gap(plan, a);
    let (money, model) = (state.accounts.money(plan.market, a), state.accounts.model(a));
    let accounts = &mut state.accounts;
    let covered = accounts.covered[a];
    let past = &mut accounts.histories[a];
    let fresh = past.fresh;
    let revenue = past.revenue - fresh;
    // Number of months since the last renewal, including this one.
    let months = month as u8 + 1 - past.renewed;
    let coverage = (covered - f64::from(past.covered)) / f64::from(months);
    (past.covered, past.renewed) = (covered as f32, month as u8 + 1);
    let recent = month as i32 - i32::from(past.handed) < 12;
    let shift = world.parameters.segments[usize::from(accounts.states[a].segment)].churn
        + market.renewal.uncovered_churn_log_odds.get() * (1.0 - coverage)
        + market.relationship.churn_log_odds.get() * (0.5 - gap)
        + if recent { market.hand_over.churn_log_odds.get() } else { 0.0 };
    let draw = world.renewal(plan.market, a, (month / 12) as u32);
    let owner = accounts.states[a].owner;
    let event = |kind| SimulationEvent::for_account(plan.market.calendar.last_of(month), owner, a, kind);
    let renewing = || {
        let account = &plan.book.accounts[model];
        let base = churn(&plan.market.segments[account.segment].choices, account);
        RenewalTerms { coverage, mark: f64::from(draw.mark), base, shift }
    };
    if f64::from(draw.mark_logit) < f64::from(money.churn_logit) + shift {
        (past.revenue, past.churned) = (fresh, ChurnStatus::ThisYear);
        state.counts_of(a).churned += revenue;
        state.churned(a);
        observer.on_event(|| event(EventKind::Churned { revenue, renewing: renewing() }));
    } else {
        let needs = market.renewal.expansion_needs_coverage.get();
        let rate = f64::from(money.expansion) * (1.0 - needs + needs * coverage) * f64::from(draw.spread);
        let whitespace =
            (accounts.potential[a] * f64::from(world.drift.potential[world.drift.at(a, month / 3)]) - revenue - fresh).max(0.0);
        let expansion = (revenue * rate * (1.0 - f64::from(accounts.loss[a])).max(0.0)).min(whitespace);
        past.revenue = revenue + fresh + expansion;
        let booking = state.book(plan, a, |business, credit, share| business.renew(credit, share, expansion, revenue));
        observer.on_event(|| event(EventKind::Renewed { renewal: revenue, expansion, booking, renewing: renewing() }));
    }
    state.accounts.use_up(&money, a);
}
