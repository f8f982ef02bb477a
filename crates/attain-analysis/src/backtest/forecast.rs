//! Simulation of the horizon after a cut, with the seats and owners of the cut day.
//!
//! Two parts of each drawn world are replaced, based on the data up to the cut: the outcomes of the
//! open pipeline ([`super::pipeline`]), and the uncertainty of rates by group and by month
//! ([`super::rates`]). For the latter, the creation marks of latent opportunities are divided by
//! gamma factors with mean one.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};

use rayon::prelude::*;
use statrs::distribution::{ContinuousCDF, Gamma};

use super::figures::figures;
use super::grid::ForecastGrid;
use super::monthly_counts::{ClosedOpportunity, MonthlyCounts};
use super::observer::ForecastObserver;
use super::origins::ForecastOrigin;
use super::pipeline::{OpenPipeline, closing_tables};
use super::rates::{CountingWindow, RateUncertainty, StreamRates, estimate_rates};
use super::streams::split_streams;
use crate::calibrate::closing::{ClosingTable, ObservationWindow};
use crate::planning::design;
use attain_core::diagnostics::Faults;
use attain_core::plan::Plan;
use attain_core::random::{Purpose, key_of};
use attain_core::scenario::ResolvedScenario;
use attain_data::Book;
use attain_sim::simulate::compiled_plan::CompiledPlan;
use attain_sim::simulate::year::YearSimulator;
use attain_sim::world::{CompiledMarket, World};

/// Number of years simulated to estimate the coverage over the horizon.
const PROBES: u32 = 8;
/// Number of steps in a tabulated gamma distribution.
const STEPS: usize = 256;
/// Minimum response by which a rate is divided.
const MIN_RESPONSE: f64 = 0.02;

/// A plan on the book as of the cut, prepared for simulation.
#[derive(Debug)]
pub struct ForecastSetup {
    /// Book of streams, with the open opportunities that may be live.
    pub book: Book,
    /// Plan with the seats and owners at the cut.
    pub plan: Plan,
    odds: CompiledMarket,
    pipeline: OpenPipeline,
    /// Rate group of each stream, as an index into `groups`.
    group: Vec<usize>,
    /// Rate groups with their tabulated factors.
    groups: Vec<GroupFactor>,
    /// Tabulated gamma distributions with mean one, one per shape.
    tables: Vec<Vec<f64>>,
    /// Tabulated monthly factor common to all streams; `None` if months do not vary beyond chance.
    month_factor: Option<Vec<f64>>,
}

/// Random factor on the rates of a group.
#[derive(Debug, Clone, Copy)]
struct GroupFactor {
    /// Key of the random draws.
    key: u64,
    /// Index of the tabulated distribution.
    table: usize,
}

impl ForecastSetup {
    /// Prepares the forecast from the book as of the cut. If the market is calibrated,
    /// `relationships` holds the mean log odds by segment that relationships added to closed
    /// opportunities. The calibrated win rates exclude them.
    ///
    /// # Errors
    /// Returns the faults of a book for which no plan can be designed.
    pub fn new(
        past: &Book,
        resolved: &ResolvedScenario,
        origin: ForecastOrigin,
        relationships: Option<&[f64]>,
        notes: &mut Vec<String>,
    ) -> Result<Self, Faults> {
        let mut streams = split_streams(past);
        let from = origin.first_month(past);
        let window = ObservationWindow::new(from, origin.cut, origin.start());
        let tables = closing_tables(&streams.book, &window, origin.cut);
        let by_quarter_month = tables.pooled.as_ref().is_some_and(ClosingTable::by_month);
        let window = CountingWindow { from, cut: origin.cut };
        let rates = estimate_rates(&streams, &resolved.scenario, window, by_quarter_month);
        let pipeline = OpenPipeline::new(&streams, tables, &rates.flow, origin.cut);
        notes.append(&mut streams.notes);
        notes.extend(rates.notes.iter().chain(&pipeline.notes).cloned());
        let book = pipeline.without_abandoned(&streams.book);
        let timed = relationships.is_some().then(|| pipeline.with_closing_times(&book, resolved));
        let resolved = timed.as_ref().unwrap_or(resolved);
        let plan = design(&book, resolved)?;
        let mut odds = CompiledMarket::new(&book, &plan.scenario);
        // The rates of the streams include opportunities of accounts that are new in the history.
        odds.inflow.iter_mut().for_each(|inflow| inflow.per_year = 0.0);
        if pipeline.open.is_empty() {
            odds.opening = attain_sim::world::opening::OpeningPipeline::Data(Vec::new());
        }
        let (tables, groups) = gamma_factors(&rates);
        let month_factor = (rates.monthly_dispersion > 0.0).then(|| gamma_table(1.0 / rates.monthly_dispersion));
        let mut setup = Self { book, plan, odds, pipeline, group: rates.group.clone(), groups, tables, month_factor };
        setup.subtract_relationships(relationships);
        setup.set_rates(&rates.yearly);
        setup.set_rates(&setup.at_full_coverage(&rates.yearly));
        Ok(setup)
    }

