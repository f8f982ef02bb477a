//! Added seats that would lower expected bookings.
//!
//! A new rep takes accounts from colleagues: every account that moves costs some of its business,
//! and the new rep is on a ramp. Where the colleagues have the hours that their books need, that is
//! not made up for. The plan is therefore compared with the same plan in which the added seats of a
//! team are left empty, and the empty seats are kept where they are expected to book as much.

use std::collections::BTreeSet;

use crate::quota::expected_bookings;
use attain_core::diagnostics::{Faults, Place};
use attain_core::metric::MetricUnit;
use attain_core::number_format::NumberFormat;
use attain_core::plan::Plan;
use attain_core::ramp::productivity;
use attain_core::scenario::choices::Carve;
use attain_core::scenario::{AccountOwner, OwnerTable, ResolvedScenario};
use attain_data::Book;

/// Months of tenure over which a new rep is compared with an empty seat.
const MONTHS: u32 = 12;

/// Leaves the added seats of a team empty where the plan is expected to book as much without them.
/// `design` designs a scenario as it is.
pub(crate) fn leave_unneeded_empty(
    book: &Book,
    resolved: &ResolvedScenario,
    plan: Plan,
    design: impl Fn(&ResolvedScenario) -> Result<Plan, Faults>,
) -> Plan {
    let takes = matches!(resolved.scenario.territory.carve, Carve::Peel | Carve::Redesign);
    let dedicated = resolved.scenario.territory.dedicated.as_ref().map(|dedicated| dedicated.team.as_str());
    let teams: BTreeSet<&str> = resolved.scenario.headcount.adds.iter().map(|add| add.team.as_str()).collect();
    let mut best = plan;
    if !takes {
        return best;
    }
    // The scenario whose books the plan has, without the seats that were left empty.
    let mut books = resolved.clone();
    for team in teams.into_iter().filter(|team| Some(*team) != dedicated) {
        let seats: u32 = books.scenario.headcount.adds.iter().filter(|add| add.team == team).map(|add| add.seats).sum();
        let without = books.with_choices(|scenario| scenario.headcount.adds.retain(|add| add.team != team));
        let Ok(base) = design(&without) else { continue };
        let less = first_year(book, &base) - first_year(book, &best);
        if less < 0.0 || seats == 0 {
            continue;
        }
        // Limits on accounts may rule out an empty seat.
        let Ok(mut emptied) = design(&with_books_of(book, resolved, &base)) else { continue };
        let notes: Vec<String> = best.notes.iter().filter(|note| note.contains("get no accounts:")).cloned().collect();
        emptied.scenario = best.scenario.clone();
        emptied.notes.retain(|note| !note.ends_with("gets no book, because present owners keep theirs."));
        emptied.notes.splice(0..0, notes);
        emptied.notes.insert(0, note(resolved, team, seats, less));
        (best, books) = (emptied, without);
    }
    best
}

/// Expected bookings of a plan after the loss by changes of owner, with new reps in their first twelve
/// months.
fn first_year(book: &Book, plan: &Plan) -> f64 {
    let mut ramped = plan.clone();
    for seat in ramped.seats.iter_mut().filter(|seat| seat.incumbent.is_none()) {
        let months = (0..MONTHS).map(|month| productivity(&seat.ramp, f64::from(month) + 0.5, 1.0));
        seat.capacity *= months.sum::<f64>() / f64::from(MONTHS);
    }
    expected_bookings(book, &ramped).iter().sum::<f64>() - plan.expected.lost
}

/// A scenario with the books of a plan, which has all its seats except those that are left empty.
fn with_books_of(book: &Book, resolved: &ResolvedScenario, plan: &Plan) -> ResolvedScenario {
    let row = |(account, made): (&attain_data::Account, &attain_core::plan::Assignment)| AccountOwner {
        account: account.id.clone(),
        seat: made.seat.map(|seat| plan.seats[seat].id.clone()),
        reason: Some(made.reason),
        account_at: Place::Argument(account.id.clone()),
        seat_at: Place::Argument(account.id.clone()),
    };
    let owners = OwnerTable::from_rows(book.accounts.iter().zip(&plan.accounts).map(row).collect());
    let table = Carve::Table { file: String::new() };
    resolved.without_owners().with_choices(|scenario| scenario.territory.carve = table).with_owners(owners)
}

fn note(resolved: &ResolvedScenario, team: &str, seats: u32, less: f64) -> String {
    let money = NumberFormat::in_currency(&resolved.scenario.money.currency).plain(MetricUnit::Money, less);
    let (what, they) = if seats == 1 { ("seat", "it") } else { ("seats", "them") };
    format!(
        "The {seats} added {what} of {team} get no accounts: with books taken from colleagues, the plan is expected to book {money} \
         less in the first twelve months of the new reps than with {they} left empty."
    )
}

#[cfg(test)]
mod tests;
