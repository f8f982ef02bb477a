//! One plan's year in one world: a pure function of the two.

use super::accounts::Churned;
use super::columns::place;
use super::review::{self, Standing};
use super::seat_state::SeatState;
use super::setting::{HOUSE, Setting};
use super::state::State;
use super::tally::{Tally, Whole};
use super::watch::{Event, Nobody, Watch, What};
use super::{coverage, deals, hand_over, quota, renewals, staffing};
use crate::world::World;

/// Scratch that a thread keeps between years.
#[derive(Debug, Default)]
pub struct Scratch {
    state: State,
    standing: Standing,
}

impl Scratch {
    /// Lives a plan's year in a world; the state holds what became of it.
    pub fn live(&mut self, setting: &Setting, world: &mut World) -> &State {
        self.live_watched(setting, world, &mut Nobody)
    }

    /// The same, and tells `watch` everything that happens.
    pub fn live_watched(&mut self, setting: &Setting, world: &mut World, watch: &mut impl Watch) -> &State {
        let Self { state, standing } = self;
        state.reset(setting, world);
        quota::lend_waiting(setting, state);
        hand_over::planned(setting, world, state, watch);
        deals::open_at_start(world, state, watch);
        let months = setting.odds.calendar.months;
        let found = standing.measure(setting, world, state, 0);
        let triggered = review::note_trigger(setting, state, standing, 0.0);
        watch.saw(|| Event { day: 0.0, seat: HOUSE, account: None, what: What::Began { found, triggered } });
        for month in 0..months {
            staffing::start_month(setting, world, state, month, watch);
            if month % 3 == 0 {
                deals::note_quarter(setting, state, month);
            }
            coverage::cover(setting, world, state, month, watch);
            deals::create(setting, world, state, month, watch);
            deals::close(setting, world, state, month, watch);
            renewals::renew(setting, world, state, month, watch);
            staffing::end_month(setting, world, state, month, watch);
            note_month(setting, state, month);
            if month % 3 == 2 {
                let found = review::review(setting, world, state, standing, month, watch);
                note_quarter(state, standing, &found, month / 3);
            }
            if month + 1 == months || month % 12 == 11 {
                close_year(setting, state, month, watch);
                if month + 1 < months {
                    quota::renew(setting, state, standing, month + 1, watch);
                    open_year(setting, state, month + 1);
                }
            }
        }
        state
    }
}

fn note_month(setting: &Setting, state: &mut State, month: usize) {
    let active = state.seats.iter().filter(|seat| seat.rep.is_some()).count();
    let due = setting.plan.seats.iter().filter(|seat| seat.start_month as usize <= month);
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

/// Place of the first quarterly series in `metric::SERIES`.
const QUARTERLY: usize = 5;

fn note_quarter(state: &mut State, standing: &Standing, found: &attain_core::plan::Equity, quarter: usize) {
    let equity = &mut state.whole.equity;
    equity.range += found.range;
    equity.largest_deviation += found.largest_deviation;
    equity.cv += found.cv;
    equity.gini += found.gini;
    state.whole.quarters += 1.0;
    let values = [found.range, found.cv, found.largest_deviation, found.gini, standing.total];
    for (series, value) in state.series[QUARTERLY..].iter_mut().zip(values) {
        series[quarter] = value as f32;
    }
}

/// Ends a year of the horizon: judges seats, pays them, keeps the company's counts.
fn close_year(setting: &Setting, state: &mut State, month: usize, watch: &mut impl Watch) {
    let last = month + 1 == setting.odds.calendar.months;
    deals::note_closing(state, month);
    state.settle_all(setting, month + 1, last);
    let on_cost = setting.plan.scenario.money.on_cost.get();
    for (s, seat) in setting.seats.iter().enumerate() {
        state.tallies[s].judge();
        state.tallies[s].pay(&setting.teams[seat.team].pay, on_cost);
        watch.saw(|| Event::of_seat(setting.odds.calendar.last_of(month), s, What::YearEnded { tally: state.tallies[s] }));
    }
    watch.saw(|| {
        let what = What::YearEnded { tally: state.tallies[setting.seats.len()] };
        Event { day: setting.odds.calendar.last_of(month), seat: HOUSE, account: None, what }
    });
    let mut company = Tally::default();
    for tally in &state.tallies {
        company.add(tally);
    }
    let months = setting.odds.calendar.months as f64;
    let length = (month % 12 + 1) as f64;
    let period =
        Whole { target: setting.target * length / months, orphaned: state.accounts.orphans_of_year() as f64, ..state.whole };
    state.periods.push((company, period));
    let totals = state.totals.iter_mut().zip(&mut state.tallies);
    for (total, tally) in totals.chain(state.segment_totals.iter_mut().zip(&mut state.segments)) {
        keep(total, tally, last);
        *tally = Tally::default();
    }
    if last {
        close_horizon(setting, state);
    }
}

/// Adds a year's counts to the horizon's. What stands at one day is not a sum:
/// the closing pipeline is that of the last year, and revenue is retained over
/// the whole horizon.
fn keep(total: &mut Tally, tally: &Tally, last: bool) {
    let mut year = *tally;
    if !last {
        year.closing = 0.0;
    }
    total.add(&year);
}

fn close_horizon(setting: &Setting, state: &mut State) {
    state.totals.iter_mut().take(setting.seats.len()).for_each(Tally::judge);
    retain(setting, state);
    let mut whole = Whole { target: setting.target, owned: setting.owned, ..Whole::default() };
    let mut from = 0.0;
    let mut until_trigger = None;
    for (_, year) in &state.periods {
        whole.moves += year.moves;
        whole.quarters += year.quarters;
        whole.capped += year.capped;
        whole.rated += year.rated;
        whole.equity.range += year.equity.range;
        whole.equity.largest_deviation += year.equity.largest_deviation;
        whole.equity.cv += year.equity.cv;
        whole.equity.gini += year.equity.gini;
        if until_trigger.is_none() && year.months_to_trigger <= 12.0 {
            until_trigger = Some(from + year.months_to_trigger);
        }
        from += 12.0;
    }
    whole.months_to_trigger = until_trigger.unwrap_or(setting.odds.calendar.months as f64 + 1.0);
    whole.orphaned = state.accounts.orphaned.iter().filter(|&&months| months > 0.0).count() as f64;
    state.whole = whole;
}

/// Revenue of the start that is left at the end: that of every account that
/// has not churned. In a horizon of one year it is what the year retained.
fn retain(setting: &Setting, state: &mut State) {
    if state.periods.len() == 1 {
        return;
    }
    let seats = setting.seats.len();
    let (totals, segments) = (&mut state.totals, &mut state.segment_totals);
    totals.iter_mut().chain(segments.iter_mut()).for_each(|total| total.retained = 0.0);
    for (a, past) in state.accounts.past.iter().enumerate() {
        let kept = if past.churned == Churned::No { setting.odds.money[a].revenue } else { 0.0 };
        let held = &state.accounts.held[a];
        totals[place(held.owner, seats)].retained += kept;
        segments[usize::from(held.segment)].retained += kept;
    }
}

/// Begins a further year of the horizon.
fn open_year(setting: &Setting, state: &mut State, month: usize) {
    state.accounts.open_year();
    let left = setting.odds.calendar.months - month;
    state.whole =
        Whole { target: setting.target, owned: setting.owned, months_to_trigger: left.min(12) as f64 + 1.0, ..Whole::default() };
}
