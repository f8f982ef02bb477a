//! Added seats that would lower bookings.
//!
//! A new rep takes accounts from colleagues: every account that moves costs some of its business,
//! and the new rep is on a ramp. Where the colleagues have the hours that their books need, that is
//! not made up for. The plan is therefore simulated beside the same plan in which the added seats of
//! a team are left empty, in the same worlds, until the last new rep has worked for a year. Where the
//! plan with empty seats books as much, the seats stay empty.

use std::collections::BTreeSet;

use attain_core::diagnostics::Place;
use attain_core::metric::{MetricId, MetricUnit};
use attain_core::number_format::NumberFormat;
use attain_core::plan::Plan;
use attain_core::scenario::choices::Carve;
use attain_core::scenario::{AccountOwner, OwnerTable, ResolvedScenario};
use attain_data::Book;
use attain_design::design::design;
use attain_sim::simulate::simulate_years;

/// Months for which a new rep is simulated at least.
const MONTHS: u32 = 12;
/// Longest horizon in months.
const LONGEST: u32 = 60;
/// Number of simulated years behind the decision.
const PILOT_YEARS: u32 = 200;
/// Seed of these years. It belongs to the plan, so that a plan is the same in every study.
const PILOT_SEED: u64 = 0x0E3F_717C_5EA7_0001;

/// Words of a note about empty seats.
const EMPTY: &str = "no accounts:";

/// Leaves the added seats of a team empty where the plan books as much without them.
pub(crate) fn leave_unneeded_empty(book: &Book, resolved: &ResolvedScenario, plan: Plan) -> Plan {
    let scenario = &resolved.scenario;
    let takes = matches!(scenario.territory.carve, Carve::Peel | Carve::Redesign);
    let dedicated = scenario.territory.dedicated.as_ref().map(|dedicated| dedicated.team.as_str());
    let teams: BTreeSet<&str> = scenario.headcount.adds.iter().map(|add| add.team.as_str()).collect();
    let mut best = plan;
    if !takes {
        return best;
    }
    // The scenario whose books the plan has: without the seats that were left empty.
    let mut books = resolved.clone();
    for team in teams.into_iter().filter(|team| Some(*team) != dedicated) {
        let seats: u32 = scenario.headcount.adds.iter().filter(|add| add.team == team).map(|add| add.seats).sum();
        let without = books.with_choices(|scenario| scenario.headcount.adds.retain(|add| add.team != team));
        // Limits on accounts may rule out an empty seat.
        let Some(mut emptied) = without_books(book, resolved, &without).filter(|_| seats > 0) else { continue };
        emptied.scenario = best.scenario.clone();
        let less = bookings_lost(book, &emptied, &best);
        if less < 0.0 {
            continue;
        }
        let notes = best.notes.iter().filter(|note| note.contains(EMPTY)).cloned();
        emptied.notes.retain(|note| !note.ends_with("gets no book, because present owners keep theirs."));
        emptied.notes.splice(0..0, std::iter::once(note(resolved, team, seats, less)).chain(notes));
        (best, books) = (emptied, without);
    }
    best
}

/// The plan of all seats with the books of a scenario that lacks some of them.
fn without_books(book: &Book, resolved: &ResolvedScenario, without: &ResolvedScenario) -> Option<Plan> {
    let base = design(book, without).ok()?;
    design(book, &with_books_of(book, resolved, &base)).ok()
}

/// Mean bookings per year that a plan lacks compared with the one whose added seats are empty.
fn bookings_lost(book: &Book, emptied: &Plan, plan: &Plan) -> f64 {
    let last = plan.seats.iter().filter(|seat| seat.incumbent.is_none()).map(|seat| seat.start_month).max().unwrap_or(0);
    let months = (last + MONTHS).min(LONGEST);
    let pilots = [emptied, plan].map(|plan| {
        let mut pilot = plan.clone();
        pilot.scenario.horizon.months = months;
        pilot
    });
    let output = simulate_years(book, &pilots, PILOT_SEED, PILOT_YEARS, &|_| ());
    let sum = |plan: usize| output.plans[plan].company[MetricId::Bookings as usize].iter().sum::<f64>();
    (sum(0) - sum(1)) / f64::from(PILOT_YEARS) * 12.0 / f64::from(months)
}

/// A scenario with the books of a plan, which has all its seats except those that are left empty.
fn with_books_of(book: &Book, resolved: &ResolvedScenario, plan: &Plan) -> ResolvedScenario {
    let row = |(account, made): (&attain_data::Account, &attain_core::plan::Assignment)| AccountOwner {
        account: account.id.clone(),
        seat: made.seat.map(|seat| plan.seats[seat].id.clone()),
        reason: Some(made.reason),
        from_month: (made.from_month > 0).then_some(made.from_month + 1),
        account_at: Place::Argument(account.id.clone()),
        seat_at: Place::Argument(account.id.clone()),
        month_at: Place::Argument(account.id.clone()),
    };
    let owners = OwnerTable::from_rows(book.accounts.iter().zip(&plan.accounts).map(row).collect());
    let table = Carve::Table { file: String::new() };
    resolved.without_owners().with_choices(|scenario| scenario.territory.carve = table).with_owners(owners)
}

fn note(resolved: &ResolvedScenario, team: &str, seats: u32, less: f64) -> String {
    let money = NumberFormat::in_currency(&resolved.scenario.money.currency).plain(MetricUnit::Money, less);
    let (what, they) = match seats {
        1 => (format!("The added seat of {team} gets"), "it"),
        _ => (format!("The {seats} added seats of {team} get"), "them"),
    };
    format!("{what} {EMPTY} with books taken from colleagues, the plan books {money} a year less than with {they} left empty.")
}

#[cfg(test)]
mod tests;
