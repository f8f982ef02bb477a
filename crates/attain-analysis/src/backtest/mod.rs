//! Backtests: forecasts from a past day, scored against actual figures.
//!
//! ```text
//! Book, cut ─ cut_book ─► Book as of the cut ─ calibrate ─► market, people
//! Book as of the cut ─ streams, rates, pipeline ─► rates by stream, live open opportunities
//! all of these ─ forecast ─► simulated figures of the horizon ┐
//! Book ─ monthly_counts ─► actual figures ────────────────────┴ scoring ─► Backtest
//! ```
//! Forecasts use no data dated after the cut. Undated data, such as potentials and quotas, has its
//! current values. The notes report the assumptions made to reconstruct the book, with counts.

mod baseline;
mod crps;
mod cuts;
mod fault;
mod figures;
mod forecast;
mod grid;
mod monthly_counts;
mod observer;
mod origins;
mod pipeline;
mod pit;
mod rates;
mod scores;
mod scoring;
mod series;
mod streams;
mod verdict;

#[cfg(test)]
mod tests;

use jiff::civil::Date;
use serde::Serialize;

pub use cuts::BacktestOptions;
pub use fault::BacktestFault;
pub use origins::ForecastOrigin;
pub use pit::{HISTOGRAM_BARS, PitMoments};
pub use scores::{CellScore, FigureTransform, ForecastLoss, ForecastQuantiles, SeriesScore};
pub use series::ForecastSeries;

use crate::bulk_closings::BulkClosings;
use crate::calibrate::calibrate_until;
use crate::cut_book::{CutBook, cut_book};
use crate::hindcast::{hindcast, in_one_sentence, unlike_the_past};
use attain_core::diagnostics::Faults;
use attain_core::scenario::ResolvedScenario;
use attain_core::scenario::choices::{Carve, Headcount, Protection, Rebalance, Scenario, StrategicTeam};
use attain_core::units::Share;
use attain_data::{Book, Outcome};
use forecast::ForecastSetup;
use grid::ForecastGrid;
use scoring::ScoringInputs;

/// Results of a backtest, by cut and pooled over all cuts.
#[derive(Debug, Clone, Serialize)]
pub struct Backtest {
    /// Name of the scenario.
    pub plan: String,
    /// Currency shown before amounts.
    pub currency: String,
    /// Seed of the random streams.
    pub seed: u64,
    /// Number of years simulated from each cut.
    pub years: u32,
    /// Version of attain that ran the backtest.
    pub version: &'static str,
    /// Hash of the data.
    pub data_hash: String,
    /// Hash of the scenario.
    pub scenario_hash: String,
    /// Results of each cut, in chronological order.
    pub cuts: Vec<CutResult>,
    /// Scores by series, pooled over all cuts.
    pub pooled: Vec<SeriesScore>,
}

/// Forecasts from one cut, scored against actual figures.
#[derive(Debug, Clone, Serialize)]
pub struct CutResult {
    /// Last day whose data was used.
    pub cut: Date,
    /// Number of months forecast, starting on the day after the cut.
    pub months: u32,
    /// Number of open opportunities, excluding those that count as abandoned.
    pub open: usize,
    /// Assumptions made to reconstruct the book as of the cut, one sentence each.
    pub notes: Vec<String>,
    /// Scores by series.
    pub scores: Vec<SeriesScore>,
    /// Scores of every forecast figure.
    pub cells: Vec<CellScore>,
}

/// Source of the market assumptions for a cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MarketSource {
    /// Calibrated from the history up to the cut.
    Calibrated,
    /// Taken from the scenario unchanged.
    AsGiven,
}

/// Calibrates the scenario from the book as of the cut. Also returns the mean log odds of
/// relationships by segment, which the calibrated win rates exclude.
///
/// # Errors
/// Returns a fault if a scenario cannot hold the calibrated values.
fn calibrate_at_cut(
    book: &Book,
    resolved: &ResolvedScenario,
    cut: Date,
    notes: &mut Vec<String>,
) -> Result<(ResolvedScenario, Vec<f64>), Faults> {
    let found = calibrate_until(book, &resolved.scenario, Some(cut));
    let defaults = found.defaults();
    if !defaults.is_empty() {
        notes.push(format!("Defaults that the history does not replace, the heaviest first: {}.", defaults.join(", ")));
    }
    let mut misfit = None;
    let resolved = resolved.with_choices(|scenario| misfit = found.apply(scenario).err());
    let mut faults = Faults::default();
    if let Some(misfit) = misfit {
        faults.push(resolved.place("market"), BacktestFault::Misfit { why: misfit.to_string() });
    }
    faults.into_result((resolved, found.relationships))
}