    /// Returns the number of open opportunities that may be live.
    #[must_use]
    pub fn open_count(&self) -> usize {
        self.pipeline.open.len()
    }

    /// Subtracts the log odds that current relationships add. Historical estimates already include
    /// the effect of relationships at that time, so only later changes may have an effect. The open
    /// pipeline is always adjusted. New opportunities are adjusted only if the market is
    /// calibrated, and then without the part that the calibrated win rates exclude. (Streams have
    /// owners where accounts have none.)
    fn subtract_relationships(&mut self, relationships: Option<&[f64]>) {
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

    /// Sets the rates of the streams, in opportunities per year at full coverage.
    fn set_rates(&mut self, yearly: &[f64]) {
        for (a, rate) in yearly.iter().enumerate() {
            let account = &mut self.odds.accounts[a];
            let monthly = rate / 12.0;
            account.value = if account.rate > 0.0 { account.value * monthly / account.rate } else { 0.0 };
            account.rate = monthly;
            self.odds.value_of[a] = account.value as f32;
        }
    }

    /// Converts historical rates to rates at full coverage. Historical rates reflect the coverage
    /// of their time, including vacancies. That coverage is assumed to equal the mean over the
    /// horizon, so the rates are divided by the mean response in simulated years.
    fn at_full_coverage(&self, yearly: &[f64]) -> Vec<f64> {
        let setting = CompiledPlan::new(&self.book, &self.plan, &self.odds);
        let mut sums = vec![0.0; yearly.len()];
        let mut observer = ForecastObserver::new(self.plan.seats.len(), true);
        let (mut world, mut scratch) = (World::empty(), YearSimulator::default());
        for year in 0..PROBES {
            observer.clear();
            self.draw(&mut world, 0, year);
            scratch.simulate_observed(&setting, &mut world, &mut observer);
            observer.rates.iter().for_each(|&(account, rate)| sums[account as usize] += f64::from(rate));
        }
        let months = f64::from(PROBES) * self.odds.calendar.months as f64;
        let response = |sum: f64| if sum > 0.0 { (sum / months).max(MIN_RESPONSE) } else { 1.0 };
        yearly.iter().zip(sums).map(|(rate, sum)| rate / response(sum)).collect()
    }

    /// Draws a world, including the outcomes of the open pipeline and the rate factors.
    fn draw(&self, world: &mut World, seed: u64, year: u32) {
        world.draw(&self.odds, seed, year);
        self.pipeline.draw(world, &self.odds.calendar);
        let factor = |group: &GroupFactor| {
            look_up(&self.tables[group.table], world.streams.uniform(Purpose::EffectParameters, group.key, 0))
        };
        let factors: Vec<f64> = self.groups.iter().map(factor).collect();
        let months = key_of("volume of all in a month");
        for month in 0..self.odds.calendar.months {
            let u = world.streams.uniform(Purpose::EffectParameters, months, month as u32);
            let common = self.month_factor.as_ref().map_or(1.0, |table| look_up(table, u));
            for d in world.deals.in_month(month) {
                let group = self.group[world.deals.account[d] as usize];
                world.deals.ratio[d] /= (factors[group] * common) as f32;
            }
        }
    }
}

/// Tabulates gamma distributions with mean one, once per shape, and assigns them to the groups.
fn gamma_factors(rates: &StreamRates) -> (Vec<Vec<f64>>, Vec<GroupFactor>) {
    let mut known: BTreeMap<u64, usize> = BTreeMap::new();
    let mut tables = Vec::new();
    let mut groups = Vec::with_capacity(rates.groups.len());
    for &RateUncertainty { key, shape } in &rates.groups {
        let table = *known.entry(shape.to_bits()).or_insert_with(|| {
            tables.push(gamma_table(shape));
            tables.len() - 1
        });
        groups.push(GroupFactor { key, table });
    }
    (tables, groups)
}

/// Returns the quantiles of a gamma distribution with mean one at the midpoints of equal
/// probability steps, rescaled to a mean of one.
fn gamma_table(shape: f64) -> Vec<f64> {
    let Ok(gamma) = Gamma::new(shape, shape) else { return vec![1.0; STEPS] };
    let quantiles: Vec<f64> = (0..STEPS).map(|i| gamma.inverse_cdf((i as f64 + 0.5) / STEPS as f64).max(1e-9)).collect();
    let mean = quantiles.iter().sum::<f64>() / STEPS as f64;
    quantiles.into_iter().map(|q| (q / mean * 1e9).round() * 1e-9).map(|q| q.max(1e-9)).collect()
}

/// Looks up the table entry for a uniform random number.
fn look_up(table: &[f64], u: f64) -> f64 {
    table[((u * table.len() as f64) as usize).min(table.len() - 1)]
}

/// Simulates years and computes the figures of the grid, indexed by figure and year.
#[must_use]
pub(super) fn simulate_figures(
    setup: &ForecastSetup,
    grid: &ForecastGrid,
    seed: u64,
    years: u32,
    progress: &(dyn Fn(u32) + Sync),
) -> Vec<Vec<f32>> {
    let setting = CompiledPlan::new(&setup.book, &setup.plan, &setup.odds);
    let seat_of: Vec<Option<usize>> =
        setup.plan.seats.iter().map(|seat| seat.incumbent.and_then(|rep| grid.place_of(rep))).collect();
    let done = AtomicU32::new(0);
    let rows: Vec<Vec<f32>> = (0..years)
        .into_par_iter()
        .map_init(
            || (World::empty(), YearSimulator::default(), ForecastObserver::new(setup.plan.seats.len(), false)),
            |(world, scratch, observer), year| {
                observer.clear();
                setup.draw(world, seed, year);
                scratch.simulate_observed(&setting, world, observer);
                let counts = count_year(setup, grid, world, observer, &seat_of);
                progress(done.fetch_add(1, Ordering::Relaxed) + 1);
                figures(grid, &counts).into_iter().map(|value| value as f32).collect()
            },
        )
        .collect();
    let cells = rows.first().map_or(0, Vec::len);
    (0..cells).map(|cell| rows.iter().map(|row| row[cell]).collect()).collect()
}

/// Computes the monthly counts of a simulated year.
fn count_year(
    setup: &ForecastSetup,
    grid: &ForecastGrid,
    world: &World,
    observer: &ForecastObserver,
    seat_of: &[Option<usize>],
) -> MonthlyCounts {
    let calendar = &setup.odds.calendar;
    let mut counts = MonthlyCounts::new(grid, grid.months);
    for deal in &observer.deals {
        let outcome = &world.deals.outcome(deal.deal as usize);
        let month = calendar.month_of(deal.day as f32).min(grid.months - 1);
        let rep = deal.seat.and_then(|seat| seat_of[seat as usize]);
        let segment = Some(setup.book.accounts[deal.account as usize].segment);
        let days = Some((deal.day - f64::from(outcome.created)).max(0.0));
        counts.add_closed(ClosedOpportunity { month, rep, segment, won: deal.won, amount: outcome.amount, days });
    }
    for day in &observer.staffed {
        counts.heads[calendar.month_of(*day as f32).min(grid.months - 1)] += 1.0;
    }
    counts
}
