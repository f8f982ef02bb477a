//! World × plan → year, for all years and plans.

pub mod accounts;
pub mod business;
pub mod columns;
pub mod coverage;
pub mod deals;
pub mod hand_over;
pub mod lived;
mod loops;
pub mod quota;
pub mod renewals;
pub mod review;
pub mod seat_book;
pub mod seat_state;
pub mod setting;
pub mod staffing;
pub mod state;
pub mod tally;
pub mod watch;
pub mod year;

use std::ops::Range;
use std::sync::atomic::{AtomicU32, Ordering};

use rayon::prelude::*;

use crate::world::skills::Posterior;
use crate::world::{Odds, World};
use attain_core::metric::{ALL, SERIES, SHARED};
use attain_core::plan::Plan;
use attain_core::random::Streams;
use attain_data::Book;
use lived::{Level, Lived, LivedPlan};
use setting::Setting;
use state::State;
use tally::{Tally, company};
use year::Scratch;

/// Years that are collected at once: bounds what waits to be put into columns.
const AT_ONCE: u32 = 512;

/// One market and the plans that live in it.
#[derive(Debug)]
struct Common<'a> {
    odds: &'a Odds,
    /// Positions of the plans in the comparison, and their settings.
    settings: Vec<(usize, Setting<'a>)>,
}

/// The distinct markets of some plans.
#[derive(Debug)]
pub struct Markets(Vec<(Odds, Vec<usize>)>);

impl Markets {
    /// Prepares the market of every plan; plans with the same one share it.
    #[must_use]
    pub fn of(book: &Book, plans: &[Plan]) -> Self {
        Self(distinct_odds(book, plans))
    }

    /// The same markets with other beliefs about the skills of the book's reps;
    /// `change` is given those of each market.
    #[must_use]
    pub fn with_skills(mut self, change: impl Fn(&mut [Posterior])) -> Self {
        for (odds, _) in &mut self.0 {
            change(&mut odds.skills);
        }
        self
    }

    /// What is fixed about the market of a plan, by position.
    #[must_use]
    pub fn odds_of(&self, plan: usize) -> Option<&Odds> {
        self.0.iter().find(|(_, members)| members.contains(&plan)).map(|(odds, _)| odds)
    }
}

/// Plans that are ready to live any years of a seed.
#[derive(Debug)]
pub struct Lives<'a> {
    book: &'a Book,
    plans: &'a [Plan],
    seed: u64,
    commons: Vec<Common<'a>>,
}

impl<'a> Lives<'a> {
    /// Prepares plans; `markets` are theirs.
    #[must_use]
    pub fn new(book: &'a Book, plans: &'a [Plan], markets: &'a Markets, seed: u64) -> Self {
        let common = |(odds, members): &'a (Odds, Vec<usize>)| Common {
            odds,
            settings: members.iter().map(|&p| (p, Setting::new(book, &plans[p], odds))).collect(),
        };
        Self { book, plans, seed, commons: markets.0.iter().map(common).collect() }
    }

    /// Lives the years `years` of the plans that are `active`, by position; the
    /// others have no year. Plans with the same market share their worlds;
    /// those with different markets share the draws behind them. `progress` is
    /// called after each year with the number done, from any thread.
    #[must_use]
    pub fn span(&self, years: Range<u32>, active: &[bool], progress: &(dyn Fn(u32) + Sync)) -> Lived {
        let count = years.len();
        let mut lived =
            Lived { seed: self.seed, years: count, plans: empty(self.book, self.plans, active, count), latent_opportunities: 0 };
        let done = AtomicU32::new(0);
        let mut from = years.start;
        while from < years.end {
            let until = years.end.min(from + AT_ONCE);
            let block: Vec<YearOfAll> = (from..until)
                .into_par_iter()
                .map_init(
                    || (World::empty(), Scratch::default()),
                    |(world, scratch), year| {
                        let all = self.year(year, active, world, scratch);
                        progress(done.fetch_add(1, Ordering::Relaxed) + 1);
                        all
                    },
                )
                .collect();
            lived.latent_opportunities += block.iter().map(|year| year.latent).sum::<u64>();
            lived.plans.par_iter_mut().enumerate().for_each(|(p, into)| block.iter().for_each(|year| into.push(&year.plans[p])));
            from = until;
        }
        lived
    }

    /// What `of` takes from the years `years`: by year, then by plan. Nothing
    /// else of a year is kept, so that many plans fit in memory. Worlds are
    /// shared and `progress` is called as in [`Lives::span`].
    #[must_use]
    pub fn map<T: Send>(
        &self,
        years: Range<u32>,
        of: &(dyn Fn(&Setting, &State) -> T + Sync),
        progress: &(dyn Fn(u32) + Sync),
    ) -> Vec<Vec<T>> {
        let done = AtomicU32::new(0);
        years
            .into_par_iter()
            .map_init(
                || (World::empty(), Scratch::default()),
                |(world, scratch), year| {
                    let mut taken: Vec<(usize, T)> = Vec::with_capacity(self.plans.len());
                    for common in &self.commons {
                        world.draw(common.odds, self.seed, year);
                        taken.extend(common.settings.iter().map(|(p, setting)| (*p, of(setting, scratch.live(setting, world)))));
                    }
                    taken.sort_by_key(|(p, _)| *p);
                    progress(done.fetch_add(1, Ordering::Relaxed) + 1);
                    taken.into_iter().map(|(_, value)| value).collect()
                },
            )
            .collect()
    }

    fn year(&self, year: u32, active: &[bool], world: &mut World, scratch: &mut Scratch) -> YearOfAll {
        self.of_streams(Streams::new(self.seed, year), year, active, world, scratch)
    }

    fn of_streams(&self, streams: Streams, year: u32, active: &[bool], world: &mut World, scratch: &mut Scratch) -> YearOfAll {
        let mut all = YearOfAll { plans: vec![YearOfPlan::default(); self.plans.len()], latent: 0 };
        for common in &self.commons {
            let mut lives = common.settings.iter().filter(|(p, _)| active[*p]).peekable();
            if lives.peek().is_none() {
                continue;
            }
            world.draw_streams(common.odds, streams, year);
            all.latent += world.deals.len() as u64;
            for (p, setting) in lives {
                all.plans[*p] = YearOfPlan::of(setting, scratch.live(setting, world));
            }
        }
        all
    }

    /// Lives every plan once in each world that `streams` draw, and keeps what
    /// `take` makes of the rows of all plans, in the order of the worlds.
    /// `progress` is called after each world with the number done, from any thread.
    #[must_use]
    pub fn in_worlds<T: Send>(
        &self,
        worlds: u32,
        streams: impl Fn(u32) -> Streams + Sync,
        take: impl Fn(&[YearOfPlan]) -> T + Sync,
        progress: &(dyn Fn(u32) + Sync),
    ) -> Vec<T> {
        let active = vec![true; self.plans.len()];
        let done = AtomicU32::new(0);
        let lived = |(world, scratch): &mut (World, Scratch), at: u32| {
            let all = self.of_streams(streams(at), at, &active, world, scratch);
            progress(done.fetch_add(1, Ordering::Relaxed) + 1);
            take(&all.plans)
        };
        (0..worlds).into_par_iter().map_init(|| (World::empty(), Scratch::default()), lived).collect()
    }
}

