//! Years of the horizon from the cut on: the engine's own, with the seats and
//! owners of the day.
//!
//! Two things of a drawn world are set by what the cut tells before the year is
//! lived in it: what becomes of the open pipeline ([`super::pipeline`]), and how
//! each group's rate is off its estimate and each month off the others
//! ([`super::rates`]): the create marks of latent opportunities are divided by
//! gamma factors of mean one.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};

use rayon::prelude::*;
use statrs::distribution::{ContinuousCDF, Gamma};

use super::grid::ForecastGrid;
use super::origins::ForecastOrigin;
use super::pipeline::{OpenPipeline, tables};
use super::rates::{StreamRates, rates};
use super::record::{ClosedOpportunity, MonthlyCounts};
use super::streams::streams;
use super::watcher::ForecastObserver;
use crate::calibrate::closing::{ClosingTable, ObservationWindow};
use attain_core::diagnostics::Faults;
use attain_core::plan::Plan;
use attain_core::random::{Purpose, key_of};
use attain_core::scenario::ResolvedScenario;
use attain_data::Book;
use attain_design::design::design;
use attain_sim::simulate::compiled_plan::CompiledPlan;
use attain_sim::simulate::year::YearSimulator;
use attain_sim::world::{CompiledMarket, World};

/// Years lived to see the coverage that there will be.
const PROBES: u32 = 8;
/// Steps of the table of a gamma law.
const STEPS: usize = 256;
/// Lowest response that a rate is put in relation to.
const LEAST: f64 = 0.02;

/// A plan on the book as it stood, ready to be lived.
#[derive(Debug)]
pub struct ForecastSetup {
    /// The book of streams, with the open opportunities that may be live.
    pub book: Book,
    /// The plan: seats and owners as they were.
    pub plan: Plan,
    odds: CompiledMarket,
    pipeline: OpenPipeline,
    /// By stream: group.
    group: Vec<usize>,
    /// By group: key of its draws, and table of its factor.
    groups: Vec<(u64, usize)>,
    tables: Vec<Vec<f64>>,
    /// Table of the factor that a month has for all, where months differ beyond chance.
    swing: Option<Vec<f64>>,
}

impl ForecastSetup {
    /// Prepares the forecast from a book as it stood. Where the market is
    /// calibrated, `relationships` are what its win rates leave out of those
    /// there were, by segment.
    ///
    /// # Errors
    /// A book that no plan can be made of.
    pub fn new(
        past: &Book,
        resolved: &ResolvedScenario,
        origin: ForecastOrigin,
        relationships: Option<&[f64]>,
        notes: &mut Vec<String>,
    ) -> Result<Self, Faults> {
        let mut streams = streams(past);
        let from = origin.first_month(past);
        let window = ObservationWindow::new(from, origin.cut, origin.start());
        let tables = tables(&streams.book, &window, origin.cut);
        let by_month = tables.1.as_ref().is_some_and(ClosingTable::by_month);
        let rates = rates(&streams, &resolved.scenario, from, (origin.cut, by_month));
        let pipeline = OpenPipeline::new(&streams, tables, &rates.flow, origin.cut);
        notes.append(&mut streams.notes);
        notes.extend(rates.notes.iter().chain(&pipeline.notes).cloned());
        let book = pipeline.keep(&streams.book);
        let timed = relationships.is_some().then(|| pipeline.timed(&book, resolved));
        let resolved = timed.as_ref().unwrap_or(resolved);
        let plan = design(&book, resolved)?;
        let mut odds = CompiledMarket::new(&book, &plan.scenario);
        if pipeline.open.is_empty() {
            odds.opening = attain_sim::world::opening::OpeningPipeline::Data(Vec::new());
        }
        let (tables, groups) = factors(&rates);
        let swing = (rates.swing > 0.0).then(|| table(1.0 / rates.swing));
        let mut setup = Self { book, plan, odds, pipeline, group: rates.group.clone(), groups, tables, swing };
        setup.centre(relationships);
        setup.set_rates(&rates.yearly);
        setup.set_rates(&setup.at_full_coverage(&rates.yearly));
        Ok(setup)
    }

    /// Open opportunities that may be live.
    #[must_use]
    pub fn open(&self) -> usize {
        self.pipeline.open.len()
    }

    /// What comes from history is as it was under the relationships that there
    /// were. What they add to the log odds today is taken off, so that only a
    /// change of them counts: so it is for the open pipeline always, and for
    /// what comes up where the market is calibrated, less what its win rates
    /// leave out. (Streams have owners where accounts have none.)
    fn centre(&mut self, relationships: Option<&[f64]>) {
        let worth = self.odds.choices.relationship.win_log_odds.get();
        let today: Vec<f64> = {
            let setting = CompiledPlan::new(&self.book, &self.plan, &self.odds);
            setting.accounts.iter().map(|account| worth * (0.5 - account.gap)).collect()
        };
        self.pipeline.open.iter_mut().for_each(|open| open.base -= today[open.account]);
        let Some(means) = relationships else { return };
        for ((account, of), today) in self.odds.accounts.iter_mut().zip(&self.book.accounts).zip(&today) {
            account.offset -= today - means.get(of.segment).copied().unwrap_or(0.0);
        }
    }

    /// Gives the streams their rates, opportunities a year at full coverage.
    fn set_rates(&mut self, yearly: &[f64]) {
        for (a, rate) in yearly.iter().enumerate() {
            let account = &mut self.odds.accounts[a];
            let monthly = rate / 12.0;
            account.value = if account.rate > 0.0 { account.value * monthly / account.rate } else { 0.0 };
            account.rate = monthly;
            self.odds.value_of[a] = account.value as f32;
        }
    }

