//! World × plan → year, for all years and plans.

pub mod accounts;
pub mod columns;
pub mod coverage;
pub mod deals;
pub mod hand_over;
pub mod lived;
pub mod quota;
pub mod ramp;
pub mod renewals;
pub mod review;
pub mod setting;
pub mod staffing;
pub mod state;
pub mod tally;
pub mod watch;
pub mod year;

use rayon::prelude::*;

use crate::data::Book;
use crate::metric::{ALL, SERIES, SHARED};
use crate::plan::Plan;
use crate::world::{Odds, World};
use lived::{Level, Lived, LivedPlan};
use setting::Setting;
use state::State;
use tally::{Tally, company};
use year::Scratch;

/// Years that are lived between two reports of progress. Results do not depend on it.
const BLOCK: u32 = 256;

/// One market and the plans that live in it.
#[derive(Debug)]
struct Common<'a> {
    odds: &'a Odds,
    /// Positions of the plans in the comparison, and their settings.
    settings: Vec<(usize, Setting<'a>)>,
}

/// Lives `years` years of every plan. Plans with the same market share their
/// worlds; those with different markets share the draws behind them.
/// `progress` is called with the number of years done.
#[must_use]
pub fn live(book: &Book, plans: &[Plan], seed: u64, years: u32, progress: &(dyn Fn(u32) + Sync)) -> Lived {
    let odds = distinct_odds(book, plans);
    let commons: Vec<Common> = odds
        .iter()
        .map(|(odds, members)| Common {
            odds,
            settings: members.iter().map(|&p| (p, Setting::new(book, &plans[p], odds))).collect(),
        })
        .collect();
    let mut lived = Lived { seed, years: years as usize, plans: empty(book, plans, years as usize), latent_opportunities: 0 };
    let mut from = 0;
    while from < years {
        let until = years.min(from + BLOCK);
        let block: Vec<YearOfAll> = (from..until)
            .into_par_iter()
            .map_init(
                || (World::empty(), Scratch::default()),
                |(world, scratch), year| live_year(&commons, plans.len(), seed, year, world, scratch),
            )
            .collect();
        for year in &block {
            lived.latent_opportunities += year.latent;
            for (into, plan) in lived.plans.iter_mut().zip(&year.plans) {
                into.push(plan);
            }
        }
        from = until;
        progress(from);
    }
    lived
}

/// The distinct markets of the plans, each with the plans that have it.
fn distinct_odds(book: &Book, plans: &[Plan]) -> Vec<(Odds, Vec<usize>)> {
    let mut markets: Vec<(Odds, Vec<usize>)> = Vec::new();
    for (p, plan) in plans.iter().enumerate() {
        let known = markets.iter_mut().find(|(_, members)| {
            let first = &plans[members[0]].scenario;
            first.market == plan.scenario.market && first.horizon == plan.scenario.horizon
        });
        match known {
            Some((_, members)) => members.push(p),
            None => markets.push((Odds::new(book, &plan.scenario), vec![p])),
        }
    }
    markets
}

/// What one year left behind, for all plans.
struct YearOfAll {
    plans: Vec<YearOfPlan>,
    latent: u64,
}

/// What one year left behind, for one plan.
#[derive(Debug, Clone, Default)]
struct YearOfPlan {
    company: Vec<f64>,
    groups: Vec<[f32; SHARED]>,
    seats: Vec<[f32; SHARED]>,
    series: Vec<Vec<f32>>,
    periods: Vec<Vec<f64>>,
}

fn live_year(commons: &[Common], plans: usize, seed: u64, year: u32, world: &mut World, scratch: &mut Scratch) -> YearOfAll {
    let mut all = YearOfAll { plans: vec![YearOfPlan::default(); plans], latent: 0 };
    for common in commons {
        world.draw(common.odds, seed, year);
        all.latent += world.deals.len() as u64;
        for (p, setting) in &common.settings {
            all.plans[*p] = YearOfPlan::of(setting, scratch.live(setting, world));
        }
    }
    all
}

impl YearOfPlan {
    fn of(setting: &Setting, state: &State) -> Self {
        let finance = &setting.plan.scenario.money;
        let months = setting.odds.calendar.months as f64;
        let sum = |seats: &mut dyn Iterator<Item = usize>| {
            let mut tally = Tally::default();
            seats.for_each(|s| tally.add(&state.totals[s]));
            tally
        };
        let narrow = |tally: &Tally| tally.metrics(finance, months).map(|value| value as f32);
        let periods = if setting.odds.calendar.months > 12 { state.periods.as_slice() } else { &[] };
        Self {
            company: company(&sum(&mut (0..state.totals.len())), &state.whole, finance, months).to_vec(),
            groups: setting
                .groups
                .iter()
                .map(|group| {
                    let seats = sum(&mut group.seats.iter().copied());
                    let segment =
                        setting.book.segments.iter().position(|name| group.level == Level::Segment && *name == group.name);
                    narrow(&segment.map_or(seats, |segment| of_segment(&state.segment_totals[segment], &seats)))
                })
                .collect(),
            seats: state.totals[..setting.seats.len()].iter().map(narrow).collect(),
            series: state.series.clone(),
            periods: periods
                .iter()
                .enumerate()
                .map(|(y, (tally, whole))| company(tally, whole, finance, 12.0_f64.min(months - 12.0 * y as f64)).to_vec())
                .collect(),
        }
    }
}

/// A segment's own accounts, whoever owns them, and the people at home in it.
fn of_segment(accounts: &Tally, seats: &Tally) -> Tally {
    let mut tally = *accounts;
    tally.add(&seats.people());
    // Travel is in both.
    tally.cost = seats.cost;
    tally
}

fn empty(book: &Book, plans: &[Plan], years: usize) -> Vec<LivedPlan> {
    let columns = |n: usize| vec![Vec::with_capacity(years); n];
    plans
        .iter()
        .map(|plan| {
            let months = plan.scenario.horizon.months as usize;
            let steps = |series: &crate::metric::Series| match series.step {
                crate::metric::Step::Month => months,
                crate::metric::Step::Quarter => months / 3,
            };
            let periods = if months > 12 { months.div_ceil(12) } else { 0 };
            LivedPlan {
                company: vec![Vec::with_capacity(years); ALL.len()],
                groups: vec![columns(SHARED); lived::groups(book, plan).len()],
                seats: vec![columns(SHARED); plan.seats.len()],
                series: SERIES.iter().map(|series| columns(steps(series))).collect(),
                periods: vec![vec![Vec::with_capacity(years); ALL.len()]; periods],
            }
        })
        .collect()
}

impl LivedPlan {
    fn push(&mut self, year: &YearOfPlan) {
        fn put<T: Copy>(columns: &mut [Vec<T>], values: &[T]) {
            for (column, &value) in columns.iter_mut().zip(values) {
                column.push(value);
            }
        }
        put(&mut self.company, &year.company);
        for (columns, values) in self.groups.iter_mut().zip(&year.groups) {
            put(columns, values);
        }
        for (columns, values) in self.seats.iter_mut().zip(&year.seats) {
            put(columns, values);
        }
        for (columns, values) in self.series.iter_mut().zip(&year.series) {
            put(columns, values);
        }
        for (columns, values) in self.periods.iter_mut().zip(&year.periods) {
            put(columns, values);
        }
    }
}
