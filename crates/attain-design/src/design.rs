//! From a scenario to a plan: score, coverage, territory, quota.

use crate::coverage::coverage_needs;
use crate::quota::{SeatQuotas, set_quotas};
use crate::score::{assign_tiers, score_accounts};
use crate::territory::{Carved, Roster, Search, fits, seats, territory};
use attain_core::diagnostics::Faults;
use attain_core::plan::Plan;
use attain_core::scenario::ResolvedScenario;
use attain_data::Book;

/// Designs the plan of a scenario.
///
/// # Errors
/// Every contradiction between the scenario's choices and the book.
pub fn design(book: &Book, resolved: &ResolvedScenario) -> Result<Plan, Faults> {
    designed(book, resolved, Search::Normal)
}

/// The same with the best possible carve, proven.
///
/// # Errors
/// The same, and a problem that is too large to be solved to the end.
pub fn design_exact(book: &Book, resolved: &ResolvedScenario) -> Result<Plan, Faults> {
    designed(book, resolved, Search::Exact)
}

fn designed(book: &Book, resolved: &ResolvedScenario, search: Search) -> Result<Plan, Faults> {
    let mut faults = Faults::default();
    let scores = score_accounts(book, &resolved.scenario);
    let tiers = assign_tiers(book, &resolved.scenario);
    let needs = coverage_needs(book, &resolved.scenario, &tiers);
    let roster = seats(book, resolved, &scores, &tiers, &mut faults);
    if !fits(book, resolved, &roster, &mut faults) {
        return Err(faults);
    }
    let books = territory(book, resolved, (&scores, &tiers, &needs), &roster, search, &mut faults);
    let quotas = set_quotas(book, resolved, &scores, &roster, &books, &mut faults);
    faults.into_result(())?;
    Ok(plan(resolved, roster, books, quotas))
}

fn plan(resolved: &ResolvedScenario, roster: Roster, books: Carved, quotas: SeatQuotas) -> Plan {
    let mut seats = roster.seats;
    for (i, seat) in seats.iter_mut().enumerate() {
        seat.potential = books.potential[i];
        seat.potential_before = books.potential_before[i];
        seat.workload = books.workload[i];
        seat.quota = quotas.seats[i];
    }
    let mut notes = books.notes;
    notes.extend(quotas.notes);
    Plan {
        name: resolved.scenario.name.clone(),
        scenario: resolved.scenario.clone(),
        assumed: None,
        seats,
        accounts: books.accounts,
        equity: books.equity,
        disruption: books.disruption,
        expected: books.expected,
        certificate: books.certificate,
        teams: books.teams,
        street_quota: quotas.street,
        target: quotas.target,
        notes,
    }
}
