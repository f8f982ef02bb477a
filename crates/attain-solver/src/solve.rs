//! From a problem to a carve and its certificate.

use rayon::prelude::*;

use super::anneal::{Cooling, anneal};
use super::books::books;
use super::descend::{descend, free, relocate};
use super::dice::Dice;
use super::dual::{Dual, ascend};
use super::ledger::Ledger;
use super::lists::Lists;
use super::mend::mend;
use super::parts::{Part, parts};
use super::polish::polish;
use super::problem::Problem;

/// Heat of the search at its start and at its end, in what a unit costs over the bound.
const HEAT: f64 = 3.0;
const COLD: f64 = 0.02;

/// Share of a carve's cost by which the bound may lie under it for no search to
/// follow; of a problem with more than 1,000 units as many times more.
const SURE: f64 = 1e-3;

/// Most rounds of relocations and swaps after a search.
const DESCENTS: u32 = 4;

/// Most rounds of relocations alone.
const RELOCATIONS: u32 = 100;

/// How much is tried.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Effort {
    /// Starts of the search, each with chance of its own.
    pub starts: u32,
    /// Steps of a start for each unit.
    pub steps: u64,
    /// Rounds in which prices of what seats hold rise for the bound.
    pub rounds: u32,
    /// Rounds in which prices of units rise for the bound.
    pub fills: u32,
    /// Options of a unit that are tried.
    pub options: usize,
    /// Looks at groups of seats for each of them, or descents where capacities are hard.
    pub turns: u32,
}

impl Effort {
    /// What a problem of this size is worth: an account of a large one fewer
    /// steps, `times` as much as is normal.
    #[must_use]
    pub fn normal(problem: &Problem, times: f64) -> Self {
        let (units, pairs, seats) = (problem.units.len() as f64, problem.options.len() as f64, problem.terms.len() as f64);
        Self {
            starts: match units {
                ..=100.0 => 16,
                ..=500.0 => 4,
                _ => 2,
            },
            steps: (times * (300.0 + 6e6 / units.max(1.0)).min(1000.0).max(2e5 / units.max(1.0))) as u64,
            rounds: (2e8 / pairs.max(1.0)).clamp(60.0, 1000.0) as u32,
            fills: (6e5 / units.max(1.0)).clamp(300.0, 1000.0) as u32,
            options: 8,
            turns: (times * (200.0 / seats.max(1.0)).clamp(0.0, 20.0)) as u32,
        }
    }

    /// The same for jobs and hard capacities.
    #[must_use]
    pub fn packing(jobs: usize) -> Self {
        Self { starts: 2, steps: 0, rounds: 600, fills: 0, options: 8, turns: (14_000 / jobs.max(1)).clamp(20, 1000) as u32 }
    }
}

/// What a carve costs and what no carve can cost less than.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Certificate {
    /// Cost of the carve.
    pub value: f64,
    /// No carve costs less.
    pub bound: f64,
}

impl Certificate {
    /// How far from the best possible the carve can be at most, as a share of
    /// its own cost; 0 where it costs nothing.
    #[must_use]
    pub fn gap(&self) -> f64 {
        if self.value.abs() > 0.0 { ((self.value - self.bound) / self.value.abs()).max(0.0) } else { 0.0 }
    }
}

/// A carve and how good it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Solved {
    /// Each unit's option; `None`: the house.
    pub at: Vec<Option<usize>>,
    /// What it costs and what none can cost less than.
    pub certificate: Certificate,
}

/// Solves a problem. `start` names each unit's present option.
#[must_use]
pub fn solve(problem: &Problem, start: &[Option<usize>], effort: &Effort) -> Solved {
    let parts = parts(problem);
    let solved: Vec<(Vec<Option<usize>>, f64)> =
        parts.par_iter().map(|part| solve_part(part, &start_of(problem, part, start), effort)).collect();
    let mut at = vec![None; problem.units.len()];
    let mut bound = 0.0;
    for (part, (found, least)) in parts.iter().zip(solved) {
        bound += least;
        for (unit, option) in part.units.iter().zip(found) {
            at[*unit] = whole(problem, *unit, part, option);
        }
    }
    let value = Ledger::of(problem, &at).total();
    Solved { at, certificate: Certificate { value, bound: f64::min(bound, value) } }
}

/// An option of a part's unit as the whole problem numbers it.
pub(super) fn whole(problem: &Problem, unit: usize, part: &Part, option: Option<usize>) -> Option<usize> {
    let local = part.units.binary_search(&unit).ok()?;
    let first = problem.open(unit).start;
    option.map(|option| first + option - part.problem.units[local].options.start)
}

/// Where a part's units start.
pub(super) fn start_of(problem: &Problem, part: &Part, start: &[Option<usize>]) -> Vec<Option<usize>> {
    let local = |(unit, row): (&usize, &super::problem::Unit)| {
        let open = problem.open(*unit);
        start[*unit].filter(|option| open.contains(option)).map(|option| row.options.start + option - open.start)
    };
    part.units.iter().zip(&part.problem.units).map(local).collect()
}

