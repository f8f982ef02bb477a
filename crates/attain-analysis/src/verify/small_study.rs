//! Small in-memory studies: scenario texts parsed like files, a generated book and designed plans.

use rayon::prelude::*;

use crate::planning::design;
use attain_core::diagnostics::Faults;
use attain_core::metric::{MetricId, SERIES};
use attain_core::plan::Plan;
use attain_core::scenario;
use attain_core::scenario::ResolvedScenario;
use attain_data::Book;
use attain_design::study;
use attain_design::study::Study;
use attain_sim::simulate::simulate_years;
use attain_sim::simulate::{PlanOutput, SimulationOutput};
use attain_sim::world::{CompiledMarket, World};

/// A market in which only creation, winning, size and time are random. Each case adds the mechanism
/// under test. All business is inbound, so coverage has no effect unless a case changes it.
const CALM: &str = r#"
[market]
size-log-odds = 0
unramped-log-odds = 0
response = { power = { inbound = 1, elasticity = 1 } }
selling = { odds-elasticity = 0, wait = 0 }
shock = { sd = 0 }
segment-shock = { sd = 0 }
potential-drift = { account-sd = 0, segment-sd = 0, won-gain = 0, lost-loss = 0 }
season = { month-end-pull = 1, quarter-end-pull = 1 }
slippage = { share = 0 }
relationship = { win-log-odds = 0, churn-log-odds = 0 }
skill = { sd = 0 }
renewal = { recurring = 0 }
new-accounts = { inflow = { per-year = 0 } }
uncertainty = { opportunity-rate = 0, size = 0, attrition = 0, ramp = 0, time-to-fill = 0, churn = 0 }

[coverage]
hours-by-size = 0
hours-per-renewal = 0
spare-time = 0

[teams.sales]
absence = 0
pay = { base = 0, variable = 0 }

[attrition]
annual = 0
bands = [{ from-month = 0, factor = 1 }]
low-attainment-log-hazard = 0
book-cut-factor = 1
peer-factor = 1
cover = "house"
time-to-fill = { sigma = 0 }

[headcount]
hire-slip = { mean-days = 0 }

[ramp]
shape = "none"

[territory]
carve = "keep"

[quota]
policy = { flat = { quota = 1 } }
"#;

/// A book with its plans.
pub(super) struct SmallStudy {
    pub book: Book,
    pub plans: Vec<Plan>,
}

impl SmallStudy {
    /// Creates a study. `common` extends the calm market, and each plan's text extends `common`.
    /// Reps have served 24 months when the horizon begins.
    pub fn new(common: &str, plans: &[&str]) -> Result<Self, Faults> {
        Self::with_book(common, plans, |_| ())
    }

    /// Creates a study and changes its book before the plans are designed.
    pub fn with_book(common: &str, plans: &[&str], change: impl FnOnce(&mut Book)) -> Result<Self, Faults> {
        let read = |(i, text): (usize, &&str)| {
            scenario::from_texts(&[(&format!("plan {}", i + 1), text), ("common", common), ("calm", CALM)])
        };
        let scenarios: Vec<ResolvedScenario> = plans.iter().enumerate().map(read).collect::<Result<_, Faults>>()?;
        let Study { mut book, scenarios } = study::from_scenarios(scenarios, Faults::default())?;
        for rep in &mut book.reps {
            // Without a hire date, a rep gets the default tenure.
            rep.hired = None;
        }
        change(&mut book);
        let plans = study::for_each_scenario(&scenarios, |resolved| design(&book, resolved))?;
        Ok(Self { book, plans })
    }

    /// Simulates years of all plans.
    pub fn simulate(&self, seed: u64, years: u32) -> SimulationOutput {
        simulate_years(&self.book, &self.plans, seed, years, &|_| ())
    }

    /// Draws the worlds of the first plan and collects a value from each.
    pub fn map_worlds<T: Send>(&self, seed: u64, years: u32, take: impl Fn(&mut World, &CompiledMarket) -> T + Sync) -> Vec<T> {
        let Some(plan) = self.plans.first() else { return Vec::new() };
        let odds = CompiledMarket::new(&self.book, &plan.scenario);
        let draw = |world: &mut World, year: u32| {
            world.draw(&odds, seed, year);
            take(world, &odds)
        };
        (0..years).into_par_iter().map_init(World::empty, draw).collect()
    }
}

/// Returns a company metric of a plan by year.
pub(super) fn metric(plan: &PlanOutput, id: MetricId) -> &[f64] {
    &plan.company[id as usize]
}

/// Returns a step of a series of a plan by year; empty for an unknown series.
pub(super) fn series(plan: &PlanOutput, name: &str, step: usize) -> Vec<f64> {
    let at = SERIES.iter().position(|series| series.name == name);
    at.map_or_else(Vec::new, |at| plan.series[at][step].iter().map(|&value| f64::from(value)).collect())
}
