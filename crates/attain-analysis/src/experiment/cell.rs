//! Cells: a scenario altered along axes, designed and simulated.
//!
//! Axes that the planner controls change the design. Axes that the market or chance controls leave
//! the designed plan unchanged and affect only what happens to it. Cells that differ only in the
//! latter therefore share a design.

use std::collections::BTreeMap;
use std::ops::Range;

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::axis_kind::DecidedBy;
use super::axis_value::AxisValue;
use super::error::AxisValueError;
use crate::planning::design;
use attain_core::diagnostics::Faults;
use attain_core::metric::MetricId;
use attain_core::plan::Plan;
use attain_core::scenario::ResolvedScenario;
use attain_core::scenario::choices::Scenario;
use attain_data::Book;
use attain_sim::simulate::compiled_plan::CompiledPlan;
use attain_sim::simulate::year_state::YearState;
use attain_sim::simulate::{Markets, Simulator, company_row};

/// A scenario altered along axes.
#[derive(Debug, Clone)]
pub struct AlteredScenario {
    /// The scenario for which the plan is designed.
    pub planned: ResolvedScenario,
    /// The scenario that is simulated.
    pub realised: ResolvedScenario,
}

/// A cell that is ready to simulate.
#[derive(Debug, Clone)]
pub struct ExperimentCell {
    /// The scenario that is simulated.
    pub scenario: Scenario,
    /// Position of the design in [`ExperimentCells::designs`].
    pub design: usize,
    /// SHA-256 of the planned and the realised scenario, lower-case hex.
    pub hash: String,
}

/// Cells with their designs.
#[derive(Debug)]
pub struct ExperimentCells<'a> {
    pub book: &'a Book,
    /// The distinct designs.
    pub designs: Vec<Plan>,
    /// The cells, in the order in which they were given.
    pub cells: Vec<ExperimentCell>,
}

/// An error that prevents cells from being created.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
pub enum CellError {
    /// A value is invalid for the scenario.
    #[error("`{name}` cannot be {value}: {unfit}")]
    #[diagnostic(code("stress::unfit-value"), help("choose a value that keeps the scenario's numbers within their ranges"))]
    Unfit {
        /// Name of the axis.
        name: String,
        /// Value of the axis.
        value: f64,
        /// Reason why the value is invalid.
        unfit: AxisValueError,
    },
    /// No plan can be designed for the altered scenario.
    #[error(transparent)]
    Design(#[from] Faults),
}

/// Alters a scenario along axes.
///
/// # Errors
/// Returns the first value that is invalid for the scenario.
pub fn alter(base: &ResolvedScenario, values: &[AxisValue]) -> Result<AlteredScenario, CellError> {
    let mut ordered: Vec<&AxisValue> = values.iter().collect();
    ordered.sort_by_key(|value| (value.axis.position(), &value.narrowed_to));
    let apply = |from: ResolvedScenario, decided_by: DecidedBy| {
        let ours = ordered.iter().filter(|value| value.axis.decided_by == decided_by);
        ours.into_iter().try_fold(from, |resolved, value| {
            let changed = value.axis.apply(&resolved, value.narrowed_to.as_deref(), value.value);
            changed.map_err(|unfit| CellError::Unfit { name: value.name(), value: value.value, unfit })
        })
    };
    let planned = apply(base.clone(), DecidedBy::Plan)?;
    let realised = apply(planned.clone(), DecidedBy::World)?;
    Ok(AlteredScenario { planned, realised })
}

impl<'a> ExperimentCells<'a> {
    /// Designs the cells of a scenario in parallel, each distinct design once. `progress` is called
    /// after each design, from any thread. If the scenario states no target, that of the unaltered
    /// scenario applies to all cells.
    ///
    /// # Errors
    /// Returns an error for an invalid value, or the faults of the first design that has any.
    pub fn design(
        book: &'a Book,
        base: &ResolvedScenario,
        cells: &[Vec<AxisValue>],
        progress: &(dyn Fn(usize) + Sync),
    ) -> Result<Self, CellError> {
        let altered: Vec<AlteredScenario> = cells.iter().map(|values| alter(base, values)).collect::<Result<_, _>>()?;
        Ok(Self::from_altered(book, base, &altered, progress)?)
    }