/// Lives the first `years` years of every plan and keeps them in memory.
/// `progress` is called with the number of years done.
#[must_use]
pub fn live(book: &Book, plans: &[Plan], seed: u64, years: u32, progress: &(dyn Fn(u32) + Sync)) -> Lived {
    let markets = Markets::of(book, plans);
    Lives::new(book, plans, &markets, seed).span(0..years, &vec![true; plans.len()], progress)
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

/// What one year left behind, for one plan: its rows.
#[derive(Debug, Clone, Default)]
pub struct YearOfPlan {
    /// By metric of `metric::ALL`.
    pub company: Vec<f64>,
    /// By group of [`groups`](lived::groups), then by the shared metrics.
    pub groups: Vec<[f32; SHARED]>,
    /// By seat of the plan, then by the shared metrics.
    pub seats: Vec<[f32; SHARED]>,
    /// By series of `metric::SERIES`, then by step.
    pub series: Vec<Vec<f32>>,
    /// By year of the horizon (only when it is longer than 12 months), then by metric of `metric::ALL`.
    pub periods: Vec<Vec<f64>>,
}

impl YearOfPlan {
    /// The rows of a year that was lived.
    #[must_use]
    pub fn of(setting: &Setting, state: &State) -> Self {
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
            company: company_row(setting, state).to_vec(),
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

/// The company's metrics of a year that was lived, by metric of `metric::ALL`.
#[must_use]
pub fn company_row(setting: &Setting, state: &State) -> [f64; ALL.len()] {
    let mut tally = Tally::default();
    state.totals.iter().for_each(|seat| tally.add(seat));
    company(&tally, &state.whole, &setting.plan.scenario.money, setting.odds.calendar.months as f64)
}

/// A segment's own accounts, whoever owns them, and the people at home in it.
fn of_segment(accounts: &Tally, seats: &Tally) -> Tally {
    let mut tally = *accounts;
    tally.add(&seats.people());
    // Travel is in both.
    tally.cost = seats.cost;
    tally
}

fn empty(book: &Book, plans: &[Plan], active: &[bool], years: usize) -> Vec<LivedPlan> {
    plans
        .iter()
        .zip(active)
        .map(|(plan, active)| {
            let years = if *active { years } else { 0 };
            let columns = |n: usize| (0..n).map(|_| Vec::with_capacity(years)).collect::<Vec<Vec<f32>>>();
            let long = || (0..ALL.len()).map(|_| Vec::with_capacity(years)).collect::<Vec<Vec<f64>>>();
            let months = plan.scenario.horizon.months as usize;
            let steps = |series: &attain_core::metric::Series| match series.step {
                attain_core::metric::Step::Month => months,
                attain_core::metric::Step::Quarter => months / 3,
            };
            let periods = if months > 12 { months.div_ceil(12) } else { 0 };
            LivedPlan {
                company: long(),
                groups: (0..lived::groups(book, plan).len()).map(|_| columns(SHARED)).collect(),
                seats: plan.seats.iter().map(|_| columns(SHARED)).collect(),
                series: SERIES.iter().map(|series| columns(steps(series))).collect(),
                periods: (0..periods).map(|_| long()).collect(),
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
