//! Cells: a scenario altered along axes, designed and lived.
//!
//! What the planner decides changes the design; what the market or chance
//! decides leaves the plan as it was designed and comes true all the same. So
//! a design is made once for all cells that differ in the world alone.

use std::collections::BTreeMap;
use std::ops::Range;

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::axis::{Axis, By, Unfit};
use attain_core::diagnostics::Faults;
use attain_core::metric::MetricId;
use attain_core::plan::Plan;
use attain_core::scenario::ResolvedScenario;
use attain_core::scenario::choices::Scenario;
use attain_data::Book;
use attain_design::design::design;
use attain_sim::simulate::compiled_plan::CompiledPlan;
use attain_sim::simulate::year_state::YearState;
use attain_sim::simulate::{Markets, Simulator, company_row};

/// An axis, perhaps narrowed to a team or segment, at a value.
#[derive(Debug, Clone)]
pub struct Point {
    /// The axis.
    pub axis: &'static Axis,
    /// The team or segment.
    pub of: Option<String>,
    /// The value.
    pub value: f64,
}

impl Point {
    /// `adds.mid-market`: the axis as files name it.
    #[must_use]
    pub fn name(&self) -> String {
        name(self.axis, self.of.as_deref())
    }
}

/// An axis as files name it: `attrition`, `adds.mid-market`.
#[must_use]
pub fn name(axis: &Axis, of: Option<&str>) -> String {
    of.map_or_else(|| axis.name.to_owned(), |of| format!("{}.{of}", axis.name))
}

/// A cell that is ready to be lived.
#[derive(Debug, Clone)]
pub struct Cell {
    /// What comes true.
    pub scenario: Scenario,
    /// Position of its design in [`Cells::designs`].
    pub design: usize,
    /// SHA-256 of what was planned and what comes true, lower-case hex.
    pub hash: String,
}

/// Cells with their designs.
#[derive(Debug)]
pub struct Cells<'a> {
    /// The book of business.
    pub book: &'a Book,
    /// The distinct designs.
    pub designs: Vec<Plan>,
    /// The cells, in the order given.
    pub cells: Vec<Cell>,
}

/// Cells that cannot be made.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
pub enum CellError {
    /// A value does not fit the scenario.
    #[error("`{name}` cannot be {value}: {unfit}")]
    #[diagnostic(code("stress::unfit-value"), help("choose a value that keeps the scenario's own numbers in their ranges"))]
    Unfit {
        /// The axis.
        name: String,
        /// Its value.
        value: f64,
        /// Why.
        unfit: Unfit,
    },
    /// The altered scenario has no plan.
    #[error(transparent)]
    Design(#[from] Faults),
}

/// A scenario altered along axes: what is planned, and what comes true.
///
/// # Errors
/// The first value that does not fit.
pub fn alter(base: &ResolvedScenario, points: &[Point]) -> Result<(ResolvedScenario, ResolvedScenario), CellError> {
    let mut ordered: Vec<&Point> = points.iter().collect();
    ordered.sort_by_key(|point| (point.axis.position(), &point.of));
    let apply = |from: ResolvedScenario, by: By| {
        let ours = ordered.iter().filter(|point| point.axis.by == by);
        ours.into_iter().try_fold(from, |resolved, point| {
            let changed = point.axis.apply(&resolved, point.of.as_deref(), point.value);
            changed.map_err(|unfit| CellError::Unfit { name: point.name(), value: point.value, unfit })
        })
    };
    let planned = apply(base.clone(), By::Plan)?;
    let lived = apply(planned.clone(), By::World)?;
    Ok((planned, lived))
}

impl<'a> Cells<'a> {
    /// Designs the cells of a scenario, each design once, in parallel.
    /// `progress` is called after each design, from any thread. Where the
    /// scenario states no target, that of the unaltered scenario counts for all.
    ///
    /// # Errors
    /// A value that does not fit; the faults of the first design that has any.
    pub fn design(
        book: &'a Book,
        base: &ResolvedScenario,
        cells: &[Vec<Point>],
        progress: &(dyn Fn(usize) + Sync),
    ) -> Result<Self, CellError> {
        let altered: Vec<(ResolvedScenario, ResolvedScenario)> =
            cells.iter().map(|points| alter(base, points)).collect::<Result<_, _>>()?;
        Ok(Self::of(book, base, &altered, progress)?)
    }

