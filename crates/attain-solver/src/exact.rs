//! The optimal assignment of a small model, by a solver of mixed integer programs (`microlp`:
//! simplex, branch and bound).
//!
//! Penalties are convex, so the program can use tangents in their place. It then underestimates the
//! cost of every assignment (outer approximation; Duran & Grossmann 1986). The assignment found is
//! priced exactly. If it costs more, tangents at its totals are added and the program is solved
//! again, until bound and cost agree within [`EXACT_TOLERANCE`]. Options that are already ruled out
//! by the prices of the lower bound are omitted: an assignment with one of them would cost more
//! than the known one.

use microlp::{ComparisonOp, OptimizationDirection, SolveOptions, Variable};

use crate::certificate::{AssignmentSolution, Certificate, PricedAssignment};
use crate::components::split_components;
use crate::dual::{DualBound, ascend};
use crate::ledger::Ledger;
use crate::model::AssignmentModel;
use crate::seat_terms::{ConvexPenalty, SeatTerms};
use crate::single_unit::SingleUnitCharge;

/// Gap, as a share of the cost, within which an assignment counts as proven optimal.
pub const EXACT_TOLERANCE: f64 = 1e-5;

/// Maximum number of unit–seat pairs in the program, for each part of the model that shares no seat
/// with others.
const MOST_PAIRS: usize = 1500;

/// Maximum number of branch-and-bound nodes per program.
const MOST_NODES: u64 = 20_000;

/// Maximum number of programs to solve, each with more tangents than the one before.
const MOST_PROGRAMS: u32 = 60;

/// Number of rounds in which prices rise for the first bound.
const ROUNDS: u32 = 2000;

/// The cost to which programs are scaled.
const MONEY: f64 = 1e4;

/// The reason why optimality was not proven.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unproven {
    /// Too many unit–seat pairs remain.
    #[error("{pairs} account-seat pairs remain; the limit is {MOST_PAIRS}")]
    TooLarge {
        /// Number of remaining pairs.
        pairs: usize,
    },
    /// The limits on items cannot all be satisfied, so the program is infeasible.
    #[error("the limits on accounts cannot all be satisfied")]
    Limits,
    /// Several measures are balanced at once, which the program does not cover.
    #[error("more than one measure is balanced at once")]
    Measures,
    /// The program was not solved within the node limit, or failed.
    #[error("no proof within {MOST_NODES} branch-and-bound nodes")]
    Nodes,
}

/// Finds the optimal assignment, starting from `known`.
///
/// # Errors
/// Returns an error if the model is too large or is not solved within the limit on branch-and-bound
/// nodes.
pub fn solve_exact(model: &AssignmentModel, known: &AssignmentSolution) -> Result<AssignmentSolution, Unproven> {
    if !model.measures.is_empty() {
        return Err(Unproven::Measures);
    }
    let mut assignment = known.assignment.clone();
    let mut bound = model.offset;
    for component in split_components(model) {
        let (found, least) = prove(&component.model, component.restrict(model, &known.assignment))?;
        bound += least;
        component.write_back(model, found, &mut assignment);
    }
    let value = Ledger::from_assignment(model, &assignment).total();
    Ok(AssignmentSolution { assignment, certificate: Certificate { value, bound: f64::min(bound, value) } })
}

/// Returns the optimal assignment of a model whose seats are all connected, and its lower bound.
fn prove(model: &AssignmentModel, start: Vec<Option<usize>>) -> Result<(Vec<Option<usize>>, f64), Unproven> {
    let mut best = PricedAssignment { cost: Ledger::from_assignment(model, &start).total(), assignment: start };
    if best.assignment.iter().any(Option::is_none) || breaks_limits(model, &best.assignment) {
        return Err(Unproven::Limits);
    }
    let dual = ascend(model, best.cost, ROUNDS, None);
    let close = |bound: f64, best: f64| best - bound <= EXACT_TOLERANCE * best.abs().max(1e-6);
    if close(dual.bound, best.cost) {
        return Ok((best.assignment, dual.bound));
    }
    let left = remaining_options(model, &dual, best.cost);
    let pairs = left.iter().filter(|options| options.len() > 1).map(Vec::len).sum();
    if pairs > MOST_PAIRS {
        return Err(Unproven::TooLarge { pairs });
    }
    let mut program = TangentProgram::new(model, left, best.cost);
    program.add_tangents(&best.assignment);
    let mut bound = dual.bound;
    for _ in 0..MOST_PROGRAMS {
        let (least, found) = program.solve().ok_or(Unproven::Nodes)?;
        bound = f64::max(bound, least - 0.1 * EXACT_TOLERANCE * least.abs());
        let cost = Ledger::from_assignment(model, &found).total();
        program.add_tangents(&found);
        if cost < best.cost {
            best = PricedAssignment { cost, assignment: found };
        }
        if close(bound, best.cost) {
            return Ok((best.assignment, bound.min(best.cost)));
        }
    }
    Err(Unproven::Nodes)
}

