//! Prepares the books of a plan for trial moves.

use super::trial_books::{BookTotals, Destination, MovableUnit, SeatLimits, TrialBooks};
use crate::account_figures::AccountFigures;
use crate::territory::bindings::bind_accounts;
use crate::territory::capacity::{account_limits, usable_capacity};
use crate::territory::carve_model::CarveModel;
use crate::territory::carve_units::group_units;
use crate::territory::eligibility::EligibleSeats;
use crate::territory::equity;
use crate::territory::inputs::{CarveInputs, CurrentOwners, current_seats};
use crate::territory::measures;
use crate::territory::owner_table::house_accounts;
use crate::territory::pair_costs::PairCosts;
use crate::territory::seat_layout::lay_out_seats;
use crate::territory::tier_matrix::teams_of_book;
use attain_core::diagnostics::Faults;
use attain_core::plan::Plan;
use attain_core::scenario::ResolvedScenario;
use attain_core::scenario::choices::{Carve, Scenario};
use attain_data::Book;
use attain_solver::AssignmentOption;

/// The books of a plan, with all moves among peer seats that a redesign of the scenario allows.
pub(super) fn trial_books(book: &Book, resolved: &ResolvedScenario, plan: &Plan) -> Result<TrialBooks, Faults> {
    let resolved = resolved.with_choices(|scenario| scenario.territory.carve = Carve::Redesign);
    let scenario = &resolved.scenario;
    let mut faults = Faults::default();
    let figures = AccountFigures::new(book, scenario);
    let roster = lay_out_seats(book, &resolved, &figures, &mut faults);
    let (current, house) = (current_seats(book, &roster), house_accounts(book, &resolved));
    let owners = CurrentOwners { seats: &current, house: &house };
    let inputs = CarveInputs { book, scenario, figures: &figures, roster: &roster, owners };
    let eligible = EligibleSeats::new(book, scenario, &figures.tiers, &roster, owners);
    // Accounts in a table of owners may move again; locked and protected accounts may not.
    let free = resolved.without_owners();
    let bound = bind_accounts(book, &free, &roster, &eligible, &current, &mut faults);
    let pair_costs = PairCosts::new(inputs, &eligible);
    let units = group_units(book, scenario, &eligible, &bound).units;
    let carve = CarveModel::new(inputs, &eligible, &pair_costs, units);
    faults.into_result(())?;

    let value = measures::by_account(book, &figures.needs, scenario.territory.balanced()[0].measure);
    let mut totals = vec![BookTotals::default(); plan.seats.len()];
    for (account, made) in plan.accounts.iter().enumerate() {
        if let Some(seat) = made.seat {
            totals[seat].potential += value[account];
            totals[seat].load += pair_costs.load(account, seat);
            totals[seat].accounts += 1;
        }
    }
    let groups = equity::peer_groups(plan);
    let units = movable_units(book, plan, carve, &pair_costs, &groups, &value);
    let limits = seat_limits(book, scenario, plan, &groups, &totals);
    Ok(TrialBooks::new(limits, units, totals))
}

/// The units that may move, with the eligible seats of their peer group.
fn movable_units(
    book: &Book,
    plan: &Plan,
    carve: CarveModel,
    pair_costs: &PairCosts<'_>,
    groups: &[usize],
    value: &[f64],
) -> Vec<MovableUnit> {
    let CarveModel { assignment, members, .. } = carve;
    assignment
        .units
        .iter()
        .zip(members)
        .filter(|(unit, _)| unit.fixed.is_none())
        .filter_map(|(unit, accounts)| {
            let home = plan.accounts[accounts[0]].seat?;
            let together = accounts.iter().all(|&account| plan.accounts[account].seat == Some(home));
            let cost = |seat: usize| accounts.iter().map(|&account| pair_costs.total(account, seat)).sum::<f64>();
            let destination = |option: &AssignmentOption| {
                let seat = option.seat as usize;
                Destination { seat, load: f64::from(option.load), cost: option.cost - cost(home) }
            };
            let all = assignment.options[unit.options.clone()].iter().map(destination);
            let destinations: Vec<Destination> = all.filter(|to| to.seat != home && groups[to.seat] == groups[home]).collect();
            let potential = accounts.iter().map(|&account| value[account]).sum();
            let revenue = accounts.iter().map(|&account| book.accounts[account].revenue).sum();
            let load = accounts.iter().map(|&account| pair_costs.load(account, home)).sum();
            let movable = together && !destinations.is_empty();
            movable.then_some(MovableUnit { accounts, potential, revenue, home, load, destinations })
        })
        .collect()
}

/// The limits of each seat: the tolerance around the mean of its peer group, its
/// capacity, and the limits on accounts.
fn seat_limits(book: &Book, scenario: &Scenario, plan: &Plan, groups: &[usize], totals: &[BookTotals]) -> Vec<SeatLimits> {
    let teams = teams_of_book(book, scenario);
    let mut means: Vec<(f64, f64)> = vec![(0.0, 0.0); plan.seats.len()];
    for (&group, totals) in groups.iter().zip(totals) {
        means[group] = (means[group].0 + totals.potential, means[group].1 + 1.0);
    }
    let tolerance = scenario.territory.balanced()[0].tolerance;
    let account_limits = account_limits(book, scenario, &plan.seats);
    plan.seats
        .iter()
        .zip(totals)
        .zip(groups)
        .zip(account_limits)
        .map(|(((seat, totals), &group), (fewest, most))| {
            let (fewest, most) = (fewest as usize, most as usize);
            let (total, seats) = means[group];
            let mean = total / seats.max(1.0);
            SeatLimits {
                group,
                low: (1.0 - tolerance) * mean,
                high: (1.0 + tolerance) * mean,
                room: usable_capacity(&teams[seat.team], seat).max(totals.load),
                min_accounts: fewest.min(totals.accounts),
                max_accounts: if most > 0 { most.max(totals.accounts) } else { usize::MAX },
            }
        })
        .collect()
}
