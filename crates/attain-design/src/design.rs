//! Designs a plan from a scenario and a book: scores, coverage, territories and quotas.

use crate::account_figures::AccountFigures;
use crate::dated_changes::date_changes;
use crate::quota::{SeatQuotas, set_quotas};
use crate::territory::capacity::usable_capacities;
use crate::territory::carve::{SearchDepth, carve_territories, fits_memory};
use crate::territory::roster::Roster;
use crate::territory::seat_layout::lay_out_seats;
use crate::territory::territory_design::TerritoryDesign;
use attain_core::diagnostics::Faults;
use attain_core::plan::Plan;
use attain_core::scenario::ResolvedScenario;
use attain_data::Book;

/// Designs the plan of a scenario.
///
/// # Errors
/// Returns all contradictions between the scenario's choices and the book.
pub fn design(book: &Book, resolved: &ResolvedScenario) -> Result<Plan, Faults> {
    design_to_depth(book, resolved, SearchDepth::Normal)
}

/// Designs the plan of a scenario with a provably optimal carve.
///
/// # Errors
/// Returns all contradictions between the scenario's choices and the book, or a fault if the
/// problem is too large to be solved to optimality.
pub fn design_exact(book: &Book, resolved: &ResolvedScenario) -> Result<Plan, Faults> {
    design_to_depth(book, resolved, SearchDepth::Exact)
}

fn design_to_depth(book: &Book, resolved: &ResolvedScenario, depth: SearchDepth) -> Result<Plan, Faults> {
    let mut faults = Faults::default();
    let figures = AccountFigures::new(book, &resolved.scenario);
    let roster = lay_out_seats(book, resolved, &figures, &mut faults);
    if !fits_memory(book, resolved, &roster, &mut faults) {
        return Err(faults);
    }
    let territories = carve_territories(book, resolved, &figures, &roster, depth, &mut faults);
    let quotas = set_quotas(book, resolved, &figures.scores, &roster, &territories, &mut faults);
    faults.into_result(())?;
    let usable = usable_capacities(book, &resolved.scenario, &roster);
    let closing = roster.closing.clone();
    let mut plan = assemble_plan(resolved, roster, &usable, territories, quotas);
    let mut faults = Faults::default();
    date_changes(book, resolved, &figures, &closing, &mut plan, &mut faults);
    faults.into_result(plan)
}

fn assemble_plan(
    resolved: &ResolvedScenario,
    roster: Roster,
    usable: &[f64],
    territories: TerritoryDesign,
    quotas: SeatQuotas,
) -> Plan {
    let mut seats = roster.seats;
    for (i, seat) in seats.iter_mut().enumerate() {
        seat.potential = territories.potential[i];
        seat.potential_before = territories.potential_before[i];
        seat.usable_capacity = usable[i];
        seat.workload = territories.workload[i];
        seat.quota = quotas.seats[i];
        seat.realistic = quotas.realistic[i];
    }
    let mut notes = territories.notes;
    notes.extend(quotas.notes);
    Plan {
        name: resolved.scenario.name.clone(),
        scenario: resolved.scenario.clone(),
        assumed: None,
        seats,
        accounts: territories.accounts,
        stages: Vec::new(),
        equity: territories.equity,
        disruption: territories.disruption,
        expected: territories.expected,
        certificate: territories.certificate,
        teams: territories.teams,
        street_quota: quotas.street,
        target: quotas.target,
        notes,
    }
}
