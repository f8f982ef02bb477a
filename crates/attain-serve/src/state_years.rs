//! Simulated years of single plans, kept apart and joined for a comparison.

use std::ops::Range;
use std::sync::Arc;

use attain_sim::run::{ColumnSelection, ReadError, YearSource};
use attain_sim::simulate::{PlanOutput, SimulationOutput};

/// The first simulated years of one plan.
#[derive(Debug, Clone, Default)]
pub struct StateYears(Option<SimulationOutput>);

impl StateYears {
    /// Number of simulated years.
    #[must_use]
    pub fn count(&self) -> u32 {
        self.0.as_ref().map_or(0, |output| output.years as u32)
    }

    /// Appends the years that follow.
    pub fn append(&mut self, next: SimulationOutput) {
        let Some(known) = &mut self.0 else {
            self.0 = Some(next);
            return;
        };
        known.years += next.years;
        known.latent_opportunities += next.latent_opportunities;
        for (known, next) in known.plans.iter_mut().zip(next.plans) {
            extend_plan(known, next);
        }
    }
}

fn extend_plan(known: &mut PlanOutput, next: PlanOutput) {
    fn flat<T>(known: &mut [Vec<T>], next: Vec<Vec<T>>) {
        known.iter_mut().zip(next).for_each(|(known, next)| known.extend(next));
    }
    fn deep<T>(known: &mut [Vec<Vec<T>>], next: Vec<Vec<Vec<T>>>) {
        known.iter_mut().zip(next).for_each(|(known, next)| flat(known, next));
    }
    flat(&mut known.company, next.company);
    deep(&mut known.groups, next.groups);
    deep(&mut known.seats, next.seats);
    deep(&mut known.series, next.series);
    deep(&mut known.periods, next.periods);
}

/// The first years of several plans, simulated separately in the same worlds.
#[derive(Debug)]
pub struct JoinedYears {
    pub seed: u64,
    /// Number of years of every plan.
    pub years: usize,
    pub plans: Vec<Arc<StateYears>>,
}

impl YearSource for JoinedYears {
    fn seed(&self) -> u64 {
        self.seed
    }

    fn plans(&self) -> usize {
        self.plans.len()
    }

    fn total(&self) -> usize {
        self.years
    }

    fn years_of(&self, plan: usize) -> usize {
        self.plans.get(plan).map_or(0, |years| (years.count() as usize).min(self.years))
    }

    fn read(&self, columns: ColumnSelection, years: Range<usize>) -> Result<Vec<Vec<f64>>, ReadError> {
        let Some(output) = self.plans.get(columns.plan).and_then(|years| years.0.as_ref()) else { return Ok(Vec::new()) };
        let most = self.years_of(columns.plan);
        output.read(ColumnSelection { plan: 0, ..columns }, years.start.min(most)..years.end.min(most))
    }
}
