//! Deals come into being and close.

use super::columns::place;
use super::setting::{Setting, Windfall};
use super::state::{OpenDeal, State};
use super::watch::{Event, Terms, Watch, What};
use crate::world::World;
use crate::world::deals::Fate;

/// Takes over the deals that are open at the start. They feel the plan's moves
/// of the first day.
pub fn open_at_start(world: &World, state: &mut State, watch: &mut impl Watch) {
    for deal in world.deals.open() {
        let a = world.deals.account[deal] as usize;
        open(state, world.deals.fate(deal), (deal as u32, a as u32), (0.0, 0.0));
        watch.saw(|| Event::of_account(0.0, state.accounts.held[a].owner, a, What::Open { deal: deal as u32 }));
    }
}

/// Deals whose create mark is under the account's rate come into being.
pub fn create(setting: &Setting, world: &mut World, state: &mut State, month: usize, watch: &mut impl Watch) {
    let latent = world.deals.of_month(month);
    let mut born = std::mem::take(&mut state.born);
    born.resize(born.len().max(latent.len()), 0);
    // One of three comes into being, in no order: found without a branch to guess wrong.
    let mut found = 0;
    let marks = world.deals.account[latent.clone()].iter().zip(&world.deals.ratio[latent.clone()]);
    for (deal, (&a, &ratio)) in latent.zip(marks) {
        born[found] = deal as u32;
        found += usize::from(ratio < state.accounts.rate[a as usize]);
    }
    for &deal in &born[..found] {
        let deal = deal as usize;
        let a = world.deals.account[deal] as usize;
        let fate = world.read_deal(setting.odds, deal);
        state.of(a).created += fate.amount;
        let felt = (state.accounts.held[a].delay, state.accounts.held[a].shift);
        open(state, &fate, (deal as u32, a as u32), felt);
        watch.saw(|| created(world, state, deal));
    }
    state.born = born;
}

fn created(world: &World, state: &State, deal: usize) -> Event {
    let a = world.deals.account[deal] as usize;
    let what = What::Created { deal: deal as u32, rate: state.accounts.rate[a], coverage: f64::from(state.accounts.coverage[a]) };
    Event::of_account(f64::from(world.deals.fate(deal).created), state.accounts.held[a].owner, a, what)
}

#[inline]
fn open(state: &mut State, fate: &Fate, (deal, account): (u32, u32), (felt_delay, felt_shift): (f32, f32)) {
    let to_win = fate.win_day <= fate.loss_day;
    let (day, other) = if to_win { (fate.win_day, fate.loss_day) } else { (fate.loss_day, fate.win_day) };
    let [win, loss] = fate.months;
    let (month, other_month) = if to_win { (win, loss) } else { (loss, win) };
    state.open_deal(account as usize);
    state.due[usize::from(month)].push(OpenDeal {
        amount: fate.amount,
        deal,
        account,
        felt_delay,
        felt_shift,
        day,
        other,
        delay: 0.0,
        shift: 0.0,
        hurdle: fate.hurdle,
        created: fate.created,
        other_month,
        to_win,
        second: false,
        slipped: fate.slipped,
    });
}

/// Notes the pipeline that is open at the start of a quarter, before anything is created.
pub fn note_quarter(setting: &Setting, state: &mut State, month: usize) {
    // A quarter that the horizon cuts short counts for what is left of it.
    let part = (setting.odds.calendar.months - month).min(3) as f64 / 3.0;
    let due = std::mem::take(&mut state.due);
    for open in due[month..].iter().flatten() {
        let amount = open.amount * part;
        state.of(open.account as usize).quarterly += amount;
    }
    state.due = due;
}

