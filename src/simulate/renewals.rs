//! Renewals: churn, renewal and expansion of existing revenue. What is won in a
//! year of the horizon is not up for renewal before the next one.

use super::setting::Setting;
use super::state::State;
use crate::scenario::choices::{ByClass, Growth, Risk};
use crate::world::World;
use crate::world::quantile::logit;

/// Renews the accounts whose month has come.
pub fn renew(setting: &Setting, world: &World, state: &mut State, month: usize) {
    let month_of_year = (month % 12) as u8;
    for a in 0..setting.accounts.len() {
        if world.renewal_month[a] == month_of_year && state.accounts.revenue[a] > state.accounts.fresh[a] {
            renew_account(setting, world, state, a, month);
        }
    }
}

fn renew_account(setting: &Setting, world: &World, state: &mut State, a: usize, month: usize) {
    let market = &setting.odds.market;
    let (account, accounts) = (&setting.book.accounts[a], &mut state.accounts);
    let segment = &setting.odds.segments[account.segment].choices;
    let fresh = accounts.fresh[a];
    let revenue = accounts.revenue[a] - fresh;
    let months = ((month % 12) + 1).min(12) as f64;
    let coverage = (accounts.covered[a] / if month < 12 { months } else { 12.0 }).min(1.0);
    let recent = month as i32 - accounts.handed[a] < 12;
    let base = match account.risk {
        Risk::Low => segment.churn.low,
        Risk::Medium => segment.churn.medium,
        Risk::High => segment.churn.high,
    };
    let shift = world.parameters.segments[account.segment].churn
        + market.renewal.uncovered_churn_log_odds.get() * (1.0 - coverage)
        + market.relationship.churn_log_odds.get() * (0.5 - accounts.gap[a])
        + if recent { market.hand_over.churn_log_odds.get() } else { 0.0 };
    let (mark, spread) = world.renewal(setting.odds, a, (month / 12) as u32);
    accounts.covered[a] = 0.0;
    let owner = accounts.owner[a];
    if base.get() > 0.0 && logit(mark) < logit(base.get().min(1.0 - 1e-9)) + shift {
        accounts.revenue[a] = fresh;
        accounts.kept[a] = 0.0;
        state.tally_of(owner).churned += revenue;
        return;
    }
    let needs = market.renewal.expansion_needs_coverage.get();
    let rate = by_growth(&segment.expansion, account.growth) * (1.0 - needs + needs * coverage) * spread;
    let room = (potential_now(setting, world, &accounts.potential, a, month) - revenue - fresh).max(0.0);
    let expansion = (revenue * rate * (1.0 - accounts.loss[a]).max(0.0)).min(room);
    accounts.revenue[a] = revenue + fresh + expansion;
    state.tally_of(owner).book(&setting.plan.scenario.quota.credit, 0.0, expansion, revenue);
}

fn by_growth(shares: &ByClass, growth: Growth) -> f64 {
    match growth {
        Growth::Low => shares.low.get(),
        Growth::Medium => shares.medium.get(),
        Growth::High => shares.high.get(),
    }
}

/// An account's potential in a month, drift and windfalls included.
#[must_use]
pub fn potential_now(setting: &Setting, world: &World, windfalls: &[f64], a: usize, month: usize) -> f64 {
    let at = month / 3 * setting.accounts.len() + a;
    setting.book.accounts[a].potential * f64::from(world.drift.potential[at]) * windfalls[a]
}

/// Recurring revenue of the start that is left at the end, by owner.
pub fn close_of_horizon(state: &mut State) {
    for a in 0..state.accounts.kept.len() {
        let (owner, kept) = (state.accounts.owner[a], state.accounts.kept[a]);
        state.tally_of(owner).retained += kept;
    }
}
