//! Designs and simulates states, and keeps what was designed and simulated.

use std::sync::{Arc, Mutex, PoisonError};

use rayon::ThreadPool;

use crate::bounded_cache::BoundedCache;
use crate::error::LiveError;
use crate::state::LiveState;
use crate::state_years::{JoinedYears, StateYears};
use crate::study::LiveStudy;
use crate::tickets::TabTicket;
use crate::turnstile::{TurnGuard, Turnstile};
use attain_analysis::compare::{Decision, DecisionRule, assemble_results, decide};
use attain_analysis::experiment::cell::AlteredScenario;
use attain_analysis::forecast_basis::ForecastBasis;
use attain_analysis::planning::design;
use attain_core::metric::{ALL, SHARED};
use attain_core::plan::Plan;
use attain_sim::simulate::{Markets, Simulator};
use attain_sim::summarise::results::Results;

/// Years simulated in one turn; another tab's request is served between two turns.
const YEARS_PER_TURN: u32 = 100;
/// Designs that are kept.
const DESIGNS: usize = 32;
/// Memory for simulated years, in bytes.
const MEMORY: usize = 256 << 20;
/// Jobs that may work or wait at the same time.
const MOST_JOBS: u64 = 64;

/// Designs and simulates states of a study.
#[derive(Debug)]
pub struct LiveEngine {
    pub study: LiveStudy,
    threads: ThreadPool,
    turnstile: Turnstile,
    designs: Mutex<BoundedCache<Arc<Plan>>>,
    years: Mutex<BoundedCache<Arc<StateYears>>>,
}

/// A named state, altered and ready to be designed.
#[derive(Debug, Clone)]
pub struct NamedState {
    pub name: String,
    pub altered: AlteredScenario,
}

/// The comparison of states.
#[derive(Debug)]
pub struct StateComparison {
    pub results: Results,
    pub decision: Decision,
    /// The plans as simulated, in the order of the results.
    pub plans: Vec<Plan>,
}

impl LiveEngine {
    /// Creates an engine with empty caches.
    #[must_use]
    pub fn new(study: LiveStudy, threads: ThreadPool, years: u32) -> Self {
        let seats =
            study.reference_plan.seats.len() + study.book.teams.len() + study.book.segments.len() + study.book.regions.len();
        let per_year = 4 * SHARED * seats + 16 * ALL.len();
        let states = (MEMORY / (per_year * years as usize).max(1)).clamp(3, 64);
        Self {
            study,
            threads,
            turnstile: Turnstile::default(),
            designs: Mutex::new(BoundedCache::new(DESIGNS)),
            years: Mutex::new(BoundedCache::new(states)),
        }
    }

    /// Alters the plan of a state and gives it a name.
    ///
    /// # Errors
    /// The errors of [`LiveState::alter`].
    pub fn name(&self, name: &str, state: &LiveState) -> Result<NamedState, LiveError> {
        Ok(NamedState { name: name.to_owned(), altered: state.alter(&self.study)? })
    }

    /// The reference plan, unaltered.
    #[must_use]
    pub fn reference(&self) -> NamedState {
        let base = self.study.reference();
        let altered = AlteredScenario { planned: base.clone(), realised: base.clone() };
        NamedState { name: base.scenario.name.clone(), altered }
    }

    /// Compares states in the same worlds; the first one is the reference.
    ///
    /// # Errors
    /// If a state cannot be designed, or the request was superseded.
    pub fn compare(&self, states: &[NamedState], years: u32, ticket: &TabTicket) -> Result<StateComparison, LiveError> {
        let mut plans: Vec<Plan> = Vec::with_capacity(states.len());
        let mut simulated: Vec<Arc<StateYears>> = Vec::with_capacity(states.len());
        for state in states {
            let plan = self.plan(&state.altered, ticket)?;
            simulated.push(self.simulate(&state.altered, &plan, years, ticket)?);
            plans.push(Plan { name: state.name.clone(), ..plan });
        }
        let joined = JoinedYears { seed: self.study.seed, years: years as usize, plans: simulated };
        let hashes: Vec<String> = states.iter().map(|state| state.altered.realised.hash.clone()).collect();
        let turn = self.turn(ticket)?;
        let results = self.threads.install(|| assemble_results(&self.study.book, &plans, &hashes, &joined, 0))?;
        drop(turn);
        let scenarios: Vec<_> = states.iter().map(|state| state.altered.realised.clone()).collect();
        let decision = decide(&results, DecisionRule::Target, ForecastBasis::new(&self.study.book, &scenarios));
        Ok(StateComparison { results, decision, plans })
    }