/// Lives the events of a month: delays, wins and losses.
///
/// A deal has two days, one to win and one to lose (competing risks). On the
/// earlier one its odds decide whether it closes so; if not, it stays open
/// until the other, where a win must still stand against the odds of that day.
///
/// No deal's odds depend on what becomes of the others in a month. So all are
/// decided first, without a branch that chance makes hard to guess, and those
/// that are won, lost and passed on are dealt with apart.
pub fn close(setting: &Setting, world: &World, state: &mut State, month: usize, watch: &mut impl Watch) {
    let mut due = std::mem::take(&mut state.due[month]);
    let mut decided = std::mem::take(&mut state.decided);
    decided.sellers(setting, state);
    let mut from = 0;
    while from < due.len() {
        let until = due.len();
        decided.decide(setting, world, state, (&mut due, from), month, watch);
        let [won, lost, passed] = decided.all();
        for &i in won {
            win(setting, world, state, (month, &due[i as usize]), watch);
        }
        for &i in lost {
            lose(setting, world, state, (month, &due[i as usize]), watch);
        }
        for &i in passed {
            let again = pass(setting, world, state, (month, &due[i as usize]), watch);
            // Most are never late.
            let late = again.delay != 0.0;
            let to = if late { setting.odds.calendar.month_of(again.day) } else { usize::from(again.other_month) };
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

/// What becomes of the deals of a month: places in its list. Scratch.
#[derive(Debug, Clone, Default)]
pub struct Decided {
    /// Places of deals that are won, lost and passed on, with room for all.
    places: [Vec<u32>; 3],
    /// How many there are of each.
    counts: [usize; 3],
    /// By seat, then the house: terms of whoever looks after the deals.
    sellers: Vec<f64>,
}

impl Decided {
    fn sellers(&mut self, setting: &Setting, state: &State) {
        self.sellers.clear();
        self.sellers.extend((0..=state.seats.len()).map(|s| {
            let (skill, ramp) = seller(setting, state, s as u32);
            skill + ramp
        }));
    }

    fn all(&self) -> [&[u32]; 3] {
        std::array::from_fn(|i| &self.places[i][..self.counts[i]])
    }

    /// Decides the deals of a month from a place on, and notes them where they belong.
    fn decide(
        &mut self,
        setting: &Setting,
        world: &World,
        state: &mut State,
        (due, from): (&mut [OpenDeal], usize),
        month: usize,
        watch: &mut impl Watch,
    ) {
        for places in &mut self.places {
            places.resize(places.len().max(due.len()), 0);
        }
        let Self { places: [won, lost, passed], counts, sellers } = self;
        let (won, lost, passed) = (won.as_mut_slice(), lost.as_mut_slice(), passed.as_mut_slice());
        // Counted here and not in memory, so that deals need not wait for each other.
        let (mut wins, mut losses, mut passes) = (0, 0, 0);
        let months = setting.odds.calendar.months;
        let house = sellers.len() - 1;
        for (i, open) in due.iter_mut().enumerate().skip(from) {
            let held = &state.accounts.held[open.account as usize];
            if (open.felt_delay != held.delay || open.felt_shift != held.shift) && feel(setting, state, open, month, watch) {
                continue;
            }
            let held = &state.accounts.held[open.account as usize];
            let owner = place(held.owner, house);
            let sum = sellers[owner]
                + relationship(setting, held.gap(setting, state.served[owner]))
                + world.shocks[usize::from(held.segment) * months + month]
                + f64::from(open.shift);
            let odds = f64::from(open.hurdle) < sum;
            let closes = open.second || odds == open.to_win;
            let wins_now = closes && open.to_win && odds;
            (won[wins], lost[losses], passed[passes]) = (i as u32, i as u32, i as u32);
            wins += usize::from(wins_now);
            losses += usize::from(closes && !wins_now);
            passes += usize::from(!closes);
        }
        *counts = [wins, losses, passes];
    }
}

/// A deal feels what changes of owner have done since; gives whether that moves
/// it to another month.
fn feel(setting: &Setting, state: &mut State, open: &mut OpenDeal, month: usize, watch: &mut impl Watch) -> bool {
    let a = open.account as usize;
    let (delay, shift) = (state.accounts.held[a].delay, state.accounts.held[a].shift);
    let later = delay - open.felt_delay;
    open.shift += shift - open.felt_shift;
    open.delay += later;
    open.day += later;
    (open.felt_delay, open.felt_shift) = (delay, shift);
    watch.saw(|| {
        let what = What::Delayed { deal: open.deal, days: later, until: open.day };
        Event::of_account(f64::from(open.day - later), state.accounts.held[a].owner, a, what)
    });
    let to = setting.odds.calendar.month_of(open.day);
    if to != month {
        state.due[to].push(*open);
    }
    to != month
}

/// Terms of a seller of an owner's deals: skill, and what ramp takes.
fn seller(setting: &Setting, state: &State, owner: u32) -> (f64, f64) {
    let (skill, unramped) = state.seller(setting, owner);
    (skill, setting.odds.market.unramped_log_odds.get() * unramped)
}

/// The term of the relationship with an account.
#[inline]
fn relationship(setting: &Setting, gap: f64) -> f64 {
    let strength = 1.0 - gap;
    setting.odds.market.relationship.win_log_odds.get() * (strength - 0.5)
}

/// The plan's terms of the log odds on the day of decision, as they are told.
fn terms(setting: &Setting, world: &World, state: &State, open: &OpenDeal, month: usize) -> Terms {
    let a = open.account as usize;
    let held = &state.accounts.held[a];
    let (skill, ramp) = seller(setting, state, held.owner);
    Terms {
        skill,
        ramp,
        relationship: relationship(setting, state.gap(setting, a)),
        market: world.shocks[usize::from(held.segment) * setting.odds.calendar.months + month],
        hand_over: f64::from(open.shift),
    }
}

/// What happens to an open deal on its day.
fn event(state: &State, open: &OpenDeal, what: What) -> Event {
    let a = open.account as usize;
    Event::of_account(f64::from(open.day), state.accounts.held[a].owner, a, what)
}

/// A deal that stays open until its other day.
#[inline]
fn pass(setting: &Setting, world: &World, state: &State, (month, open): (usize, &OpenDeal), watch: &mut impl Watch) -> OpenDeal {
    let again = OpenDeal { second: true, to_win: !open.to_win, day: open.other + open.delay, ..*open };
    let told = || What::Passed { deal: open.deal, terms: terms(setting, world, state, open, month), until: again.day };
    watch.saw(|| event(state, open, told()));
    again
}

#[inline]
fn win(setting: &Setting, world: &World, state: &mut State, (month, open): (usize, &OpenDeal), watch: &mut impl Watch) {
    let a = open.account as usize;
    let windfall = setting.windfalls[usize::from(state.accounts.held[a].segment)][0];
    let recurring = open.amount * setting.odds.market.renewal.recurring.get();
    let past = &mut state.accounts.past[a];
    past.revenue += recurring;
    past.fresh += recurring;
    leave(state, a, windfall);
    state.accounts.use_up(setting, a);
    state.close_deal(a);
    let days = f64::from(open.day - open.created);
    let booking = state.book(setting, a, |business, credit, share| {
        business.slipped += f64::from(u8::from(open.slipped));
        business.wins += 1.0;
        business.cycle_days += days;
        business.win(credit, share, open.amount)
    });
    let told = |terms| What::Won { deal: open.deal, terms, booking, windfall };
    watch.saw(|| event(state, open, told(terms(setting, world, state, open, month))));
}

#[inline]
fn lose(setting: &Setting, world: &World, state: &mut State, (month, open): (usize, &OpenDeal), watch: &mut impl Watch) {
    let a = open.account as usize;
    let windfall = setting.windfalls[usize::from(state.accounts.held[a].segment)][1];
    leave(state, a, windfall);
    state.accounts.rescale(a);
    state.close_deal(a);
    let business = state.of(a);
    business.slipped += f64::from(u8::from(open.slipped));
    business.losses += 1.0;
    business.lost += open.amount;
    let told = |terms| What::Lost { deal: open.deal, terms, windfall };
    watch.saw(|| event(state, open, told(terms(setting, world, state, open, month))));
}

/// A closed deal leaves something behind.
#[inline]
fn leave(state: &mut State, a: usize, windfall: Windfall) {
    state.accounts.past[a].windfall *= windfall.rate as f32;
    state.accounts.potential[a] *= windfall.potential;
}

/// Notes the pipeline that a year of the horizon leaves behind.
pub fn note_closing(state: &mut State, month: usize) {
    let due = std::mem::take(&mut state.due);
    for open in due[month + 1..].iter().flatten() {
        let amount = open.amount;
        state.of(open.account as usize).closing += amount;
    }
    state.due = due;
}
