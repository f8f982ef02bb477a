//! The seats of a plan: those of present reps minus cuts, the dedicated team, and added seats.

use super::added_seats::add_seats;
use super::capacity::{ramp_of_team, ramped_capacity, usable_capacity};
use super::cuts::{choose_cuts, exists_at_start};
use super::dedicated::choose_dedicated_team;
use super::fault::TerritoryFault;
use super::lookup::find_present_rep;
use super::roster::{ClosingSeat, Roster};
use super::tier_matrix::{TierMatrix, teams_of_book};
use crate::account_figures::AccountFigures;
use crate::score::months_between;
use attain_core::diagnostics::Faults;
use attain_core::plan::Seat;
use attain_core::scenario::ResolvedScenario;
use attain_core::scenario::choices::{Scenario, Team};
use attain_data::{Book, Rep};

/// Creates the seats of a plan. Some present reps may join the dedicated team.
pub(crate) fn lay_out_seats(book: &Book, resolved: &ResolvedScenario, figures: &AccountFigures, faults: &mut Faults) -> Roster {
    let scenario = &resolved.scenario;
    check_leavers(book, resolved, faults);
    let months = choose_cuts(book, resolved, faults);
    let cut: Vec<bool> = months.iter().map(Option::is_some).collect();
    let dedicated = choose_dedicated_team(book, resolved, &figures.scores, &cut, faults);
    let teams = teams_of_book(book, scenario);
    let closes = |(rep, month): (usize, &Option<u32>)| {
        let month = (*month)?;
        exists_at_start(resolved, &book.reps[rep].id, month).then_some(ClosingSeat { rep, month: month - 1 })
    };
    let closing = months.iter().enumerate().filter_map(closes).collect();
    let mut roster = Roster { seats: Vec::new(), seat_of_rep: vec![None; book.reps.len()], dedicated: None, closing };
    for (i, rep) in book.reps.iter().enumerate().filter(|(i, rep)| rep.left.is_none() && !cut[*i]) {
        let team = dedicated.as_ref().filter(|team| team.joining.contains(&i)).map_or(rep.team, |dedicated| dedicated.team);
        roster.seat_of_rep[i] = Some(roster.seats.len());
        roster.seats.push(present_seat(book, scenario, i, team, &teams[team]));
    }
    roster.dedicated = dedicated;
    add_seats(book, resolved, &TierMatrix::new(book, scenario), &figures.tiers, &mut roster, faults);
    if let Some(team) = roster.dedicated.as_ref().filter(|team| roster.seats.iter().all(|seat| seat.team != team.team)) {
        let problem = TerritoryFault::DedicatedWithoutSeats { team: book.teams[team.team].clone() };
        faults.push(resolved.place("territory.dedicated.team"), problem);
    }
    if roster.seats.is_empty() {
        faults.push(resolved.place("headcount"), TerritoryFault::NoSeats);
    }
    roster
}

/// The seat of a present rep in a team.
fn present_seat(book: &Book, scenario: &Scenario, index: usize, team: usize, choices: &Team) -> Seat {
    let rep = &book.reps[index];
    let tenure_months = tenure_months(book, scenario, rep);
    Seat {
        id: rep.id.clone(),
        key: rep.key,
        name: rep.name.clone(),
        team,
        region: rep.region,
        manager: rep.manager.clone(),
        incumbent: Some(index),
        tenure_months,
        start_month: 0,
        end_month: None,
        skills: rep.skills.clone(),
        place: rep.place,
        quota: 0.0,
        ramp: ramp_of_team(book, scenario, team),
        capacity: ramped_capacity(choices, tenure_months),
        usable_capacity: 0.0,
        realistic: 0.0,
        workload: 0.0,
        potential: 0.0,
        potential_before: 0.0,
    }
}

/// Months of tenure at the start of the horizon. A rep without a hiring date gets the median
/// of the others, or 24 months if no rep has one.
fn tenure_months(book: &Book, scenario: &Scenario, rep: &Rep) -> f64 {
    let months = |rep: &Rep| rep.hired.map(|day| months_between(day, scenario.horizon.start).max(0.0));
    months(rep).unwrap_or_else(|| {
        let mut known: Vec<f64> = book.reps.iter().filter(|rep| rep.left.is_none()).filter_map(months).collect();
        known.sort_by(f64::total_cmp);
        known.get(known.len() / 2).copied().unwrap_or(24.0)
    })
}

/// The usable capacity, before the growth buffer, of a rep's current seat.
pub(crate) fn present_capacity(book: &Book, scenario: &Scenario, rep: usize) -> f64 {
    usable_capacity(&teams_of_book(book, scenario)[book.reps[rep].team], &seat_of_rep(book, scenario, rep))
}

/// The seat that a rep holds today.
pub(crate) fn seat_of_rep(book: &Book, scenario: &Scenario, rep: usize) -> Seat {
    let (team, teams) = (book.reps[rep].team, teams_of_book(book, scenario));
    present_seat(book, scenario, rep, team, &teams[team])
}

fn check_leavers(book: &Book, resolved: &ResolvedScenario, faults: &mut Faults) {
    for (i, leaver) in resolved.scenario.attrition.leavers.iter().enumerate() {
        if let Err(problem) = find_present_rep(book, &leaver.rep) {
            faults.push(resolved.place(&format!("attrition.leavers[{i}].rep")), problem);
        }
    }
}
