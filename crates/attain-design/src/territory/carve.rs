//! The carve: assigns every account of a book to a seat.

use super::bindings::bind_accounts;
use super::carve_model::CarveModel;
use super::carve_units::group_units;
use super::certificate::certify;
use super::contribution::{ContributionModel, improve_contribution};
use super::eligibility::EligibleSeats;
use super::fault::TerritoryFault;
use super::infeasibility::{InfeasibilityCheck, check_limits, check_locks};
use super::inputs::{CarveInputs, CurrentOwners, current_seats};
use super::owner_table::{house_accounts, listed_reasons};
use super::pair_costs::PairCosts;
use super::reasons::Evidence;
use super::roster::Roster;
use super::territory_design::{TerritoryDesign, summarize};
use crate::account_figures::AccountFigures;
use attain_core::diagnostics::Faults;
use attain_core::scenario::ResolvedScenario;
use attain_core::scenario::choices::Objective;
use attain_data::Book;
use attain_solver::{Effort, Ledger};

/// Maximum number of account-seat pairs in a carve.
const MOST_PAIRS: usize = 400_000_000;

/// Value of `search-rounds` that corresponds to the solver's normal effort.
const NORMAL_ROUNDS: u32 = 60;

/// Checks whether a carve fits into memory; adds a fault if it does not.
pub(crate) fn fits_memory(book: &Book, resolved: &ResolvedScenario, roster: &Roster, faults: &mut Faults) -> bool {
    let (accounts, seats) = (book.accounts.len(), roster.seats.len());
    let fits = accounts.saturating_mul(seats) <= MOST_PAIRS;
    if !fits {
        faults.push(resolved.place("territory"), TerritoryFault::TooLarge { accounts, seats });
    }
    fits
}

/// The effort of the search for a carve.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SearchDepth {
    /// The effort set in the scenario; the carve is reported with its gap.
    Normal,
    /// Search until the carve is proven optimal; otherwise a fault.
    Exact,
}

/// Assigns every account to a seat, or to the house if no seat may own it.
pub(crate) fn carve_territories(
    book: &Book,
    resolved: &ResolvedScenario,
    figures: &AccountFigures,
    roster: &Roster,
    depth: SearchDepth,
    faults: &mut Faults,
) -> TerritoryDesign {
    let scenario = &resolved.scenario;
    let (current, house) = (current_seats(book, roster), house_accounts(book, resolved));
    let owners = CurrentOwners { seats: &current, house: &house };
    let inputs = CarveInputs { book, scenario, figures, roster, owners };
    let eligible = EligibleSeats::new(book, scenario, &figures.tiers, roster, owners);
    let bound = bind_accounts(book, resolved, roster, &eligible, &current, faults);
    let pair_costs = PairCosts::new(inputs, &eligible);
    check_served(inputs, resolved, &eligible, faults);
    check_locks(book, resolved, roster, &pair_costs, &bound, faults);
    if faults.0.is_empty() {
        check_limits(&InfeasibilityCheck { book, resolved, roster, tiers: &figures.tiers, owners }, faults);
    }
    let grouped = group_units(book, scenario, &eligible, &bound);
    let carve = CarveModel::new(inputs, &eligible, &pair_costs, grouped.units);
    let effort = Effort::for_model(&carve.assignment, f64::from(scenario.territory.search_rounds) / f64::from(NORMAL_ROUNDS));
    let start = current_options(&carve, &current);
    let solved = attain_solver::solve(&carve.assignment, &start, &effort);
    let solved = match depth {
        SearchDepth::Exact if faults.0.is_empty() => {
            attain_solver::solve_exact(&carve.assignment, &solved).unwrap_or_else(|why| {
                faults.push(resolved.place("territory"), TerritoryFault::NotProven(why));
                solved
            })
        }
        SearchDepth::Exact | SearchDepth::Normal => solved,
    };
    let mut ledger = Ledger::from_assignment(&carve.assignment, &solved.assignment);
    let contribution = ContributionModel::new(inputs, &pair_costs);
    let improved = match scenario.territory.objective {
        Objective::Balance => vec![false; carve.members.len()],
        Objective::Contribution => improve_contribution(&contribution, &carve, &mut ledger, scenario.territory.search_rounds),
    };
    let left = (0..book.accounts.len()).filter(|&account| !house[account]).count();
    let placed: usize =
        carve.members.iter().zip(&ledger.assignment).filter(|(_, at)| at.is_some()).map(|(accounts, _)| accounts.len()).sum();
    if !scenario.territory.house && placed < left && faults.0.is_empty() {
        faults.push(resolved.place("territory.house"), TerritoryFault::LeftOver { accounts: left - placed });
    }
    let evidence = Evidence {
        inputs,
        eligible: &eligible,
        pair_costs: &pair_costs,
        bound: &bound,
        improved: &improved,
        listed_reasons: &listed_reasons(book, resolved),
        carve: &carve,
        ledger: &ledger,
    };
    let certificate = match scenario.territory.objective {
        Objective::Balance => Some(certify(inputs, &carve, &start, &solved, &effort)),
        Objective::Contribution => None,
    };
    TerritoryDesign { certificate, ..summarize(resolved, &evidence, &contribution, grouped.split_families) }
}

/// The option of each unit at its present seat: the seat of most of its
/// members. Ties go to the first seat.
fn current_options(carve: &CarveModel, current: &[Option<usize>]) -> Vec<Option<usize>> {
    let current = |(unit, accounts): (usize, &Vec<usize>)| {
        let mut of_seat: Vec<(usize, usize)> = Vec::new();
        for seat in accounts.iter().filter_map(|&account| current[account]) {
            match of_seat.iter_mut().find(|(known, _)| *known == seat) {
                Some((_, count)) => *count += 1,
                None => of_seat.push((seat, 1)),
            }
        }
        let most = of_seat.into_iter().rev().max_by_key(|(_, count)| *count);
        most.and_then(|(seat, _)| carve.assignment.option_at(unit, seat as u32))
    };
    carve.members.iter().enumerate().map(current).collect()
}

/// Checks that the limits on accounts are consistent and that every segment has a seat.
fn check_served(inputs: CarveInputs<'_>, resolved: &ResolvedScenario, eligible: &EligibleSeats, faults: &mut Faults) {
    let CarveInputs { book, roster, owners, .. } = inputs;
    let choices = &resolved.scenario.territory;
    if choices.max_accounts > 0 && choices.min_accounts > choices.max_accounts {
        let problem = TerritoryFault::FewestOverMost { min: choices.min_accounts, max: choices.max_accounts };
        faults.push(resolved.place("territory.min-accounts"), problem);
    }
    if roster.seats.is_empty() {
        return;
    }
    for (s, segment) in book.segments.iter().enumerate() {
        let accounts: Vec<usize> = (0..book.accounts.len()).filter(|&i| book.accounts[i].segment == s).collect();
        let alone = |&account: &usize| eligible.seats(account).is_empty() && !owners.house[account];
        if !accounts.is_empty() && accounts.iter().all(alone) {
            let problem = TerritoryFault::SegmentWithoutSeat { segment: segment.clone(), accounts: accounts.len() };
            faults.push(resolved.place("teams"), problem);
        }
    }
}