/// Returns whether an assignment violates limits on items.
fn breaks_limits(model: &AssignmentModel, at: &[Option<usize>]) -> bool {
    let ledger = Ledger::from_assignment(model, at);
    ledger.totals.iter().zip(&model.seats).any(|(sum, terms)| sum.count > terms.max_count || sum.count < terms.min_count)
}

/// Returns, for each unit, the options that an assignment cheaper than the known one may use.
fn remaining_options(model: &AssignmentModel, dual: &DualBound, known: f64) -> Vec<Vec<usize>> {
    let charge = SingleUnitCharge::new(model, &dual.prices.value);
    let room = (known - dual.bound) * (1.0 + 1e-9) + 1e-9 * known.abs();
    (0..model.units.len())
        .map(|unit| {
            let cost = |option: usize| dual.prices.charged_cost(model, &charge, unit, option);
            let least = model.allowed_options(unit).map(cost).fold(f64::INFINITY, f64::min);
            model.allowed_options(unit).filter(|&option| cost(option) - least <= room).collect()
        })
        .collect()
}

/// Tangents below a convex penalty of a seat's value or load.
#[derive(Debug, Clone)]
struct PenaltyTangents {
    seat: usize,
    load: bool,
    /// Scale of the total.
    unit: f64,
    at: Vec<f64>,
}

/// The mixed integer program of a model.
struct TangentProgram<'a> {
    model: &'a AssignmentModel,
    left: Vec<Vec<usize>>,
    money: f64,
    tangents: Vec<PenaltyTangents>,
}

impl<'a> TangentProgram<'a> {
    fn new(model: &'a AssignmentModel, left: Vec<Vec<usize>>, known: f64) -> Self {
        let mut tangents = Vec::new();
        for (seat, terms) in model.seats.iter().enumerate() {
            let edges =
                |edges: &[f64]| edges.iter().copied().filter(|edge| edge.is_finite() && *edge < f64::MAX).collect::<Vec<_>>();
            let (value, load) = (edges(&[terms.low.edge, terms.high.edge]), edges(&[terms.load.edge]));
            let unit = |edges: &[f64]| edges.last().copied().unwrap_or(1.0).abs().max(1e-6);
            if terms.low.slope + terms.high.slope + terms.pull.strength > 0.0 {
                tangents.push(PenaltyTangents { seat, load: false, unit: unit(&value), at: spread(&value) });
            }
            if terms.load.slope > 0.0 {
                tangents.push(PenaltyTangents { seat, load: true, unit: unit(&load), at: spread(&load) });
            }
        }
        Self { model, left, money: MONEY / known.abs().max(1e-9), tangents }
    }

    /// Adds tangents at the totals of an assignment.
    fn add_tangents(&mut self, at: &[Option<usize>]) {
        let ledger = Ledger::from_assignment(self.model, at);
        for tangents in &mut self.tangents {
            let sum = ledger.totals[tangents.seat];
            tangents.at.push(if tangents.load { sum.load } else { sum.value });
        }
    }