    /// Designs cells from scenarios that are already altered.
    ///
    /// # Errors
    /// Returns the faults of the first design that has any.
    pub fn from_altered(
        book: &'a Book,
        base: &ResolvedScenario,
        altered: &[AlteredScenario],
        progress: &(dyn Fn(usize) + Sync),
    ) -> Result<Self, Faults> {
        let mut plans: Vec<&ResolvedScenario> = Vec::new();
        let mut known: BTreeMap<&str, usize> = BTreeMap::new();
        let common = base.scenario.target.bookings.is_none();
        for planned in common.then_some(base).into_iter().chain(altered.iter().map(|cell| &cell.planned)) {
            known.entry(&planned.hash).or_insert_with(|| {
                plans.push(planned);
                plans.len() - 1
            });
        }
        let made: Vec<Result<Plan, Faults>> = plans
            .par_iter()
            .enumerate()
            .map(|(i, planned)| {
                let plan = design(book, planned);
                progress(i);
                plan
            })
            .collect();
        let mut designs: Vec<Plan> = made.into_iter().collect::<Result<_, _>>()?;
        if let (true, Some(target)) = (common, designs.first().map(|plan| plan.target)) {
            let own = |plan: &&mut Plan| plan.scenario.target.bookings.is_none();
            designs.iter_mut().filter(own).for_each(|plan| plan.target = target);
        }
        let cells = altered.iter().map(|AlteredScenario { planned, realised }| {
            let design = known[planned.hash.as_str()];
            let target = designs[design].target.to_bits();
            let hash = sha256_hex(format!("{} {} {target:x}", planned.hash, realised.hash).as_bytes());
            ExperimentCell { scenario: realised.scenario.clone(), design, hash }
        });
        let cells = cells.collect();
        Ok(Self { book, designs, cells })
    }

    /// Returns the plan of a cell as it is simulated.
    #[must_use]
    pub fn plan(&self, cell: usize) -> Plan {
        let ExperimentCell { scenario, design, .. } = &self.cells[cell];
        let mut plan = self.designs[*design].clone();
        for seat in &mut plan.seats {
            // Seats are designed with the planned ramp but simulated with the realised one.
            let team = self.book.teams.get(seat.team);
            seat.ramp = team.and_then(|name| scenario.ramp.teams.get(name)).unwrap_or(&scenario.ramp.shape).clone();
        }
        plan.assumed = Some(Box::new(std::mem::replace(&mut plan.scenario, scenario.clone())));
        plan
    }

    /// Simulates years of selected cells in the same worlds. Returns only the metrics of `keep`,
    /// indexed by cell, metric and year. `progress` is called after each year with the number of
    /// years done.
    #[must_use]
    pub fn simulate(
        &self,
        cells: &[usize],
        seed: u64,
        years: Range<u32>,
        keep: &[MetricId],
        progress: &(dyn Fn(u32) + Sync),
    ) -> Vec<Vec<Vec<f64>>> {
        self.prepare(cells, seed).simulate(years, keep, progress)
    }

    /// Prepares selected cells for simulating any years of a seed.
    #[must_use]
    pub fn prepare(&self, cells: &[usize], seed: u64) -> PreparedPlans<'a> {
        PreparedPlans::new(self.book, cells.iter().map(|&cell| self.plan(cell)).collect(), seed)
    }
}

/// Plans with their compiled markets, such as those of cells.
#[derive(Debug)]
pub struct PreparedPlans<'a> {
    book: &'a Book,
    plans: Vec<Plan>,
    markets: Markets,
    seed: u64,
}

impl<'a> PreparedPlans<'a> {
    /// Prepares plans for simulating any years of a seed.
    #[must_use]
    pub fn new(book: &'a Book, plans: Vec<Plan>, seed: u64) -> Self {
        let markets = Markets::from_plans(book, &plans);
        Self { book, plans, markets, seed }
    }

    /// Simulates years and returns values indexed by plan, metric of `keep` and year.
    #[must_use]
    pub fn simulate(&self, years: Range<u32>, keep: &[MetricId], progress: &(dyn Fn(u32) + Sync)) -> Vec<Vec<Vec<f64>>> {
        let simulator = Simulator::new(self.book, &self.plans, &self.markets, self.seed);
        let take = |setting: &CompiledPlan<'_>, state: &YearState| {
            let row = company_row(setting, state);
            keep.iter().map(|&id| row[id as usize]).collect::<Vec<f64>>()
        };
        let count = years.len();
        let mut columns: Vec<Vec<Vec<f64>>> =
            self.plans.iter().map(|_| keep.iter().map(|_| Vec::with_capacity(count)).collect()).collect();
        for year in simulator.map_years(years, &take, progress) {
            for (plan, row) in columns.iter_mut().zip(year) {
                plan.iter_mut().zip(row).for_each(|(column, value)| column.push(value));
            }
        }
        columns
    }
}

/// Returns the SHA-256 in lower-case hex.
pub(super) fn sha256_hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    Sha256::digest(bytes).iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
