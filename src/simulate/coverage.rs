//! Coverage: the hours of a month go to the accounts of a book in order of
//! priority, open pipeline first.

use super::setting::{HOUSE, Setting};
use super::state::{Accounts, State};
use super::tally::Tally;
use super::watch::{Event, Watch, What, Worked};
use crate::scenario::choices::Cover;
use crate::world::World;

/// Gives every account its hours of the month, and the rate of creation that follows.
pub fn cover(setting: &Setting, world: &World, state: &mut State, month: usize, watch: &mut impl Watch) {
    state.accounts.coverage.fill(0.0);
    let per_deal = setting.plan.scenario.coverage.hours_per_open_opportunity.get();
    for s in 0..state.seats.len() {
        let seat = &mut state.seats[s];
        seat.spare = 0.0;
        let Some(rep) = seat.rep else {
            seat.busy = 0.0;
            continue;
        };
        let team = &setting.teams[setting.seats[s].team];
        let present = 1.0 - world.absence(team.absence.get(), setting.seats[s].key, month as u32);
        let capacity = setting.capacity(&setting.seats[s], rep.tenure(month), seat.productivity) * present;
        let hours = (capacity - seat.busy).max(0.0);
        seat.busy = (seat.busy - capacity).max(0.0);
        let per_deal = if team.accounts.is_some() { 0.0 } else { per_deal };
        seat.spare = give(&mut state.accounts, &state.books[s], hours, team.prospecting.get(), per_deal);
    }
    help_out(setting, state);
    rates(setting, world, state, month, watch);
}