    /// Solves the program. Returns its cost and its assignment.
    fn solve(&self) -> Option<(f64, Vec<Option<usize>>)> {
        let model = self.model;
        let mut program = microlp::Problem::new(OptimizationDirection::Minimize);
        let mut fixed = 0.0;
        let mut takes: Vec<Vec<(usize, Option<Variable>)>> = Vec::with_capacity(self.left.len());
        for options in &self.left {
            if let &[only] = options.as_slice() {
                fixed += model.options[only].cost;
                takes.push(vec![(only, None)]);
                continue;
            }
            let row: Vec<(usize, Option<Variable>)> = options
                .iter()
                .map(|&option| (option, Some(program.add_binary_var(self.money * model.options[option].cost))))
                .collect();
            let one: Vec<(Variable, f64)> = row.iter().filter_map(|(_, variable)| Some(((*variable)?, 1.0))).collect();
            program.add_constraint(one.as_slice(), ComparisonOp::Eq, 1.0);
            takes.push(row);
        }
        for tangents in &self.tangents {
            let terms = &model.seats[tangents.seat];
            let (expression, already) = self.sum(&takes, tangents.seat, |unit, option| {
                if tangents.load { f64::from(model.options[option].load) } else { model.units[unit].value }
            });
            // The scaled total, and its penalty in scaled cost.
            let sum = program.add_var(0.0, (0.0, f64::INFINITY));
            let mut scaled: Vec<(Variable, f64)> =
                expression.iter().map(|&(variable, by)| (variable, by / tangents.unit)).collect();
            scaled.push((sum, -1.0));
            program.add_constraint(scaled.as_slice(), ComparisonOp::Eq, -already / tangents.unit);
            let penalty = program.add_var(1.0, (0.0, f64::INFINITY));
            for &at in &tangents.at {
                let (height, slope) = tangent(terms, tangents.load, at);
                if slope != 0.0 {
                    let slope = self.money * slope * tangents.unit;
                    let floor = self.money * height - slope * at / tangents.unit;
                    // Divide by the slope to keep coefficients near one.
                    let by = slope.abs();
                    program.add_constraint([(penalty, 1.0 / by), (sum, -slope / by)], ComparisonOp::Ge, floor / by);
                }
            }
        }
        for (seat, terms) in model.seats.iter().enumerate().filter(|(_, terms)| terms.has_count_limits()) {
            let (expression, already) = self.sum(&takes, seat, |unit, _| f64::from(model.units[unit].count));
            if expression.is_empty() {
                continue;
            }
            if terms.min_count > 0 {
                program.add_constraint(expression.as_slice(), ComparisonOp::Ge, f64::from(terms.min_count) - already);
            }
            if terms.max_count < u32::MAX {
                program.add_constraint(expression.as_slice(), ComparisonOp::Le, f64::from(terms.max_count) - already);
            }
        }
        let mut options = SolveOptions::default();
        options.node_limit = Some(MOST_NODES);
        let outcome = program.solve_with(options).ok()?;
        if !outcome.is_optimal() {
            return None;
        }
        let solution = outcome.into_solution().ok()?;
        let taken = |row: &Vec<(usize, Option<Variable>)>| {
            let share = |variable: &Option<Variable>| variable.map_or(1.0, |variable| solution.var_value(variable));
            row.iter().max_by(|a, b| share(&a.1).total_cmp(&share(&b.1))).map(|(option, _)| *option)
        };
        let at = takes.iter().map(taken).collect();
        Some((fixed + solution.objective() / self.money, at))
    }

    /// Returns the total of a seat as a linear expression of the undecided units plus the sum of
    /// the others.
    fn sum(
        &self,
        takes: &[Vec<(usize, Option<Variable>)>],
        seat: usize,
        of: impl Fn(usize, usize) -> f64,
    ) -> (Vec<(Variable, f64)>, f64) {
        let (mut open, mut already) = (Vec::new(), 0.0);
        for (unit, row) in takes.iter().enumerate() {
            for &(option, variable) in row.iter().filter(|(option, _)| self.model.options[*option].seat as usize == seat) {
                match variable {
                    Some(variable) => open.push((variable, of(unit, option))),
                    None => already += of(unit, option),
                }
            }
        }
        (open, already)
    }
}

/// Initial totals for tangents: on both sides of the edges, and denser near them.
fn spread(edges: &[f64]) -> Vec<f64> {
    let step = edges.last().copied().unwrap_or(1.0).abs();
    let beyond = [0.0, 0.02, 0.05, 0.1, 0.2, 0.4, 0.8];
    edges.iter().flat_map(|edge| beyond.iter().flat_map(move |by| [edge - by * step, edge + by * step])).collect()
}

/// Returns the height and slope of a penalty at a total.
fn tangent(terms: &SeatTerms, load: bool, at: f64) -> (f64, f64) {
    let side = |penalty: ConvexPenalty, beyond: f64| {
        if beyond >= 0.0 {
            (beyond * (penalty.slope + penalty.curvature * beyond), penalty.slope + 2.0 * penalty.curvature * beyond)
        } else {
            (0.0, 0.0)
        }
    };
    if load {
        return side(terms.load, at - terms.load.edge);
    }
    let (high, low) = (side(terms.high, at - terms.high.edge), side(terms.low, terms.low.edge - at));
    let far = at - terms.pull.target;
    (high.0 + low.0 + terms.pull.strength * far * far, high.1 - low.1 + terms.pull.slope(at))
}
