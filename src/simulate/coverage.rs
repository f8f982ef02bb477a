//! Coverage: the hours of a month go to the accounts of a book in order of
//! priority, open pipeline first.

use super::setting::{HOUSE, Setting};
use super::state::{Accounts, State};
use crate::scenario::choices::Cover;
use crate::world::World;

/// Gives every account its hours of the month, and the rate of creation that follows.
pub fn cover(setting: &Setting, world: &World, state: &mut State, month: usize) {
    state.accounts.coverage.fill(0.0);
    let per_deal = setting.plan.scenario.coverage.hours_per_open_opportunity.get();
    for s in 0..state.seats.len() {
        let seat = &mut state.seats[s];
        seat.spare = 0.0;
        let Some(rep) = seat.rep else { continue };
        let team = &setting.teams[setting.seats[s].team];
        let present = 1.0 - world.absence(team.absence.get(), setting.seats[s].key, month as u32);
        let capacity = setting.capacity(&setting.seats[s], rep.tenure(month), seat.productivity) * present;
        let hours = (capacity - seat.busy).max(0.0);
        seat.busy = 0.0;
        let per_deal = if team.accounts.is_some() { 0.0 } else { per_deal };
        seat.spare = give(setting, &mut state.accounts, &state.books[s], hours, team.prospecting.get(), per_deal);
    }
    cover_vacant(setting, state, per_deal);
    rates(setting, world, state, month);
}

/// Gives hours to a book; returns what is left over. Accounts with open deals
/// come first; then existing customers and prospects share what is left by the
/// team's split, and either may use what the other does not need.
fn give(setting: &Setting, accounts: &mut Accounts, book: &[u32], hours: f64, prospecting: f64, per_deal: f64) -> f64 {
    let mut left = hours;
    let (mut existing_need, mut prospect_need) = (0.0, 0.0);
    for &a in book {
        let a = a as usize;
        if accounts.open[a] > 0 {
            let deals = f64::from(accounts.open[a]) * per_deal;
            let spent = left.min(accounts.need[a] + deals);
            left -= spent;
            accounts.coverage[a] = share(spent, accounts.need[a] + deals);
        } else if setting.accounts[a].prospect {
            prospect_need += accounts.need[a];
        } else {
            existing_need += accounts.need[a];
        }
    }
    let existing = existing_need.min(((1.0 - prospecting) * left).max(left - prospect_need)).max(0.0);
    let prospects = prospect_need.min(left - existing);
    let mut pools = [existing, prospects];
    for &a in book {
        let a = a as usize;
        if accounts.open[a] == 0 {
            let pool = &mut pools[usize::from(setting.accounts[a].prospect)];
            let spent = pool.min(accounts.need[a]);
            *pool -= spent;
            accounts.coverage[a] = share(spent, accounts.need[a]);
        }
    }
    (left - existing - prospects).max(0.0)
}

fn share(given: f64, needed: f64) -> f64 {
    if given >= needed { 1.0 } else { given / needed }
}

/// Looks after the books of vacant seats by the plan's policy.
fn cover_vacant(setting: &Setting, state: &mut State, per_deal: f64) {
    let cover = &setting.plan.scenario.attrition.cover;
    for s in 0..state.seats.len() {
        if state.seats[s].rep.is_some() {
            continue;
        }
        let team = setting.seats[s].team;
        let hours = match cover {
            Cover::House => 0.0,
            Cover::Manager { hours_per_month } => hours_per_month.get(),
            Cover::Spread => {
                let vacant = (0..state.seats.len()).filter(|&t| setting.seats[t].team == team && state.seats[t].rep.is_none());
                let vacant = vacant.count() as f64;
                let colleagues = (0..state.seats.len()).filter(|&t| setting.seats[t].team == team);
                colleagues.map(|t| state.seats[t].spare).sum::<f64>() / vacant
            }
        };
        let choices = &setting.teams[team];
        let per_deal = if choices.accounts.is_some() { 0.0 } else { per_deal };
        give(setting, &mut state.accounts, &state.books[s], hours, choices.prospecting.get(), per_deal);
    }
}

/// The rate of creation of every account this month, and what coverage counts.
fn rates(setting: &Setting, world: &World, state: &mut State, month: usize) {
    let accounts = &mut state.accounts;
    let travel_cost = setting.plan.scenario.money.cost_per_travel_hour.get();
    let house = state.tallies.len() - 1;
    let drift = &world.drift.count[month / 3 * accounts.coverage.len()..];
    let cap = setting.odds.market.rate_cap.get() / setting.odds.calendar.season(month as i32).max(1e-9);
    let mut capped = 0_u32;
    for a in 0..accounts.coverage.len() {
        let coverage = accounts.coverage[a];
        let owner = accounts.owner[a];
        accounts.covered[a] += coverage;
        accounts.untouched[a] = if coverage > 0.0 { 0.0 } else { accounts.untouched[a] + 1.0 };
        let orphan = accounts.untouched[a] >= 3.0;
        accounts.orphaned[a] |= orphan;
        let response = if coverage >= 1.0 {
            1.0
        } else if coverage <= 0.0 {
            setting.inbound
        } else {
            setting.odds.response(coverage)
        };
        let normal = response * accounts.windfall[a];
        let loss = accounts.loss[a];
        accounts.rate[a] = (normal * (1.0 - loss).max(0.0)) as f32;
        capped += u32::from(f64::from(accounts.rate[a]) * f64::from(drift[a]) > cap);
        let tally = &mut state.tallies[if owner == HOUSE { house } else { owner as usize }];
        tally.account_months += 1.0;
        tally.orphan_months += f64::from(u8::from(orphan));
        tally.hours_needed += accounts.need[a];
        tally.hours_given += coverage * accounts.need[a];
        tally.cost += coverage * accounts.travel[a] * travel_cost;
        if loss != 0.0 {
            tally.hand_over_cost += setting.odds.accounts[a].value * normal * loss.min(1.0);
            accounts.loss[a] = loss * setting.decay.loss;
        }
        accounts.gap[a] *= setting.decay.gap;
    }
    state.whole.capped += f64::from(capped);
    state.whole.rated += accounts.coverage.len() as f64;
}