fn solve_part(part: &Part, start: &[Option<usize>], effort: &Effort) -> (Vec<Option<usize>>, f64) {
    let problem = &part.problem;
    let first = construct(problem, start);
    let mut best = (first.total(), first.at.clone());
    if problem.terms.len() < 2 && problem.house.is_infinite() {
        return (settle(first), best.0);
    }
    let least = 1e-9 * best.0.abs().max(1.0);
    let mut linear = ascend(problem, best.0, effort.rounds / 4, None);
    let reach = (best.0 - linear.bound) / problem.terms.len() as f64;
    let mended = mend(problem, &cheapest(problem, &linear), &linear.prices, reach, effort.options);
    if mended.total() < best.0 {
        best = (mended.total(), mended.at);
    }
    linear = ascend(problem, best.0, effort.rounds, Some(&linear));
    let books = books(problem, &linear, best, effort);
    best = books.best;
    let dual = books.dual;
    if best.0 - dual.bound <= SURE * best.0.abs() * (problem.units.len() as f64 / 1000.0).max(1.0) {
        return (settle(Ledger::of(problem, &best.1)), dual.bound);
    }
    let lists = Lists::new(problem, &dual.prices, effort.options);
    let from = |number: u64| {
        let mut dice = Dice::new(number);
        let mut ledger =
            if number.is_multiple_of(2) { construct(problem, &cheapest(problem, &linear)) } else { Ledger::of(problem, &best.1) };
        relocate(&mut ledger, least, &free(problem));
        let heat = ((ledger.total() - dual.bound) / problem.units.len() as f64).max(1e-9);
        let steps = effort.steps * problem.units.len() as u64;
        anneal(&mut ledger, &lists, Cooling { from: HEAT * heat, to: COLD * heat, steps }, &mut dice);
        descend(&mut ledger, &lists, least, DESCENTS);
        polish(&mut ledger, &lists, &dual.prices, u64::from(effort.turns) * problem.terms.len() as u64, &mut dice);
        descend(&mut ledger, &lists, least, DESCENTS);
        settle_down(&mut ledger, least);
        (ledger.total(), ledger.at)
    };
    let found: Vec<(f64, Vec<Option<usize>>)> = (0..u64::from(effort.starts.max(1))).into_par_iter().map(from).collect();
    for next in found {
        if next.0 < best.0 {
            best = next;
        }
    }
    (settle(Ledger::of(problem, &best.1)), dual.bound)
}

/// Units where they start, then the others, the greatest value first, where they cost least.
fn construct<'a>(problem: &'a Problem, start: &[Option<usize>]) -> Ledger<'a> {
    let mut ledger = Ledger::new(problem);
    let mut rest = Vec::new();
    for (unit, row) in problem.units.iter().enumerate() {
        match row.fixed.or(start[unit]) {
            Some(option) => ledger.place(unit, Some(option)),
            None => rest.push(unit),
        }
    }
    rest.sort_by(|&a, &b| problem.units[b].value.total_cmp(&problem.units[a].value).then(a.cmp(&b)));
    for unit in rest {
        let cost = |at: &usize| ledger.gain_of_placing(unit, problem.options[*at]);
        let best = problem.units[unit].options.clone().min_by(|a, b| cost(a).total_cmp(&cost(b)));
        ledger.place(unit, best);
    }
    relocate(&mut ledger, 1e-9, &free(problem));
    ledger
}

/// Units that have one cheapest option at the prices of a bound.
fn cheapest(problem: &Problem, dual: &Dual) -> Vec<Option<usize>> {
    (0..problem.units.len())
        .map(|unit| {
            let mut costs: Vec<(f64, usize)> =
                problem.open(unit).map(|option| (dual.prices.of(problem, unit, option), option)).collect();
            costs.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            match costs.as_slice() {
                [one] => Some(one.1),
                [one, two, ..] if two.0 - one.0 > 1e-6 * one.0.abs().max(1.0) => Some(one.1),
                _ => None,
            }
        })
        .collect()
}

/// Relocates until no single move saves anything.
fn settle_down(ledger: &mut Ledger<'_>, least: f64) {
    let free = free(ledger.problem);
    for _ in 0..RELOCATIONS {
        if relocate(ledger, least, &free) == 0 {
            break;
        }
    }
}

/// Sends the least value of seats that are still over their most accounts to the house, where that is allowed.
fn settle(mut ledger: Ledger<'_>) -> Vec<Option<usize>> {
    let problem = ledger.problem;
    if problem.house.is_infinite() {
        return ledger.at;
    }
    let mut free: Vec<usize> = (0..problem.units.len()).filter(|&unit| problem.units[unit].fixed.is_none()).collect();
    free.sort_by(|&a, &b| problem.units[a].value.total_cmp(&problem.units[b].value).then(a.cmp(&b)));
    for unit in free {
        let over = |seat: u32| ledger.sums[seat as usize].accounts > problem.terms[seat as usize].most;
        if ledger.seat(unit).is_some_and(over) {
            ledger.place(unit, None);
        }
    }
    ledger.at
}
