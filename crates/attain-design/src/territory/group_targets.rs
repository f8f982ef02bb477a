//! The upper level of the carve: which group of like seats serves which accounts, and so the mean
//! value that the books of the group should be near.
//!
//! When no account may go to two groups, the value of a group is what it may take. When groups
//! compete, the seats of each are merged into one: an account costs with a group what it costs with
//! the group's cheapest seat, and work beyond the planned capacity of all its seats is penalised.
//! Teams come first. Then the groups of a team share what it serves, as near to the mean of the
//! team as the accounts allow. The means stay fixed while accounts go to seats.

use super::balance_band::set_band;
use attain_core::scenario::choices::Scenario;
use attain_solver::{AssignmentModel, AssignmentOption, AssignmentUnit, ConvexPenalty, Effort, SeatTerms};

/// Effort of the assignment to groups, which are few.
const EFFORT: Effort = Effort {
    starts: 1,
    steps_per_unit: 200,
    seat_price_rounds: 200,
    unit_price_rounds: 100,
    knapsack_states: 10_000_000,
    options_per_unit: 8,
    chain_passes: 20,
};

/// For each seat, the mean value of the seats of its group. `team` and `group` have the numbers
/// of each seat.
pub(super) fn group_targets(
    scenario: &Scenario,
    tolerance: f64,
    model: &AssignmentModel,
    team: &[usize],
    group: &[usize],
) -> Vec<f64> {
    let team_means = mean_values(&merge_seats(model, team), team);
    let mut merged = merge_seats(model, group);
    let sizes = group_sizes(group);
    for (&group, &mean) in group.iter().zip(&team_means) {
        set_band(&mut merged.seats[group], scenario, tolerance, mean, sizes[group]);
    }
    mean_values(&merged, group)
}

/// Number of seats of each group.
fn group_sizes(group: &[usize]) -> Vec<f64> {
    let mut sizes = vec![0.0; group.iter().map(|group| group + 1).max().unwrap_or(0)];
    for &group in group {
        sizes[group] += 1.0;
    }
    sizes
}

/// For each seat, the mean value of the seats of its group in the cheapest assignment to groups.
fn mean_values(merged: &AssignmentModel, group: &[usize]) -> Vec<f64> {
    let shared = (0..merged.units.len()).any(|unit| merged.allowed_options(unit).len() > 1);
    let assignment = if shared {
        let start: Vec<Option<usize>> = vec![None; merged.units.len()];
        attain_solver::solve(merged, &start, &EFFORT).assignment
    } else {
        (0..merged.units.len()).map(|unit| merged.allowed_options(unit).next()).collect()
    };
    let mut value = vec![0.0; merged.seats.len()];
    for (unit, option) in merged.units.iter().zip(assignment) {
        if let Some(option) = option {
            value[merged.options[option].seat as usize] += unit.value;
        }
    }
    let sizes = group_sizes(group);
    group.iter().map(|&group| value[group] / sizes[group]).collect()
}

/// The same model with one seat for each group.
fn merge_seats(model: &AssignmentModel, group: &[usize]) -> AssignmentModel {
    let sizes = group_sizes(group);
    let mut merged = vec![SeatTerms { max_count: u32::MAX, ..SeatTerms::default() }; sizes.len()];
    for (one, &group) in model.seats.iter().zip(group) {
        merged[group].load.edge += one.load.edge;
        merged[group].load.slope += one.load.slope;
    }
    for (terms, seats) in merged.iter_mut().zip(&sizes) {
        let slope = terms.load.slope / f64::max(*seats, 1.0);
        terms.load = ConvexPenalty { slope, curvature: slope / terms.load.edge.max(1.0), ..terms.load };
    }
    let (mut units, mut options) = (Vec::with_capacity(model.units.len()), Vec::new());
    for (unit, row) in model.units.iter().enumerate() {
        let start = options.len();
        let mut of_group: Vec<Option<(f64, f64, f64)>> = vec![None; sizes.len()];
        for option in &model.options[model.allowed_options(unit)] {
            let known = &mut of_group[group[option.seat as usize]];
            let (cost, load, count) = known.unwrap_or((f64::INFINITY, 0.0, 0.0));
            *known = Some((cost.min(option.cost), load + f64::from(option.load), count + 1.0));
        }
        for (group, found) in of_group.into_iter().enumerate() {
            if let Some((cost, load, count)) = found {
                options.push(AssignmentOption { seat: group as u32, load: (load / count) as f32, cost });
            }
        }
        units.push(AssignmentUnit { fixed: None, options: start..options.len(), ..row.clone() });
    }
    AssignmentModel { seats: merged, units, options, unassigned_cost: f64::INFINITY, ..AssignmentModel::default() }
}
