//! Search for an assignment within hard capacities.
//!
//! The search may overload agents temporarily, at a price that rises while any agent is overloaded
//! and falls while none is (Yagiura, Ibaraki & Glover 2004). Jobs are tried with the agents
//! favoured by the prices of the linear bound.

use rayon::prelude::*;

use crate::candidates::CandidateLists;
use crate::certificate::Certificate;
use crate::dual::{SeatPrices, ascend};
use crate::effort::Effort;
use crate::ejection_chain::EjectionChains;
use crate::generalized::{AgentAssignment, GeneralizedAssignment};
use crate::ledger::Ledger;
use crate::model::{AssignmentModel, AssignmentOption};
use crate::packing_bound::packing_bound;
use crate::search_rng::SearchRng;

/// Initial price of overload, relative to the price of load at the linear bound. Starts of the
/// search alternate between the two.
const OVERLOAD: [f64; 2] = [1.5, 2.0];

/// Assumed distance of the minimum cost above the linear bound, as a share. It is used only as a
/// target for prices.
const NEAR: f64 = 0.01;

/// Factors on the price of overload: for an overloaded agent, and if no agent is overloaded.
const RISE: f64 = 1.1;
const FALL: f64 = 0.95;

/// Number of jobs moved at random before each descent. Starts of the search alternate between the
/// two.
const KICK: [usize; 2] = [2, 3];

/// Maximum multiple of the planned descents, as long as no assignment within the capacities is
/// found.
const PATIENCE: u32 = 20;

/// Maximum number of agents in a problem.
const MOST_AGENTS: usize = 127;

/// Assigns jobs to agents.
#[must_use]
pub fn solve_generalized(problem: &GeneralizedAssignment, effort: &Effort) -> AgentAssignment {
    let model = problem.relaxed();
    if problem.capacities.len() > MOST_AGENTS || model.units.iter().any(|unit| unit.options.is_empty()) {
        let certificate = Certificate { value: f64::INFINITY, bound: f64::NEG_INFINITY };
        return AgentAssignment { agents: None, certificate };
    }
    let rough: f64 = model.units.iter().map(|unit| max_cost(&model.options[unit.options.clone()])).sum();
    let linear = ascend(&model, rough, effort.seat_price_rounds, None);
    // The first target was rough; the minimum cost is not far above the bound found.
    let linear = ascend(&model, linear.bound + NEAR * linear.bound.abs(), effort.seat_price_rounds, Some(&linear));
    let lists = CandidateLists::new(&model, &linear.prices, effort.options_per_unit);
    let start = cheapest(&model, &linear.prices);
    let search =
        GeneralizedSearch { model: &model, lists: &lists, prices: &linear.prices, start: &start, passes: effort.chain_passes };
    let found: Vec<Option<PricedAgents>> =
        (0..u64::from(effort.starts)).into_par_iter().map(|number| search.run(number)).collect();
    let best = found.into_iter().flatten().reduce(|best, next| if next.cost < best.cost { next } else { best });
    let value = best.as_ref().map_or(f64::INFINITY, |best| best.cost);
    let prices: Vec<f64> = (0..model.units.len())
        .map(|job| model.allowed_options(job).map(|option| linear.prices.cost(&model, job, option)).fold(f64::INFINITY, f64::min))
        .collect();
    let upper = if value.is_finite() { value } else { rough };
    let bound = packing_bound(problem, &prices, upper, effort.seat_price_rounds).bound.max(linear.bound);
    // Integer costs add up to integers.
    let bound = if problem.has_integer_costs() { (bound - 1e-6).ceil() } else { bound };
    AgentAssignment { agents: best.map(|best| best.agents), certificate: Certificate { value, bound } }
}

fn max_cost(options: &[AssignmentOption]) -> f64 {
    options.iter().map(|option| option.cost).fold(f64::NEG_INFINITY, f64::max)
}

/// Assigns every job to the cheapest agent at given prices.
fn cheapest(model: &AssignmentModel, prices: &SeatPrices) -> Vec<Option<usize>> {
    let cost = |job: usize, option: usize| prices.cost(model, job, option);
    (0..model.units.len()).map(|job| model.allowed_options(job).min_by(|&a, &b| cost(job, a).total_cmp(&cost(job, b)))).collect()
}

/// The agent of each job, and the cost of the assignment.
struct PricedAgents {
    cost: f64,
    agents: Vec<u32>,
}

