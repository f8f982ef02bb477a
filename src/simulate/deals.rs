//! Deals come into being and close.

use super::setting::Setting;
use super::state::{OpenDeal, State};
use super::watch::{Event, Terms, Watch, What};
use crate::world::World;

/// Takes over the deals that are open at the start. They feel the plan's moves
/// of the first day.
pub fn open_at_start(setting: &Setting, world: &World, state: &mut State, watch: &mut impl Watch) {
    for deal in world.deals.open() {
        open(setting, world, state, deal, (0.0, 0.0));
        let a = world.deals.account[deal] as usize;
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
        world.read_deal(setting.odds, deal);
        let amount = world.deals.fates[deal].amount;
        state.count(a, |tally| tally.created += amount);
        let felt = (state.accounts.past[a].delay, state.accounts.past[a].shift);
        open(setting, world, state, deal, felt);
        watch.saw(|| created(world, state, deal));
    }
    state.born = born;
}

fn created(world: &World, state: &State, deal: usize) -> Event {
    let a = world.deals.account[deal] as usize;
    let what = What::Created { deal: deal as u32, rate: state.accounts.rate[a], coverage: f64::from(state.accounts.coverage[a]) };
    Event::of_account(f64::from(world.deals.fates[deal].created), state.accounts.held[a].owner, a, what)
}

#[inline]
fn open(setting: &Setting, world: &World, state: &mut State, deal: usize, (felt_delay, felt_shift): (f32, f32)) {
    let account = world.deals.account[deal];
    let fate = &world.deals.fates[deal];
    let to_win = fate.win_day <= fate.loss_day;
    let (day, other) = if to_win { (fate.win_day, fate.loss_day) } else { (fate.loss_day, fate.win_day) };
    state.open_deal(account as usize);
    state.due[setting.odds.calendar.month_of(day)].push(OpenDeal {
        amount: fate.amount,
        deal: deal as u32,
        account,
        felt_delay,
        felt_shift,
        day,
        other,
        delay: 0.0,
        shift: 0.0,
        hurdle: fate.hurdle,
        created: fate.created,
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
        state.count(open.account as usize, |tally| tally.quarterly += amount);
    }
    state.due = due;
}

/// Lives the events of a month: delays, wins and losses.
///
/// A deal has two days, one to win and one to lose (competing risks). On the
/// earlier one its odds decide whether it closes so; if not, it stays open
/// until the other, where a win must still stand against the odds of that day.
pub fn close(setting: &Setting, world: &World, state: &mut State, month: usize, watch: &mut impl Watch) {
    let mut due = std::mem::take(&mut state.due[month]);
    let mut i = 0;
    while i < due.len() {
        let mut open = due[i];
        i += 1;
        let a = open.account as usize;
        let (delay, shift) = (state.accounts.past[a].delay, state.accounts.past[a].shift);
        if open.felt_delay != delay || open.felt_shift != shift {
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
                state.due[to].push(open);
                continue;
            }
        }
        if let Some(again) = decide(setting, world, state, open, month, watch) {
            let to = setting.odds.calendar.month_of(again.day);
            if to == month {
                due.push(again);
            } else {
                state.due[to].push(again);
            }
        }
    }
    due.clear();
    state.due[month] = due;
}

/// Decides a deal on its day; returns it when it stays open.
#[inline]
fn decide(
    setting: &Setting,
    world: &World,
    state: &mut State,
    open: OpenDeal,
    month: usize,
    watch: &mut impl Watch,
) -> Option<OpenDeal> {
    let terms = terms(setting, world, state, &open, month);
    let wins = f64::from(open.hurdle) < terms.sum();
    if !open.second && wins != open.to_win {
        let again = OpenDeal { second: true, to_win: !open.to_win, day: open.other + open.delay, ..open };
        watch.saw(|| event(state, &open, What::Passed { deal: open.deal, terms, until: again.day }));
        return Some(again);
    }
    settle(setting, state, &open, open.to_win && wins, &terms, watch);
    None
}

/// The plan's terms of the log odds on the day of decision.
#[inline]
fn terms(setting: &Setting, world: &World, state: &State, open: &OpenDeal, month: usize) -> Terms {
    let a = open.account as usize;
    let market = &setting.odds.market;
    let (skill, unramped) = state.seller(setting, state.accounts.held[a].owner);
    let segment = usize::from(state.accounts.held[a].segment);
    let strength = 1.0 - f64::from(state.accounts.gap[a]);
    Terms {
        skill,
        ramp: market.unramped_log_odds.get() * unramped,
        relationship: market.relationship.win_log_odds.get() * (strength - 0.5),
        market: world.shocks[segment * setting.odds.calendar.months + month],
        hand_over: f64::from(open.shift),
    }
}

/// What happens to an open deal on its day.
fn event(state: &State, open: &OpenDeal, what: What) -> Event {
    let a = open.account as usize;
    Event::of_account(f64::from(open.day), state.accounts.held[a].owner, a, what)
}

#[inline]
fn settle(setting: &Setting, state: &mut State, open: &OpenDeal, won: bool, terms: &Terms, watch: &mut impl Watch) {
    let a = open.account as usize;
    let amount = open.amount;
    let windfall = setting.windfalls[usize::from(state.accounts.held[a].segment)][usize::from(!won)];
    state.close_deal(a);
    state.accounts.past[a].windfall *= windfall.rate as f32;
    state.accounts.potential[a] *= windfall.potential;
    let slipped = f64::from(u8::from(open.slipped));
    if won {
        let days = f64::from(open.day - open.created);
        state.count(a, |tally| {
            tally.slipped += slipped;
            tally.wins += 1.0;
            tally.cycle_days += days;
        });
        let booking = state.book(setting, a, amount, 0.0, 0.0);
        let recurring = amount * setting.odds.market.renewal.recurring.get();
        state.accounts.past[a].revenue += recurring;
        state.accounts.past[a].fresh += recurring;
        state.use_up(setting, a);
        watch.saw(|| event(state, open, What::Won { deal: open.deal, terms: *terms, booking, windfall }));
    } else {
        state.count(a, |tally| {
            tally.slipped += slipped;
            tally.losses += 1.0;
            tally.lost += amount;
        });
        state.accounts.rescale(a);
        watch.saw(|| event(state, open, What::Lost { deal: open.deal, terms: *terms, windfall }));
    }
}

/// Notes the pipeline that a year of the horizon leaves behind.
pub fn note_closing(state: &mut State, month: usize) {
    let due = std::mem::take(&mut state.due);
    for open in due[month + 1..].iter().flatten() {
        let amount = open.amount;
        state.count(open.account as usize, |tally| tally.closing += amount);
    }
    state.due = due;
}
