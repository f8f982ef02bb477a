//! A stress test from the study file to its results.

use super::cell::{AlteredScenario, CellError, ExperimentCells, alter};
use super::cell_cache::CellCache;
use super::fault::CellBudgetExceeded;
use super::grid::{self, AxisGrid, MOST_YEARS};
use super::simulate_cells::{CellEvent, simulate_cells};
use super::stress::{self, StressResult};
use super::study_file::{FollowedHire, StudyFile};
use crate::added_seats::add_seats;
use crate::forecast_basis::default_market;
use crate::planning::design;
use attain_core::diagnostics::{Fault, Faults, Place};
use attain_core::output::WriteError;
use attain_core::scenario::ResolvedScenario;
use attain_core::scenario::choices::SeatAddition;
use attain_data::Book;

/// Factors applied to attrition in the default grid.
const ATTRITION: [f64; 4] = [0.5, 1.0, 1.5, 2.0];

/// A stress test with all plans designed.
#[derive(Debug)]
pub struct PreparedStudy<'a> {
    pub base: &'a ResolvedScenario,
    pub grid: AxisGrid,
    /// The cells of the grid. If a hire is evaluated, one cell without the hire and one for each
    /// start month follow.
    pub cells: ExperimentCells<'a>,
    /// The team of the evaluated hire.
    pub hire: Option<String>,
    /// Yearly target of the unaltered scenario.
    pub target: f64,
}

/// A study that was checked against the book and the scenario.
#[derive(Debug)]
pub struct CheckedStudy<'a> {
    book: &'a Book,
    base: &'a ResolvedScenario,
    grid: AxisGrid,
    hire: Option<String>,
    target: f64,
}

/// Checks a study against the book and the scenario. Only the scenario itself is designed.
///
/// # Errors
/// Returns every fault of the grid, or an error if the study has more years than can be kept in
/// memory.
pub fn check_study<'a>(
    book: &'a Book,
    base: &'a ResolvedScenario,
    file: &StudyFile,
    years: u32,
) -> Result<CheckedStudy<'a>, Faults> {
    let mut faults = Faults::default();
    file.check(book, &base.scenario, &mut faults);
    faults.into_result(())?;
    let plan = design(book, base)?;
    let grid = file.grid.clone().unwrap_or_else(|| default_grid(base, &richest_team(book, &plan)));
    let hire = match &file.hire {
        FollowedHire::Disabled => None,
        FollowedHire::Team(team) => Some(team.clone()),
        FollowedHire::Default => grid.headcount().and_then(|axis| grid.axes[axis].narrowed_to.clone()),
    };
    let months = if hire.is_some() { base.scenario.horizon.months as usize + 1 } else { 0 };
    let cells = grid.len() + months;
    if cells as u64 * u64::from(years) > MOST_YEARS {
        return Err(Faults(vec![Fault::new(Place::Option("--years"), CellBudgetExceeded { cells, years })]));
    }
    Ok(CheckedStudy { book, base, grid, hire, target: plan.target })
}

impl<'a> CheckedStudy<'a> {
    /// Designs all plans. `progress` is called after each design, from any thread.
    ///
    /// # Errors
    /// Returns the faults of the grid's plans.
    pub fn design(self, progress: &(dyn Fn(usize) + Sync)) -> Result<PreparedStudy<'a>, Faults> {
        let Self { book, base, grid, hire, target } = self;
        let place = || Place::File(base.file.clone());
        let faults_of = |error: CellError| match error {
            CellError::Design(faults) => faults,
            unfit @ CellError::Unfit { .. } => Faults(vec![Fault::new(place(), unfit)]),
        };
        let altered = (0..grid.len()).map(|cell| alter(base, &grid.values(cell)));
        let mut altered = altered.collect::<Result<Vec<_>, _>>().map_err(faults_of)?;
        if let Some(team) = &hire {
            altered.push(AlteredScenario { planned: base.clone(), realised: base.clone() });
            altered.extend((1..=base.scenario.horizon.months).map(|month| {
                let planned = with_hire(base, team, month);
                AlteredScenario { realised: planned.clone(), planned }
            }));
        }
        let cells = ExperimentCells::from_altered(book, base, &altered, progress)?;
        Ok(PreparedStudy { base, grid, cells, hire, target })
    }
}

/// Returns the scenario with one more seat in a team, planned to start in a given month.
fn with_hire(base: &ResolvedScenario, team: &str, month: u32) -> ResolvedScenario {
    base.with_choices(|scenario| {
        add_seats(scenario, [SeatAddition { team: team.to_owned(), seats: 1, start_month: month, region: None }]);
    })
}

/// Returns the team with the highest potential per seat, among teams with seats.
#[must_use]
pub fn richest_team(book: &Book, plan: &attain_core::plan::Plan) -> String {
    let per_seat = |team: usize| {
        let seats: Vec<f64> = plan.seats.iter().filter(|seat| seat.team == team).map(|seat| seat.potential).collect();
        (!seats.is_empty()).then(|| seats.iter().sum::<f64>() / seats.len() as f64)
    };
    let teams = (0..book.teams.len()).filter_map(|team| Some((team, per_seat(team)?)));
    teams.max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0))).map(|(team, _)| book.teams[team].clone()).unwrap_or_default()
}

/// Returns the default grid. Factors that raise attrition above 100 % are omitted.
fn default_grid(base: &ResolvedScenario, team: &str) -> AxisGrid {
    let scenario = &base.scenario;
    let own = scenario.headcount.adds.iter().filter(|add| add.team == team).map(|add| add.seats).sum::<u32>();
    let annual = scenario.attrition.annual.get();
    let factors: Vec<f64> = ATTRITION.into_iter().filter(|times| annual * times <= 1.0).collect();
    grid::default_grid(team, f64::from(own), &factors)
}

impl PreparedStudy<'_> {
    /// Simulates all cells and evaluates them.
    ///
    /// # Errors
    /// Returns an error if years cannot be written to disk.
    pub fn run(
        &self,
        file: &StudyFile,
        cache: &CellCache,
        seed: u64,
        years: u32,
        watch: &(dyn Fn(CellEvent) + Sync),
    ) -> Result<StressResult, WriteError> {
        let columns = simulate_cells(&self.cells, cache, seed, years, watch)?;
        let (of_grid, of_hire) = columns.split_at(self.grid.len());
        let scenario = &self.base.scenario;
        Ok(StressResult {
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
            marginal: stress::added_rep_values(&self.grid, of_grid),
            hire: self
                .hire
                .as_ref()
                .zip(of_hire.split_first())
                .map(|(team, (none, months))| stress::hire_result(team, none, months)),
            default_market: default_market(self.cells.book, std::slice::from_ref(self.base)),
            notes: stress::notes(&self.grid, of_grid),
        })
    }
}