/// Forecasts from every cut in the options and scores the forecasts against actual figures.
/// `progress` is called after each simulated year with the number of years completed for the
/// current cut.
///
/// # Errors
/// Returns all invalid options, the cuts that the history does not allow, and the faults of a book
/// for which no plan can be designed.
pub fn backtest(
    book: &Book,
    resolved: &ResolvedScenario,
    options: &BacktestOptions,
    market: MarketSource,
    progress: &(dyn Fn(u32) + Sync),
) -> Result<Backtest, Faults> {
    let origins = cuts::origins(book, resolved, options)?;
    let mut cuts = Vec::with_capacity(origins.len());
    for origin in &origins {
        cuts.push(backtest_cut(book, resolved, *origin, options, market, progress)?);
    }
    let all: Vec<&CellScore> = cuts.iter().flat_map(|cut| &cut.cells).collect();
    Ok(Backtest {
        plan: resolved.scenario.name.clone(),
        currency: resolved.scenario.money.currency.clone(),
        seed: options.seed,
        years: options.years,
        version: env!("CARGO_PKG_VERSION"),
        data_hash: book.hash.clone(),
        scenario_hash: resolved.hash.clone(),
        pooled: scoring::score_series(&all),
        cuts,
    })
}

/// Forecasts from one cut and scores the forecast.
fn backtest_cut(
    book: &Book,
    resolved: &ResolvedScenario,
    origin: ForecastOrigin,
    options: &BacktestOptions,
    market: MarketSource,
    progress: &(dyn Fn(u32) + Sync),
) -> Result<CutResult, Faults> {
    let CutBook { book: mut past, mut notes } = cut_book(book, &resolved.scenario, origin.cut);
    let bulk = BulkClosings::new(&past, origin.cut);
    past.opportunities.retain(|one| matches!(one.outcome, Outcome::Open(_)) || !bulk.contains(one.closes));
    notes.extend(bulk.note());
    let resolved = as_of_cut(resolved, &past, origin, &mut notes);
    let (resolved, relationships) = match market {
        MarketSource::Calibrated => {
            calibrate_at_cut(&past, &resolved, origin.cut, &mut notes).map(|(resolved, of)| (resolved, Some(of)))?
        }
        MarketSource::AsGiven => (resolved, None),
    };
    if let Some(record) = hindcast(&past, &resolved.scenario, origin.start()) {
        let currency = &resolved.scenario.money.currency;
        notes.push(unlike_the_past(&record, currency).unwrap_or_else(|| in_one_sentence(&record, currency)));
    }
    let setup = ForecastSetup::new(&past, &resolved, origin, relationships.as_deref(), &mut notes)?;
    let grid = ForecastGrid::new(&past, &setup.plan, origin);
    let simulated = forecast::simulate_figures(&setup, &grid, options.seed, options.years, progress);
    let before = monthly_counts::count_months(&past, &grid, origin.first_month(&past), origin.past_months(&past));
    let happened = monthly_counts::count_months(book, &grid, origin.start(), origin.months as usize);
    let cells = scoring::score_cells(&ScoringInputs {
        grid: &grid,
        origin,
        past: &past,
        before: &before,
        simulated: &simulated,
        actual: &figures::figures(&grid, &happened),
    });
    Ok(CutResult {
        cut: origin.cut,
        months: origin.months,
        open: setup.open_count(),
        notes,
        scores: scoring::score_series(&cells.iter().collect::<Vec<_>>()),
        cells,
    })
}

/// Sets the scenario's horizon to that of the cut and removes planned changes, so that seats and
/// owners stay as they are.
fn as_of_cut(resolved: &ResolvedScenario, past: &Book, origin: ForecastOrigin, notes: &mut Vec<String>) -> ResolvedScenario {
    let dated = past.reps.iter().any(|rep| rep.hired.is_some());
    if !dated {
        notes.push("No rep has a hire date: the forecast assumes no leavers and does not cover headcount.".to_owned());
    }
    resolved.with_choices(|scenario: &mut Scenario| {
        scenario.horizon.start = origin.start();
        scenario.horizon.months = origin.months;
        scenario.headcount = Headcount::default();
        scenario.protection = Protection::None;
        scenario.rebalance = Rebalance::default();
        scenario.territory.carve = Carve::Keep;
        scenario.territory.locks.clear();
        scenario.territory.dedicated = None::<StrategicTeam>;
        scenario.attrition.leavers.clear();
        if !dated {
            scenario.attrition.annual = Share::literal(0.0);
        }
    })
}
