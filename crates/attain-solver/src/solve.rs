//! The solver's entry point, from a model to an assignment and its certificate.

use rayon::prelude::*;

use crate::anneal::{Cooling, anneal};
use crate::candidates::CandidateLists;
use crate::certificate::{AssignmentSolution, Certificate, PricedAssignment};
use crate::column_bound::column_bound;
use crate::components::{Component, split_components};
use crate::dual::{DualBound, ascend};
use crate::effort::Effort;
use crate::large_units::split_large_units;
use crate::ledger::Ledger;
use crate::local_search::{descend, free_units, relocate};
use crate::measure_prices::price_measures;
use crate::model::AssignmentModel;
use crate::polish::polish;
use crate::repair::{RepairReach, repair};
use crate::search_rng::SearchRng;
use crate::smooth_dual::ascend_smoothly;

/// Initial and final temperature of the search, in units of the mean cost of a unit above the
/// bound.
const HOT: f64 = 3.0;
const COLD: f64 = 0.02;

/// Gap, as a share of the cost, below which the search is skipped. The threshold is proportionally
/// larger for a model with more than 1,000 units.
const CLOSE_ENOUGH: f64 = 1e-3;

/// Maximum number of rounds of relocations and swaps after a search.
const DESCENTS: u32 = 4;

/// Maximum number of rounds of relocations alone.
const RELOCATIONS: u32 = 100;

/// Solves a model. `start` gives the current option of each unit, if it has one.
#[must_use]
pub fn solve(model: &AssignmentModel, start: &[Option<usize>], effort: &Effort) -> AssignmentSolution {
    let components = split_components(model);
    let solved: Vec<BoundedAssignment> = components
        .par_iter()
        .map(|component| {
            let share = component.model.options.len() as f64 / model.options.len().max(1) as f64;
            solve_component(&component.model, &component.restrict(model, start), &effort.of_part(share))
        })
        .collect();
    let mut assignment = vec![None; model.units.len()];
    let mut bound = model.offset;
    for (component, found) in components.iter().zip(solved) {
        bound += found.bound;
        component.write_back(model, found.assignment, &mut assignment);
    }
    let value = Ledger::from_assignment(model, &assignment).total();
    AssignmentSolution { assignment, certificate: Certificate { value, bound: f64::min(bound, value) } }
}

/// An assignment with a lower bound on the cost of every assignment of its model.
struct BoundedAssignment {
    assignment: Vec<Option<usize>>,
    bound: f64,
}

fn solve_component(model: &AssignmentModel, start: &[Option<usize>], effort: &Effort) -> BoundedAssignment {
    let first = construct(model, start);
    let mut best = PricedAssignment { cost: first.total(), assignment: first.assignment.clone() };
    if model.seats.len() < 2 && model.unassigned_cost.is_infinite() {
        return BoundedAssignment { assignment: release_excess(first), bound: best.cost };
    }
    let least = 1e-9 * best.cost.abs().max(1.0);
    let bounded = price_measures(&split_large_units(model), best.cost);
    let mut linear = ascend(&bounded, best.cost, effort.seat_price_rounds / 4, None);
    let reach = RepairReach { cost: (best.cost - linear.bound) / model.seats.len() as f64, options: effort.options_per_unit };
    let repaired = repair(model, &bounded, &cheapest(&bounded, &linear), &linear.prices, reach);
    if repaired.total() < best.cost {
        best = PricedAssignment { cost: repaired.total(), assignment: repaired.assignment };
    }
    linear = ascend(&bounded, best.cost, effort.seat_price_rounds, Some(&linear));
    linear = ascend_smoothly(&bounded, &linear, best.cost);
    let reach = RepairReach { cost: (best.cost - linear.bound) / model.seats.len() as f64, options: effort.options_per_unit };
    let repaired = repair(model, &bounded, &cheapest(&bounded, &linear), &linear.prices, reach);
    if repaired.total() < best.cost {
        best = PricedAssignment { cost: repaired.total(), assignment: repaired.assignment };
    }
    let columns = column_bound(model, &bounded, &linear, best, effort);
    best = columns.best;
    let dual = columns.dual;
    if best.cost - dual.bound <= CLOSE_ENOUGH * best.cost.abs() * (model.units.len() as f64 / 1000.0).max(1.0) {
        let mut ledger = Ledger::from_assignment(model, &best.assignment);
        relocate_all(&mut ledger, least);
        return BoundedAssignment { assignment: release_excess(ledger), bound: dual.bound };
    }
    let lists = CandidateLists::new(&bounded, &dual.prices, effort.options_per_unit);
    let search = |number: u64| {
        let mut random = SearchRng::new(number);
        // A single start continues from the best assignment; of several, every other one starts anew.
        let mut ledger = if effort.starts > 1 && number.is_multiple_of(2) {
            construct(model, &cheapest(&bounded, &linear))
        } else {
            Ledger::from_assignment(model, &best.assignment)
        };
        relocate(&mut ledger, least, &free_units(model));
        let unit_cost = ((ledger.total() - dual.bound) / model.units.len() as f64).max(1e-9);
        let steps = effort.steps_per_unit * model.units.len() as u64;
        anneal(&mut ledger, &lists, Cooling { from: HOT * unit_cost, to: COLD * unit_cost, steps }, &mut random);
        descend(&mut ledger, &lists, least, DESCENTS);
        polish(&mut ledger, &lists, &dual.prices, u64::from(effort.chain_passes) * model.seats.len() as u64, &mut random);
        descend(&mut ledger, &lists, least, DESCENTS);
        relocate_all(&mut ledger, least);
        PricedAssignment { cost: ledger.total(), assignment: ledger.assignment }
    };
    let found: Vec<PricedAssignment> = (0..u64::from(effort.starts.max(1))).into_par_iter().map(search).collect();
    for next in found {
        if next.cost < best.cost {
            best = next;
        }
    }
    let mut ledger = Ledger::from_assignment(model, &best.assignment);
    relocate_all(&mut ledger, least);
    BoundedAssignment { assignment: release_excess(ledger), bound: dual.bound }
}