/// Gives hours to a book; returns what is left over. Accounts with open deals
/// come first; then existing customers and prospects share what is left by the
/// team's split, and either may use what the other does not need.
fn give(accounts: &mut Accounts, book: &[u32], hours: f64, prospecting: f64, per_deal: f64) -> f64 {
    let mut left = hours;
    let (mut existing_need, mut prospect_need) = (0.0, 0.0);
    for &a in book {
        let a = a as usize;
        let need = accounts.need[a];
        if accounts.open[a] > 0 {
            let need = need + f64::from(accounts.open[a]) * per_deal;
            let spent = left.min(need);
            left -= spent;
            accounts.coverage[a] = share(spent, need);
        } else if accounts.revenue[a] <= 0.0 {
            prospect_need += need;
        } else {
            existing_need += need;
        }
    }
    let existing = existing_need.min(((1.0 - prospecting) * left).max(left - prospect_need)).max(0.0);
    let prospects = prospect_need.min(left - existing);
    let mut pools = [existing, prospects];
    for &a in book {
        let a = a as usize;
        if accounts.open[a] == 0 {
            let pool = &mut pools[usize::from(accounts.revenue[a] <= 0.0)];
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

/// Looks after the books of vacant seats, and after what ramping reps cannot
/// do yet, by the plan's policy. A colleague's hour is worth less there; hours
/// go where they are lacking.
fn help_out(setting: &Setting, state: &mut State) {
    let attrition = &setting.plan.scenario.attrition;
    let efficiency = attrition.cover_efficiency.get();
    for team in 0..setting.teams.len() {
        let seats: Vec<usize> = (0..state.seats.len()).filter(|&s| setting.seats[s].team == team).collect();
        let lacking: Vec<f64> = seats
            .iter()
            .map(|&s| if state.seats[s].productivity < 1.0 { unmet(&state.accounts, &state.books[s]) } else { 0.0 })
            .collect();
        let all: f64 = lacking.iter().sum();
        if all <= 0.0 {
            continue;
        }
        let spare: f64 = seats.iter().map(|&s| state.seats[s].spare).sum::<f64>() * efficiency;
        for (&s, &lacks) in seats.iter().zip(&lacking) {
            let hours = match attrition.cover {
                Cover::House => 0.0,
                Cover::Spread => lacks * (spare / all).min(1.0),
                Cover::Manager { hours_per_month } => {
                    let own = setting.in_units(team, hours_per_month.get());
                    (own * (1.0 - state.seats[s].productivity) * efficiency).min(lacks)
                }
            };
            if hours > 0.0 {
                fill(&mut state.accounts, &state.books[s], hours);
            }
        }
    }
}

/// Hours that a book lacks this month.
fn unmet(accounts: &Accounts, book: &[u32]) -> f64 {
    book.iter().map(|&a| accounts.need[a as usize] * (1.0 - accounts.coverage[a as usize])).sum()
}

/// Fills what a book lacks, in its order.
fn fill(accounts: &mut Accounts, book: &[u32], hours: f64) {
    let mut left = hours;
    for &a in book {
        let a = a as usize;
        let lacks = accounts.need[a] * (1.0 - accounts.coverage[a]);
        if lacks > 0.0 {
            let spent = left.min(lacks);
            left -= spent;
            accounts.coverage[a] = (accounts.coverage[a] + spent / accounts.need[a]).min(1.0);
            if left <= 0.0 {
                return;
            }
        }
    }
}

/// The rate of creation of every account this month, and what coverage counts.
fn rates(setting: &Setting, world: &World, state: &mut State, month: usize, watch: &mut impl Watch) {
    let State { accounts, seats, books, tallies, segments, whole, .. } = state;
    let drift = &world.drift.count[month / 3 * accounts.coverage.len()..];
    let cap = setting.odds.market.rate_cap.get() / setting.odds.calendar.season(month as i32).max(1e-9);
    let travel_cost = setting.plan.scenario.money.cost_per_travel_hour.get();
    let house = std::iter::once((&setting.house, false));
    let owners = books.iter().zip(seats).map(|(book, seat)| (book, seat.rep.is_some())).chain(house);
    for (s, ((book, staffed), tally)) in owners.zip(tallies).enumerate() {
        let mut of_owner = Counts::default();
        for &a in book {
            let counts = rate(setting, accounts, a as usize, staffed);
            whole.capped += f64::from(u8::from(capped(accounts, drift, cap, a)));
            of_owner.add(&counts);
            counts.put(&mut segments[setting.odds.accounts[a as usize].segment], 1.0, travel_cost);
        }
        of_owner.put(tally, book.len() as f64, travel_cost);
        watch.saw(|| {
            let worked = |&a: &u32| Worked::of(accounts, a, capped(accounts, drift, cap, a));
            let accounts = book.iter().map(worked).collect();
            let seat = if s < setting.seats.len() { s as u32 } else { HOUSE };
            let what = What::Covered { staffed, counts: of_owner, accounts };
            Event { day: setting.odds.calendar.start_of(month), seat, account: None, what }
        });
    }
    whole.rated += accounts.coverage.len() as f64;
}

/// Whether an account's rate touches the cap this month.
#[inline]
fn capped(accounts: &Accounts, drift: &[f32], cap: f64, a: u32) -> bool {
    f64::from(accounts.rate[a as usize]) * f64::from(drift[a as usize]) > cap
}

/// What coverage counts in a month.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Counts {
    /// Accounts without a touch for too long.
    pub orphans: f64,
    /// Hours needed.
    pub needed: f64,
    /// Hours given.
    pub given: f64,
    /// Of these, travel.
    pub travel: f64,
    /// New business that is expected to be lost to changes of owner.
    pub toll: f64,
}

impl Counts {
    fn add(&mut self, other: &Self) {
        self.orphans += other.orphans;
        self.needed += other.needed;
        self.given += other.given;
        self.travel += other.travel;
        self.toll += other.toll;
    }

    fn put(&self, tally: &mut Tally, accounts: f64, travel_cost: f64) {
        tally.account_months += accounts;
        tally.orphan_months += self.orphans;
        tally.hours_needed += self.needed;
        tally.hours_given += self.given;
        tally.cost += self.travel * travel_cost;
        tally.hand_over_cost += self.toll;
    }
}

/// One account's rate this month; then touches, relationship and loss move on.
#[inline]
fn rate(setting: &Setting, accounts: &mut Accounts, a: usize, staffed: bool) -> Counts {
    let fixed = &setting.accounts[a];
    let coverage = accounts.coverage[a];
    accounts.covered[a] += coverage;
    accounts.covered_months[a] += 1.0;

    // Touches add up to whole ones; a deal that is open is a touch a month.
    accounts.touched[a] += if accounts.open[a] > 0 { 1.0 } else { coverage * fixed.touches };
    if accounts.touched[a] >= 1.0 - 1e-9 {
        accounts.touched[a] = (accounts.touched[a] - 1.0).max(0.0);
        accounts.untouched[a] = 0.0;
    } else {
        accounts.untouched[a] += 1.0;
    }
    let orphan = accounts.untouched[a] > fixed.patience;
    accounts.orphaned[a] |= orphan;

    let response = if coverage >= 1.0 {
        fixed.full
    } else if coverage <= 0.0 {
        setting.inbound
    } else {
        setting.odds.response(coverage * fixed.effort)
    };
    let normal = response * accounts.windfall[a] * accounts.room[a];
    let (loss, toll) = (accounts.loss[a], accounts.toll[a]);
    accounts.rate[a] = (normal * (1.0 - loss).max(0.0)) as f32;
    // Without a rep no relationship grows, and nobody gets to know the account.
    if staffed {
        accounts.gap[a] *= setting.decay.gap;
        accounts.loss[a] = loss * setting.decay.loss;
        accounts.toll[a] = toll * setting.decay.loss;
    }
    let needed = accounts.need[a];
    Counts {
        orphans: f64::from(u8::from(orphan)),
        needed,
        given: coverage * needed,
        travel: coverage * accounts.travel[a],
        toll: setting.odds.accounts[a].value * normal * toll.min(1.0),
    }
}
