//! Renewals: churn, renewal and expansion of existing revenue. What is won in a
//! year of the horizon is not up for renewal before the next one.

use super::setting::{Setting, by_growth, by_risk};
use super::state::State;
use super::watch::{Event, Renewing, Watch, What};
use crate::world::World;
use crate::world::quantile::logit;

/// Renews the accounts whose month has come.
pub fn renew(setting: &Setting, world: &World, state: &mut State, month: usize, watch: &mut impl Watch) {
    for a in 0..setting.accounts.len() {
        let first = usize::from(world.renewal_month[a]);
        if month >= first && (month - first).is_multiple_of(12) && state.accounts.revenue[a] > state.accounts.fresh[a] {
            renew_account(setting, world, state, a, month, watch);
        }
    }
}

fn renew_account(setting: &Setting, world: &World, state: &mut State, a: usize, month: usize, watch: &mut impl Watch) {
    let market = &setting.odds.market;
    let (account, accounts) = (&setting.book.accounts[a], &mut state.accounts);
    let segment = &setting.odds.segments[account.segment].choices;
    let fresh = accounts.fresh[a];
    let revenue = accounts.revenue[a] - fresh;
    let coverage = accounts.covered[a] / accounts.covered_months[a].max(1.0);
    let recent = month as i32 - accounts.handed[a] < 12;
    let base = by_risk(&segment.churn, account.risk).clamp(0.0, 1.0 - 1e-9);
    let shift = world.parameters.segments[account.segment].churn
        + market.renewal.uncovered_churn_log_odds.get() * (1.0 - coverage)
        + market.relationship.churn_log_odds.get() * (0.5 - accounts.gap[a])
        + if recent { market.hand_over.churn_log_odds.get() } else { 0.0 };
    let (mark, spread) = world.renewal(setting.odds, a, (month / 12) as u32);
    let owner = accounts.owner[a];
    let told = |what| Event::of_account(setting.odds.calendar.last_of(month), owner, a, what);
    let renewing = Renewing { coverage, mark, base, shift };
    accounts.covered[a] = 0.0;
    accounts.covered_months[a] = 0.0;
    if base > 0.0 && logit(mark) < logit(base) + shift {
        accounts.revenue[a] = fresh;
        accounts.kept[a] = 0.0;
        accounts.kept_of_year[a] = 0.0;
        state.count(setting, a, |tally| tally.churned += revenue);
        watch.saw(|| told(What::Churned { revenue, renewing }));
    } else {
        let needs = market.renewal.expansion_needs_coverage.get();
        let rate = by_growth(&segment.expansion, account.growth) * (1.0 - needs + needs * coverage) * spread;
        let room = (potential_now(setting, world, &accounts.potential, a, month) - revenue - fresh).max(0.0);
        let expansion = (revenue * rate * (1.0 - accounts.loss[a]).max(0.0)).min(room);
        accounts.revenue[a] = revenue + fresh + expansion;
        let booking = state.book(setting, a, 0.0, expansion, revenue);
        watch.saw(|| told(What::Renewed { renewal: revenue, expansion, booking, renewing }));
    }
    state.accounts.use_up(setting, a);
}

/// An account's potential in a month, drift and windfalls included.
#[must_use]
pub fn potential_now(setting: &Setting, world: &World, windfalls: &[f64], a: usize, month: usize) -> f64 {
    let at = month / 3 * setting.accounts.len() + a;
    setting.book.accounts[a].potential * f64::from(world.drift.potential[at]) * windfalls[a]
}