/// A proven lower bound for the cost of every assignment of a model, without a search for one;
/// `upper` is the cost of a known assignment.
#[must_use]
pub fn lower_bound(model: &AssignmentModel, upper: f64, effort: &Effort) -> f64 {
    let bound = |component: &Component| {
        let bounded = price_measures(&split_large_units(&component.model), upper);
        let linear = ascend(&bounded, upper, effort.seat_price_rounds / 4, None);
        ascend_smoothly(&bounded, &linear, upper).bound
    };
    let bounds: Vec<f64> = split_components(model).par_iter().map(bound).collect();
    model.offset + bounds.iter().sum::<f64>()
}

/// Assigns units to their start options, then the remaining units at the lowest cost in descending
/// order of value.
fn construct<'a>(model: &'a AssignmentModel, start: &[Option<usize>]) -> Ledger<'a> {
    let mut ledger = Ledger::new(model);
    let mut rest = Vec::new();
    for (unit, row) in model.units.iter().enumerate() {
        match row.fixed.or(start[unit]) {
            Some(option) => ledger.place(unit, Some(option)),
            None => rest.push(unit),
        }
    }
    rest.sort_by(|&a, &b| model.units[b].value.total_cmp(&model.units[a].value).then(a.cmp(&b)));
    for unit in rest {
        let cost = |option: &usize| ledger.cost_of_placing(unit, model.options[*option]);
        let best = model.units[unit].options.clone().min_by(|a, b| cost(a).total_cmp(&cost(b)));
        ledger.place(unit, best);
    }
    relocate(&mut ledger, 1e-9, &free_units(model));
    ledger
}

/// Returns the cheapest option of each unit at the prices of a bound; `None` if two are equally
/// cheap.
fn cheapest(model: &AssignmentModel, dual: &DualBound) -> Vec<Option<usize>> {
    (0..model.units.len())
        .map(|unit| {
            let mut costs: Vec<(f64, usize)> =
                model.allowed_options(unit).map(|option| (dual.prices.cost(model, unit, option), option)).collect();
            costs.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            match costs.as_slice() {
                [one] => Some(one.1),
                [one, two, ..] if two.0 - one.0 > 1e-6 * one.0.abs().max(1.0) => Some(one.1),
                _ => None,
            }
        })
        .collect()
}

/// Relocates units until no single move saves anything.
fn relocate_all(ledger: &mut Ledger<'_>, least: f64) {
    let free = free_units(ledger.model);
    for _ in 0..RELOCATIONS {
        if relocate(ledger, least, &free) == 0 {
            break;
        }
    }
}

/// Unassigns the units with the lowest value at seats that still hold too many items, if units may
/// stay unassigned.
fn release_excess(mut ledger: Ledger<'_>) -> Vec<Option<usize>> {
    let model = ledger.model;
    if model.unassigned_cost.is_infinite() {
        return ledger.assignment;
    }
    let mut free: Vec<usize> = (0..model.units.len()).filter(|&unit| model.units[unit].fixed.is_none()).collect();
    free.sort_by(|&a, &b| model.units[a].value.total_cmp(&model.units[b].value).then(a.cmp(&b)));
    for unit in free {
        let over = |seat: u32| ledger.totals[seat as usize].count > model.seats[seat as usize].max_count;
        if ledger.seat(unit).is_some_and(over) {
            ledger.place(unit, None);
        }
    }
    ledger.assignment
}