/// Data shared by all starts of the search.
struct GeneralizedSearch<'a> {
    model: &'a AssignmentModel,
    lists: &'a CandidateLists,
    prices: &'a SeatPrices,
    start: &'a [Option<usize>],
    passes: u32,
}

impl GeneralizedSearch<'_> {
    /// Runs one start of the search and returns its best assignment within the capacities. Ejection
    /// chains lead to a local optimum. The next descent starts a few random moves away from the
    /// best.
    fn run(&self, number: u64) -> Option<PricedAgents> {
        let Self { model, lists, prices, start, passes } = *self;
        let (mut random, turn) = (SearchRng::new(number), number as usize % OVERLOAD.len());
        let mut ledger = Ledger::from_assignment(model, start);
        let spread = mean_spread(model, lists, prices);
        for (terms, price) in ledger.terms.iter_mut().zip(&prices.load) {
            terms.load.slope = (OVERLOAD[turn] * price).max(0.2 * spread);
        }
        ledger.reprice();
        let units: Vec<u32> = (0..model.units.len() as u32).filter(|&unit| lists.options(unit as usize).len() > 1).collect();
        if units.is_empty() {
            return fits_capacities(&ledger).then(|| priced_agents(&ledger));
        }
        let mut chains = EjectionChains::new(&ledger, prices, (0..model.seats.len() as u32).collect(), units.clone());
        let mut best: Option<PricedAgents> = None;
        let mut kept = ledger.clone();
        for look in 0..passes * PATIENCE {
            if look >= passes && best.is_some() {
                break;
            }
            chains.descend(&mut ledger, 1e-7, &mut random);
            let fits = fits_capacities(&ledger);
            if fits {
                let found = priced_agents(&ledger);
                if best.as_ref().is_none_or(|best| found.cost < best.cost) {
                    best = Some(found);
                }
            }
            for (sum, terms) in ledger.totals.iter().zip(&mut ledger.terms) {
                let change = if sum.load > terms.load.edge {
                    RISE
                } else if fits {
                    FALL
                } else {
                    1.0
                };
                terms.load.slope = (terms.load.slope * change).clamp(0.02 * spread, 50.0 * spread);
            }
            ledger.reprice();
            kept.terms.clone_from(&ledger.terms);
            kept.reprice();
            if cost_with_overload(&ledger) <= cost_with_overload(&kept) {
                kept.clone_from(&ledger);
            } else {
                ledger.clone_from(&kept);
            }
            chains.refresh(&ledger, u128::MAX);
            for _ in 0..KICK[turn] {
                let unit = random.below(units.len());
                let tries = lists.options(units[unit] as usize);
                let option = tries[random.below(tries.len())] as usize;
                if ledger.assignment[units[unit] as usize] != Some(option) {
                    chains.move_unit(&mut ledger, unit, model.options[option].seat);
                }
            }
        }
        best
    }
}

/// Cost of an assignment, with overload at its current price.
fn cost_with_overload(ledger: &Ledger<'_>) -> f64 {
    let pairs: f64 = ledger.assignment.iter().flatten().map(|&option| ledger.model.options[option].cost).sum();
    pairs + (0..ledger.totals.len() as u32).map(|seat| ledger.penalty(seat)).sum::<f64>()
}

/// Mean cost difference between the best and the second-best candidate of a job.
fn mean_spread(model: &AssignmentModel, lists: &CandidateLists, prices: &SeatPrices) -> f64 {
    let gap = |job: usize| match lists.options(job) {
        [first, second, ..] => {
            let cost = |option: u32| prices.cost(model, job, option as usize);
            cost(*second) - cost(*first)
        }
        _ => 0.0,
    };
    let sum: f64 = (0..model.units.len()).map(gap).sum();
    (sum / model.units.len().max(1) as f64).max(1e-6)
}

fn fits_capacities(ledger: &Ledger<'_>) -> bool {
    ledger.totals.iter().zip(&ledger.terms).all(|(sum, terms)| sum.load <= terms.load.edge)
}

fn priced_agents(ledger: &Ledger<'_>) -> PricedAgents {
    let cost = ledger.assignment.iter().flatten().map(|&option| ledger.model.options[option].cost).sum();
    PricedAgents { cost, agents: (0..ledger.assignment.len()).filter_map(|job| ledger.seat(job)).collect() }
}
