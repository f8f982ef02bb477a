//! The team level, before seats: which team serves which accounts, and so the
//! mean value of a seat that books are to be near to.
//!
//! Where no account may go to two teams, a team's value is what it may take.
//! Where teams compete, their seats are taken together: each account costs with
//! a team what it costs with the team's cheapest seat, and a team's work is
//! priced beyond the planned capacity of all its seats. The means of the
//! cheapest such assignment stay fixed while accounts go to seats.
use attain_solver::{Bend, Choice, Effort, Terms, Unit};

/// What the team level tries: teams are few.
const EFFORT: Effort = Effort { starts: 1, steps: 200, rounds: 200, fills: 100, options: 8, turns: 20 };

/// For each team, the mean value of a seat.
pub(crate) fn targets(problem: &attain_solver::Problem, team: &[usize], teams: usize) -> Vec<f64> {
    let mut seats = vec![0.0; teams];
    for &team in team {
        seats[team] += 1.0;
    }
    let together = together(problem, team, teams);
    let shared = (0..together.units.len()).any(|unit| together.open(unit).len() > 1);
    let at = if shared {
        let start: Vec<Option<usize>> = vec![None; together.units.len()];
        attain_solver::solve(&together, &start, &EFFORT).at
    } else {
        (0..together.units.len()).map(|unit| together.open(unit).next()).collect()
    };
    let mut value = vec![0.0; teams];
    for (unit, option) in together.units.iter().zip(at) {
        if let Some(option) = option {
            value[together.options[option].seat as usize] += unit.value;
        }
    }
    value.iter().zip(seats).map(|(value, seats)| if seats > 0.0 { value / seats } else { 0.0 }).collect()
}

/// The same problem with one seat a team.
fn together(problem: &attain_solver::Problem, team: &[usize], teams: usize) -> attain_solver::Problem {
    let mut terms = vec![Terms { most: u32::MAX, ..Terms::default() }; teams];
    let mut seats = vec![0.0; teams];
    for (one, &team) in problem.terms.iter().zip(team) {
        terms[team].load.from += one.load.from;
        terms[team].load.slope += one.load.slope;
        seats[team] += 1.0;
    }
    for (terms, seats) in terms.iter_mut().zip(&seats) {
        let slope = terms.load.slope / f64::max(*seats, 1.0);
        terms.load = Bend { slope, curve: slope / terms.load.from.max(1.0), ..terms.load };
    }
    let (mut units, mut options) = (Vec::with_capacity(problem.units.len()), Vec::new());
    for (unit, row) in problem.units.iter().enumerate() {
        let start = options.len();
        let mut of_team: Vec<Option<(f64, f64, f64)>> = vec![None; teams];
        for option in &problem.options[problem.open(unit)] {
            let known = &mut of_team[team[option.seat as usize]];
            let (cost, load, count) = known.unwrap_or((f64::INFINITY, 0.0, 0.0));
            *known = Some((cost.min(option.cost), load + f64::from(option.load), count + 1.0));
        }
        for (team, found) in of_team.into_iter().enumerate() {
            if let Some((cost, load, count)) = found {
                options.push(Choice { seat: team as u32, load: (load / count) as f32, cost });
            }
        }
        units.push(Unit { fixed: None, options: start..options.len(), ..row.clone() });
    }
    attain_solver::Problem { terms, units, options, house: f64::INFINITY }
}
