//! The best possible carve of a small problem, by a solver of mixed integer
//! programs (`microlp`: simplex, branch and bound).
//!
//! Penalties are convex, so the program may count with tangents to them: it then
//! costs no carve more than it costs (outer approximation; Duran & Grossmann
//! 1986). The carve it finds is priced as it is; where that is more, tangents at
//! its books are added and it is solved again, until bound and carve meet within
//! [`EXACT_TOLERANCE`]. Options that the prices of the bound already rule out are left
//! out: a carve with one of them would cost more than the one that is known.

use microlp::{ComparisonOp, OptimizationDirection, SolveOptions, Variable};

use super::dual::{Dual, ascend};
use super::ledger::Ledger;
use super::parts::{Part, parts};
use super::problem::Problem;
use super::solve::{Certificate, Solved, start_of, whole};
use super::terms::{Bend, Terms};

/// Part of a carve's cost by which the bound may stay under it.
pub const EXACT_TOLERANCE: f64 = 1e-5;

/// Most pairs of a unit and a seat, of those that share no seat with others,
/// that are left to the program.
pub const MOST_PAIRS: usize = 1500;

/// Nodes of branch and bound that each program may take.
const MOST_NODES: u64 = 20_000;

/// Programs that are solved at most, each with more tangents.
const MOST_PROGRAMS: u32 = 60;

/// Rounds in which prices rise.
const ROUNDS: u32 = 2000;

/// What a program's costs are scaled to.
const MONEY: f64 = 1e4;

/// Why a problem has no proven optimum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unproven {
    /// Too many pairs are left.
    #[error("{pairs} pairs of accounts and seats are left to choose from; {MOST_PAIRS} is the most")]
    TooLarge {
        /// How many.
        pairs: usize,
    },
    /// Limits on accounts cannot all be kept, so that there is no program.
    #[error("limits on accounts cannot all be kept")]
    Limits,
    /// The program was not solved within its nodes, or failed.
    #[error("no proof within {MOST_NODES} nodes of branch and bound")]
    Nodes,
}

/// The best possible carve; `known` is one to begin with.
///
/// # Errors
/// A problem that is too large, or was not solved within the nodes.
pub fn exact(problem: &Problem, known: &Solved) -> Result<Solved, Unproven> {
    let mut at = known.at.clone();
    let mut bound = 0.0;
    for part in parts(problem) {
        let (found, least) = prove(&part, start_of(problem, &part, &known.at))?;
        bound += least;
        for (&unit, option) in part.units.iter().zip(found) {
            at[unit] = whole(problem, unit, &part, option);
        }
    }
    let value = Ledger::of(problem, &at).total();
    Ok(Solved { at, certificate: Certificate { value, bound: f64::min(bound, value) } })
}

/// The best carve of a part, and its bound.
fn prove(part: &Part, start: Vec<Option<usize>>) -> Result<(Vec<Option<usize>>, f64), Unproven> {
    let problem = &part.problem;
    let mut best = (Ledger::of(problem, &start).total(), start);
    if best.1.iter().any(Option::is_none) || broken(problem, &best.1) {
        return Err(Unproven::Limits);
    }
    let dual = ascend(problem, best.0, ROUNDS, None);
    let close = |bound: f64, best: f64| best - bound <= EXACT_TOLERANCE * best.abs().max(1e-6);
    if close(dual.bound, best.0) {
        return Ok((best.1, dual.bound));
    }
    let left = left(problem, &dual, best.0);
    let pairs = left.iter().filter(|options| options.len() > 1).map(Vec::len).sum();
    if pairs > MOST_PAIRS {
        return Err(Unproven::TooLarge { pairs });
    }
    let mut program = Program::new(problem, left, best.0);
    program.touch(&best.1);
    let mut bound = dual.bound;
    for _ in 0..MOST_PROGRAMS {
        let (least, found) = program.solve().ok_or(Unproven::Nodes)?;
        bound = f64::max(bound, least - 0.1 * EXACT_TOLERANCE * least.abs());
        let cost = Ledger::of(problem, &found).total();
        program.touch(&found);
        if cost < best.0 {
            best = (cost, found);
        }
        if close(bound, best.0) {
            return Ok((best.1, bound.min(best.0)));
        }
    }
    Err(Unproven::Nodes)
}

/// Whether limits on accounts are broken.
fn broken(problem: &Problem, at: &[Option<usize>]) -> bool {
    let ledger = Ledger::of(problem, at);
    ledger.sums.iter().zip(&problem.terms).any(|(sum, terms)| sum.accounts > terms.most || sum.accounts < terms.fewest)
}

/// For each unit, the options that a carve cheaper than the known one may take.
fn left(problem: &Problem, dual: &Dual, known: f64) -> Vec<Vec<usize>> {
    let room = (known - dual.bound) * (1.0 + 1e-9) + 1e-9 * known.abs();
    (0..problem.units.len())
        .map(|unit| {
            let cost = |option: usize| dual.prices.of(problem, unit, option);
            let least = problem.open(unit).map(cost).fold(f64::INFINITY, f64::min);
            problem.open(unit).filter(|&option| cost(option) - least <= room).collect()
        })
        .collect()
}

/// A convex penalty of a sum, as tangents that lie under it.
#[derive(Debug, Clone)]
struct Touched {
    seat: usize,
    load: bool,
    /// What the sum is reckoned in.
    unit: f64,
    at: Vec<f64>,
}

/// The mixed integer program of a part.
struct Program<'a> {
    problem: &'a Problem,
    left: Vec<Vec<usize>>,
    money: f64,
    touched: Vec<Touched>,
}

