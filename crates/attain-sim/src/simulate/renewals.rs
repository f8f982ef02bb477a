//! Renewals: churn, renewal and expansion of existing revenue. What is won in a
//! year of the horizon is not up for renewal before the next one.

use super::accounts::Churned;
use super::setting::Setting;
use super::state::State;
use super::watch::{Event, Renewing, Watch, What};
use crate::world::World;
use crate::world::odds::churn;

/// Renews the accounts whose month has come.
pub fn renew(setting: &Setting, world: &mut World, state: &mut State, month: usize, watch: &mut impl Watch) {
    // In the first year only what there was at the start is up for renewal.
    let first = month < 12;
    let due = |world: &World, i: usize| (if first { &world.first_renewals } else { &world.renewals })[month % 12].get(i).copied();
    let mut i = 0;
    while let Some(a) = due(world, i) {
        i += 1;
        let a = a as usize;
        let past = &state.accounts.past[a];
        if first || past.revenue > past.fresh && month >= usize::from(world.renewal_month[a]) {
            renew_account(setting, world, state, a, month, watch);
        }
    }
}

fn renew_account(setting: &Setting, world: &mut World, state: &mut State, a: usize, month: usize, watch: &mut impl Watch) {
    let market = &setting.odds.market;
    let gap = state.gap(setting, a);
    let (money, accounts) = (&setting.odds.money[a], &mut state.accounts);
    let covered = accounts.covered[a];
    let past = &mut accounts.past[a];
    let fresh = past.fresh;
    let revenue = past.revenue - fresh;
    // The months since the last renewal, this one with them.
    let months = month as u8 + 1 - past.renewed;
    let coverage = (covered - f64::from(past.covered)) / f64::from(months);
    (past.covered, past.renewed) = (covered as f32, month as u8 + 1);
    let recent = month as i32 - i32::from(past.handed) < 12;
    let shift = world.parameters.segments[usize::from(accounts.held[a].segment)].churn
        + market.renewal.uncovered_churn_log_odds.get() * (1.0 - coverage)
        + market.relationship.churn_log_odds.get() * (0.5 - gap)
        + if recent { market.hand_over.churn_log_odds.get() } else { 0.0 };
    let luck = world.renewal(setting.odds, a, (month / 12) as u32);
    let owner = accounts.held[a].owner;
    let told = |what| Event::of_account(setting.odds.calendar.last_of(month), owner, a, what);
    let renewing = || {
        let account = &setting.book.accounts[a];
        let base = churn(&setting.odds.segments[account.segment].choices, account);
        Renewing { coverage, mark: f64::from(luck.mark), base, shift }
    };
    if f64::from(luck.mark_logit) < f64::from(money.churn_logit) + shift {
        (past.revenue, past.churned) = (fresh, Churned::ThisYear);
        state.of(a).churned += revenue;
        state.churned(a);
        watch.saw(|| told(What::Churned { revenue, renewing: renewing() }));
    } else {
        let needs = market.renewal.expansion_needs_coverage.get();
        let rate = f64::from(money.expansion) * (1.0 - needs + needs * coverage) * f64::from(luck.spread);
        let whitespace =
            (accounts.potential[a] * f64::from(world.drift.potential[world.drift.at(a, month / 3)]) - revenue - fresh).max(0.0);
        let expansion = (revenue * rate * (1.0 - f64::from(accounts.loss[a])).max(0.0)).min(whitespace);
        past.revenue = revenue + fresh + expansion;
        let booking = state.book(setting, a, |business, credit, share| business.renew(credit, share, expansion, revenue));
        watch.saw(|| told(What::Renewed { renewal: revenue, expansion, booking, renewing: renewing() }));
    }
    state.accounts.use_up(setting, a);
}
