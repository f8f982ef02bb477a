//! Added seats that would lower bookings.
//!
//! A new rep takes accounts from colleagues: every account that moves costs some of its business,
//! and the new rep is on a ramp. Where the colleagues have the hours that their books need, that is
//! not made up for. The plan is therefore simulated beside the same plan in which the added seats of
//! a team are left empty, in the same worlds, until the last new rep has worked for a year. Where the
//! plan with empty seats books as much, the seats stay empty: all, or half of them, or a quarter, as
//! long as fewer book as much.

use std::collections::BTreeSet;

use attain_core::diagnostics::Place;
use attain_core::metric::{MetricId, MetricUnit};
use attain_core::number_format::NumberFormat;
use attain_core::plan::Plan;
use attain_core::scenario::choices::{Carve, SeatAddition};
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
        let (mut filled, mut lost) = (seats, 0.0);
        // Half of the seats at a time, as long as the plan books as much with fewer.
        while filled > 0 {
            let without = books.with_choices(|scenario| keep_seats(&mut scenario.headcount.adds, team, filled / 2));
            // Limits on accounts may rule out an empty seat.
            let Some(mut emptied) = without_books(book, resolved, &without) else { break };
            emptied.scenario = best.scenario.clone();
            let less = bookings_lost(book, &emptied, &best);
            if less < 0.0 {
                break;
            }
            (filled, lost) = (filled / 2, lost + less);
            let others = best.notes.iter().filter(|note| note.contains(EMPTY) && !note.contains(&seats_of(team))).cloned();
            emptied.notes.retain(|note| !note.ends_with("gets no book, because present owners keep theirs."));
            emptied.notes.splice(0..0, std::iter::once(note(resolved, team, (seats - filled, seats), lost)).chain(others));
            (best, books) = (emptied, without);
        }
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

/// Keeps the first `most` added seats of a team.
fn keep_seats(adds: &mut Vec<SeatAddition>, team: &str, most: u32) {
    let mut left = most;
    for add in adds.iter_mut().filter(|add| add.team == team) {
        add.seats = add.seats.min(left);
        left -= add.seats;
    }
    adds.retain(|add| add.team != team || add.seats > 0);
}

/// The words of a note that name the team.
fn seats_of(team: &str) -> String {
    format!("of {team} ")
}

/// A note on the seats of a team that are left empty: how many, of how many.
fn note(resolved: &ResolvedScenario, team: &str, (empty, seats): (u32, u32), lost: f64) -> String {
    let money = NumberFormat::in_currency(&resolved.scenario.money.currency).plain(MetricUnit::Money, lost);
    let of = seats_of(team);
    let (what, they) = match (empty, seats) {
        (1, 1) => (format!("The added seat {of}gets"), "it"),
        (1, _) => (format!("1 of the {seats} added seats {of}gets"), "it"),
        _ if empty == seats => (format!("The {seats} added seats {of}get"), "them"),
        _ => (format!("{empty} of the {seats} added seats {of}get"), "them"),
    };
    format!("{what} {EMPTY} with books taken from colleagues, the plan books {money} a year less than with {they} left empty.")
}

#[cfg(test)]
mod tests;