impl<'a> Program<'a> {
    fn new(problem: &'a Problem, left: Vec<Vec<usize>>, known: f64) -> Self {
        let mut touched = Vec::new();
        for (seat, terms) in problem.terms.iter().enumerate() {
            let edges =
                |edges: &[f64]| edges.iter().copied().filter(|edge| edge.is_finite() && *edge < f64::MAX).collect::<Vec<_>>();
            let (value, load) = (edges(&[terms.low.from, terms.high.from]), edges(&[terms.load.from]));
            let unit = |edges: &[f64]| edges.last().copied().unwrap_or(1.0).abs().max(1e-6);
            if terms.low.slope + terms.high.slope > 0.0 {
                touched.push(Touched { seat, load: false, unit: unit(&value), at: spread(&value) });
            }
            if terms.load.slope > 0.0 {
                touched.push(Touched { seat, load: true, unit: unit(&load), at: spread(&load) });
            }
        }
        Self { problem, left, money: MONEY / known.abs().max(1e-9), touched }
    }

    /// Adds tangents at the books of a carve.
    fn touch(&mut self, at: &[Option<usize>]) {
        let ledger = Ledger::of(self.problem, at);
        for touched in &mut self.touched {
            let sum = ledger.sums[touched.seat];
            touched.at.push(if touched.load { sum.load } else { sum.value });
        }
    }

    /// The least that the program costs, and its carve.
    fn solve(&self) -> Option<(f64, Vec<Option<usize>>)> {
        let problem = self.problem;
        let mut program = microlp::Problem::new(OptimizationDirection::Minimize);
        let mut fixed = 0.0;
        let mut takes: Vec<Vec<(usize, Option<Variable>)>> = Vec::with_capacity(self.left.len());
        for options in &self.left {
            if let &[only] = options.as_slice() {
                fixed += problem.options[only].cost;
                takes.push(vec![(only, None)]);
                continue;
            }
            let row: Vec<(usize, Option<Variable>)> = options
                .iter()
                .map(|&option| (option, Some(program.add_binary_var(self.money * problem.options[option].cost))))
                .collect();
            let one: Vec<(Variable, f64)> = row.iter().filter_map(|(_, variable)| Some(((*variable)?, 1.0))).collect();
            program.add_constraint(one.as_slice(), ComparisonOp::Eq, 1.0);
            takes.push(row);
        }
        for touched in &self.touched {
            let terms = &problem.terms[touched.seat];
            let (expression, already) = self.sum(&takes, touched.seat, |unit, option| {
                if touched.load { f64::from(problem.options[option].load) } else { problem.units[unit].value }
            });
            // The sum, in its unit, and its penalty, in scaled money.
            let sum = program.add_var(0.0, (0.0, f64::INFINITY));
            let mut scaled: Vec<(Variable, f64)> =
                expression.iter().map(|&(variable, by)| (variable, by / touched.unit)).collect();
            scaled.push((sum, -1.0));
            program.add_constraint(scaled.as_slice(), ComparisonOp::Eq, -already / touched.unit);
            let penalty = program.add_var(1.0, (0.0, f64::INFINITY));
            for &at in &touched.at {
                let (height, slope) = tangent(terms, touched.load, at);
                if slope != 0.0 {
                    let slope = self.money * slope * touched.unit;
                    let floor = self.money * height - slope * at / touched.unit;
                    // Reckoned in the slope, so that coefficients stay near to one.
                    let by = slope.abs();
                    program.add_constraint([(penalty, 1.0 / by), (sum, -slope / by)], ComparisonOp::Ge, floor / by);
                }
            }
        }
        for (seat, terms) in problem.terms.iter().enumerate().filter(|(_, terms)| terms.limited()) {
            let (expression, already) = self.sum(&takes, seat, |unit, _| f64::from(problem.units[unit].accounts));
            if expression.is_empty() {
                continue;
            }
            if terms.fewest > 0 {
                program.add_constraint(expression.as_slice(), ComparisonOp::Ge, f64::from(terms.fewest) - already);
            }
            if terms.most < u32::MAX {
                program.add_constraint(expression.as_slice(), ComparisonOp::Le, f64::from(terms.most) - already);
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

    /// What a seat's units add up to: the open ones by their variables, and the others.
    fn sum(
        &self,
        takes: &[Vec<(usize, Option<Variable>)>],
        seat: usize,
        of: impl Fn(usize, usize) -> f64,
    ) -> (Vec<(Variable, f64)>, f64) {
        let (mut open, mut already) = (Vec::new(), 0.0);
        for (unit, row) in takes.iter().enumerate() {
            for &(option, variable) in row.iter().filter(|(option, _)| self.problem.options[*option].seat as usize == seat) {
                match variable {
                    Some(variable) => open.push((variable, of(unit, option))),
                    None => already += of(unit, option),
                }
            }
        }
        (open, already)
    }
}

/// Sums to begin tangents at: both sides of the edges, closer near to them.
fn spread(edges: &[f64]) -> Vec<f64> {
    let step = edges.last().copied().unwrap_or(1.0).abs();
    let beyond = [0.0, 0.02, 0.05, 0.1, 0.2, 0.4, 0.8];
    edges.iter().flat_map(|edge| beyond.iter().flat_map(move |by| [edge - by * step, edge + by * step])).collect()
}

/// Height and slope of a penalty at a sum.
fn tangent(terms: &Terms, load: bool, at: f64) -> (f64, f64) {
    let side = |bend: Bend, beyond: f64| {
        if beyond >= 0.0 {
            (beyond * (bend.slope + bend.curve * beyond), bend.slope + 2.0 * bend.curve * beyond)
        } else {
            (0.0, 0.0)
        }
    };
    if load {
        return side(terms.load, at - terms.load.from);
    }
    let (high, low) = (side(terms.high, at - terms.high.from), side(terms.low, terms.low.from - at));
    (high.0 + low.0, high.1 - low.1)
}
