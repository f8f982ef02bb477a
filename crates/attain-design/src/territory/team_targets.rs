//! The team level of the carve: the assignment of accounts to teams, which determines the mean
//! value per seat that books should approach.
//!
//! If no account may go to two teams, the value of a team is that of its eligible accounts.
//! If teams compete, the seats of each team are merged into one: an account's cost with a
//! team is its cost with the team's cheapest seat, and work beyond the planned capacity of
//! all the team's seats is penalised. The means of the cheapest such assignment stay fixed
//! while accounts are assigned to seats.

use attain_solver::{AssignmentModel, AssignmentOption, AssignmentUnit, ConvexPenalty, Effort, SeatTerms};

/// Effort of the assignment to teams.
const EFFORT: Effort = Effort {
    starts: 1,
    steps_per_unit: 200,
    seat_price_rounds: 200,
    unit_price_rounds: 100,
    options_per_unit: 8,
    chain_passes: 20,
};

/// The mean value per seat of each team; `team` contains the team of each seat.
pub(crate) fn team_targets(model: &AssignmentModel, team: &[usize], teams: usize) -> Vec<f64> {
    let mut seats = vec![0.0; teams];
    for &team in team {
        seats[team] += 1.0;
    }
    let merged = merge_teams(model, team, teams);
    let shared = (0..merged.units.len()).any(|unit| merged.allowed_options(unit).len() > 1);
    let assignment = if shared {
        let start: Vec<Option<usize>> = vec![None; merged.units.len()];
        attain_solver::solve(&merged, &start, &EFFORT).assignment
    } else {
        (0..merged.units.len()).map(|unit| merged.allowed_options(unit).next()).collect()
    };
    let mut value = vec![0.0; teams];
    for (unit, option) in merged.units.iter().zip(assignment) {
        if let Some(option) = option {
            value[merged.options[option].seat as usize] += unit.value;
        }
    }
    value.iter().zip(seats).map(|(value, seats)| if seats > 0.0 { value / seats } else { 0.0 }).collect()
}

/// The same model with one seat per team.
fn merge_teams(model: &AssignmentModel, team: &[usize], teams: usize) -> AssignmentModel {
    let mut merged = vec![SeatTerms { max_count: u32::MAX, ..SeatTerms::default() }; teams];
    let mut seats = vec![0.0; teams];
    for (one, &team) in model.seats.iter().zip(team) {
        merged[team].load.edge += one.load.edge;
        merged[team].load.slope += one.load.slope;
        seats[team] += 1.0;
    }
    for (terms, seats) in merged.iter_mut().zip(&seats) {
        let slope = terms.load.slope / f64::max(*seats, 1.0);
        terms.load = ConvexPenalty { slope, curvature: slope / terms.load.edge.max(1.0), ..terms.load };
    }
    let (mut units, mut options) = (Vec::with_capacity(model.units.len()), Vec::new());
    for (unit, row) in model.units.iter().enumerate() {
        let start = options.len();
        let mut of_team: Vec<Option<(f64, f64, f64)>> = vec![None; teams];
        for option in &model.options[model.allowed_options(unit)] {
            let known = &mut of_team[team[option.seat as usize]];
            let (cost, load, count) = known.unwrap_or((f64::INFINITY, 0.0, 0.0));
            *known = Some((cost.min(option.cost), load + f64::from(option.load), count + 1.0));
        }
        for (team, found) in of_team.into_iter().enumerate() {
            if let Some((cost, load, count)) = found {
                options.push(AssignmentOption { seat: team as u32, load: (load / count) as f32, cost });
            }
        }
        units.push(AssignmentUnit { fixed: None, options: start..options.len(), ..row.clone() });
    }
    AssignmentModel { seats: merged, units, options, unassigned_cost: f64::INFINITY }
}
