//! A stress test from the study file to its results.

use super::cell::{CellError, Cells};
use super::fault::CellBudgetExceeded;
use super::file::{Hire, StudyFile};
use super::grid::{self, Grid, MOST_YEARS};
use super::kept::KeptCells;
use super::live::{self, Event};
use super::stress::{self, Stress};
use attain_core::diagnostics::{Fault, Faults, Place};
use attain_core::output::WriteError;
use attain_core::scenario::ResolvedScenario;
use attain_core::scenario::choices::SeatAddition;
use attain_data::Book;
use attain_design::design::design;

/// Factors on attrition of the usual grid.
const ATTRITION: [f64; 4] = [0.5, 1.0, 1.5, 2.0];

/// A stress test that is ready to be lived.
#[derive(Debug)]
pub struct Ready<'a> {
    /// The scenario.
    pub base: &'a ResolvedScenario,
    /// The grid.
    pub grid: Grid,
    /// Cells of the grid; then, for a hire, none and one in each month.
    pub cells: Cells<'a>,
    /// The team whose hire is followed.
    pub hire: Option<String>,
    /// Target of the unaltered scenario.
    pub target: f64,
}

/// What a study asks for, checked.
#[derive(Debug)]
pub struct Asked<'a> {
    book: &'a Book,
    base: &'a ResolvedScenario,
    grid: Grid,
    hire: Option<String>,
    target: f64,
}

/// Reads what a study asks for; nothing is designed but the scenario itself.
///
/// # Errors
/// Every fault of the grid.
pub fn asked<'a>(book: &'a Book, base: &'a ResolvedScenario, file: &StudyFile, years: u32) -> Result<Asked<'a>, Faults> {
    let mut faults = Faults::default();
    file.check(book, &base.scenario, &mut faults);
    faults.into_result(())?;
    let plan = design(book, base)?;
    let grid = file.grid.clone().unwrap_or_else(|| usual(base, &richest_team(book, &plan)));
    let hire = match &file.hire {
        Hire::Nobody => None,
        Hire::Team(team) => Some(team.clone()),
        Hire::Usual => grid.headcount().and_then(|line| grid.lines[line].of.clone()),
    };
    let months = if hire.is_some() { base.scenario.horizon.months as usize + 1 } else { 0 };
    let cells = grid.len() + months;
    if cells as u64 * u64::from(years) > MOST_YEARS {
        return Err(Faults(vec![Fault::new(Place::Option("--years"), CellBudgetExceeded { cells, years })]));
    }
    Ok(Asked { book, base, grid, hire, target: plan.target })
}

impl<'a> Asked<'a> {
    /// Designs all plans. `progress` is called after each design, from any thread.
    ///
    /// # Errors
    /// The faults of the plans that the grid asks for.
    pub fn design(self, progress: &(dyn Fn(usize) + Sync)) -> Result<Ready<'a>, Faults> {
        let Self { book, base, grid, hire, target } = self;
        let place = || Place::File(base.file.clone());
        let told = |error: CellError| match error {
            CellError::Design(faults) => faults,
            unfit @ CellError::Unfit { .. } => Faults(vec![Fault::new(place(), unfit)]),
        };
        let altered = (0..grid.len()).map(|cell| super::cell::alter(base, &grid.points(cell)));
        let mut altered = altered.collect::<Result<Vec<_>, _>>().map_err(told)?;
        if let Some(team) = &hire {
            altered.push((base.clone(), base.clone()));
            altered.extend((1..=base.scenario.horizon.months).map(|month| {
                let with = hired(base, team, month);
                (with.clone(), with)
            }));
        }
        let cells = Cells::of(book, base, &altered, progress)?;
        Ok(Ready { base, grid, cells, hire, target })
    }
}

/// The scenario with one more seat of a team, planned to start in a month.
fn hired(base: &ResolvedScenario, team: &str, month: u32) -> ResolvedScenario {
    base.with_choices(|scenario| {
        scenario.headcount.adds.push(SeatAddition { team: team.to_owned(), seats: 1, start_month: month, region: None });
    })
}

/// The team with the most potential a seat, among those that have seats.
#[must_use]
pub fn richest_team(book: &Book, plan: &attain_core::plan::Plan) -> String {
    let per_seat = |team: usize| {
        let seats: Vec<f64> = plan.seats.iter().filter(|seat| seat.team == team).map(|seat| seat.potential).collect();
        (!seats.is_empty()).then(|| seats.iter().sum::<f64>() / seats.len() as f64)
    };
    let teams = (0..book.teams.len()).filter_map(|team| Some((team, per_seat(team)?)));
    teams.max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0))).map(|(team, _)| book.teams[team].clone()).unwrap_or_default()
}

/// The grid where the study gives none; what the scenario's attrition cannot bear is left out.
fn usual(base: &ResolvedScenario, team: &str) -> Grid {
    let scenario = &base.scenario;
    let own = scenario.headcount.adds.iter().filter(|add| add.team == team).map(|add| add.seats).sum::<u32>();
    let annual = scenario.attrition.annual.get();
    let borne: Vec<f64> = ATTRITION.into_iter().filter(|times| annual * times <= 1.0).collect();
    grid::usual(team, f64::from(own), &borne)
}

impl Ready<'_> {
    /// Lives all cells and weighs them.
    ///
    /// # Errors
    /// When years cannot be written.
    pub fn run(
        &self,
        file: &StudyFile,
        kept: &KeptCells,
        seed: u64,
        years: u32,
        watch: &(dyn Fn(Event) + Sync),
    ) -> Result<Stress, WriteError> {
        let columns = live::live(&self.cells, kept, seed, years, watch)?;
        let (of_grid, of_hire) = columns.split_at(self.grid.len());
        let scenario = &self.base.scenario;
        Ok(Stress {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            study: if file.name.is_empty() { scenario.name.clone() } else { file.name.clone() },
            description: file.description.clone(),
            scenario: scenario.name.clone(),
            scenario_hash: self.base.hash.clone(),
            data_hash: self.cells.book.hash.clone(),
            seed,
            years,
            currency: scenario.money.currency.clone(),
            target: self.target,
            horizon_months: scenario.horizon.months,
            axes: stress::axes(&self.grid, scenario),
            cells: stress::cells(&self.grid, of_grid),
            marginal: stress::marginal(&self.grid, of_grid),
            hire: self.hire.as_ref().zip(of_hire.split_first()).map(|(team, (none, months))| stress::hire(team, none, months)),
            notes: stress::notes(&self.grid, of_grid),
        })
    }
}
