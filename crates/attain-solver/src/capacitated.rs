//! The generalized assignment problem: every job to one agent at least cost,
//! no agent over its capacity.
//!
//! The search may overload agents for a while at a price that rises where they
//! stay overloaded and falls where they do not (Yagiura, Ibaraki & Glover
//! 2004); jobs are tried with the agents that the prices of the linear bound
//! favour.

use rayon::prelude::*;

use super::chain::Chains;
use super::dice::Dice;
use super::dual::{Prices, ascend};
use super::knapsack::packing;
use super::ledger::Ledger;
use super::lists::Lists;
use super::problem::{Choice, Problem, Unit};
use super::solve::{Certificate, Effort};
use super::terms::{Bend, Terms};

/// Price of overload at the start, in prices of load at the linear bound; starts take turns.
const OVERLOAD: [f64; 2] = [1.5, 2.0];

/// Part by which the least cost is taken to lie over the linear bound: a target for prices, no more.
const NEAR: f64 = 0.01;

/// What the price of overload is multiplied by where there is some, and where there is none at all.
const RISE: f64 = 1.1;
const FALL: f64 = 0.95;

/// Jobs moved by chance before each descent; starts take turns.
const KICK: [usize; 2] = [2, 3];

/// Times the turns asked for that are spent while nothing within the capacities is found.
const PATIENCE: u32 = 20;

/// Most agents that one search can hold in view.
const MOST_AGENTS: usize = 127;

/// Costs, weights and capacities, by agent and job.
#[derive(Debug, Clone)]
pub struct GeneralizedAssignment {
    jobs: usize,
    costs: Vec<f64>,
    weights: Vec<u32>,
    pub(super) capacities: Vec<u32>,
}

/// An assignment within all capacities, and how good it is.
#[derive(Debug, Clone, PartialEq)]
pub struct AgentAssignment {
    /// The agent of each job; none where nothing within the capacities was found, or there are more than 127 agents.
    pub agents: Option<Vec<u32>>,
    /// What it costs, and what none can cost less than.
    pub certificate: Certificate,
}

impl GeneralizedAssignment {
    /// A problem from rows of agents; `None` where the rows do not have the same length.
    #[must_use]
    pub fn new(agents: usize, costs: Vec<f64>, weights: Vec<u32>, capacities: Vec<u32>) -> Option<Self> {
        let jobs = costs.len().checked_div(agents)?;
        let fits = costs.len() == agents * jobs && weights.len() == costs.len() && capacities.len() == agents;
        (fits && costs.iter().all(|cost| cost.is_finite())).then_some(Self { jobs, costs, weights, capacities })
    }

    pub(super) fn costs_of(&self, agent: usize) -> &[f64] {
        &self.costs[agent * self.jobs..(agent + 1) * self.jobs]
    }

    pub(super) fn weights_of(&self, agent: usize) -> &[u32] {
        &self.weights[agent * self.jobs..(agent + 1) * self.jobs]
    }

    /// What an assignment costs; `None` where an agent is over its capacity.
    #[must_use]
    pub fn cost(&self, agents: &[u32]) -> Option<f64> {
        let mut filled = vec![0_u64; self.capacities.len()];
        let mut cost = 0.0;
        for (job, &agent) in agents.iter().enumerate() {
            filled[agent as usize] += u64::from(self.weights_of(agent as usize)[job]);
            cost += self.costs_of(agent as usize)[job];
        }
        filled.iter().zip(&self.capacities).all(|(filled, room)| *filled <= u64::from(*room)).then_some(cost)
    }

    fn whole(&self) -> bool {
        self.costs.iter().all(|cost| cost.fract() == 0.0)
    }

    /// The same with a price for overload in place of the capacity.
    fn relaxed(&self) -> Problem {
        let agents = self.capacities.len();
        let most = self.costs.iter().fold(0.0_f64, |most, cost| most.max(cost.abs()));
        let load = |room: &u32| Bend { from: f64::from(*room), slope: 1.0 + most, curve: 0.0 };
        let terms = |room| Terms { load: load(room), most: u32::MAX, ..Terms::default() };
        let mut options = Vec::with_capacity(self.costs.len());
        let mut units = Vec::with_capacity(self.jobs);
        for job in 0..self.jobs {
            let start = options.len();
            for agent in (0..agents).filter(|&agent| self.weights_of(agent)[job] <= self.capacities[agent]) {
                let (load, cost) = (self.weights_of(agent)[job] as f32, self.costs_of(agent)[job]);
                options.push(Choice { seat: agent as u32, load, cost });
            }
            units.push(Unit { value: 0.0, accounts: 1, fixed: None, options: start..options.len() });
        }
        Problem { terms: self.capacities.iter().map(terms).collect(), units, options, house: f64::INFINITY }
    }
}

