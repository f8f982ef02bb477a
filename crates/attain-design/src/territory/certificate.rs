//! How far a carve can be from the best: its cost, the revenue it moves and its largest deviation,
//! each beside a proven lower bound.

use super::carve_model::CarveModel;
use super::inputs::CarveInputs;
use attain_core::plan::CarveCertificate;
use attain_solver::{AssignmentModel, AssignmentSolution, ConvexPenalty, Effort, Ledger, SeatTerms, TargetPull, lower_bound};

/// Cost of value outside the band where revenue is minimised, in revenue for each unit of value. Any
/// number proves a bound; this one is far above what an account brings for its potential.
const OUTSIDE: f64 = 10.0;

/// Measures a carve and bounds what no carve can better.
pub(super) fn certify(
    inputs: CarveInputs<'_>,
    carve: &CarveModel,
    start: &[Option<usize>],
    solved: &AssignmentSolution,
    effort: &Effort,
) -> CarveCertificate {
    let model = &carve.assignment;
    let ledger = Ledger::from_assignment(model, &solved.assignment);
    let today = Ledger::from_assignment(model, start);
    let by_revenue = revenue_model(inputs, carve, &ledger);
    let moved: f64 = solved.assignment.iter().flatten().map(|&option| by_revenue.options[option].cost).sum();
    let bound = if moved > 0.0 { lower_bound(&by_revenue, moved, effort).clamp(0.0, moved) } else { 0.0 };
    let deviation = model.seats.iter().zip(&ledger.totals).map(|(terms, held)| off_target(terms, held.value)).fold(0.0, f64::max);
    CarveCertificate {
        value: solved.certificate.value,
        bound: solved.certificate.bound,
        today: today.cost_of_assigned(),
        revenue_moved: moved,
        revenue_bound: bound,
        deviation,
        deviation_bound: least_deviation(model).min(deviation),
    }
}

/// How far a value is from the one that a seat is balanced around, as a share of it.
fn off_target(terms: &SeatTerms, value: f64) -> f64 {
    if terms.pull.target > 0.0 { (value / terms.pull.target - 1.0).abs() } else { 0.0 }
}

/// The model in which an assignment costs the revenue that changes owner, and in which books may
/// be as far from their means as the tolerance or the carve lets them.
fn revenue_model(inputs: CarveInputs<'_>, carve: &CarveModel, ledger: &Ledger<'_>) -> AssignmentModel {
    let mut model = carve.assignment.clone();
    // Without the further measures the bound still holds: they can only make assignments dearer.
    model.measures.clear();
    let tolerance = inputs.scenario.territory.balanced()[0].tolerance;
    for (terms, held) in model.seats.iter_mut().zip(&ledger.totals) {
        let target = terms.pull.target;
        let penalty = |edge: f64| ConvexPenalty { edge, slope: OUTSIDE, curvature: 0.0 };
        *terms = SeatTerms { max_count: u32::MAX, ..SeatTerms::default() };
        terms.pull = TargetPull { target, strength: 0.0 };
        terms.high.edge = f64::MAX;
        if target > 0.0 {
            terms.low = penalty(((1.0 - tolerance) * target).min(held.value));
            terms.high = penalty(((1.0 + tolerance) * target).max(held.value));
        }
    }
    for (unit, accounts) in carve.members.iter().enumerate() {
        for option in &mut model.options[carve.assignment.units[unit].options.clone()] {
            let leaves = |&&account: &&usize| inputs.owners.seats[account].is_some_and(|owner| owner != option.seat as usize);
            option.cost = accounts.iter().filter(leaves).map(|&account| inputs.book.accounts[account].revenue).sum();
            option.load = 0.0;
        }
    }
    model
}

/// A deviation that some book has at least, whatever the carve: accounts that are bound to a seat
/// are too much, those that may go there are too little, or one unit is too large for every seat.
fn least_deviation(model: &AssignmentModel) -> f64 {
    let (mut bound, mut reach) = (vec![0.0; model.seats.len()], vec![0.0; model.seats.len()]);
    let mut least = 0.0_f64;
    for (unit, row) in model.units.iter().enumerate() {
        let options = &model.options[model.allowed_options(unit)];
        let over = |seat: u32| {
            let target = model.seats[seat as usize].pull.target;
            if target > 0.0 { row.value / target - 1.0 } else { 0.0 }
        };
        for option in options {
            reach[option.seat as usize] += row.value;
        }
        if let [only] = options {
            bound[only.seat as usize] += row.value;
        }
        if model.unassigned_cost.is_infinite() {
            least = least.max(options.iter().map(|option| over(option.seat)).reduce(f64::min).unwrap_or(0.0));
        }
    }
    for (terms, (bound, reach)) in
        model.seats.iter().zip(bound.into_iter().zip(reach)).filter(|(terms, _)| terms.pull.target > 0.0)
    {
        let target = terms.pull.target;
        least = least.max(bound / target - 1.0).max(1.0 - reach / target);
    }
    least
}