    /// The same for scenarios that are altered already: what is planned, and what comes true.
    ///
    /// # Errors
    /// The faults of the first design that has any.
    pub fn of(
        book: &'a Book,
        base: &ResolvedScenario,
        altered: &[(ResolvedScenario, ResolvedScenario)],
        progress: &(dyn Fn(usize) + Sync),
    ) -> Result<Self, Faults> {
        let mut plans: Vec<&ResolvedScenario> = Vec::new();
        let mut known: BTreeMap<&str, usize> = BTreeMap::new();
        let common = base.scenario.target.bookings.is_none();
        for planned in common.then_some(base).into_iter().chain(altered.iter().map(|(planned, _)| planned)) {
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
        let cells = altered.iter().map(|(planned, lived)| {
            let design = known[planned.hash.as_str()];
            let target = designs[design].target.to_bits();
            let hash = hex(format!("{} {} {target:x}", planned.hash, lived.hash).as_bytes());
            Cell { scenario: lived.scenario.clone(), design, hash }
        });
        let cells = cells.collect();
        Ok(Self { book, designs, cells })
    }

    /// The plan of a cell, as it is lived.
    #[must_use]
    pub fn plan(&self, cell: usize) -> Plan {
        let Cell { scenario, design, .. } = &self.cells[cell];
        let mut plan = self.designs[*design].clone();
        for seat in &mut plan.seats {
            // A ramp of another length is met by the seats as they are.
            let team = self.book.teams.get(seat.team);
            seat.ramp = team.and_then(|name| scenario.ramp.teams.get(name)).unwrap_or(&scenario.ramp.shape).clone();
        }
        plan.assumed = Some(Box::new(std::mem::replace(&mut plan.scenario, scenario.clone())));
        plan
    }

    /// Lives years of some cells: by cell, then by figure of `keep`, then by
    /// year. All live in the same worlds; nothing but the figures is kept.
    /// `progress` is called after each year with the number of years done.
    #[must_use]
    pub fn live(
        &self,
        cells: &[usize],
        seed: u64,
        years: Range<u32>,
        keep: &[MetricId],
        progress: &(dyn Fn(u32) + Sync),
    ) -> Vec<Vec<Vec<f64>>> {
        self.ready(cells, seed).live(years, keep, progress)
    }

    /// Some cells, prepared to live any years of a seed.
    #[must_use]
    pub fn ready(&self, cells: &[usize], seed: u64) -> Ready<'a> {
        Ready::of(self.book, cells.iter().map(|&cell| self.plan(cell)).collect(), seed)
    }
}

/// Plans, of cells for one, that are ready to live.
#[derive(Debug)]
pub struct Ready<'a> {
    book: &'a Book,
    plans: Vec<Plan>,
    markets: Markets,
    seed: u64,
}

impl<'a> Ready<'a> {
    /// Prepares plans to live any years of a seed.
    #[must_use]
    pub fn of(book: &'a Book, plans: Vec<Plan>, seed: u64) -> Self {
        let markets = Markets::from_plans(book, &plans);
        Self { book, plans, markets, seed }
    }

    /// Lives years: by plan, then by figure of `keep`, then by year.
    #[must_use]
    pub fn live(&self, years: Range<u32>, keep: &[MetricId], progress: &(dyn Fn(u32) + Sync)) -> Vec<Vec<Vec<f64>>> {
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

/// SHA-256, lower-case hex.
pub(super) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    Sha256::digest(bytes).iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