/// Assigns jobs to agents.
#[must_use]
pub fn solve_generalized(capacitated: &GeneralizedAssignment, effort: &Effort) -> AgentAssignment {
    let problem = capacitated.relaxed();
    if capacitated.capacities.len() > MOST_AGENTS || problem.units.iter().any(|unit| unit.options.is_empty()) {
        let certificate = Certificate { value: f64::INFINITY, bound: f64::NEG_INFINITY };
        return AgentAssignment { agents: None, certificate };
    }
    let rough: f64 = problem.units.iter().map(|unit| most_of(&problem.options[unit.options.clone()])).sum();
    let linear = ascend(&problem, rough, effort.rounds, None);
    // The first target was rough; from here on the least is not far.
    let linear = ascend(&problem, linear.bound + NEAR * linear.bound.abs(), effort.rounds, Some(&linear));
    let lists = Lists::new(&problem, &linear.prices, effort.options);
    let start = cheapest(&problem, &linear.prices);
    let run = |number: u64| search(&problem, &lists, &linear.prices, &start, effort, number);
    let found: Vec<Option<(f64, Vec<u32>)>> = (0..u64::from(effort.starts)).into_par_iter().map(run).collect();
    let best = found.into_iter().flatten().reduce(|best, next| if next.0 < best.0 { next } else { best });
    let value = best.as_ref().map_or(f64::INFINITY, |best| best.0);
    let prices: Vec<f64> = (0..problem.units.len())
        .map(|job| problem.open(job).map(|option| linear.prices.of(&problem, job, option)).fold(f64::INFINITY, f64::min))
        .collect();
    let upper = if value.is_finite() { value } else { rough };
    let bound = packing(capacitated, &prices, upper, effort.rounds).bound.max(linear.bound);
    // Whole costs add up to whole numbers.
    let bound = if capacitated.whole() { (bound - 1e-6).ceil() } else { bound };
    AgentAssignment { agents: best.map(|best| best.1), certificate: Certificate { value, bound } }
}

fn most_of(options: &[Choice]) -> f64 {
    options.iter().map(|option| option.cost).fold(f64::NEG_INFINITY, f64::max)
}

/// Every job with the agent that is cheapest at some prices.
fn cheapest(problem: &Problem, prices: &Prices) -> Vec<Option<usize>> {
    let cost = |job: usize, option: usize| prices.of(problem, job, option);
    (0..problem.units.len()).map(|job| problem.open(job).min_by(|&a, &b| cost(job, a).total_cmp(&cost(job, b)))).collect()
}

/// One start of the search: its best assignment within the capacities. Chains
/// lead to a local optimum, a few moves by chance away from the best known one,
/// again and again.
fn search(
    problem: &Problem,
    lists: &Lists,
    prices: &Prices,
    start: &[Option<usize>],
    effort: &Effort,
    number: u64,
) -> Option<(f64, Vec<u32>)> {
    let (mut dice, turn) = (Dice::new(number), number as usize % OVERLOAD.len());
    let mut ledger = Ledger::of(problem, start);
    let spread = spread(problem, lists, prices);
    for (terms, price) in ledger.terms.iter_mut().zip(&prices.load) {
        terms.load.slope = (OVERLOAD[turn] * price).max(0.2 * spread);
    }
    ledger.reprice();
    let units: Vec<u32> = (0..problem.units.len() as u32).filter(|&unit| lists.of(unit as usize).len() > 1).collect();
    if units.is_empty() {
        return within(&ledger).then(|| result(&ledger));
    }
    let mut chains = Chains::new(&ledger, prices, (0..problem.terms.len() as u32).collect(), units.clone());
    let mut best: Option<(f64, Vec<u32>)> = None;
    let mut kept = ledger.clone();
    for look in 0..effort.turns * PATIENCE {
        if look >= effort.turns && best.is_some() {
            break;
        }
        chains.descend(&mut ledger, 1e-7, &mut dice);
        let fits = within(&ledger);
        if fits {
            let found = result(&ledger);
            if best.as_ref().is_none_or(|best| found.0 < best.0) {
                best = Some(found);
            }
        }
        for (sum, terms) in ledger.sums.iter().zip(&mut ledger.terms) {
            let change = if sum.load > terms.load.from {
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
        if priced(&ledger) <= priced(&kept) {
            kept.clone_from(&ledger);
        } else {
            ledger.clone_from(&kept);
        }
        chains.refresh(&ledger, u128::MAX);
        for _ in 0..KICK[turn] {
            let unit = dice.below(units.len());
            let tries = lists.of(units[unit] as usize);
            let option = tries[dice.below(tries.len())] as usize;
            if ledger.at[units[unit] as usize] != Some(option) {
                chains.shift(&mut ledger, unit, problem.options[option].seat);
            }
        }
    }
    best
}

/// Cost of an assignment, overload at its price of now counted in.
fn priced(ledger: &Ledger<'_>) -> f64 {
    let pairs: f64 = ledger.at.iter().flatten().map(|&option| ledger.problem.options[option].cost).sum();
    pairs + (0..ledger.sums.len() as u32).map(|seat| ledger.penalty(seat)).sum::<f64>()
}

/// The mean by which the second list option of a job is dearer than the first.
fn spread(problem: &Problem, lists: &Lists, prices: &Prices) -> f64 {
    let gap = |job: usize| match lists.of(job) {
        [first, second, ..] => {
            let cost = |option: u32| prices.of(problem, job, option as usize);
            cost(*second) - cost(*first)
        }
        _ => 0.0,
    };
    let sum: f64 = (0..problem.units.len()).map(gap).sum();
    (sum / problem.units.len().max(1) as f64).max(1e-6)
}

fn within(ledger: &Ledger<'_>) -> bool {
    ledger.sums.iter().zip(&ledger.terms).all(|(sum, terms)| sum.load <= terms.load.from)
}

fn result(ledger: &Ledger<'_>) -> (f64, Vec<u32>) {
    let cost = ledger.at.iter().flatten().map(|&option| ledger.problem.options[option].cost).sum();
    (cost, (0..ledger.at.len()).filter_map(|job| ledger.seat(job)).collect())
}
