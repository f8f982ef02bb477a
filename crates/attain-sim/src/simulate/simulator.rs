//! Simulates years in parallel. For each year, every plan is simulated in the same world.

use std::ops::Range;
use std::sync::atomic::{AtomicU32, Ordering};

use rayon::prelude::*;

use super::compiled_plan::CompiledPlan;
use super::markets::{MarketMembers, Markets};
use super::plan_year::PlanYear;
use super::simulation_output::{PlanOutput, SimulationOutput};
use super::year::YearSimulator;
use super::year_state::YearState;
use crate::world::{CompiledMarket, World};
use attain_core::plan::Plan;
use attain_core::random::WorldStreams;
use attain_data::Book;

/// Maximum number of years that are held as rows before they are added to columns.
const AT_ONCE: u32 = 512;

/// A market and the compiled plans that share it.
#[derive(Debug)]
struct MarketPlans<'a> {
    market: &'a CompiledMarket,
    /// Compiled plans with their positions in the comparison.
    plans: Vec<(usize, CompiledPlan<'a>)>,
}

/// Compiled plans, ready to simulate any years of a seed.
#[derive(Debug)]
pub struct Simulator<'a> {
    book: &'a Book,
    plans: &'a [Plan],
    seed: u64,
    markets: Vec<MarketPlans<'a>>,
}

impl<'a> Simulator<'a> {
    /// Compiles plans. `markets` must come from [`Markets::from_plans`] with the same plans.
    #[must_use]
    pub fn new(book: &'a Book, plans: &'a [Plan], markets: &'a Markets, seed: u64) -> Self {
        let compile = |members: &'a MarketMembers| MarketPlans {
            market: &members.market,
            plans: members.plans.iter().map(|&p| (p, CompiledPlan::new(book, &plans[p], &members.market))).collect(),
        };
        Self { book, plans, seed, markets: markets.iter().map(compile).collect() }
    }

    /// Simulates the given years of the plans that are `active`, by position. The columns of other
    /// plans are empty. Plans with the same market share their worlds; plans with different markets
    /// share the underlying draws. `progress` is called after each year with the number of
    /// completed years, from any thread.
    #[must_use]
    pub fn simulate_span(&self, years: Range<u32>, active: &[bool], progress: &(dyn Fn(u32) + Sync)) -> SimulationOutput {
        let count = years.len();
        let columns =
            |(plan, active): (&Plan, &bool)| PlanOutput::with_capacity(self.book, plan, if *active { count } else { 0 });
        let mut output = SimulationOutput {
            seed: self.seed,
            years: count,
            plans: self.plans.iter().zip(active).map(columns).collect(),
            latent_opportunities: 0,
        };
        let done = AtomicU32::new(0);
        let mut from = years.start;
        while from < years.end {
            let until = years.end.min(from + AT_ONCE);
            let block: Vec<YearOutputs> = (from..until)
                .into_par_iter()
                .map_init(WorldSimulator::default, |simulator, year| {
                    let all = self.simulate_world(WorldStreams::new(self.seed, year), year, active, simulator);
                    progress(done.fetch_add(1, Ordering::Relaxed) + 1);
                    all
                })
                .collect();
            output.latent_opportunities += block.iter().map(|year| year.latent).sum::<u64>();
            output.plans.par_iter_mut().enumerate().for_each(|(p, into)| block.iter().for_each(|year| into.push(&year.plans[p])));
            from = until;
        }
        output
    }

    /// Applies `extract` to every simulated year and returns its results, indexed by year and plan.
    /// Nothing else is kept, so many plans fit in memory. Worlds are shared and `progress` is
    /// called as in [`Simulator::simulate_span`].
    #[must_use]
    pub fn map_years<T: Send>(
        &self,
        years: Range<u32>,
        extract: &(dyn Fn(&CompiledPlan, &YearState) -> T + Sync),
        progress: &(dyn Fn(u32) + Sync),
    ) -> Vec<Vec<T>> {
        let done = AtomicU32::new(0);
        years
            .into_par_iter()
            .map_init(WorldSimulator::default, |WorldSimulator { world, simulator }, year| {
                let mut taken: Vec<(usize, T)> = Vec::with_capacity(self.plans.len());
                for MarketPlans { market, plans } in &self.markets {
                    world.draw(market, self.seed, year);
                    taken.extend(plans.iter().map(|(p, plan)| (*p, extract(plan, simulator.simulate(plan, world)))));
                }
                taken.sort_by_key(|(p, _)| *p);
                progress(done.fetch_add(1, Ordering::Relaxed) + 1);
                taken.into_iter().map(|(_, value)| value).collect()
            })
            .collect()
    }

    /// Simulates every plan once in the world of each entry in `streams`. Returns the result of
    /// `take`, which receives the rows of all plans, in the order of the worlds. `progress` is
    /// called after each world with the number of completed worlds, from any thread.
    #[must_use]
    pub fn map_worlds<T: Send>(
        &self,
        worlds: u32,
        streams: impl Fn(u32) -> WorldStreams + Sync,
        take: impl Fn(&[PlanYear]) -> T + Sync,
        progress: &(dyn Fn(u32) + Sync),
    ) -> Vec<T> {
        let active = vec![true; self.plans.len()];
        let done = AtomicU32::new(0);
        let simulate = |simulator: &mut WorldSimulator, at: u32| {
            let all = self.simulate_world(streams(at), at, &active, simulator);
            progress(done.fetch_add(1, Ordering::Relaxed) + 1);
            take(&all.plans)
        };
        (0..worlds).into_par_iter().map_init(WorldSimulator::default, simulate).collect()
    }

    /// Simulates the active plans in the world drawn from `streams`.
    fn simulate_world(&self, streams: WorldStreams, year: u32, active: &[bool], scratch: &mut WorldSimulator) -> YearOutputs {
        let WorldSimulator { world, simulator } = scratch;
        let mut all = YearOutputs { plans: vec![PlanYear::default(); self.plans.len()], latent: 0 };
        for MarketPlans { market, plans } in &self.markets {
            let mut plans = plans.iter().filter(|(p, _)| active[*p]).peekable();
            if plans.peek().is_none() {
                continue;
            }
            world.draw_streams(market, streams, year);
            all.latent += world.deals.len() as u64;
            for (p, plan) in plans {
                all.plans[*p] = PlanYear::from_state(plan, simulator.simulate(plan, world));
            }
        }
        all
    }
}

/// Buffers that a thread reuses between years: the world and the state of a year.
#[derive(Debug)]
struct WorldSimulator {
    world: World,
    simulator: YearSimulator,
}

impl Default for WorldSimulator {
    fn default() -> Self {
        Self { world: World::empty(), simulator: YearSimulator::default() }
    }
}

/// Rows of all plans for one year.
struct YearOutputs {
    plans: Vec<PlanYear>,
    latent: u64,
}

/// Simulates the first `years` years of every plan and keeps them in memory. `progress` is called
/// with the number of completed years.
#[must_use]
pub fn simulate_years(book: &Book, plans: &[Plan], seed: u64, years: u32, progress: &(dyn Fn(u32) + Sync)) -> SimulationOutput {
    let markets = Markets::from_plans(book, plans);
    Simulator::new(book, plans, &markets, seed).simulate_span(0..years, &vec![true; plans.len()], progress)
}