    /// The plan of a state as it is simulated.
    fn plan(&self, altered: &AlteredScenario, ticket: &TabTicket) -> Result<Plan, LiveError> {
        let AlteredScenario { planned, realised } = altered;
        let known = self.designs.lock().unwrap_or_else(PoisonError::into_inner).get(&planned.hash);
        let designed = if let Some(designed) = known {
            designed
        } else {
            let _turn = self.turn(ticket)?;
            let mut plan = self.threads.install(|| design(&self.study.book, planned))?;
            if plan.scenario.target.bookings.is_none() {
                plan.target = self.study.reference_plan.target;
            }
            let designed = Arc::new(plan);
            self.designs.lock().unwrap_or_else(PoisonError::into_inner).put(&planned.hash, Arc::clone(&designed));
            designed
        };
        let mut plan = Plan::clone(&designed);
        if planned.hash != realised.hash {
            // Seats are designed with the planned ramp but simulated with the realised one.
            for seat in &mut plan.seats {
                let team = self.study.book.teams.get(seat.team);
                let ramp = &realised.scenario.ramp;
                seat.ramp = team.and_then(|name| ramp.teams.get(name)).unwrap_or(&ramp.shape).clone();
            }
            plan.assumed = Some(Box::new(std::mem::replace(&mut plan.scenario, realised.scenario.clone())));
        }
        Ok(plan)
    }

    /// Returns at least the first `years` years of a plan.
    fn simulate(
        &self,
        altered: &AlteredScenario,
        plan: &Plan,
        years: u32,
        ticket: &TabTicket,
    ) -> Result<Arc<StateYears>, LiveError> {
        let key = format!("{} {}", altered.planned.hash, altered.realised.hash);
        let cached = || self.years.lock().unwrap_or_else(PoisonError::into_inner).get(&key);
        let known = cached().unwrap_or_default();
        if known.count() >= years {
            return Ok(known);
        }
        let mut simulated = Arc::unwrap_or_clone(known);
        let plans = std::slice::from_ref(plan);
        let markets = Markets::from_plans(&self.study.book, plans);
        let simulator = Simulator::new(&self.study.book, plans, &markets, self.study.seed);
        while simulated.count() < years {
            let turn = match self.turn(ticket) {
                Ok(turn) => turn,
                Err(error) => {
                    self.keep(&key, simulated);
                    return Err(error);
                }
            };
            if let Some(other) = cached().filter(|other| other.count() > simulated.count()) {
                // Another tab looks at the same state.
                simulated = Arc::unwrap_or_clone(other);
                continue;
            }
            let from = simulated.count();
            let until = years.min(from + YEARS_PER_TURN);
            simulated.append(self.threads.install(|| simulator.simulate_span(from..until, &[true], &|_| ())));
            drop(turn);
        }
        Ok(self.keep(&key, simulated))
    }

    /// Keeps simulated years, unless more years of the same state are known by now.
    fn keep(&self, key: &str, simulated: StateYears) -> Arc<StateYears> {
        let mut years = self.years.lock().unwrap_or_else(PoisonError::into_inner);
        let known = years.get(key).filter(|known| known.count() >= simulated.count());
        known.unwrap_or_else(|| {
            let simulated = Arc::new(simulated);
            years.put(key, Arc::clone(&simulated));
            simulated
        })
    }

    /// Runs other work of a request in its turn.
    ///
    /// # Errors
    /// If the request was superseded or too many requests wait.
    pub fn run<T: Send>(&self, ticket: &TabTicket, work: impl FnOnce() -> T + Send) -> Result<T, LiveError> {
        let _turn = self.turn(ticket)?;
        Ok(self.threads.install(work))
    }

    fn turn(&self, ticket: &TabTicket) -> Result<TurnGuard<'_>, LiveError> {
        if self.turnstile.waiting() >= MOST_JOBS {
            return Err(LiveError::Busy);
        }
        let turn = self.turnstile.enter();
        if ticket.is_current() { Ok(turn) } else { Err(LiveError::Superseded) }
    }

    /// Numbers of designs and of states with simulated years that are kept.
    #[must_use]
    pub fn kept(&self) -> (usize, usize) {
        let designs = self.designs.lock().unwrap_or_else(PoisonError::into_inner).count();
        (designs, self.years.lock().unwrap_or_else(PoisonError::into_inner).count())
    }
}
