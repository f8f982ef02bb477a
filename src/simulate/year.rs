//! One plan's year in one world: a pure function of the two.

use super::review::{self, Standing};
use super::setting::Setting;
use super::state::State;
use super::tally::{Tally, Whole};
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
        let Self { state, standing } = self;
        state.reset(setting, world);
        hand_over::planned(setting, world, state);
        deals::open_at_start(setting, world, state);
        let months = setting.odds.calendar.months;
        for month in 0..months {
            staffing::start_month(setting, world, state, month);
            coverage::cover(setting, world, state, month);
            deals::create(setting, world, state, month);
            deals::close(setting, world, state, month);
            renewals::renew(setting, world, state, month);
            staffing::end_month(setting, world, state, month);
            note_month(state, month);
            if month % 3 == 2 {
                let found = review::review(setting, world, state, standing, month);
                note_quarter(state, standing, &found, month / 3);
            }
            if month + 1 == months || month % 12 == 11 {
                close_year(setting, world, state, month + 1 == months);
                if month + 1 < months {
                    quota::renew(setting, state, standing);
                }
            }
        }
        state
    }
}

fn note_month(state: &mut State, month: usize) {
    let sum = |get: fn(&Tally) -> f64| state.tallies.iter().chain(&state.totals).map(get).sum::<f64>();
    let active = state.seats.iter().filter(|seat| seat.rep.is_some()).count();
    let given: f64 = state.accounts.coverage.iter().zip(&state.accounts.need).map(|(k, need)| k * need).sum();
    let needed: f64 = state.accounts.need.iter().sum();
    let values = [
        sum(|tally| tally.credited),
        state.seats.iter().map(|seat| seat.productivity).sum(),
        active as f64,
        (state.seats.len() - active) as f64,
        if needed > 0.0 { given / needed } else { 1.0 },
    ];
    for (series, value) in state.series.iter_mut().zip(values) {
        series[month] = value as f32;
    }
}

/// Place of the first quarterly series in `metric::SERIES`.
const QUARTERLY: usize = 5;

fn note_quarter(state: &mut State, standing: &Standing, found: &crate::plan::Equity, quarter: usize) {
    let equity = &mut state.whole.equity;
    equity.range += found.range;
    equity.largest_deviation += found.largest_deviation;
    equity.cv += found.cv;
    equity.gini += found.gini;
    state.whole.quarters += 1.0;
    for (series, value) in state.series[QUARTERLY..].iter_mut().zip([found.range, found.cv, standing.total]) {
        series[quarter] = value as f32;
    }
}

/// Ends a year of the horizon: judges seats, pays them, keeps the company's counts.
fn close_year(setting: &Setting, world: &World, state: &mut State, last: bool) {
    if last {
        deals::close_of_horizon(world, state);
        renewals::close_of_horizon(state);
    }
    let on_cost = setting.plan.scenario.money.on_cost.get();
    for (s, seat) in setting.seats.iter().enumerate() {
        state.tallies[s].judge();
        state.tallies[s].pay(&setting.teams[seat.team].pay, on_cost);
    }
    let years = state.periods.len() as f64;
    let mut company = Tally::default();
    for tally in &state.tallies {
        company.add(tally);
    }
    let months = setting.odds.calendar.months as f64;
    let period = Whole { target: setting.target * 12.0_f64.min(months - 12.0 * years) / months, ..whole_so_far(state) };
    state.periods.push((company, period));
    for (total, tally) in state.totals.iter_mut().zip(&mut state.tallies) {
        total.add(tally);
        *tally = Tally::default();
    }
    if last {
        state.totals.iter_mut().take(setting.seats.len()).for_each(Tally::judge);
    }
    state.accounts.fresh.fill(0.0);
}

/// The company's own counts of the current year of the horizon: those so far less those of the years before.
fn whole_so_far(state: &State) -> Whole {
    let mut now = Whole { orphaned: state.accounts.orphaned.iter().filter(|&&o| o).count() as f64, ..state.whole };
    for (_, before) in &state.periods {
        now.moves -= before.moves;
        now.quarters -= before.quarters;
        now.capped -= before.capped;
        now.rated -= before.rated;
        now.equity.range -= before.equity.range;
        now.equity.largest_deviation -= before.equity.largest_deviation;
        now.equity.cv -= before.equity.cv;
        now.equity.gini -= before.equity.gini;
    }
    now
}
