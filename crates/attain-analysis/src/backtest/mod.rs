//! Backtest: what would have been forecast on a day of the past, against what
//! happened then.
//!
//! ```text
//! Book, cut ─ cut ─► Book as it stood ─ calibrate ─► market, people
//! Book as it stood ─ streams, rates, pipeline ─► who brings how much, what is open and will close
//! all of them ─ forecast ─► years of the horizon, the engine's own ┐
//! Book ─ record ─► what happened ──────────────────────────────────┴ score ─► Backtest
//! ```
//! Nothing that the data dates after the cut is seen before the scores. What it
//! does not date (potentials, owners, quotas) is as it stands today; each case
//! is counted and told.

mod baseline;
mod crps;
mod cut;
mod fault;
mod forecast;
mod grid;
mod origins;
mod pipeline;
mod pit;
mod rates;
mod record;
mod score;
mod scores;
mod streams;
mod verdict;
mod watcher;

#[cfg(test)]
mod tests;

use jiff::civil::Date;
use serde::Serialize;

pub use fault::BacktestFault;
pub use grid::ForecastSeries;
pub use origins::{BacktestOptions, ForecastOrigin};
pub use pit::{HISTOGRAM_BARS, PitMoments};
pub use scores::{CellScore, FigureTransform, ForecastLoss, ForecastQuantiles, SeriesScore};

use crate::calibrate::calibrate;
use attain_core::diagnostics::Faults;
use attain_core::scenario::ResolvedScenario;
use attain_core::scenario::choices::{Carve, Headcount, Protection, Rebalance, Scenario, StrategicTeam};
use attain_core::units::Share;
use attain_data::Book;
use cut::CutBook;
use forecast::ForecastSetup;
use grid::ForecastGrid;

/// A backtest: every cut, and the scores of all of them together.
#[derive(Debug, Clone, Serialize)]
pub struct Backtest {
    /// Name of the plan whose book it is.
    pub plan: String,
    /// Currency shown before amounts.
    pub currency: String,
    /// Seed of all chance.
    pub seed: u64,
    /// Years lived from each cut.
    pub years: u32,
    /// Version of attain.
    pub version: &'static str,
    /// Hash of the book.
    pub data_hash: String,
    /// Hash of the scenario.
    pub scenario_hash: String,
    /// By cut, in order.
    pub cuts: Vec<CutResult>,
    /// Scores of all cuts together, by series.
    pub pooled: Vec<SeriesScore>,
}

/// What was forecast from one cut, and what happened.
#[derive(Debug, Clone, Serialize)]
pub struct CutResult {
    /// The last day that was seen.
    pub cut: Date,
    /// Months that were forecast, from the day after.
    pub months: u32,
    /// Opportunities that were open then, those left aside as abandoned not counted.
    pub open: usize,
    /// What had to be settled to see the book as it stood, a sentence each.
    pub notes: Vec<String>,
    /// Scores, by series.
    pub scores: Vec<SeriesScore>,
    /// Every forecast figure.
    pub cells: Vec<CellScore>,
}

/// Where the market of a cut comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MarketSource {
    /// The history up to the cut.
    Calibrated,
    /// The scenario, as it is.
    AsGiven,
}

/// The market that the book of the cut day tells, and what its win rates leave
/// out of the relationships there were, by segment.
///
/// # Errors
/// Figures that no scenario can take.
fn calibrated(book: &Book, resolved: &ResolvedScenario, cut: Date) -> Result<(ResolvedScenario, Vec<f64>), Faults> {
    let found = calibrate(book, &resolved.scenario, Some(cut));
    let mut misfit = None;
    let resolved = resolved.with_choices(|scenario| misfit = found.apply(scenario).err());
    let mut faults = Faults::default();
    if let Some(misfit) = misfit {
        faults.push(resolved.place("market"), BacktestFault::Misfit { why: misfit.to_string() });
    }
    faults.into_result((resolved, found.relationships))
}

/// Forecasts from every cut that is asked for and scores what happened.
/// `progress` is called with the number of years that are lived, over all cuts.
///
/// # Errors
/// Cuts that the history does not allow, all of them; a book that no plan can be made of.
pub fn backtest(
    book: &Book,
    resolved: &ResolvedScenario,
    request: &BacktestOptions,
    market: MarketSource,
    progress: &(dyn Fn(u32) + Sync),
) -> Result<Backtest, Faults> {
    let origins = origins::origins(book, resolved, request)?;
    let mut cuts = Vec::with_capacity(origins.len());
    for origin in &origins {
        cuts.push(of_cut(book, resolved, *origin, request, market, progress)?);
    }
    let all: Vec<&CellScore> = cuts.iter().flat_map(|cut| &cut.cells).collect();
    Ok(Backtest {
        plan: resolved.scenario.name.clone(),
        currency: resolved.scenario.money.currency.clone(),
        seed: request.seed,
        years: request.years,
        version: env!("CARGO_PKG_VERSION"),
        data_hash: book.hash.clone(),
        scenario_hash: resolved.hash.clone(),
        pooled: score::by_series(&all),
        cuts,
    })
}

fn of_cut(
    book: &Book,
    resolved: &ResolvedScenario,
    origin: ForecastOrigin,
    request: &BacktestOptions,
    market: MarketSource,
    progress: &(dyn Fn(u32) + Sync),
) -> Result<CutResult, Faults> {
    let CutBook { book: past, mut notes } = cut::cut(book, &resolved.scenario, origin.cut);
    let resolved = as_it_stood(resolved, &past, origin, &mut notes);
    let (resolved, relationships) = match market {
        MarketSource::Calibrated => calibrated(&past, &resolved, origin.cut).map(|(resolved, of)| (resolved, Some(of)))?,
        MarketSource::AsGiven => (resolved, None),
    };
    let setup = ForecastSetup::new(&past, &resolved, origin, relationships.as_deref(), &mut notes)?;
    let grid = ForecastGrid::new(&past, &setup.plan, origin);
    let lived = forecast::live(&setup, &grid, request.seed, request.years, progress);
    let before = record::record(&past, &grid, origin.first_month(&past), origin.past_months(&past));
    let happened = record::record(book, &grid, origin.start(), origin.months as usize);
    let cells = score::cells(&grid, &lived, &grid.values(&happened), &before, &past, origin);
    let open = setup.open();
    Ok(CutResult {
        cut: origin.cut,
        months: origin.months,
        open,
        notes,
        scores: score::by_series(&cells.iter().collect::<Vec<_>>()),
        cells,
    })
}

/// The scenario with the horizon of the cut, and without plans for the future:
/// seats and owners stay as they are.
fn as_it_stood(resolved: &ResolvedScenario, past: &Book, origin: ForecastOrigin, notes: &mut Vec<String>) -> ResolvedScenario {
    let dated = past.reps.iter().any(|rep| rep.hired.is_some());
    if !dated {
        notes.push(
            "No rep has a day of hiring or of leaving: nobody is taken to leave, and headcount is not forecast.".to_owned(),
        );
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