    /// The rates of history are those of the coverage that there was, vacancies
    /// included. It is taken to be, in the mean, what the books give in the
    /// horizon; rates at full coverage are higher by what that takes.
    fn at_full_coverage(&self, yearly: &[f64]) -> Vec<f64> {
        let setting = CompiledPlan::new(&self.book, &self.plan, &self.odds);
        let mut sums = vec![0.0; yearly.len()];
        let mut watcher = ForecastObserver::new(self.plan.seats.len(), true);
        let (mut world, mut scratch) = (World::empty(), YearSimulator::default());
        for year in 0..PROBES {
            watcher.clear();
            self.draw(&mut world, 0, year);
            scratch.simulate_observed(&setting, &mut world, &mut watcher);
            watcher.rates.iter().for_each(|&(account, rate)| sums[account as usize] += f64::from(rate));
        }
        let months = f64::from(PROBES) * self.odds.calendar.months as f64;
        let response = |sum: f64| if sum > 0.0 { (sum / months).max(LEAST) } else { 1.0 };
        yearly.iter().zip(sums).map(|(rate, sum)| rate / response(sum)).collect()
    }

    /// Draws a world with what the cut tells.
    fn draw(&self, world: &mut World, seed: u64, year: u32) {
        world.draw(&self.odds, seed, year);
        self.pipeline.draw(world, &self.odds.calendar);
        let factor =
            |&(key, table): &(u64, usize)| at(&self.tables[table], world.streams.uniform(Purpose::EffectParameters, key, 0));
        let factors: Vec<f64> = self.groups.iter().map(factor).collect();
        let months = key_of("volume of all in a month");
        for month in 0..self.odds.calendar.months {
            let u = world.streams.uniform(Purpose::EffectParameters, months, month as u32);
            let common = self.swing.as_ref().map_or(1.0, |table| at(table, u));
            for d in world.deals.in_month(month) {
                let group = self.group[world.deals.account[d] as usize];
                world.deals.ratio[d] /= (factors[group] * common) as f32;
            }
        }
    }
}

/// Tables of the gamma factors of mean one, one for each shape.
fn factors(rates: &StreamRates) -> (Vec<Vec<f64>>, Vec<(u64, usize)>) {
    let mut known: BTreeMap<u64, usize> = BTreeMap::new();
    let mut tables = Vec::new();
    let mut groups = Vec::with_capacity(rates.groups.len());
    for &(key, shape) in &rates.groups {
        let table = *known.entry(shape.to_bits()).or_insert_with(|| {
            tables.push(table(shape));
            tables.len() - 1
        });
        groups.push((key, table));
    }
    (tables, groups)
}

/// Quantiles of a gamma law of mean one in the middles of equal steps, scaled to a mean of one.
fn table(shape: f64) -> Vec<f64> {
    let Ok(law) = Gamma::new(shape, shape) else { return vec![1.0; STEPS] };
    let quantiles: Vec<f64> = (0..STEPS).map(|i| law.inverse_cdf((i as f64 + 0.5) / STEPS as f64).max(1e-9)).collect();
    let mean = quantiles.iter().sum::<f64>() / STEPS as f64;
    quantiles.into_iter().map(|q| (q / mean * 1e9).round() * 1e-9).map(|q| q.max(1e-9)).collect()
}

/// The step at a uniform number.
fn at(table: &[f64], u: f64) -> f64 {
    table[((u * table.len() as f64) as usize).min(table.len() - 1)]
}

/// Lives years and takes the grid's figures of each: by figure, then year.
#[must_use]
pub fn live(setup: &ForecastSetup, grid: &ForecastGrid, seed: u64, years: u32, progress: &(dyn Fn(u32) + Sync)) -> Vec<Vec<f32>> {
    let setting = CompiledPlan::new(&setup.book, &setup.plan, &setup.odds);
    let seat_of: Vec<Option<usize>> =
        setup.plan.seats.iter().map(|seat| seat.incumbent.and_then(|rep| grid.place_of(rep))).collect();
    let done = AtomicU32::new(0);
    let rows: Vec<Vec<f32>> = (0..years)
        .into_par_iter()
        .map_init(
            || (World::empty(), YearSimulator::default(), ForecastObserver::new(setup.plan.seats.len(), false)),
            |(world, scratch, watcher), year| {
                watcher.clear();
                setup.draw(world, seed, year);
                scratch.simulate_observed(&setting, world, watcher);
                let record = lived(setup, grid, world, watcher, &seat_of);
                progress(done.fetch_add(1, Ordering::Relaxed) + 1);
                grid.values(&record).into_iter().map(|value| value as f32).collect()
            },
        )
        .collect();
    let cells = rows.first().map_or(0, Vec::len);
    (0..cells).map(|cell| rows.iter().map(|row| row[cell]).collect()).collect()
}

/// The counts of a year that was lived.
fn lived(
    setup: &ForecastSetup,
    grid: &ForecastGrid,
    world: &World,
    watcher: &ForecastObserver,
    seat_of: &[Option<usize>],
) -> MonthlyCounts {
    let calendar = &setup.odds.calendar;
    let mut record = MonthlyCounts::new(grid, grid.months);
    for deal in &watcher.deals {
        let fate = &world.deals.outcome(deal.deal as usize);
        let month = calendar.month_of(deal.day as f32).min(grid.months - 1);
        let rep = deal.seat.and_then(|seat| seat_of[seat as usize]);
        let segment = Some(setup.book.accounts[deal.account as usize].segment);
        let days = Some((deal.day - f64::from(fate.created)).max(0.0));
        record.close(ClosedOpportunity { month, rep, segment, won: deal.won, amount: fate.amount, days });
    }
    for day in &watcher.staffed {
        record.heads[calendar.month_of(*day as f32).min(grid.months - 1)] += 1.0;
    }
    record
}
